import { describe, expect, test } from 'vitest';
import { windowOfTick } from '../../src/actions/due.ts';
import type { Window } from '../../src/runbook/model.ts';

const at = (rest: Partial<Window>): Window => ({ every: 'day', at: '03:00', minutes: 30, ...rest });
const firstMonday = at({ every: 'month', on: 'first monday' });
const lastFriday = at({ every: 'month', on: 'last friday' });
const quarter = at({ every: 'quarter', on: 'second tuesday', months: [2, 5, 8, 12], at: '10:00' });
const key = (window: Window, now: string, zone = 'Asia/Tokyo') =>
  windowOfTick(window, new Date(now), zone)?.key;

describe('a tick is for the window of its local date', () => {
  test.each<[string, Window, string, string | undefined]>([
    ['the first Monday', firstMonday, '2026-12-06T18:07:00Z', '2026-12'],
    ['the same instant is still Sunday in UTC', firstMonday, '2026-12-07T18:07:00Z', undefined],
    ['the second Monday', firstMonday, '2026-12-13T18:07:00Z', undefined],
    ['a month that begins with a Monday', firstMonday, '2027-01-31T18:07:00Z', '2027-02'],
    ['the last day before it', firstMonday, '2027-01-30T18:07:00Z', undefined],
    ['the last Friday, the 31st', lastFriday, '2026-07-30T18:07:00Z', '2026-07'],
    ['the Friday before the last', lastFriday, '2026-07-23T18:07:00Z', undefined],
    ['the last Friday of a February of 28 days', lastFriday, '2027-02-25T18:07:00Z', '2027-02'],
    [
      'day 1, across the end of the year',
      at({ every: 'month', on: 1 }),
      '2026-12-31T18:07:00Z',
      '2027-01',
    ],
    [
      'day 1 on the last day of the month',
      at({ every: 'month', on: 1 }),
      '2026-12-30T18:07:00Z',
      undefined,
    ],
    ['a quarter', quarter, '2026-12-08T01:07:00Z', '2026-Q4'],
    ['a month that is none of the quarter', quarter, '2026-11-10T01:07:00Z', undefined],
    [
      'every Monday, in the week of the new year',
      at({ every: 'week', on: 'monday' }),
      '2026-12-27T18:07:00Z',
      '2026-W53',
    ],
    ['every day', at({}), '2026-11-23T18:07:00Z', '2026-11-24'],
  ])('%s', (_, window, now, expected) => {
    expect(key(window, now)).toBe(expected);
  });

  test('a tick that comes hours late, past midnight, is still for its day; a day later it is not', () => {
    const late = at({ every: 'month', on: 'first monday', at: '22:00' });
    expect(key(late, '2026-12-07T17:00:00Z')).toBe('2026-12');
    expect(key(late, '2026-12-08T02:00:00Z')).toBeUndefined();
  });

  test('the end of a month: a late tick belongs to the month of its window', () => {
    const last = at({ every: 'month', on: 'last saturday', at: '23:30' });
    expect(key(last, '2026-10-31T15:10:00Z')).toBe('2026-10');
  });
});

describe('daylight saving', () => {
  const night = at({ every: 'day', at: '01:30' });
  const zone = 'America/New_York';

  test('the hour that comes twice is one window', () => {
    const first = windowOfTick(night, new Date('2026-11-01T05:37:00Z'), zone);
    const second = windowOfTick(night, new Date('2026-11-01T06:37:00Z'), zone);
    expect(first).toEqual({ key: '2026-11-01', startsAt: '2026-11-01T05:30:00.000Z' });
    expect(second).toEqual(first);
  });

  test('a time that is skipped moves on', () => {
    const skipped = at({ every: 'day', at: '02:30' });
    expect(windowOfTick(skipped, new Date('2026-03-08T07:31:00Z'), zone)).toEqual({
      key: '2026-03-08',
      startsAt: '2026-03-08T07:30:00.000Z',
    });
  });
});
