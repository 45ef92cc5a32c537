import type { Growth, Trend } from './trend.ts';

export type Forecast =
  | { readonly kind: 'too-little'; readonly n: number; readonly days: number }
  /** The interval holds no growth at all as possible. */
  | { readonly kind: 'no-growth' }
  | { readonly kind: 'reached' }
  /** Days from the last sample; `latest` is Infinity beyond the horizon. */
  | { readonly kind: 'range'; readonly earliest: number; readonly latest: number };

/** What lies further ahead than this is not told as a number. */
export const horizonDays = 5 * 365;

/** When a limit is reached, as a range: a single day would promise more than is known. */
export function daysUntil(limit: number, trend: Trend): Forecast {
  const last = trend.kind === 'growth' ? trend.growth.last : trend.last;
  const left = limit - (last?.value ?? Number.NEGATIVE_INFINITY);
  // What is full is full, however little is known about how it came to be.
  if (left <= 0) return { kind: 'reached' };
  if (trend.kind === 'too-little') return { kind: 'too-little', n: trend.n, days: trend.days };
  const { lower, upper } = trend.growth;
  if (lower <= 0 || !Number.isFinite(lower)) return { kind: 'no-growth' };
  const earliest = Math.floor(left / upper);
  const latest = Math.ceil(left / lower);
  if (earliest > horizonDays) return { kind: 'range', earliest: horizonDays, latest: Infinity };
  return { kind: 'range', earliest, latest: latest > horizonDays ? Infinity : latest };
}

export type Urgency = 'ok' | 'warning' | 'critical' | 'unknown';

/** By the earliest day that is possible. */
export function urgencyOf(forecast: Forecast): Urgency {
  switch (forecast.kind) {
    case 'too-little':
      return 'unknown';
    case 'no-growth':
      return 'ok';
    case 'reached':
      return 'critical';
    case 'range':
      return forecast.earliest < 30 ? 'critical' : forecast.earliest < 90 ? 'warning' : 'ok';
  }
}

/** A value so many days after the last sample: low, base and high. */
export function valueAfter(days: number, { last, perDay, lower, upper }: Growth) {
  const after = (slope: number) => Math.max(0, last.value + slope * days);
  return { low: after(lower), base: after(perDay), high: after(upper) };
}
