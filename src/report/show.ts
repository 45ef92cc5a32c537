import type { Unit } from '../core/finding.ts';
import type { Locale } from '../core/message.ts';
import { formatDifference, formatNumber, formatQuantity } from '../text/format.ts';
import { type Forecast, horizonDays } from './forecast.ts';
import type { Trend } from './trend.ts';
import type { Say } from './words.ts';

/** `42–70 d`; where there is too little data, what there is. */
export function showForecast(forecast: Forecast, say: Say): string {
  switch (forecast.kind) {
    case 'too-little':
      return say('too-little', { n: forecast.n, days: Math.floor(forecast.days) });
    case 'no-growth':
      return say('no-growth');
    case 'reached':
      return say('reached');
    case 'range': {
      const { earliest, latest } = forecast;
      if (earliest >= horizonDays) return say('beyond');
      if (latest === Infinity) return say('from-days', { earliest });
      return earliest === latest
        ? say('days', { earliest })
        : say('days-range', { earliest, latest });
    }
  }
}

/** `+1.2 GiB (+0.9 GiB … +1.5 GiB)` in so many days. */
export function showTrend(trend: Trend, days: number, unit: Unit, { say, locale }: Shown): string {
  if (trend.kind === 'too-little') {
    return say('too-little', { n: trend.n, days: Math.floor(trend.days) });
  }
  const { perDay, lower, upper } = trend.growth;
  const by = (slope: number) => formatDifference(slope * days, unit, locale);
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return by(perDay);
  return `${by(perDay)} (${by(lower)} … ${by(upper)})`;
}

interface Shown {
  readonly say: Say;
  readonly locale: Locale;
}

/** A share with as many nines as there are: 99.95 is not 100. */
export function showShare(share: number | undefined): string {
  return share === undefined ? '—' : `${(Math.floor(share * 100_000) / 1000).toFixed(3)}%`;
}

export function showPercent(value: number): string {
  return `${formatNumber(Math.round(value * 10) / 10)}%`;
}

/** `3 h 20 min` of milliseconds. */
export function showTime(milliseconds: number, say: Say): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const sign = milliseconds < 0 && minutes > 0 ? '−' : '';
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const rest = minutes % 60;
  const shown =
    days > 0
      ? say('time-days', { days, hours })
      : hours > 0
        ? say('time-hours', { hours, minutes: rest })
        : say('time-minutes', { minutes: rest });
  return sign + shown;
}

export function showQuantity(value: number | undefined, unit: Unit, locale: Locale): string {
  return value === undefined ? '—' : formatQuantity(value, unit, locale);
}
