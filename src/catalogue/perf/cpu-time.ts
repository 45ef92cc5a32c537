import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { percentile, round1 } from './sampling.ts';

/** One read of the CPU time of the whole host: the first line of /proc/stat. No process is started. */
export const cpuTimeSample = sh`
read -r line </proc/stat || exit
printf '%s\n' "$line"`;

export interface CpuWindow {
  /** 1 − Δ(idle + iowait) / Δtotal over the whole window. */
  readonly busyPercent: number;
  readonly iowaitPercent: number;
  /** Time that the hypervisor gave to others while we wanted to run. */
  readonly stealPercent: number;
  /** Percentiles of busy over the intervals between samples. */
  readonly busyP50: number;
  readonly busyP95: number;
  readonly intervals: number;
}

interface Times {
  readonly total: number;
  readonly idle: number;
  readonly iowait: number;
  readonly steal: number;
}

/**
 * proc(5): user, nice, system, idle, iowait, irq, softirq, steal; guest and guest_nice are already
 * in user and nice, so they are left out.
 */
function times(line: string): Times {
  const fields = line.trim().split(/\s+/).slice(1, 9).map(Number);
  if (fields.length < 4 || fields.some((field) => !Number.isFinite(field))) {
    throw new Unparsable('"cpu" and at least four counters', line);
  }
  return {
    total: fields.reduce((sum, field) => sum + field, 0),
    idle: fields[3] ?? 0,
    iowait: fields[4] ?? 0,
    steal: fields[7] ?? 0,
  };
}

/** @throws Unparsable when no two samples can be compared. */
export function parseCpuTime(stdout: string): CpuWindow {
  const samples = stdout
    .split('\n')
    .filter((line) => line.startsWith('cpu '))
    .map(times);
  const intervals = samples
    .slice(1)
    .map((after, index) => delta(samples[index] ?? after, after))
    .filter((interval) => interval.total > 0);
  if (intervals.length === 0) {
    throw new Unparsable('two or more samples of /proc/stat that go forward', stdout);
  }
  const sum = (key: keyof Times) => intervals.reduce((all, interval) => all + interval[key], 0);
  const percent = (part: number) => round1((100 * part) / sum('total'));
  const busy = intervals.map(({ total, idle, iowait }) => 100 * (1 - (idle + iowait) / total));
  return {
    busyPercent: percent(sum('total') - sum('idle') - sum('iowait')),
    iowaitPercent: percent(sum('iowait')),
    stealPercent: percent(sum('steal')),
    busyP50: round1(percentile(busy, 50)),
    busyP95: round1(percentile(busy, 95)),
    intervals: intervals.length,
  };
}

/**
 * iowait may go backwards a little (proc(5)) and counts as nothing then. A total that goes
 * backwards (a processor taken away, a host moved) makes the interval worthless.
 */
function delta(before: Times, after: Times): Times {
  const grown = (key: keyof Times) => Math.max(0, after[key] - before[key]);
  const total = after.total - before.total;
  const idle = Math.min(grown('idle'), total);
  return { total, idle, iowait: Math.min(grown('iowait'), total - idle), steal: grown('steal') };
}
