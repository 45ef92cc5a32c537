import { predecessors } from './compare.ts';
import { type FileToWrite, writeFiles } from './files.ts';
import type { RenderOptions } from './group.ts';
import { stableJson } from './json.ts';
import { journalPath, type RecordPaths, recordPaths } from './paths.ts';
import { type DamagedRecord, type ReadRecords, readYear, recordedYears } from './read.ts';
import type { MaintenanceRecord } from './record.ts';
import { renderJournal } from './render-journal.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { RunStep } from './run-result.ts';

export interface Written {
  readonly paths: RecordPaths;
  /** Files that this record left, itself first; relative to the instance. */
  readonly files: readonly string[];
  readonly damaged: readonly DamagedRecord[];
}

/** The words for records that name these catalogue entries. */
export type WordsFor = (uses: ReadonlySet<string>) => Promise<RenderOptions>;

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
  wordsFor: WordsFor,
): Promise<Written> {
  const paths = recordPaths(record);
  const { runbook } = record.run;
  const neighbours = { runbook, keep: withoutFacts };
  const earlier = await readYear(directory, paths.year - 1, neighbours);
  const later = await readYear(directory, paths.year + 1, neighbours);
  const same = await readYear(directory, paths.year, {
    keep: (other) => (other.run.runbook === runbook ? withoutFacts(other) : entryOnly(other)),
  });
  const others = same.records.filter((other) => recordPaths(other).json !== paths.json);
  const year = [...others, record];
  const before = predecessors([...earlier.records, ...year, ...later.records]);
  const next = [...year, ...later.records].filter((other) => before.get(other) === record);
  // The page of the first record of a year tells what has changed since the year before.
  const options = await wordsFor(usesOf([...earlier.records, ...year, ...later.records]));
  const files: FileToWrite[] = [
    { path: paths.json, content: stableJson(record), immutable: true },
    ...[record, ...next].map((one) => page(one, before.get(one), options)),
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
 * Renders every page and journal again from the JSON; the same records and words give the same
 * bytes.
 */
export async function renderAll(
  directory: string,
  wordsFor: WordsFor,
): Promise<{ readonly count: number; readonly damaged: readonly DamagedRecord[] }> {
  const damaged: DamagedRecord[] = [];
  let count = 0;
  let former: { readonly year: number; readonly records: readonly MaintenanceRecord[] } | undefined;
  for (const year of await recordedYears(directory)) {
    const read = await readYear(directory, year, { keep: withoutFacts });
    // As in `writeRecord`: a record is compared with one of its year or of the year before.
    const near = former?.year === year - 1 ? former.records : [];
    const before = predecessors([...near, ...read.records]);
    const options = await wordsFor(usesOf([...near, ...read.records]));
    const pages = read.records.map((record) => page(record, before.get(record), options));
    await writeFiles(directory, [...pages, journal(year, read, options)]);
    former = { year, records: read.records };
    count += read.records.length;
    damaged.push(...read.damaged);
  }
  return { count, damaged };
}

function usesOf(records: readonly MaintenanceRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ run }) => run.steps.map(({ use }) => use)));
}

function withoutFacts(record: MaintenanceRecord): MaintenanceRecord {
  return withSteps(record, ({ facts: _facts, ...step }) => step);
}

/** What the journal shows of a record, and no more. */
function entryOnly(record: MaintenanceRecord): MaintenanceRecord {
  return withSteps(record, ({ facts: _facts, findings, ...step }) => ({
    ...step,
    findings: findings.map(({ evidence: _evidence, ...finding }) => finding),
    measurements: [],
  }));
}

function withSteps(record: MaintenanceRecord, keep: (step: RunStep) => RunStep): MaintenanceRecord {
  return { ...record, run: { ...record.run, steps: record.run.steps.map(keep) } };
}

function page(
  record: MaintenanceRecord,
  before: MaintenanceRecord | undefined,
  options: RenderOptions,
): FileToWrite {
  const content = renderMarkdown(record, before, options);
  return { path: recordPaths(record).markdown, content, immutable: false };
}

function journal(
  year: number,
  { records, damaged }: ReadRecords,
  options: RenderOptions,
): FileToWrite {
  const content = renderJournal(year, records, damaged, options);
  return { path: journalPath(year), content, immutable: false };
}
