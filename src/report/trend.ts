import { approximate, varianceOfS } from '../core/statistics/kendall.ts';
import { type Point, theilSen } from '../core/statistics/theil-sen.ts';

/** A value at an instant. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

export interface Growth {
  /** Per day, with the bounds of the interval. */
  readonly perDay: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  /** How often something was cleaned up in between. */
  readonly cleanUps: number;
  readonly last: Sample;
}

export type Trend =
  | { readonly kind: 'growth'; readonly growth: Growth }
  | {
      readonly kind: 'too-little';
      readonly n: number;
      readonly days: number;
      /** Absent without samples. */
      readonly last?: Sample;
    };

/** With fewer samples, or a shorter time, a trend is chance. */
export const leastSamples = 8;
export const leastDays = 28;
const dayMs = 86_400_000;
const confidence = 0.95;

/**
 * How something grows while nobody cleans up: Theil–Sen over pairs of samples between which there
 * was no clean-up, with the interval of Kendall's test (95 %). Over several segments S and its
 * variance are the sums of those of the segments, as in the seasonal Kendall test: Hirsch, Slack
 * and Smith, "Techniques of Trend Analysis for Monthly Water Quality Data", 1982.
 *
 * @param samples oldest first
 * @param cleanUp by how much a value must fall for it to be a clean-up; Infinity: none is one
 */
export function trendOf(samples: readonly Sample[], cleanUp: number): Trend {
  const segments = segmentsOf(samples, cleanUp);
  const [first, last] = [samples[0], samples.at(-1)];
  const usable = segments.filter(({ length }) => length > 1);
  const tooLittle = (n: number, days: number): Trend => ({
    kind: 'too-little',
    n,
    days,
    ...(last && { last }),
  });
  const n = usable.reduce((sum, { length }) => sum + length, 0);
  const days = usable.reduce((sum, segment) => sum + spanDays(segment), 0);
  if (!first || !last || n < leastSamples || days < leastDays) return tooLittle(n, days);
  const slope = pooled(usable.map((segment) => segment.map((one) => pointOf(one, first.at))));
  if (!slope) return tooLittle(n, days);
  return { kind: 'growth', growth: { ...slope, n, cleanUps: segments.length - 1, last } };
}

/** The stretches between clean-ups; together they are all samples. */
export function segmentsOf(
  samples: readonly Sample[],
  cleanUp: number,
): readonly (readonly Sample[])[] {
  const segments: Sample[][] = [];
  let former: Sample | undefined;
  for (const sample of samples) {
    const current = segments.at(-1);
    if (!current || (former && former.value - sample.value >= cleanUp)) segments.push([sample]);
    else current.push(sample);
    former = sample;
  }
  return segments;
}

function pooled(segments: readonly (readonly Point[])[]) {
  const [only] = segments;
  if (only && segments.length === 1) {
    const trend = theilSen(only, confidence);
    return trend && { perDay: trend.slope, lower: trend.lower, upper: trend.upper };
  }
  const slopes = segments.flatMap(slopesOf).sort((a, b) => a - b);
  if (slopes.length === 0) return undefined;
  const variance = segments.reduce((sum, { length }) => sum + varianceOfS(length), 0);
  const critical = approximate(variance, (1 - confidence) / 2);
  const outside = Math.floor((slopes.length - critical) / 2);
  const middle = (slopes.length - 1) / 2;
  const at = (index: number) => slopes[index] ?? Number.NaN;
  return {
    perDay: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    lower: slopes[outside] ?? Number.NEGATIVE_INFINITY,
    upper: outside < 0 ? Number.POSITIVE_INFINITY : at(slopes.length - 1 - outside),
  };
}

function slopesOf(points: readonly Point[]): readonly number[] {
  return points.flatMap((a, index) =>
    points.slice(index + 1).flatMap((b) => (a.x === b.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
  );
}

function pointOf({ at, value }: Sample, origin: number): Point {
  return { x: (at - origin) / dayMs, y: value };
}

function spanDays(samples: readonly Sample[]): number {
  return ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) / dayMs;
}
