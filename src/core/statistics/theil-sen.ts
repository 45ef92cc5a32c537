import { approximate, criticalS, varianceOfS } from './kendall.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Trend {
  /** Median of the slopes of all pairs of points: no few outliers can move it far. */
  readonly slope: number;
  /** Median of y − slope · x. */
  readonly intercept: number;
  /** Bounds of the slope. Infinite when so few points cannot have that much confidence. */
  readonly lower: number;
  readonly upper: number;
  readonly points: number;
}

/**
 * The trend of some points by Theil and Sen, with the confidence interval that Kendall's test gives:
 * the slopes at which what remains shows no trend. 0.9 on both sides is 0.95 on one; 4 points are
 * the fewest that reach it. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau",
 * JASA 63 (1968).
 *
 * @returns undefined when no two points differ in x
 */
export function theilSen(points: readonly Point[], confidence: number): Trend | undefined {
  const slopes = slopesOf(points);
  if (slopes.length === 0) return undefined;
  const slope = median(slopes);
  const intercept = median(points.map(({ x, y }) => y - slope * x).sort((a, b) => a - b));
  const outside = slopesOutside(points, slopes.length, (1 - confidence) / 2);
  const lower = outside === undefined ? undefined : slopes[outside];
  const upper = outside === undefined ? undefined : slopes[slopes.length - 1 - outside];
  return {
    slope,
    intercept,
    lower: lower ?? Number.NEGATIVE_INFINITY,
    upper: upper ?? Number.POSITIVE_INFINITY,
    points: points.length,
  };
}

/** How many slopes lie below the interval, and as many above it. */
function slopesOutside(points: readonly Point[], pairs: number, tail: number): number | undefined {
  const ties = tiesOf(points.map(({ x }) => x));
  // Without equal x the distribution is known exactly; equal y only make the interval too wide.
  const critical =
    ties.length === 0
      ? criticalS(points.length, tail)
      : approximate(varianceOfS(points.length, ties), tail);
  if (critical > pairs) return undefined;
  return Math.floor((pairs - critical) / 2);
}

function slopesOf(points: readonly Point[]): readonly number[] {
  const slopes: number[] = [];
  points.forEach((a, index) => {
    for (const b of points.slice(index + 1)) {
      if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  });
  return slopes.sort((a, b) => a - b);
}

/** Sizes of the groups of equal values. */
function tiesOf(values: readonly number[]): readonly number[] {
  return [...Map.groupBy(values, (value) => value).values()]
    .map(({ length }) => length)
    .filter((length) => length > 1);
}

/** Of sorted values, of which there is one at least. */
function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
