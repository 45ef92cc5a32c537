import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { round1 } from './sampling.ts';

/** One read of the counters of every whole device. No process is started. */
export const diskSample = sh`
read -r uptime line </proc/uptime || exit
printf 'at %s\n' "$uptime"
while read -r major minor name counters; do
  case $name in
  loop* | ram* | zram* | fd[0-9]* | sr[0-9]*) continue ;;
  */*) node=\${name%%/*}!\${name#*/} ;;
  *) node=$name ;;
  esac
  [ -e "/sys/class/block/$node/partition" ] || printf 'disk %s %s\n' "$name" "$counters"
done </proc/diskstats || exit
{ read -r line </proc/pressure/io; } 2>/dev/null && printf 'pressure %s\n' "$line"
:`;

/** What the devices are: name, number of hardware queues, name of a device-mapper volume. */
export const diskKinds = sh`
for device in /sys/block/*; do
  case \${device##*/} in loop* | ram* | zram* | '*') continue ;; esac
  mapped=
  [ -r "$device/dm/name" ] && read -r mapped <"$device/dm/name"
  set -- "$device"/mq/*
  [ -e "$1" ] || shift
  printf '%s %s %s\n' "\${device##*/}" "$#" "$mapped"
done
:`;

export interface DiskActivity {
  /** The device-mapper name where there is one ("vg0-root"), else the kernel's ("vda"). */
  readonly device: string;
  /** Share of the window in which at least one request was under way (iostat's %util). */
  readonly utilPercent: number;
  /** Mean time of a request, queueing included; null when there was none. */
  readonly awaitMilliseconds: number | null;
  /** Mean number of requests under way (iostat's aqu-sz). */
  readonly queueLength: number;
  /** Hardware queues; null for devices that serve requests side by side without telling how many. */
  readonly queues: number | null;
}

interface Sample {
  readonly at: number;
  readonly devices: ReadonlyMap<string, readonly number[]>;
}

/** Activity between the first and the last sample. */
export function parseDisks(samples: string, kinds: string): readonly DiskActivity[] {
  const all = samples
    .split(/^(?=at )/m)
    .filter((text) => text.startsWith('at '))
    .map(sample);
  const [first, last] = [all[0], all.at(-1)];
  const elapsed = ((last?.at ?? 0) - (first?.at ?? 0)) * 1000;
  if (!first || !last || elapsed <= 0) {
    throw new Unparsable('two samples of /proc/diskstats, one after the other', samples);
  }
  const known = new Map(
    kinds.split('\n').map((line) => {
      const [name = '', queues, ...mapped] = line.split(' ');
      return [name.replaceAll('!', '/'), { queues: Number(queues), mapped: mapped.join(' ') }];
    }),
  );
  const activities = [...last.devices].flatMap(([name, after]) => {
    const before = first.devices.get(name);
    const kind = known.get(name);
    const activity = before && between(before, after, elapsed);
    if (!activity) return [];
    const parallel = /^(nvme|md|dm-)/.test(name);
    const queues = kind && kind.queues > 0 ? kind.queues : parallel ? null : 1;
    return [{ device: kind?.mapped || name, ...activity, queues }];
  });
  const used = [...last.devices.values()].some((counters) => !neverUsed(counters));
  if (used && activities.length === 0) {
    throw new Unparsable('counters of /proc/diskstats that go forward', samples);
  }
  return activities;
}

const neverUsed = (counters: readonly number[]) => (counters[0] ?? 0) + (counters[4] ?? 0) === 0;

function sample(text: string): Sample {
  const lines = text.split('\n');
  const devices = lines
    .filter((line) => line.startsWith('disk '))
    .map((line) => {
      const [, name = '', ...counters] = line.trim().split(/\s+/);
      const values = counters.map(Number);
      if (values.length < 11 || values.some((value) => !Number.isFinite(value))) {
        throw new Unparsable('a device and at least eleven counters of /proc/diskstats', line);
      }
      return [name, values] as const;
    });
  return { at: Number(lines[0]?.split(' ')[1]), devices: new Map(devices) };
}

/**
 * Fields as of Documentation/admin-guide/iostats.rst, counted from 1: 1 and 5 requests, 4 and 8
 * milliseconds of requests, 10 milliseconds busy, 11 milliseconds weighted by requests under way.
 * Null when the device has never been used, or when a counter went backwards (replaced, wrapped).
 */
function between(before: readonly number[], after: readonly number[], elapsed: number) {
  const grown = (...fields: readonly number[]) =>
    fields.reduce((sum, field) => sum + (after[field - 1] ?? 0) - (before[field - 1] ?? 0), 0);
  const requests = grown(1, 5);
  if (neverUsed(after) || [requests, grown(4, 8), grown(10), grown(11)].some((value) => value < 0))
    return null;
  return {
    utilPercent: round1(Math.min(100, (100 * grown(10)) / elapsed)),
    awaitMilliseconds: requests === 0 ? null : round1(grown(4, 8) / requests),
    queueLength: Math.round((100 * grown(11)) / elapsed) / 100,
  };
}
