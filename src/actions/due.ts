import { Temporal } from 'temporal-polyfill';
import { windowKey } from '../ledger/window-key.ts';
import { type Window, weekdays } from '../runbook/model.ts';

const ordinals = ['first', 'second', 'third', 'fourth'];

/** GitHub starts a schedule hours late at times, past midnight too. */
const lateHours = 12;

export interface Occurrence {
  readonly key: string;
  readonly startsAt: string;
}

/**
 * The window that a tick of the schedule is for: that of today, or of yesterday when it began a
 * few hours ago. Undefined when there is none: cron knows no "first Monday" (with a day of the
 * month and a weekday it means either), so it ticks every week and this decides, by the local date.
 */
export function windowOfTick(window: Window, now: Date, timeZone: string): Occurrence | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = local.toPlainDate();
  const isDue = (date: Temporal.PlainDate) => fallsOn(window, date);
  if (isDue(today)) return occurrence(window, today, timeZone);
  const yesterday = today.subtract({ days: 1 });
  if (!isDue(yesterday)) return undefined;
  const former = occurrence(window, yesterday, timeZone);
  const late = now.getTime() - Date.parse(former.startsAt);
  return late <= lateHours * 3_600_000 ? former : undefined;
}

/** The window of the present period, for a run that a person has started. */
export function windowOfNow(
  { every }: Window,
  now: Date,
  timeZone: string,
): { readonly key: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  return { key: windowKey(every, local.toPlainDate()) };
}

function fallsOn({ every, on, months }: Window, date: Temporal.PlainDate): boolean {
  if (every === 'day') return true;
  const weekday = weekdays[date.dayOfWeek - 1] ?? '';
  if (every === 'week') return on === weekday;
  if (months && !months.includes(date.month)) return false;
  if (typeof on === 'number') return date.day === on;
  const [ordinal = '', name = ''] = (on ?? '').split(' ');
  if (name !== weekday) return false;
  if (ordinal === 'last') return date.day + 7 > date.daysInMonth;
  return Math.ceil(date.day / 7) === ordinals.indexOf(ordinal) + 1;
}

function occurrence({ every, at }: Window, date: Temporal.PlainDate, timeZone: string): Occurrence {
  // A time that daylight saving skips moves on; of one that it repeats the first is meant.
  const start = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) });
  const startsAt = new Date(start.epochMilliseconds).toISOString();
  return { key: windowKey(every, date), startsAt };
}
