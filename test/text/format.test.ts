import { describe, expect, test } from 'vitest';
import {
  formatDifference,
  formatDuration,
  formatInstant,
  formatNumber,
  formatQuantity,
  localDate,
} from '../../src/text/format.ts';

describe('local time', () => {
  test.each([
    ['Asia/Tokyo', '2026-12-31T15:00:00Z', '2027-01-01 00:00'],
    ['Asia/Tokyo', '2026-12-31T14:59:59.999Z', '2026-12-31 23:59'],
    ['Europe/Berlin', '2026-03-29T00:59:00Z', '2026-03-29 01:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29 03:00'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25 02:30'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25 02:30'],
    ['America/New_York', '2026-03-08T06:59:00Z', '2026-03-08 01:59'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08 03:00'],
    ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', '2026-04-05 01:59'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01 05:45'],
    ['Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24 01:00'],
  ])('%s %s', (zone, instant, local) => {
    expect(formatInstant(instant, zone)).toBe(local);
    expect(localDate(instant, zone)).toBe(local.slice(0, 10));
  });
});

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '00:00'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z', '00:01'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:30:00Z', '00:30'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:30:01Z', '00:31'],
  ['2026-01-01T00:00:00Z', '2026-01-05T04:00:00Z', '100:00'],
  ['2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z', '00:00'],
])('duration from %s to %s', (from, to, shown) => expect(formatDuration(from, to)).toBe(shown));

test.each([
  [85, '85'],
  [1234.567, '1235'],
  [85.35, '85.4'],
  [1.005, '1.01'],
  [1.256, '1.26'],
  [0.00123, '0.0012'],
  [-2.5, '-2.5'],
  [8443, '8443'],
])('number %d', (value, shown) => expect(formatNumber(value)).toBe(shown));

test('quantities and differences', () => {
  expect(formatQuantity(85, 'percent', 'ja')).toBe('85%');
  expect(formatQuantity(3, 'days', 'ja')).toBe('3 日');
  expect(formatQuantity(3, 'days', 'en')).toBe('3 d');
  expect(formatQuantity(1536, 'bytes', 'en')).toBe('1.5 KiB');
  expect(formatDifference(5, 'percent', 'ja')).toBe('+5%');
  expect(formatDifference(-1536, 'bytes', 'ja')).toBe('−1.5 KiB');
  expect(formatDifference(0, 'bytes', 'ja')).toBe('±0');
});
