import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

export interface FileSystemSize {
  readonly mountPoint: string;
  readonly device: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
}

/**
 * df of the file systems that hold data: not those of the kernel, in memory, read-only by nature
 * or over the network (a dead NFS server would hold df for ever).
 */
export const fileSystemsScript = sh`
set --
while read -r device mount type rest; do
  case $type in
  ext[234] | xfs | btrfs | zfs | f2fs | jfs | reiserfs | bcachefs | vfat | ntfs* | fuseblk) ;;
  *) continue ;;
  esac
  case $mount in *\\*) mount=$(printf %b "$mount") ;; esac
  set -- "$@" "$mount"
done </proc/self/mounts || exit
[ $# -gt 0 ] || exit 0
df -P -k -- "$@"
:`;

const dfLine = /^(\S.*?) +(\d+) +(\d+) +(-?\d+) +(?:\d+%|-) +(\/.*)$/;

/** One entry a device, under its shortest mount point: a bind mount is the same space again. */
export function parseFileSystems(stdout: string): readonly FileSystemSize[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const sizes = lines.slice(1).map((line): FileSystemSize => {
    const [, device, size, used, available, mountPoint] = dfLine.exec(line) ?? [];
    if (!device || !mountPoint) throw new Unparsable('a line of df -P', line);
    return {
      mountPoint,
      device,
      sizeBytes: Number(size) * 1024,
      usedBytes: Number(used) * 1024,
      availableBytes: Math.max(0, Number(available) * 1024),
    };
  });
  const byDevice = new Map<string, FileSystemSize>();
  for (const size of sizes) {
    const known = byDevice.get(size.device);
    if (!known || size.mountPoint.length < known.mountPoint.length) byDevice.set(size.device, size);
  }
  return [...byDevice.values()];
}
