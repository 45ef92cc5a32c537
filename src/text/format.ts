import prettyBytes from 'pretty-bytes';
import { Temporal } from 'temporal-polyfill';
import type { Unit } from '../core/finding.ts';
import type { Locale } from '../core/message.ts';

/** Binary sizes: `120 MiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return String(bytes);
  return prettyBytes(bytes, { binary: true, maximumFractionDigits: 1 });
}

/**
 * As many digits as say something: 85, 85.3, 1.25, 0.0012. Digits are not grouped, for a number
 * may be a port; a message that wants groups says `{files, number}`.
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const digits: Intl.NumberFormatOptions =
    size < 1
      ? { maximumSignificantDigits: 2 }
      : { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2 };
  return new Intl.NumberFormat('en', { ...digits, useGrouping: false }).format(value);
}

/**
 * Local date and time of an instant: `2026-11-24 02:00`.
 * @throws RangeError when it is no instant
 */
export function formatInstant(instant: string, timeZone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** Local date of an instant: `2026-11-24`. */
export function localDate(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** `HH:MM`, rounded up to the minute: work that took a second did not take no time. */
export function formatDuration(startedAt: string, endedAt: string): string {
  const minutes = Math.ceil(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const suffixes: Readonly<Record<Exclude<Unit, 'bytes'>, Readonly<Record<Locale, string>>>> = {
  percent: { ja: '%', en: '%' },
  count: { ja: '', en: '' },
  days: { ja: ' 日', en: ' d' },
  hours: { ja: ' 時間', en: ' h' },
  seconds: { ja: ' 秒', en: ' s' },
  milliseconds: { ja: ' ミリ秒', en: ' ms' },
  ratio: { ja: '', en: '' },
};

/** A measured value with its unit. */
export function formatQuantity(value: number, unit: Unit, locale: Locale): string {
  return unit === 'bytes' ? formatBytes(value) : `${formatNumber(value)}${suffixes[unit][locale]}`;
}

/** By how much a value has changed: `+3%` (of the whole, not of the value), `−1.2 GiB`, `±0`. */
export function formatDifference(difference: number, unit: Unit, locale: Locale): string {
  const shown = formatQuantity(Math.abs(difference), unit, locale);
  if (Number.parseFloat(shown) === 0) return '±0';
  return `${difference < 0 ? '−' : '+'}${shown}`;
}
