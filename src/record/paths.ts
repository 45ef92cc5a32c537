import { localDate } from '../text/format.ts';
import type { MaintenanceRecord } from './record.ts';

export interface RecordPaths {
  /** Local, of the run's beginning: the year of the journal that the record belongs to. */
  readonly year: number;
  readonly json: string;
  readonly markdown: string;
  readonly journal: string;
}

/**
 * Where a record lives, relative to the instance, with `/` on every system:
 * `records/2026/11/2026-11-23-weekly-health-123456-1.json`.
 * @throws RangeError when an id could not be a file name: it must not lead anywhere else
 */
export function recordPaths({ run, runId, timeZone }: MaintenanceRecord): RecordPaths {
  for (const id of [run.runbook, runId]) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) {
      throw new RangeError(
        `"${id}" cannot be part of a record's file name: use letters, digits, ".", "_" and "-"`,
      );
    }
  }
  const date = localDate(run.startedAt, timeZone);
  const year = date.slice(0, 4);
  const base = `records/${year}/${date.slice(5, 7)}/${date}-${run.runbook}-${runId}`;
  return {
    year: Number(year),
    json: `${base}.json`,
    markdown: `${base}.md`,
    journal: journalPath(Number(year)),
  };
}

export function journalPath(year: number): string {
  return `records/${year}/journal.md`;
}
