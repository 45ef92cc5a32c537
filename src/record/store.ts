import { byTime, previousRecord } from './compare.ts';
import { type FileToWrite, writeFiles } from './files.ts';
import type { RenderOptions } from './group.ts';
import { stableJson } from './json.ts';
import { journalPath, type RecordPaths, recordPaths } from './paths.ts';
import { type DamagedRecord, type ReadRecords, readYear, recordedYears } from './read.ts';
import type { MaintenanceRecord } from './record.ts';
import { renderJournal } from './render-journal.ts';
import { renderMarkdown } from './render-markdown.ts';

export interface Written {
  readonly paths: RecordPaths;
  /** Files that this record left, itself first; relative to the instance. */
  readonly files: readonly string[];
  readonly damaged: readonly DamagedRecord[];
}

/**
 * Adds a record: its JSON, its page, the year's journal, and the page of the next record of the
 * runbook where this one comes late, for it is now compared with this one. Writing the same record
 * again changes nothing.
 *
 * @param directory of the instance; paths are relative to it
 * @throws RecordError when the disk is full, or another record has that name; nothing is changed
 */
export async function writeRecord(
  directory: string,
  record: MaintenanceRecord,
  options: RenderOptions,
): Promise<Written> {
  const paths = recordPaths(record);
  const [earlier, same, later] = await Promise.all(
    [paths.year - 1, paths.year, paths.year + 1].map((year) => readYear(directory, year)),
  ).then(([a, b, c]) => [a ?? nothing, b ?? nothing, c ?? nothing] as const);
  const others = same.records.filter((other) => recordPaths(other).json !== paths.json);
  const year = [...others, record].sort(byTime);
  const all = [...earlier.records, ...year, ...later.records];
  const next = all.filter((other) => previousRecord(other, all) === record);
  const files: FileToWrite[] = [
    { path: paths.json, content: stableJson(record), immutable: true },
    ...[record, ...next].map((one) => page(one, all, options)),
    journal(paths.year, { records: year, damaged: same.damaged }, options),
  ];
  await writeFiles(directory, files);
  return {
    paths,
    files: files.map(({ path }) => path),
    damaged: [...earlier.damaged, ...same.damaged, ...later.damaged],
  };
}

/**
 * Renders every page and journal again from the JSON; the same records and options give the same
 * bytes.
 */
export async function renderAll(directory: string, options: RenderOptions): Promise<ReadRecords> {
  const damaged: DamagedRecord[] = [];
  const all: MaintenanceRecord[] = [];
  let before: readonly MaintenanceRecord[] = [];
  for (const year of await recordedYears(directory)) {
    const read = await readYear(directory, year);
    const near = [...before, ...read.records];
    const files = read.records.map((record) => page(record, near, options));
    await writeFiles(directory, [...files, journal(year, read, options)]);
    before = read.records;
    all.push(...read.records);
    damaged.push(...read.damaged);
  }
  return { records: all, damaged };
}

const nothing: ReadRecords = { records: [], damaged: [] };

function page(
  record: MaintenanceRecord,
  all: readonly MaintenanceRecord[],
  options: RenderOptions,
): FileToWrite {
  const content = renderMarkdown(record, previousRecord(record, all), options);
  return { path: recordPaths(record).markdown, content, immutable: false };
}

function journal(year: number, { records, damaged }: ReadRecords, options: RenderOptions) {
  const content = renderJournal(year, records, damaged, options);
  return { path: journalPath(year), content, immutable: false };
}
