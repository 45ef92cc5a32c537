import { describe, expect, it } from 'vitest';
import { histogram, quantile, summarise } from '../../src/report/statistics.ts';
import { seeded } from './random.ts';

describe('quantile', () => {
  // R: quantile(c(2.7, 3.1, 5.4, 8.8, 9.9, 12.3, 20.1), c(.25, .5, .9)); the same in numpy.
  it.each([
    [0.25, 4.25],
    [0.5, 8.8],
    [0.9, 15.42],
  ])('is that of R, type 7, at %d', (share, expected) => {
    expect(quantile([20.1, 3.1, 2.7, 12.3, 8.8, 5.4, 9.9], share)).toBeCloseTo(expected, 10);
  });

  it('is that of a second implementation, for any values', () => {
    const random = seeded(1);
    for (let round = 0; round < 300; round += 1) {
      const values = Array.from({ length: 1 + Math.floor(random() * 30) }, () => random() * 1000);
      const share = random();
      expect(quantile(values, share)).toBeCloseTo(bySpread(values, share), 8);
    }
  });

  it('of nothing is nothing', () => {
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

/** The piecewise linear curve through (i / (n − 1), value i), looked up from its definition. */
function bySpread(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const first = sorted[0] ?? Number.NaN;
  return sorted.reduce((result, value, i) => {
    const former = sorted[i - 1];
    if (former === undefined) return first;
    const progress = Math.min(1, Math.max(0, share * (n - 1) - (i - 1)));
    return result + progress * (value - former);
  }, first);
}

describe('summary', () => {
  it('of two values has no median, of nine no ninetieth percentile', () => {
    expect(summarise([4, 2])).toEqual({ n: 2, least: 2, most: 4 });
    expect(summarise([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ n: 9, median: 5, least: 1, most: 9 });
    expect(summarise([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toMatchObject({ n: 10, p90: 9.1 });
    expect(summarise([])).toEqual({ n: 0 });
  });
});

it('a histogram has every value once', () => {
  const random = seeded(2);
  const values = Array.from({ length: 500 }, () => random() * 1200);
  const bins = histogram(values, [100, 300, 1000]);
  expect(bins.map(({ from, to }) => [from, to])).toEqual([
    [0, 100],
    [100, 300],
    [300, 1000],
    [1000, Infinity],
  ]);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  expect(histogram([100], [100, 300])[1]?.count).toBe(1);
});
