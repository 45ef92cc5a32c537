import { Temporal } from 'temporal-polyfill';
import { type Window, weekdays } from '../runbook/model.ts';
import { windowKey } from './window-key.ts';

const ordinals = ['first', 'second', 'third', 'fourth'];

/** One planned time of a runbook. */
export interface Occurrence {
  /** The local period that it belongs to: see `windowKey`. */
  readonly key: string;
  /** Local date. */
  readonly date: string;
  /** ISO 8601, UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/**
 * The occurrences that begin from `from` on and before `to`, oldest first.
 *
 * A time that daylight saving skips moves on by what was skipped; of one that comes twice the first
 * is meant. So every period has its occurrence, and has it once.
 */
export function occurrencesBetween(
  window: Window,
  from: Date,
  to: Date,
  timeZone: string,
): readonly Occurrence[] {
  // A year more at either end: local dates are not those of UTC.
  const first = from.getUTCFullYear() - 1;
  const count = to.getUTCFullYear() + 1 - first + 1;
  return Array.from({ length: count }, (_, index) => first + index)
    .flatMap((year) => occurrencesOf(window, year, timeZone))
    .filter(({ startsAt }) => {
      const begin = Date.parse(startsAt);
      return begin >= from.getTime() && begin < to.getTime();
    });
}

/** Each is worked out once: calendars are slow, and a ledger asks for the same years again. */
const known = new WeakMap<Window, Map<string, readonly Occurrence[]>>();

function occurrencesOf(window: Window, year: number, timeZone: string): readonly Occurrence[] {
  const years = known.get(window) ?? new Map<string, readonly Occurrence[]>();
  known.set(window, years);
  const name = `${year} ${timeZone}`;
  const found = years.get(name);
  if (found) return found;
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  const last = Temporal.PlainDate.from({ year, month: 12, day: 31 });
  const all = datesBetween(window, first, last).map((date) => occurrenceOn(window, date, timeZone));
  years.set(name, all);
  return all;
}

/** The occurrence that has begun last. */
export function lastOccurrence(window: Window, now: Date, timeZone: string): Occurrence {
  const until = new Date(now.getTime() + 1);
  const all = occurrencesBetween(window, shifted(now, -reach(window)), until, timeZone);
  return all.at(-1) ?? missing(window);
}

/** The first occurrence that begins after `now`. */
export function nextOccurrence(window: Window, now: Date, timeZone: string): Occurrence {
  const from = new Date(now.getTime() + 1);
  const [first] = occurrencesBetween(window, from, shifted(now, reach(window)), timeZone);
  return first ?? missing(window);
}

/** Days within which each window surely comes once more. */
function reach({ every }: Window): number {
  // A runbook of quarters may name one month alone.
  return { day: 3, week: 9, month: 64, quarter: 740, year: 740 }[every];
}

function missing({ every, on }: Window): never {
  throw new RangeError(`A window that never comes: every ${every} on ${on}`);
}

function shifted(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

function occurrenceOn(
  { every, at, minutes }: Window,
  date: Temporal.PlainDate,
  timeZone: string,
): Occurrence {
  const start = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) });
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
  return {
    key: windowKey(every, date),
    date: date.toString(),
    startsAt: iso(start.epochMilliseconds),
    endsAt: iso(start.epochMilliseconds + minutes * 60_000),
  };
}

function datesBetween(
  { every, on, months }: Window,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): readonly Temporal.PlainDate[] {
  const isInside = (date: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(date, first) >= 0 && Temporal.PlainDate.compare(date, last) <= 0;
  if (every === 'day' || every === 'week') {
    const step = every === 'day' ? 1 : 7;
    const wanted = weekdays.findIndex((name) => name === on) + 1;
    const ahead = every === 'day' ? 0 : (wanted - first.dayOfWeek + 7) % 7;
    const days = first.until(last, { largestUnit: 'days' }).days;
    const count = Math.max(0, Math.floor((days - ahead) / step) + 1);
    return Array.from({ length: count }, (_, index) => first.add({ days: ahead + index * step }));
  }
  const start = first.toPlainYearMonth();
  const count = start.until(last.toPlainYearMonth(), { largestUnit: 'months' }).months + 1;
  return Array.from({ length: count }, (_, index) => start.add({ months: index }))
    .filter(({ month }) => months === undefined || months.includes(month))
    .map((month) => dateInMonth(month, on))
    .filter(isInside);
}

function dateInMonth(month: Temporal.PlainYearMonth, on: Window['on']): Temporal.PlainDate {
  if (typeof on === 'number') return month.toPlainDate({ day: on });
  const [ordinal = '', name = ''] = (on ?? '').split(' ');
  const weekday = weekdays.findIndex((one) => one === name) + 1;
  const firstDay = month.toPlainDate({ day: 1 });
  const first = firstDay.add({ days: (weekday - firstDay.dayOfWeek + 7) % 7 });
  if (ordinal !== 'last') return first.add({ weeks: ordinals.indexOf(ordinal) });
  return first.add({ weeks: first.day + 28 <= month.daysInMonth ? 4 : 3 });
}
