import { describe, expect, test } from 'vitest';
import { criticalS } from '../../../src/core/statistics/kendall.ts';
import { theilSen } from '../../../src/core/statistics/theil-sen.ts';

/** S of every order of n values: the distribution without a formula. */
function everyS(n: number): number[] {
  const orders = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((one) =>
          orders(rest.filter((other) => other !== one)).map((tail) => [one, ...tail]),
        );
  return orders(Array.from({ length: n }, (_, index) => index)).map(sOf);
}

function sOf(values: readonly number[]): number {
  let s = 0;
  for (let i = 0; i < values.length; i += 1)
    for (let j = i + 1; j < values.length; j += 1)
      s += Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  return s;
}

describe("the critical values of Kendall's S", () => {
  // As tau in tables of one-tailed critical values (n = 20: 0.274 and 0.326; n = 30: 0.218 and 0.255).
  test.each([
    [0.05, { 4: 6, 5: 8, 6: 11, 7: 13, 8: 16, 9: 18, 10: 21, 20: 52, 30: 95 }],
    [0.025, { 5: 10, 6: 13, 7: 15, 8: 18, 9: 20, 10: 23, 20: 62, 30: 111 }],
    [0.01, { 5: 10, 6: 13, 7: 17, 8: 20, 9: 24, 10: 27 }],
  ])('%s as printed in tables', (tail, wanted) => {
    const found = Object.keys(wanted).map((n) => [n, criticalS(Number(n), tail)]);
    expect(Object.fromEntries(found)).toEqual(wanted);
  });

  test('as counted over every order of up to seven values', () => {
    for (const n of [2, 3, 4, 5, 6, 7]) {
      const all = everyS(n);
      for (const tail of [0.4, 0.1, 0.05, 0.025, 0.01, 0.001]) {
        const share = (s: number) => all.filter((one) => one >= s).length / all.length;
        const candidates = [...new Set(all)].filter((s) => share(s) <= tail);
        const least = candidates.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...candidates);
        expect([n, tail, criticalS(n, tail)]).toEqual([n, tail, least]);
      }
    }
  });

  test('of many values run on into the normal approximation', () => {
    const per = (n: number) => criticalS(n, 0.05) / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
    expect(per(100)).toBeCloseTo(1.645, 1);
    expect(per(101)).toBeCloseTo(per(100), 2);
  });
});

/** The interval by its meaning: slopes at which the rest shows no trend, tried one by one. */
function intervalByTrial(points: readonly { x: number; y: number }[], tail: number) {
  const all = everyS(points.length);
  const c = (s: number) => all.filter((one) => one >= s).length / all.length;
  const accepted = (slope: number) =>
    c(Math.abs(sOf(points.map(({ x, y }) => y - slope * x)))) > tail;
  const at = points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  const ends = at.sort((a, b) => a - b);
  const between = ends.slice(1).map((end, index) => (end + (ends[index] ?? 0)) / 2);
  const inside = between.flatMap((slope, index) => (accepted(slope) ? [index] : []));
  return [ends[inside[0] ?? 0], ends[(inside.at(-1) ?? 0) + 1]];
}

/** A generator of its own, so that a failure comes again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('Theil–Sen', () => {
  test('a line is itself', () => {
    const points = [1, 2, 3, 4, 5].map((x) => ({ x, y: 3 * x + 1 }));
    expect(theilSen(points, 0.9)).toEqual({
      slope: 3,
      intercept: 1,
      lower: 3,
      upper: 3,
      points: 5,
    });
  });

  test('Sen (1968): the example of his paper', () => {
    const y = [9, 15, 19, 20, 45, 55, 78];
    const points = [1, 2, 3, 4, 10, 12, 18].map((x, index) => ({ x, y: y[index] ?? 0 }));
    expect(theilSen(points, 0.93)?.slope).toBeCloseTo(4, 10);
  });

  test('of 4 points, 0.95 on one side needs them all in order, and 0.95 on both is out of reach', () => {
    const rising = [1, 2, 4, 5].map((y, x) => ({ x, y }));
    expect(theilSen(rising, 0.9)).toMatchObject({ lower: 1, upper: 2 });
    const notQuite = [1, 2, 5, 4].map((y, x) => ({ x, y }));
    expect(theilSen(notQuite, 0.9)?.lower).toBeLessThan(0);
    expect(theilSen(rising, 0.95)).toMatchObject({ lower: -Infinity, upper: Infinity });
    expect(theilSen(rising.slice(1), 0.9)?.lower).toBe(-Infinity);
  });

  test('the interval is that of its definition, on points of any kind', () => {
    const next = random(7);
    for (const n of [4, 5, 6, 7]) {
      for (let round = 0; round < 8; round += 1) {
        let x = 0;
        const points = Array.from({ length: n }, () => {
          x += 0.1 + next();
          return { x, y: x * 2 + next() * 10 };
        });
        const trend = theilSen(points, 0.9);
        const [lower, upper] = intervalByTrial(points, 0.05);
        expect(trend?.lower).toBeCloseTo(lower ?? 0, 10);
        expect(trend?.upper).toBeCloseTo(upper ?? 0, 10);
      }
    }
  });

  test('covers the true slope as often as it says', () => {
    const next = random(11);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    let covered = 0;
    for (let round = 0; round < 2000; round += 1) {
      const points = Array.from({ length: 12 }, (_, x) => ({ x, y: 0.5 * x + normal() }));
      const trend = theilSen(points, 0.9);
      if (trend && trend.lower <= 0.5 && trend.upper >= 0.5) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThan(0.885);
    expect(covered / 2000).toBeLessThan(0.94);
  });

  test('two outliers of twelve do not move it', () => {
    const points = Array.from({ length: 12 }, (_, x) => ({ x, y: x === 3 || x === 9 ? 1000 : x }));
    expect(theilSen(points, 0.9)?.slope).toBeCloseTo(1, 5);
  });

  test('equal times count once, and only equal times are no trend', () => {
    expect(
      theilSen(
        [
          { x: 1, y: 2 },
          { x: 1, y: 3 },
        ],
        0.9,
      ),
    ).toBeUndefined();
    const twice = [0, 0, 1, 1, 2, 2, 3, 3].map((x, index) => ({ x, y: x + (index % 2) / 10 }));
    const trend = theilSen(twice, 0.9);
    expect(trend?.slope).toBeCloseTo(1, 1);
    expect(trend?.lower).toBeGreaterThan(0.8);
  });
});
