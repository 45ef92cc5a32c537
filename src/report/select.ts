import { isRecheck } from '../record/recheck.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunMeasurement, RunStep } from '../record/run-result.ts';
import type { Sample } from './trend.ts';

interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Runs that began within a stretch of time. */
export function recordsWithin(
  records: readonly MaintenanceRecord[],
  { from, to }: Stretch,
): readonly MaintenanceRecord[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return records.filter(({ run }) => {
    const at = Date.parse(run.startedAt);
    return begin <= at && at < end;
  });
}

/** One thing measured over time on one host, and the records that the samples are from. */
export interface Series {
  readonly host: string;
  readonly object: string;
  readonly samples: readonly Sample[];
  readonly records: readonly MaintenanceRecord[];
}

type Wanted = (step: RunStep) => readonly Pick<RunMeasurement, 'object' | 'value'>[];

/** What `wanted` takes from the steps, by host and object; runs that looked again are left out. */
export function seriesOf(records: readonly MaintenanceRecord[], wanted: Wanted): readonly Series[] {
  const all = new Map<
    string,
    { host: string; object: string; samples: Sample[]; records: MaintenanceRecord[] }
  >();
  for (const record of records) {
    if (isRecheck(record.runId)) continue;
    const at = Date.parse(record.run.startedAt);
    for (const step of record.run.steps) {
      for (const { object = '', value } of wanted(step)) {
        const key = `${step.host}\n${object}`;
        const series = all.get(key) ?? { host: step.host, object, samples: [], records: [] };
        series.samples.push({ at, value });
        series.records.push(record);
        all.set(key, series);
      }
    }
  }
  return [...all.values()];
}

/** The measurements of one name of one catalogue entry. */
export function measured(use: string, name: string): Wanted {
  return (step) =>
    step.use === use ? step.measurements.filter((measurement) => measurement.name === name) : [];
}
