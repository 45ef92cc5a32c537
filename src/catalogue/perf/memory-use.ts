import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { percentile, round1 } from './sampling.ts';

/** MemTotal, MemFree and MemAvailable, always the first three lines. No process is started. */
export const memorySample = sh`
for n in 1 2 3; do
  read -r line || exit
  printf '%s\n' "$line"
done </proc/meminfo || exit`;

export interface MemoryWindow {
  readonly totalBytes: number;
  /** The least of the window. */
  readonly availableBytes: number;
  /** 100 · (1 − MemAvailable / MemTotal), the median of the window. */
  readonly usedP50: number;
  readonly usedP95: number;
}

/** @throws Unparsable on a kernel before 3.14, which does not tell MemAvailable. */
export function parseMemory(stdout: string): MemoryWindow {
  const values = (key: string) =>
    [...stdout.matchAll(new RegExp(`^${key}: +(\\d+) kB$`, 'gm'))].map(
      ([, kibibytes]) => Number(kibibytes) * 1024,
    );
  const total = values('MemTotal')[0] ?? 0;
  const available = values('MemAvailable');
  if (total === 0 || available.length === 0) {
    throw new Unparsable('MemTotal and MemAvailable of /proc/meminfo', stdout.slice(0, 500));
  }
  const used = available.map((bytes) => 100 * (1 - bytes / total));
  return {
    totalBytes: total,
    availableBytes: Math.min(...available),
    usedP50: round1(percentile(used, 50)),
    usedP95: round1(percentile(used, 95)),
  };
}
