import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { windowKey } from '../../src/ledger/window-key.ts';

describe('windowKey', () => {
  test.each([
    ['day', '2026-11-24', '2026-11-24'],
    ['week', '2026-11-24', '2026-W48'],
    ['month', '2026-11-24', '2026-11'],
    ['quarter', '2026-11-24', '2026-Q4'],
    ['year', '2026-11-24', '2026'],
    ['week', '2027-01-01', '2026-W53'],
    ['week', '2027-01-04', '2027-W01'],
    ['week', '2024-12-30', '2025-W01'],
    ['month', '2026-12-31', '2026-12'],
    ['quarter', '2026-01-01', '2026-Q1'],
    ['quarter', '2026-03-31', '2026-Q1'],
    ['quarter', '2026-04-01', '2026-Q2'],
    ['day', '2024-02-29', '2024-02-29'],
  ] as const)('%s of %s is %s', (every, date, key) => expect(windowKey(every, date)).toBe(key));

  test('takes a plain date', () =>
    expect(windowKey('week', Temporal.PlainDate.from('2026-11-24'))).toBe('2026-W48'));

  test('refuses what is no date', () =>
    expect(() => windowKey('day', '2026-02-30')).toThrow(RangeError));

  test('a day has one key on the night when the clock goes back', () => {
    const zone = 'Europe/Berlin';
    const night = ['2026-10-24T22:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'];
    const keys = night.map((at) =>
      windowKey('day', Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate()),
    );
    expect(new Set(keys)).toEqual(new Set(['2026-10-25']));
  });
});
