import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import type { ShellOutput } from '../../core/probe.ts';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { type Judgement, Unparsable } from '../define.ts';

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
}

/** `df -P` prints one line per file system however long the names are (POSIX XCU, df). */
export const filesystemProbes = ({ path }: FilesystemParams) => ({
  df: shell(
    sh`
df -P -k -- ${path} && df -P -i -- ${path} || exit
while read -r device mount type options rest; do
  printf '%s %s\n' "$mount" "$options"
done </proc/self/mounts`,
    { requires: ['df'] },
  ),
});

/** Last line of `df -P`: device, size, used, available, "85%" or "-", mount point. */
const dfLine = /^(\S.*?) +(\d+|-) +(\d+|-) +(-?\d+|-) +(\d+%|-) +(\/.*)$/;

export function parseFilesystem({ df }: { readonly df: ShellOutput }): FilesystemFacts {
  const all = df.stdout.split('\n');
  const [space, inodes] = all
    .filter((line) => dfLine.test(line))
    .map((line) => dfLine.exec(line) ?? []);
  const [, device, size, , available, used, mountPoint] = space ?? [];
  if (!device || !mountPoint || !used?.endsWith('%')) {
    throw new Unparsable('a line of df -P for space', df.stdout);
  }
  if (inodes === undefined) throw new Unparsable('a line of df -P -i for inodes', df.stdout);
  // The mount table escapes blanks as \040 (proc(5)); the last mount over a point is the visible one.
  const mounted = mountPoint.replaceAll(' ', '\\040');
  const options = all.findLast((line) => line.startsWith(`${mounted} `))?.slice(mounted.length + 1);
  return {
    device,
    mountPoint,
    usedPercent: Number.parseInt(used, 10),
    sizeBytes: Number(size) * 1024,
    availableBytes: Math.max(0, Number(available) * 1024),
    inodesUsedPercent:
      inodes[5]?.endsWith('%') && Number(inodes[2]) > 0 ? Number.parseInt(inodes[5], 10) : null,
    readOnly: options?.split(',').includes('ro') ?? false,
  };
}

export const filesystemMessages = {
  space: {
    ja: '{path} のディスク使用率が {used}% です(しきい値 {limit}%、残り {availableBytes}、{mountPoint} のファイルシステム)',
    en: '{path} is {used}% full (limit {limit}%, {availableBytes} left, on the file system of {mountPoint})',
  },
  inodes: {
    ja: '{path} の inode 使用率が {used}% です(しきい値 {limit}%)',
    en: '{path} has {used}% of its inodes in use (limit {limit}%)',
  },
  'read-only': {
    ja: '{path} のファイルシステム({device})が読み取り専用でマウントされています',
    en: 'The file system of {path} ({device}) is mounted read-only',
  },
  'remedy-space': {
    ja: '大きなファイルを探す: sudo du -xh {mountPoint} | sort -h | tail -20。journald は journalctl --vacuum-size で縮められます',
    en: 'Find what is large: sudo du -xh {mountPoint} | sort -h | tail -20. The journal shrinks with journalctl --vacuum-size',
  },
  'remedy-inodes': {
    ja: 'ファイル数の多い場所を探す: sudo du -x --inodes {mountPoint} | sort -n | tail -20',
    en: 'Find where the files are: sudo du -x --inodes {mountPoint} | sort -n | tail -20',
  },
  'remedy-read-only': {
    ja: 'dmesg でディスクの誤りを確かめてから再マウントしてください',
    en: 'Look for disk errors in dmesg before you remount it',
  },
} as const;

export const filesystemMeasures = {
  used: { ja: 'ディスク使用率', en: 'Disk in use' },
  inodes: { ja: 'inode 使用率', en: 'Inodes in use' },
  available: { ja: '空き容量', en: 'Space left' },
} as const;

/**
 * The key is the device: two checks that look at one file system open one incident, not two.
 */
export function evaluateFilesystem(
  facts: FilesystemFacts,
  { path, warning, critical }: FilesystemParams,
): Judgement<keyof typeof filesystemMessages> {
  type Id = keyof typeof filesystemMessages;
  const { device, mountPoint, usedPercent, inodesUsedPercent, availableBytes } = facts;
  const key = `filesystem:${device}`;
  const findings: Finding<Id>[] = [];
  const over = (used: number, id: Id, remedy: Id) => {
    if (used <= warning) return;
    const limit = used > critical ? critical : warning;
    findings.push({
      key: id === 'space' ? key : `${key}:${id}`,
      severity: used > critical ? 'critical' : 'warning',
      message: { id, args: { path, used, limit, availableBytes, mountPoint } },
      remedy: { id: remedy, args: { mountPoint } },
    });
  };
  over(usedPercent, 'space', 'remedy-space');
  if (inodesUsedPercent !== null) over(inodesUsedPercent, 'inodes', 'remedy-inodes');
  if (facts.readOnly) {
    findings.push({
      key: `${key}:read-only`,
      severity: 'critical',
      message: { id: 'read-only', args: { path, device } },
      remedy: { id: 'remedy-read-only', args: {} },
    });
  }
  const object = mountPoint;
  const measurements: Measurement[] = [
    { name: 'used', object, value: usedPercent, unit: 'percent' },
    { name: 'available', object, value: availableBytes, unit: 'bytes' },
  ];
  if (inodesUsedPercent !== null) {
    measurements.push({ name: 'inodes', object, value: inodesUsedPercent, unit: 'percent' });
  }
  return { findings, measurements };
}
