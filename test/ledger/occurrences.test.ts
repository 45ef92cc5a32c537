import { describe, expect, test } from 'vitest';
import {
  lastOccurrence,
  nextOccurrence,
  occurrencesBetween,
} from '../../src/ledger/occurrences.ts';
import type { Window } from '../../src/runbook/model.ts';
import { windowsByClock } from './independent.ts';

const from = new Date('2024-01-01T00:00:00Z');
const to = new Date('2034-01-01T00:00:00Z');
const zones = [
  'Asia/Tokyo',
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe', // half an hour of daylight saving
  'America/St_Johns', // three and a half hours
  'Pacific/Chatham',
  'Africa/Casablanca', // daylight saving that rests in Ramadan
] as const;

const window = (rest: Partial<Window>): Window => ({
  every: 'day',
  at: '02:30',
  minutes: 30,
  ...rest,
});
const windows: readonly (readonly [string, Window])[] = [
  ['every week', window({ every: 'week', on: 'sunday' })],
  ['first Monday', window({ every: 'month', on: 'first monday', at: '03:00' })],
  ['third Monday', window({ every: 'month', on: 'third monday', at: '00:15' })],
  ['last Sunday, the day the clocks change', window({ every: 'month', on: 'last sunday' })],
  ['day 1', window({ every: 'month', on: 1, at: '00:00' })],
  ['day 28', window({ every: 'month', on: 28, at: '23:45' })],
  [
    'quarters',
    window({ every: 'quarter', on: 'second tuesday', months: [2, 5, 8, 12], at: '10:00' }),
  ],
  ['every year', window({ every: 'year', on: 'last friday', months: [2], at: '01:30' })],
];

describe('ten years of windows are those that the wall clock shows', () => {
  for (const zone of zones) {
    test.each(windows)(`${zone}: %s`, (_, one) => {
      const all = occurrencesBetween(one, from, to, zone);
      expect(all.map(({ startsAt }) => startsAt)).toEqual(windowsByClock(one, from, to, zone));
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    });
  }

  test.each(['America/New_York', 'Australia/Lord_Howe'])('%s: every day of three years', (zone) => {
    const daily = window({ at: '02:15' });
    const until = new Date('2027-01-01T00:00:00Z');
    const all = occurrencesBetween(daily, from, until, zone);
    expect(all.map(({ startsAt }) => startsAt)).toEqual(windowsByClock(daily, from, until, zone));
  });
});

describe('no window is lost and none comes twice', () => {
  const counts = { day: 3653, week: 522, month: 120, quarter: 40, year: 10 } as const;
  test.each(windows)('%s', (_, one) => {
    for (const zone of zones) {
      const { length } = occurrencesBetween(one, from, to, zone);
      expect(Math.abs(length - counts[one.every])).toBeLessThanOrEqual(1);
    }
  });

  test('29 February has its day, and its month its last day', () => {
    const leap = new Date('2028-02-28T16:00:00Z');
    const days = occurrencesBetween(
      window({}),
      leap,
      new Date('2028-03-01T16:00:00Z'),
      'Asia/Tokyo',
    );
    expect(days.map(({ key }) => key)).toEqual(['2028-02-29', '2028-03-01']);
  });
});

describe('the last and the next one', () => {
  const monday = window({ every: 'week', on: 'monday', at: '02:00' });

  test('a window that begins this very moment is the last one', () => {
    const now = new Date('2026-11-22T17:00:00Z');
    expect(lastOccurrence(monday, now, 'Asia/Tokyo').date).toBe('2026-11-23');
    expect(nextOccurrence(monday, now, 'Asia/Tokyo').date).toBe('2026-11-30');
    const before = new Date(now.getTime() - 1);
    expect(lastOccurrence(monday, before, 'Asia/Tokyo').date).toBe('2026-11-16');
    expect(nextOccurrence(monday, before, 'Asia/Tokyo').date).toBe('2026-11-23');
  });

  test.each(windows)('%s: both are found at any time', (_, one) => {
    for (let time = from.getTime(); time < to.getTime(); time += 41 * 86_400_000) {
      const now = new Date(time);
      const last = lastOccurrence(one, now, 'Europe/Berlin');
      const next = nextOccurrence(one, now, 'Europe/Berlin');
      expect(Date.parse(last.startsAt)).toBeLessThanOrEqual(time);
      expect(Date.parse(next.startsAt)).toBeGreaterThan(time);
      const between = occurrencesBetween(
        one,
        new Date(Date.parse(last.startsAt) + 1),
        new Date(next.startsAt),
        'Europe/Berlin',
      );
      expect(between).toEqual([]);
    }
  });
});
