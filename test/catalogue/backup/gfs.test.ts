import { expect, test } from 'vitest';
import { coverage, surplus } from '../../../src/catalogue/backup/gfs.ts';

/** A Monday. */
const now = Date.parse('2026-11-23T02:00:00Z') / 1000;
const at = (...times: string[]) => times.map((time) => Date.parse(time) / 1000);
const keep = { days: 3, weeks: 2, months: 2 };

test('full days, weeks from Monday and months, each with one backup at any time of it', () => {
  const times = at(
    '2026-11-22T23:59:59Z',
    '2026-11-21T00:00:00Z',
    '2026-11-20T12:00:00Z',
    '2026-11-09T00:00:00Z',
    '2026-10-31T23:59:59Z',
    '2026-09-01T00:00:00Z',
  );
  const full = coverage(times, keep, now, times.at(-1) ?? 0);
  expect(full.map(({ span, there, missing, before }) => [span, there, missing, before])).toEqual([
    ['days', 3, 0, 0],
    ['weeks', 2, 0, 0],
    ['months', 2, 0, 0],
  ]);
});

test('a backup a second outside of its period leaves it empty', () => {
  const times = at('2026-11-23T00:00:00Z', '2026-11-08T23:59:59Z', '2026-08-31T23:59:59Z');
  const first = Date.parse('2025-01-01T00:00:00Z') / 1000;
  expect(coverage(times, keep, now, first).map(({ there, missing }) => [there, missing])).toEqual([
    [0, 3],
    [0, 2],
    [0, 2],
  ]);
});

test('what was before the first backup is not missing', () => {
  const times = at('2026-11-22T18:00:00Z', '2026-11-21T18:00:00Z');
  expect(
    coverage(times, keep, now, times[1] ?? 0).map(({ there, missing, before }) => [
      there,
      missing,
      before,
    ]),
  ).toEqual([
    [2, 0, 1],
    [1, 0, 1],
    [0, 0, 2],
  ]);
});

test('months over the end of a year', () => {
  const january = Date.parse('2027-01-15T00:00:00Z') / 1000;
  const times = at('2026-12-31T23:00:00Z', '2026-11-01T00:00:00Z');
  expect(coverage(times, keep, january, times[1] ?? 0)[2]).toMatchObject({ there: 2, missing: 0 });
});

test('the newest of each period is kept, the newest of all in any case', () => {
  const backups = at(
    '2026-11-23T01:00:00Z',
    '2026-11-22T18:00:00Z',
    '2026-11-22T06:00:00Z',
    '2026-11-15T18:00:00Z',
    '2026-11-14T18:00:00Z',
    '2026-10-30T18:00:00Z',
    '2026-10-01T18:00:00Z',
    '2026-01-01T18:00:00Z',
  ).map((modifiedAtSeconds) => ({ modifiedAtSeconds, sizeBytes: 1 }));
  const more = surplus(backups, keep, now);
  expect(more.map((one) => backups.indexOf(one))).toEqual([2, 4, 6, 7]);
  expect(surplus(backups.slice(-1), { days: 0, weeks: 0, months: 0 }, now)).toEqual([]);
});
