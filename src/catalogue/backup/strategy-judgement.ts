import { z } from 'zod';
import type { Finding, Measurement } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import { type Point, theilSen } from '../../core/statistics/theil-sen.ts';
import type { Context, Judgement } from '../define.ts';
import { coverage, surplus } from './gfs.ts';
import { withoutSlash } from './kinds.ts';
import { median } from './recent.ts';
import { restoreAdvice } from './strategy-advice.ts';
import type { StrategyFacts } from './strategy-facts.ts';
import type { StrategyMessage as Id } from './strategy-messages.ts';
import type { StrategyParams } from './strategy-params.ts';

export type Found = Finding<Id>;

const daySeconds = 86_400;
const leastBackups = 8;
const leastDays = 7;
const growthDays = 28;
const confidence = 0.9;

type Kind = StrategyFacts['kinds'][number];
type Sized = Pick<Kind['backups'][number], 'file' | 'modifiedAtSeconds' | 'sizeBytes'>;

export function evaluateStrategy(
  facts: StrategyFacts,
  params: StrategyParams,
  { host, history }: Context,
): Judgement<Id> {
  const directory = withoutSlash(params.directory);
  if (facts.state !== 'listed') return { findings: [cannotList(directory, facts)] };
  const now = host.epochSeconds;
  const findings: Found[] = [];
  const measurements: Measurement[] = [];
  const growths: Growth[] = [];
  for (const kind of facts.kinds) {
    const object = kind.name;
    const known = knownOf(kind, history);
    const [newest] = kind.backups;
    measurements.push({ name: 'count', object, value: kind.count, unit: 'count' });
    if (!newest) {
      findings.push(
        finding(object, 'critical', 'none', { kind: object, directory }, 'look', {
          directory: quote(directory),
        }),
      );
      continue;
    }
    measurements.push(
      { name: 'kept', object, value: kind.sizeBytes, unit: 'bytes' },
      { name: 'newest', object, value: newest.sizeBytes, unit: 'bytes' },
    );
    const pace = judgePace(kind, known, params, now);
    const growth = growthOf(object, known);
    if (growth) {
      growths.push(growth);
      const value = Math.round(growth.perDay * 30);
      measurements.push({ name: 'growth', object, value, unit: 'bytes' });
    }
    measurements.push(...pace.measurements);
    findings.push(
      ...pace.findings,
      ...judgeKeeping(kind, known, params, now),
      ...growthFindings(object, growth, newest),
    );
  }
  const advice = restoreAdvice(facts, params, history, growths);
  findings.push(...judgeSpace(facts, params, directory), ...advice.findings, ...toldOf(params));
  return { findings, measurements: [...measurements, ...advice.measurements] };
}

/**
 * Real intervals against the objective, as far back as every backup is kept: among those before, one
 * that was removed looks like one that was never made. Both ends count, as far as they are known.
 */
