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
  options: ReadOptions = {},
): Promise<ReadRecords> {
  const folder = `records/${String(year).padStart(4, '0')}`;
  const records: MaintenanceRecord[] = [];
  const damaged: DamagedRecord[] = [];
  for (const month of await entries(join(directory, folder), /^\d\d$/)) {
    const read = await readMonth(directory, `${folder.slice('records/'.length)}-${month}`, options);
    records.push(...read.records);
    damaged.push(...read.damaged);
  }
  return { records: records.sort(byTime), damaged };
}

/** All records of a (local) month such as `2026-11`; none when there are none. */
export async function readMonth(
  directory: string,
  month: string,
  { runbook, keep = (record) => record }: ReadOptions = {},
): Promise<ReadRecords> {
  const records: MaintenanceRecord[] = [];
  const damaged: DamagedRecord[] = [];
  const folder = `records/${month.replace('-', '/')}`;
  for (const file of await entries(join(directory, folder), /^[^.].*\.json$/)) {
    const path = `${folder}/${file}`;
    // File names say the runbook, but one id may be the beginning of another.
    if (runbook !== undefined && !file.includes(`-${runbook}-`)) continue;
    try {
      const record = parseRecord(await readFile(join(directory, path), 'utf8'));
      if (runbook === undefined || record.run.runbook === runbook) records.push(keep(record));
    } catch (error) {
      damaged.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { records: records.sort(byTime), damaged };
}

/** The last record of a runbook before a (local) month that was more than a plan, if there is one. */
export async function lastBefore(
  directory: string,
  month: string,
  runbook: string,
): Promise<MaintenanceRecord | undefined> {
  const years = (await recordedYears(directory)).filter(
    (year) => year <= Number(month.slice(0, 4)),
  );
  for (const year of years.reverse()) {
    const folder = `records/${String(year).padStart(4, '0')}`;
    const months = await entries(join(directory, folder), /^\d\d$/);
    for (const one of months.reverse()) {
      const name = `${folder.slice('records/'.length)}-${one}`;
      if (name >= month) continue;
      const files = await entries(join(directory, folder, one), /^[^.].*\.json$/);
      for (const file of files.filter((each) => each.includes(`-${runbook}-`)).reverse()) {
        const record = await soundRecord(join(directory, folder, one, file));
        if (record?.run.runbook === runbook && record.run.mode !== 'plan') return record;
      }
    }
  }
  return undefined;
}

/** Undefined when it is damaged, which whoever reads its month will tell. */
async function soundRecord(path: string): Promise<MaintenanceRecord | undefined> {
  try {
    return parseRecord(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
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
