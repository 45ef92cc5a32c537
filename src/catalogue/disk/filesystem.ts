import { z } from 'zod';
import type { ShellOutput } from '../../core/probe.ts';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { type FullEvidence, fullEvidence, parseFullEvidence } from './full-evidence.ts';

/** What `logs.disk-usage` and `disk.root-usage` share: how full the file system below a path is. */
export const filesystemParams = (path: string) =>
  z.strictObject({
    path: z.string().startsWith('/').default(path).describe('Path on the file system to look at'),
    warning: z
      .number()
      .min(0)
      .max(100)
      .default(80)
      .describe('Percent in use above which it is a warning'),
    critical: z
      .number()
      .min(0)
      .max(100)
      .default(90)
      .describe('Percent in use above which it is critical'),
  });

export type FilesystemParams = z.output<ReturnType<typeof filesystemParams>>;

export interface FilesystemFacts {
  readonly device: string;
  readonly mountPoint: string;
  /** As df computes it: used / (used + available), rounded up, so without root's reserve. */
  readonly usedPercent: number;
  readonly sizeBytes: number;
  readonly availableBytes: number;
  /** Null where inodes are not counted (btrfs). */
  readonly inodesUsedPercent: number | null;
  readonly readOnly: boolean;
  /** What may fill it; asked for only when it is above the warning. */
  readonly full: FullEvidence | null;
}

/**
 * GNU df tells space and inodes in one go; any other needs two (POSIX XCU, df: `-P` keeps a file
 * system on one line however long its names are). The mount table is searched with grep, for a
 * host with hundreds of mounts would make a read loop dear.
 */
export const filesystemProbes = ({ path, warning }: FilesystemParams) => ({
  df: shell(
    sh`
p=${path}
f=source,size,used,avail,pcent,itotal,iused,iavail,ipcent,target
space=$(df -k --output=$f -- "$p" 2>/dev/null) ||
  space=$(df -P -k -- "$p" && df -P -i -- "$p") || exit
line=\${space##*'
'}
m=/\${line#*[%-] /}
case $m in *[[:space:]\\#]*) mark='\0' ;; *) mark=" $m " ;; esac
printf '%s\n-- mounts\n' "$space"
grep -F -e "$mark" /proc/self/mounts
full=
set -f
for word in $space; do
  case $word in
  *[!0-9]*% | %) ;;
  *%) [ "\${word%?}" -le ${Math.floor(warning)} ] || full=1 ;;
  esac
done
set +f
[ "$full" ] || exit 0
${fullEvidence}`,
    { requires: ['df', 'grep'] },
  ),
});

/** Device, size, used, available, "85%" or "-"; GNU's one line goes on with the same for inodes. */
const dfLine =
  /^(\S.*?) +(\d+|-) +(\d+|-) +(-?\d+|-) +(\d+%|-)(?: +(\d+|-) +(?:\d+|-) +(?:-?\d+|-) +(\d+%|-))? +(\/.*)$/;

export function parseFilesystem({ df }: { readonly df: ShellOutput }): FilesystemFacts {
  const all = df.stdout.split('\n');
  const at = all.indexOf('-- mounts');
  if (at < 0) throw new Unparsable('the lines of df', df.stdout);
  const [space, second] = all
    .slice(0, at)
    .map((line) => dfLine.exec(line))
    .filter((match) => match !== null);
  const [, device, size, , available, used, inodeTotal, inodesUsed, mountPoint] = space ?? [];
  if (!device || !mountPoint || !used?.endsWith('%')) {
    throw new Unparsable('a line of df for space', df.stdout);
  }
  const [total, percent] = inodesUsed ? [inodeTotal, inodesUsed] : [second?.[2], second?.[5]];
  if (percent === undefined) throw new Unparsable('a line of df for inodes', df.stdout);
  return {
    device,
    mountPoint,
    usedPercent: Number.parseInt(used, 10),
    sizeBytes: Number(size) * 1024,
    availableBytes: Math.max(0, Number(available) * 1024),
    inodesUsedPercent:
      percent.endsWith('%') && Number(total) > 0 ? Number.parseInt(percent, 10) : null,
    readOnly: isReadOnly(all.slice(at + 1), mountPoint),
    full: parseFullEvidence(all),
  };
}

/** The last mount over a point is the visible one; blanks are escaped as \040 (proc(5)). */
function isReadOnly(mounts: readonly string[], mountPoint: string): boolean {
  const unescape = (text: string) =>
    text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
  const options = mounts
    .map((line) => line.split(' '))
    .findLast(([, point = '']) => unescape(point) === mountPoint)?.[3];
  return options?.split(',').includes('ro') ?? false;
}