function judgePace(
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

function judgeKeeping(
  { name: kind, backups }: Kind,
  known: readonly Sized[],
  { keep, directory }: StrategyParams,
  now: number,
): Found[] {
  const times = backups.map(({ modifiedAtSeconds }) => modifiedAtSeconds);
  const first = Math.min(...known.map(({ modifiedAtSeconds }) => modifiedAtSeconds));
  const found: Found[] = [];
  for (const { span, wanted, there, missing, before } of coverage(times, keep, now, first)) {
    const args = { kind, span, wanted, there, missing };
    const key = `${kind}:${span}`;
    if (missing > 0) found.push(finding(key, 'warning', 'missing-periods', args, 'keep-remedy'));
    else if (before > 0) {
      found.push(finding(key, 'note', 'young', { ...args, first: iso(first) }));
    }
  }
  const more = surplus(backups, keep, now);
  const bytes = more.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (more.length > 0) {
    const args = { kind, count: more.length, bytes, oldest: more.at(-1)?.file ?? '-' };
    found.push(
      finding(`${kind}:surplus`, 'note', 'surplus', args, 'surplus-remedy', {
        directory: quote(withoutSlash(directory)),
      }),
    );
  }
  return found;
}

/** Room for all that the plan keeps, at today's size. */
function judgeSpace(
  { kinds, availableBytes }: StrategyFacts,
  params: StrategyParams,
  directory: string,
): Found[] {
  const { days, weeks, months } = params.keep;
  const newest = kinds.reduce((sum, { backups }) => sum + (backups[0]?.sizeBytes ?? 0), 0);
  const there = kinds.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const needBytes = (days + weeks + months + 1) * newest;
  if (availableBytes === null || newest === 0) return [];
  if (there + availableBytes >= needBytes) return [];
  const args = { directory, needBytes, haveBytes: there + availableBytes };
  return [finding('space', 'warning', 'space', args, 'space-remedy')];
}

const earlierFacts = z.object({
  kinds: z.array(
    z.object({
      name: z.string(),
      backups: z.array(
        z.object({ file: z.string(), modifiedAtSeconds: z.number(), sizeBytes: z.number() }),
      ),
    }),
  ),
});

/** Backups of a kind, with those that earlier records know of. */
function knownOf(kind: Kind, history: Context['history']): readonly Sized[] {
  const known = new Map<string, Sized>(kind.backups.map((one) => [one.file, one]));
  for (const { facts } of history) {
    const read = earlierFacts.safeParse(facts);
    const before = read.data?.kinds.find(({ name }) => name === kind.name)?.backups ?? [];
    for (const one of before) if (!known.has(one.file)) known.set(one.file, one);
  }
  return [...known.values()];
}

export interface Growth {
  readonly kind: string;
  readonly perDay: number;
  readonly lower: number;
  readonly upper: number;
}

/** Undefined when there is too little to say, or nothing that is more than chance. */
function growthOf(kind: string, known: readonly Sized[]): Growth | undefined {
  const points: Point[] = known.map((one) => ({
    x: one.modifiedAtSeconds / daySeconds,
    y: one.sizeBytes,
  }));
  const days = Math.max(...points.map(({ x }) => x)) - Math.min(...points.map(({ x }) => x));
  if (points.length < leastBackups || days < growthDays) return undefined;
  const trend = theilSen(points.slice(0, 200), confidence);
  if (!trend || trend.lower <= 0) return undefined;
  return { kind, perDay: trend.slope, lower: trend.lower, upper: trend.upper };
}

function growthFindings(kind: string, growth: Growth | undefined, newest: Sized): Found[] {
  if (!growth) return [];
  const ahead = (perDay: number) => Math.round(newest.sizeBytes + 365 * perDay);
  const args = {
    kind,
    perMonth: Math.round(growth.perDay * 30),
    low: ahead(growth.lower),
    high: ahead(Number.isFinite(growth.upper) ? growth.upper : growth.perDay),
  };
  return [finding(`${kind}:growth`, 'note', 'growth', args)];
}

/** What nobody can see from the host. */
function toldOf({ offSite, encrypted }: StrategyParams): Found[] {
  const found: Found[] = [];
  if (offSite === 'no') found.push(finding('off-site', 'warning', 'no-off-site', {}, 'off-site'));
  if (offSite === 'unknown')
    found.push(finding('off-site', 'note', 'not-told', { what: 'off-site' }, 'tell'));
  if (encrypted === 'no' && offSite !== 'no') {
    found.push(finding('encryption', 'warning', 'not-encrypted', {}, 'encrypt'));
  }
  if (encrypted === 'unknown') {
    found.push(finding('encryption', 'note', 'not-told', { what: 'encryption' }, 'tell'));
  }
  return found;
}

function cannotList(directory: string, { state, complaint }: StrategyFacts): Found {
  const id = state === 'listed' ? 'unreadable' : state;
  const remedy = id === 'unreadable' ? 'remedy-unreadable' : 'remedy-missing';
  const one = finding('directory', 'unknown', id, { directory }, remedy, {
    directory: quote(directory),
  });
  return complaint ? { ...one, evidence: complaint } : one;
}

export const hours = (seconds: number): number => Math.round(seconds / 360) / 10;
const iso = (seconds: number) => new Date(Math.min(seconds, 8.64e12) * 1000).toISOString();

export function finding(
  key: string,
  severity: Found['severity'],
  id: Id,
  args: Readonly<Record<string, string | number>>,
  remedy?: Id,
  remedyArgs = args,
): Found {
  return {
    key,
    severity,
    message: { id, args },
    ...(remedy && { remedy: { id: remedy, args: remedyArgs } }),
  };
}
