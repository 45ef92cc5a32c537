import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byTime } from './compare.ts';
import { MaintenanceRecord } from './record.ts';

/** A file that should be a record and is not: reported, never fatal. */
export interface DamagedRecord {
  /** Relative to the instance. */
  readonly path: string;
  readonly reason: string;
}

export interface ReadRecords {
  /** Oldest first. */
  readonly records: readonly MaintenanceRecord[];
  readonly damaged: readonly DamagedRecord[];
}

export interface ReadOptions {
  /** Only records of this runbook are read. */
  readonly runbook?: string;
  /** What to keep of a record, so that a year of a large fleet fits into memory. */
  readonly keep?: (record: MaintenanceRecord) => MaintenanceRecord;
}

/**
 * All records of a (local) year; none when there are none.
 * @param directory of the instance
 */
export async function readYear(
  directory: string,
  year: number,
  { runbook, keep = (record) => record }: ReadOptions = {},
): Promise<ReadRecords> {
  const records: MaintenanceRecord[] = [];
  const damaged: DamagedRecord[] = [];
  const root = `records/${String(year).padStart(4, '0')}`;
  for (const month of await entries(join(directory, root), /^\d\d$/)) {
    for (const file of await entries(join(directory, root, month), /^[^.].*\.json$/)) {
      const path = `${root}/${month}/${file}`;
      // File names say the runbook, but one id may be the beginning of another.
      if (runbook !== undefined && !file.includes(`-${runbook}-`)) continue;
      try {
        const record = parseRecord(await readFile(join(directory, path), 'utf8'));
        if (runbook === undefined || record.run.runbook === runbook) records.push(keep(record));
      } catch (error) {
        damaged.push({ path, reason: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  return { records: records.sort(byTime), damaged };
}

/** Years that have records, in order. */
export async function recordedYears(directory: string): Promise<number[]> {
  return (await entries(join(directory, 'records'), /^\d{4}$/)).map(Number);
}

/** @throws SyntaxError or Error saying where and what when the text is no record */
export function parseRecord(text: string): MaintenanceRecord {
  const result = MaintenanceRecord.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'not a record'}`);
}

async function entries(directory: string, wanted: RegExp): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => wanted.test(name)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
