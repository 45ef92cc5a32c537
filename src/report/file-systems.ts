import type { MaintenanceRecord } from '../record/record.ts';
import { daysUntil, type Forecast, type Urgency, urgencyOf } from './forecast.ts';
import { measured, recordsWithin, type Series, seriesOf } from './select.ts';
import { type Trend, trendOf } from './trend.ts';

/** How far back a trend looks: far enough for six months of weekly samples. */
export const lookBackDays = 183;
/** A fall by this share of the file system is a clean-up and not chance. */
const cleanUpShare = 0.03;
const dayMs = 86_400_000;

export interface FileSystem extends Series {
  /** What there is for users: used and available at the last sample, in bytes. */
  readonly capacity: number;
  readonly used: number;
  readonly trend: Trend;
  /** Until 85 and 100 % are used. */
  readonly to85: Forecast;
  readonly to100: Forecast;
  readonly urgency: Urgency;
}

const urgencies: readonly Urgency[] = ['critical', 'warning', 'unknown', 'ok'];

/** The records of the last months before an instant. */
export function lookedBack(
  records: readonly MaintenanceRecord[],
  until: string,
  days = lookBackDays,
): readonly MaintenanceRecord[] {
  const from = new Date(Date.parse(until) - days * dayMs).toISOString();
  return recordsWithin(records, { from, to: until });
}

/** The most urgent first, from what `capacity.sample` has measured. */
export function fileSystemsOf(records: readonly MaintenanceRecord[]): readonly FileSystem[] {
  const left = new Map(
    seriesOf(records, measured('capacity.sample', 'available')).map((series) => [
      placeOf(series),
      series.samples.at(-1)?.value ?? 0,
    ]),
  );
  return seriesOf(records, measured('capacity.sample', 'used'))
    .flatMap((series): FileSystem[] => {
      const used = series.samples.at(-1)?.value;
      const available = left.get(placeOf(series));
      if (used === undefined || available === undefined) return [];
      const capacity = used + available;
      const trend = trendOf(series.samples, capacity * cleanUpShare);
      const [to85, to100] = [0.85, 1].map((share) => daysUntil(capacity * share, trend));
      if (!to85 || !to100) return [];
      return [{ ...series, capacity, used, trend, to85, to100, urgency: urgencyOf(to85) }];
    })
    .toSorted(
      (a, b) =>
        urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) ||
        earliest(a.to85) - earliest(b.to85) ||
        b.used / b.capacity - a.used / a.capacity,
    );
}

function earliest(forecast: Forecast): number {
  return forecast.kind === 'range' ? forecast.earliest : Infinity;
}

function placeOf({ host, object }: Series): string {
  return JSON.stringify([host, object]);
}
