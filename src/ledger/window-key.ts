import { Temporal } from 'temporal-polyfill';
import type { Window } from '../runbook/model.ts';

/**
 * The key of a window: the local period that it belongs to.
 *
 * A period cannot come twice, whatever daylight saving does to the clock, so the key is what
 * records and the ledger agree on: `2026-11-24`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
 * Weeks are those of ISO 8601: 2027-01-01 is in `2026-W53`.
 *
 * @param localDate a date in the time zone of the instance: `2026-11-24`
 * @throws RangeError when it is no date
 */
export function windowKey(
  every: Window['every'],
  localDate: string | { toString(): string },
): string {
  const date = Temporal.PlainDate.from(localDate.toString());
  const year = String(date.year).padStart(4, '0');
  const month = `${year}-${twoDigits(date.month)}`;
  switch (every) {
    case 'day':
      return `${month}-${twoDigits(date.day)}`;
    case 'week':
      return `${date.yearOfWeek ?? year}-W${twoDigits(date.weekOfYear ?? 0)}`;
    case 'month':
      return month;
    case 'quarter':
      return `${year}-Q${Math.ceil(date.month / 3)}`;
    case 'year':
      return year;
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
