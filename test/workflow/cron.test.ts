import { describe, expect, test } from 'vitest';
import type { Window } from '../../src/runbook/model.ts';
import { cronLines } from '../../src/workflow/cron.ts';

const line = (window: Partial<Window>, id = 'weekly-health'): string =>
  cronLines([{ id, window: { every: 'day', at: '04:17', minutes: 30, ...window } }]).get(id) ?? '';

describe('days', () => {
  test.each([
    [{ every: 'day' }, '17 4 * * *'],
    [{ every: 'week', on: 'sunday' }, '17 4 * * 0'],
    [{ every: 'week', on: 'monday' }, '17 4 * * 1'],
    [{ every: 'month', on: 'first monday' }, '17 4 * * 1'],
    [{ every: 'month', on: 'last friday' }, '17 4 * * 5'],
    [{ every: 'month', on: 1 }, '17 4 1 * *'],
    [{ every: 'quarter', on: 'second tuesday', months: [12, 2, 5, 8] }, '17 4 * 2,5,8,12 2'],
    [{ every: 'quarter', on: 15, months: [2] }, '17 4 15 2 *'],
    [{ every: 'year', on: 'first monday', months: [12] }, '17 4 * 12 1'],
  ] satisfies [Partial<Window>, string][])('%o', (window, expected) => {
    expect(line(window)).toBe(expected);
  });
});

test('never on a minute at which GitHub is busy, and soon after the window in the same hour', () => {
  for (const at of ['00:00', '02:00', '02:15', '02:30', '02:45', '02:50', '23:55']) {
    for (const id of ['a', 'b', 'weekly-health', 'q1-comprehensive']) {
      const [minute = 0, hour] = line({ at }, id).split(' ').map(Number);
      const [wantedHour, wantedMinute = 0] = at.split(':').map(Number);
      expect(hour).toBe(wantedHour);
      expect(minute % 5).not.toBe(0);
      expect(minute % 2).toBe(1);
      expect(minute - wantedMinute).toBeGreaterThan(0);
      expect(minute - wantedMinute).toBeLessThanOrEqual(20);
    }
  }
});

test('runbooks of one hour get different minutes, which do not depend on the order', () => {
  const at = '02:00';
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({
    id,
    window: { every: 'day', at, minutes: 5 } as const,
  }));
  const lines = cronLines(all);
  expect(new Set(lines.values()).size).toBe(all.length);
  expect(Object.fromEntries(cronLines(all.toReversed()))).toEqual(Object.fromEntries(lines));
});
