import { finding, type Measurement } from '../../core/finding.ts';
import { median } from './recent.ts';
import { daySeconds, type Found, hours, iso } from './strategy-finding.ts';
import type { Kind, Sized } from './strategy-known.ts';
import type { StrategyParams } from './strategy-params.ts';

const leastBackups = 8;
const leastDays = 7;

/**
 * Real intervals against the objective, as far back as every backup is kept: among those before, one
 * that was removed looks like one that was never made. Both ends count, as far as they are known.
 */
export function judgePace(
  { name: kind, backups }: Kind,
  known: readonly Sized[],
  params: StrategyParams,
  now: number,
) {
  const { rpoMinutes, graceMinutes, keep } = params;
  const window = (Math.max(leastDays, keep.days) + 1) * daySeconds;
  const first = Math.min(...known.map(({ modifiedAtSeconds }) => modifiedAtSeconds));
  if (known.length < leastBackups || now - first < leastDays * daySeconds) {
    const days = Math.floor((now - first) / daySeconds);
    const args = { kind, count: known.length, days, leastBackups, leastDays };
    return { findings: [finding(`${kind}:pace`, 'note', 'too-few', args)], measurements: [] };
  }
  const from = Math.max(now - window, first);
  const times = backups
    .map(({ modifiedAtSeconds }) => modifiedAtSeconds)
    .filter((at) => at > from && at <= now)
    .toReversed();
  const gaps = [from, ...times]
    .map((at, index) => ({ from: at, seconds: (times[index] ?? now) - at }))
    .filter(({ seconds }) => seconds > 0);
  const limit = (rpoMinutes + graceMinutes) * 60;
  const longest = gaps.toSorted((a, b) => b.seconds - a.seconds)[0];
  const between = gaps.slice(1, -1).map(({ seconds }) => seconds);
  const usual = median(between) ?? longest?.seconds ?? 0;
  const findings: Found[] = [];
  const rpoHours = hours(rpoMinutes * 60);
  if (usual > limit) {
    const args = { kind, hours: hours(usual), rpoHours };
    findings.push(finding(`${kind}:pace`, 'warning', 'too-seldom', args, 'wal'));
  } else if (longest && longest.seconds > limit) {
    const args = {
      kind,
      gaps: gaps.filter(({ seconds }) => seconds > limit).length,
      of: gaps.length,
      hours: hours(longest.seconds),
      from: iso(longest.from),
      rpoHours,
    };
    findings.push(finding(`${kind}:pace`, 'warning', 'gaps', args, 'gaps-remedy'));
  }
  const measurements: Measurement[] = [
    { name: 'interval', object: kind, value: hours(usual), unit: 'hours' },
    { name: 'longest', object: kind, value: hours(longest?.seconds ?? 0), unit: 'hours' },
  ];
  return { findings, measurements };
}
