/**
 * The quantile of some values by linear interpolation between the two that are nearest: R's type 7
 * (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996), which spreadsheets and numpy
 * take too.
 * @returns undefined without values
 */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (position - Math.floor(position));
}

/** Fewer values than these have no median, and no ninetieth percentile, that says anything. */
export const leastForMedian = 3;
export const leastForP90 = 10;

export interface Summary {
  readonly n: number;
  /** Absent when there are too few values. */
  readonly median?: number;
  readonly p90?: number;
  readonly least?: number;
  readonly most?: number;
}

/** Never without how many values it is of. */
export function summarise(values: readonly number[]): Summary {
  const n = values.length;
  const median = n < leastForMedian ? undefined : quantile(values, 0.5);
  const p90 = n < leastForP90 ? undefined : quantile(values, 0.9);
  const least = quantile(values, 0);
  const most = quantile(values, 1);
  return {
    n,
    ...(median !== undefined && { median }),
    ...(p90 !== undefined && { p90 }),
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
  };
}

export interface Bin {
  /** Included. */
  readonly from: number;
  /** Not included; Infinity for the last. */
  readonly to: number;
  readonly count: number;
}

/** How many values fall between the bounds, which are in order; the last bin is open. */
export function histogram(values: readonly number[], bounds: readonly number[]): readonly Bin[] {
  return [0, ...bounds].map((from, index) => {
    const to = bounds[index] ?? Number.POSITIVE_INFINITY;
    return { from, to, count: values.filter((value) => value >= from && value < to).length };
  });
}
