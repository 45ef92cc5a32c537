import { finding } from '../../core/finding.ts';
import { type Point, theilSen } from '../../core/statistics/theil-sen.ts';
import { daySeconds, type Found } from './strategy-finding.ts';
import type { Sized } from './strategy-known.ts';

const leastPoints = 8;
const leastDays = 28;
const confidence = 0.9;

export interface Growth {
  readonly kind: string;
  readonly perDay: number;
  readonly lower: number;
  readonly upper: number;
}

/** Undefined when there is too little to say, or nothing that is more than chance. */
export function growthOf(kind: string, known: readonly Sized[]): Growth | undefined {
  const points: Point[] = known.map((one) => ({
    x: one.modifiedAtSeconds / daySeconds,
    y: one.sizeBytes,
  }));
  const days = Math.max(...points.map(({ x }) => x)) - Math.min(...points.map(({ x }) => x));
  if (points.length < leastPoints || days < leastDays) return undefined;
  const trend = theilSen(points.slice(0, 200), confidence);
  if (!trend || trend.lower <= 0) return undefined;
  return { kind, perDay: trend.slope, lower: trend.lower, upper: trend.upper };
}

export function growthFindings(kind: string, growth: Growth | undefined, newest: Sized): Found[] {
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
