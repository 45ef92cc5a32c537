import { Temporal } from 'temporal-polyfill';

/** A calendar quarter or year in the instance's time zone, `from` included, `to` not. */
export interface Period {
  /** `2026-Q4` or `2026`. */
  readonly key: string;
  readonly kind: 'quarter' | 'year';
  /** Instants, ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}

/** @returns undefined when it is no quarter such as `2026-Q4` and no year such as `2026` */
export function periodOf(key: string, timeZone: string): Period | undefined {
  const [, yearText, quarterText] = /^(\d{4})(?:-Q([1-4]))?$/.exec(key) ?? [];
  if (yearText === undefined) return undefined;
  const year = Number(yearText);
  if (quarterText === undefined) {
    return { key, kind: 'year', ...monthsFrom(year, 1, 12, timeZone) };
  }
  const month = Number(quarterText) * 3 - 2;
  return { key, kind: 'quarter', ...monthsFrom(year, month, 3, timeZone) };
}

/** The period of the same kind just before. */
export function formerPeriod({ key, kind }: Period, timeZone: string): Period {
  const [year = 0, quarter = 1] = key.split('-Q').map(Number);
  const former =
    kind === 'year'
      ? named(year - 1)
      : quarter === 1
        ? named(year - 1, 4)
        : named(year, quarter - 1);
  const found = periodOf(former, timeZone);
  if (!found) throw new RangeError(`There is no period before ${key}`);
  return found;
}

/** The last period of a kind that is over at a time. */
export function lastPeriod(kind: Period['kind'], now: Date, timeZone: string): Period {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(timeZone);
  const key = kind === 'year' ? named(today.year) : named(today.year, Math.ceil(today.month / 3));
  const current = periodOf(key, timeZone);
  if (!current) throw new RangeError(`There is no ${kind} at ${now.toISOString()}`);
  return formerPeriod(current, timeZone);
}

/** The months of a period, in order: `2026-10`, `2026-11`, `2026-12`. */
export function monthsOf(
  { from, to }: Pick<Period, 'from' | 'to'>,
  timeZone: string,
): readonly (Pick<Period, 'from' | 'to'> & { readonly month: string })[] {
  const end = Date.parse(to);
  const months = [];
  for (
    let begin = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone);
    begin.epochMilliseconds < end;
    begin = begin.add({ months: 1 })
  ) {
    const month = begin.toPlainDate().toPlainYearMonth().toString();
    months.push({ month, from: iso(begin), to: iso(begin.add({ months: 1 })) });
  }
  return months;
}

/** The beginning of an instant's local day. */
export function startOfDay(instant: Date, timeZone: string): string {
  const local = Temporal.Instant.from(instant.toISOString()).toZonedDateTimeISO(timeZone);
  return iso(local.startOfDay());
}

function named(year: number, quarter?: number): string {
  const four = String(year).padStart(4, '0');
  return quarter === undefined ? four : `${four}-Q${quarter}`;
}

function monthsFrom(year: number, month: number, months: number, timeZone: string) {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const at = (date: Temporal.PlainDate) => iso(date.toZonedDateTime(timeZone));
  return { from: at(first), to: at(first.add({ months })) };
}

function iso(time: Temporal.ZonedDateTime): string {
  return new Date(time.epochMilliseconds).toISOString();
}
