import { describe, expect, it } from 'vitest';
import { daysUntil, urgencyOf } from '../../src/report/forecast.ts';
import { type Sample, segmentsOf, trendOf } from '../../src/report/trend.ts';
import { noise, seeded } from './random.ts';

const day = 86_400_000;
const weekly = (values: readonly number[]): Sample[] =>
  values.map((value, week) => ({ at: week * 7 * day, value }));

describe('segments', () => {
  it('begin anew where a clean-up was, and keep every sample', () => {
    const samples = weekly([10, 12, 14, 5, 7, 6.5, 2, 3]);
    const segments = segmentsOf(samples, 4);
    expect(segments.map((segment) => segment.map(({ value }) => value))).toEqual([
      [10, 12, 14],
      [5, 7, 6.5],
      [2, 3],
    ]);
    expect(segments.flat()).toEqual(samples);
  });
});

describe('trend', () => {
  it.each([
    ['seven samples', weekly([1, 2, 3, 4, 5, 6, 7])],
    ['eight in eight days', weekly([1, 2, 3, 4, 5, 6, 7, 8]).map((s) => ({ ...s, at: s.at / 7 }))],
    ['none', []],
  ])('%s are too little', (_, samples) => {
    const trend = trendOf(samples, Infinity);
    expect(trend.kind).toBe('too-little');
    expect(urgencyOf(daysUntil(100, trend))).toBe('unknown');
  });

  it('finds the growth between clean-ups, which a line over all would not', () => {
    const random = seeded(4);
    const samples = weekly(
      Array.from({ length: 26 }, (_, week) => 40 + (week % 9) * 3.5 + noise(random) * 0.3),
    );
    const trend = trendOf(samples, 10);
    if (trend.kind !== 'growth') throw new Error('Expected growth');
    expect(trend.growth.cleanUps).toBe(2);
    expect(trend.growth.perDay).toBeCloseTo(0.5, 1);
    const naive = trendOf(samples, Infinity);
    expect(naive.kind === 'growth' && naive.growth.perDay).toBeLessThan(0.2);
  });

  it('the interval holds the true slope in about 95 of 100 cases, over segments too', () => {
    const random = seeded(5);
    const held = { whole: 0, segmented: 0 };
    const rounds = 400;
    for (let round = 0; round < rounds; round += 1) {
      const values = Array.from({ length: 24 }, (_, week) => week * 0.7 + noise(random) * 4);
      const holds = (samples: readonly Sample[], cleanUp: number): number => {
        const trend = trendOf(samples, cleanUp);
        if (trend.kind !== 'growth') return 0;
        return trend.growth.lower <= 0.1 && 0.1 <= trend.growth.upper ? 1 : 0;
      };
      held.whole += holds(weekly(values), Infinity);
      const sawtooth = values.map((value, week) => value - Math.floor(week / 8) * 500);
      held.segmented += holds(weekly(sawtooth), 250);
    }
    for (const share of [held.whole / rounds, held.segmented / rounds]) {
      expect(share).toBeGreaterThan(0.92);
      expect(share).toBeLessThan(0.99);
    }
  });
});

describe('forecast', () => {
  const steady = trendOf(weekly([70, 71, 72, 73, 74, 75, 76, 77, 78, 79]), Infinity);
  it('is a range of days', () => {
    expect(daysUntil(85, steady)).toEqual({ kind: 'range', earliest: 42, latest: 42 });
    const shaky = trendOf(weekly([70, 71.4, 71.6, 73.5, 73.8, 75.5, 75.7, 77.3, 78, 79]), Infinity);
    const forecast = daysUntil(85, shaky);
    if (forecast.kind !== 'range') throw new Error('Expected a range');
    expect(forecast.earliest).toBeLessThan(forecast.latest);
    expect(urgencyOf(forecast)).toBe('warning');
  });
  it('of what does not grow is none', () => {
    const level = trendOf(weekly([70, 71, 70, 71, 70, 71, 70, 71, 70, 71]), Infinity);
    expect(daysUntil(85, level)).toEqual({ kind: 'no-growth' });
    expect(daysUntil(60, steady)).toEqual({ kind: 'reached' });
  });
  it('knows what is full from a single sample', () => {
    const single = trendOf(weekly([90]), Infinity);
    expect(daysUntil(85, single)).toEqual({ kind: 'reached' });
    expect(daysUntil(100, single)).toEqual({ kind: 'too-little', n: 0, days: 0 });
  });
  it('ends at the horizon', () => {
    expect(daysUntil(85 + 52 * 7, steady)).toMatchObject({ kind: 'range', latest: Infinity });
    expect(daysUntil(10_000, steady)).toEqual({ kind: 'range', earliest: 1825, latest: Infinity });
  });
});
