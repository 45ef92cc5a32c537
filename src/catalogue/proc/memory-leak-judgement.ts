import type { Finding, Measurement } from '../../core/finding.ts';
import { type Point, type Trend, theilSen } from '../../core/statistics/theil-sen.ts';
import type { Context, Judgement } from '../define.ts';
import { type LeakFacts, leakFacts } from './memory-leak-facts.ts';
import type { leakMessages } from './memory-leak-messages.ts';

type Id = keyof typeof leakMessages;

interface Limits {
  readonly percentPerDay: number;
  readonly minimumMiB: number;
  readonly samples: number;
}

/** Both sides together: 95 % on the side that matters, which four samples can just reach. */
const confidence = 0.9;
const dayMs = 86_400_000;

/** A process or a service, in one lifetime, as this run and earlier ones have seen it. */
interface Series {
  readonly kind: 'process' | 'service';
  readonly key: string;
  readonly name: string;
  readonly pid: number | null;
  readonly unit: string;
  readonly bytes: number;
  /** Days before now (negative) and bytes. */
  readonly points: readonly Point[];
}

export function judgeGrowth(facts: LeakFacts, limits: Limits, context: Context): Judgement<Id> {
  const all = seriesOf(facts, context);
  const large = all.filter(({ bytes }) => bytes >= limits.minimumMiB * 2 ** 20);
  const trends = large.flatMap((series) => {
    const trend = series.points.length >= limits.samples && theilSen(series.points, confidence);
    return trend ? [{ series, trend }] : [];
  });
  const growing = trends.filter(
    ({ series, trend }) => percentOf(trend, series) > limits.percentPerDay && trend.lower > 0,
  );
  const findings: Finding<Id>[] = growing.map(({ series, trend }) => leak(series, trend));
  const fresh = large.length - trends.length;
  if (fresh > 0) {
    const args = { fresh, judged: trends.length, samples: limits.samples };
    findings.push({ key: 'samples', severity: 'note', message: { id: 'too-few', args } });
  }
  if (facts.measure === 'rss') {
    const told = {
      message: { id: 'rss', args: {} },
      remedy: { id: 'remedy-rss', args: {} },
    } as const;
    findings.push({ key: 'measure', severity: 'note', ...told });
  }
  return { findings, measurements: [...sizesOf(all), ...growthOf(trends)] };
}

function seriesOf(facts: LeakFacts, { now, history }: Context): readonly Series[] {
  const earlier = history.flatMap(({ at, facts: old }) => {
    const known = leakFacts.safeParse(old).data;
    return known ? [{ x: (at.getTime() - now.getTime()) / dayMs, ...known }] : [];
  });
  // Weekly and daily runs may have read the same moment twice: a point for each time.
  const pointsOf = (bytes: number, old: (one: (typeof earlier)[number]) => number | undefined) => {
    const points = new Map([[0, bytes]]);
    for (const one of earlier) {
      const y = old(one);
      if (y !== undefined) points.set(one.x, y);
    }
    return [...points].map(([x, y]) => ({ x, y }));
  };
  const processes = facts.processes.map(({ lifetime, ...one }): Series => {
    const points = pointsOf(one.bytes, ({ measure, processes: list }) =>
      measure === facts.measure
        ? list.find((other) => other.lifetime === lifetime)?.bytes
        : undefined,
    );
    const place = one.unit === '' ? one.name : `${one.unit}/${one.name}`;
    return { kind: 'process', key: `process:${place}`, ...one, points };
  });
  const services = facts.services.map(({ lifetime, name, bytes }): Series => {
    const points = pointsOf(
      bytes,
      ({ services: list }) => list.find((other) => other.lifetime === lifetime)?.bytes,
    );
    const unit = `${name}.service`;
    return { kind: 'service', key: `service:${name}`, name, pid: null, unit, bytes, points };
  });
  return [...services, ...processes];
}

/** Percent a day of the size that it has on the fitted line in the middle of its samples. */
function percentOf(trend: Trend, { points }: Series): number {
  const middle = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const size = trend.intercept + trend.slope * middle;
  return size > 0 ? (trend.slope / size) * 100 : 0;
}

function leak(series: Series, trend: Trend): Finding<Id> {
  const { kind, key, name, pid, unit, bytes, points } = series;
  const first = points.reduce((least, point) => (point.x < least.x ? point : least));
  const args = {
    name,
    pid: pid ?? 0,
    unit: unit === '' ? name : unit,
    fromBytes: first.y,
    bytes,
    days: Math.round(-first.x * 10) / 10,
    samples: points.length,
    percent: Math.round(percentOf(trend, series) * 10) / 10,
    perDayBytes: Math.round(trend.slope),
    leastBytes: Math.round(trend.lower),
  };
  const isService = unit.endsWith('.service');
  const remedy = { id: isService ? 'remedy-unit' : 'remedy-process', args } as const;
  const evidence = points
    .toSorted((a, b) => a.x - b.x)
    .map(({ x, y }) => `${x.toFixed(2)} d\t${Math.round(y / 1024)} kB`)
    .join('\n');
  return { key, severity: 'warning', message: { id: `leak-${kind}`, args }, remedy, evidence };
}

function sizesOf(all: readonly Series[]): readonly Measurement[] {
  return all.map(({ key, pid, bytes }) => ({
    name: 'memory',
    object: pid === null ? key : `${key}[${pid}]`,
    value: bytes,
    unit: 'bytes',
  }));
}

function growthOf(
  trends: readonly { readonly series: Series; readonly trend: Trend }[],
): readonly Measurement[] {
  return trends.map(({ series: { key, pid }, trend }) => ({
    name: 'growth',
    object: pid === null ? key : `${key}[${pid}]`,
    value: Math.round(trend.slope),
    unit: 'bytes',
  }));
}
