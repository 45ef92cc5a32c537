import { describe, expect, it } from 'vitest';
import { availability, errorBudget } from '../../src/report/availability.ts';
import {
  difference,
  type Interval,
  intersection,
  total,
  union,
} from '../../src/report/intervals.ts';
import { seeded } from './random.ts';

const length = 60;

/** The second implementation: a set of whole minutes. */
function minutes(intervals: readonly Interval[]): ReadonlySet<number> {
  return new Set(
    Array.from({ length }, (_, minute) => minute).filter((minute) =>
      intervals.some(({ from, to }) => from <= minute && minute < to),
    ),
  );
}

type Minutes = ReadonlySet<number>;
const both = (a: Minutes, b: Minutes) => new Set([...a].filter((one) => b.has(one)));
const only = (a: Minutes, b: Minutes) => new Set([...a].filter((one) => !b.has(one)));

function some(random: () => number): Interval[] {
  return Array.from({ length: Math.floor(random() * 6) }, () => {
    const from = Math.floor(random() * length);
    return { from, to: Math.min(length, from + Math.floor(random() * 15)) };
  });
}

describe('for any intervals', () => {
  const random = seeded(3);
  const rounds = Array.from({ length: 2000 }, () => [some(random), some(random), some(random)]);

  it('union, intersection and difference are those of sets', () => {
    for (const [a = [], b = []] of rounds) {
      const [x, y] = [minutes(a), minutes(b)];
      expect(minutes(union(a))).toEqual(x);
      expect(minutes(intersection(a, b))).toEqual(both(x, y));
      expect(minutes(difference(a, b))).toEqual(only(x, y));
      expect(total(a)).toBe(x.size);
    }
  });

  it('they come in order, apart, and never empty', () => {
    for (const [a = [], b = []] of rounds) {
      for (const result of [union(a), difference(a, b), intersection(a, b)]) {
        for (const [index, { from, to }] of result.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(result[index - 1]?.to ?? -1);
        }
      }
    }
  });

  it('availability counts every minute once', () => {
    for (const [outages = [], planned = [], observed = []] of rounds) {
      const within = { from: 5, to: 55 };
      const result = availability({ within, outages, planned, observed });
      const all = minutes([within]);
      const [down, work, seen] = [minutes(outages), minutes(planned), minutes(observed)];
      const inWork = both(all, work);
      const inOutage = only(both(all, down), inWork);
      const up = only(only(both(all, seen), inWork), inOutage);
      expect(result).toMatchObject({
        whole: 50,
        plannedDown: inWork.size,
        unplannedDown: inOutage.size,
        up: up.size,
        unknown: 50 - inWork.size - inOutage.size - up.size,
      });
    }
  });
});

describe('availability', () => {
  const within = { from: 0, to: 1000 };
  it('two outages at once are one, and a gap is unknown and not up', () => {
    const result = availability({
      within,
      outages: [
        { from: 100, to: 200 },
        { from: 150, to: 250 },
      ],
      planned: [{ from: 300, to: 350 }],
      observed: [{ from: 0, to: 600 }],
    });
    expect(result).toMatchObject({ unplannedDown: 150, plannedDown: 50, unknown: 400, up: 400 });
    expect(result.withoutPlanned).toBeCloseTo(400 / 550, 10);
    expect(result.withPlanned).toBeCloseTo(400 / 600, 10);
    expect(result.atWorst).toBeCloseTo(0.4, 10);
  });

  it('has no number when nobody has looked', () => {
    const result = availability({ within, outages: [], planned: [], observed: [] });
    expect(result.withPlanned).toBeUndefined();
    expect(result.withoutPlanned).toBeUndefined();
  });

  it('an objective of 99.9 % allows 43.2 minutes in 30 days', () => {
    const month = { from: 0, to: 30 * 86_400_000 };
    const outages = [{ from: 0, to: 3_600_000 }];
    const result = availability({ within: month, outages, planned: [], observed: [month] });
    const budget = errorBudget(result, 99.9);
    expect(budget).toEqual({ allowed: 2_592_000, spent: 3_600_000, left: -1_008_000 });
  });
});
