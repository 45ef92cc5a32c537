import { describe, expect, it } from 'vitest';
import {
  formerPeriod,
  lastPeriod,
  monthsOf,
  periodOf,
  startOfDay,
} from '../../src/report/period.ts';

const tokyo = 'Asia/Tokyo';

describe('period', () => {
  it('is one of local time', () => {
    expect(periodOf('2026-Q4', tokyo)).toEqual({
      key: '2026-Q4',
      kind: 'quarter',
      from: '2026-09-30T15:00:00.000Z',
      to: '2026-12-31T15:00:00.000Z',
    });
    expect(periodOf('2026', 'Europe/Berlin')).toMatchObject({
      kind: 'year',
      from: '2025-12-31T23:00:00.000Z',
      to: '2026-12-31T23:00:00.000Z',
    });
  });

  it.each(['2026-Q5', '2026-q4', '26', '2026-12', 'Q4', ''])('%j is none', (key) => {
    expect(periodOf(key, tokyo)).toBeUndefined();
  });

  it('follows the former one without a gap, over daylight saving and years', () => {
    for (const zone of [tokyo, 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia']) {
      for (let year = 2005; year < 2040; year += 1) {
        for (const key of [String(year), ...[1, 2, 3, 4].map((q) => `${year}-Q${q}`)]) {
          const period = periodOf(key, zone);
          if (!period) throw new Error(key);
          expect(formerPeriod(period, zone).to).toBe(period.from);
          const months = monthsOf(period, zone);
          expect(months).toHaveLength(period.kind === 'year' ? 12 : 3);
          expect([months[0]?.from, months.at(-1)?.to]).toEqual([period.from, period.to]);
          months.slice(1).forEach(({ from }, index) => expect(from).toBe(months[index]?.to));
        }
      }
    }
  });

  it('the last one is the one that is over, by local time', () => {
    const last = (kind: 'quarter' | 'year', now: string) =>
      lastPeriod(kind, new Date(now), tokyo).key;
    expect(last('quarter', '2026-12-31T14:59:59Z')).toBe('2026-Q3');
    expect(last('quarter', '2026-12-31T15:00:00Z')).toBe('2026-Q4');
    expect(last('year', '2026-12-31T14:59:59Z')).toBe('2025');
    expect(last('year', '2026-12-31T15:00:00Z')).toBe('2026');
  });

  it('a day begins at local midnight', () => {
    expect(startOfDay(new Date('2026-12-08T01:00:00Z'), tokyo)).toBe('2026-12-07T15:00:00.000Z');
  });
});
