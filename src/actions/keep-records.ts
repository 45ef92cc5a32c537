import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instance } from '../config/instance.ts';
import type { Author } from '../git/commit-records.ts';
import type { RecordsTree } from '../git/records-tree.ts';
import type { RecordPaths } from '../record/paths.ts';
import { recordPaths } from '../record/paths.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { type WordsFor, writeRecord } from '../record/store.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { openTree } from './records-view.ts';
import { actionTexts } from './texts.ts';

export interface KeepOptions {
  readonly directory: string;
  readonly author: Author;
  readonly attempts: number;
}

export interface Kept {
  /** Undefined when there was nothing new to commit, or it failed. */
  readonly commit?: string;
  /** Of the records, relative to the instance. */
  readonly paths: readonly RecordPaths[];
  /** The folder that stands for the instance and has all records, for the incidents. */
  readonly folder: string;
  /** From the top of the repository. */
  readonly prefix: string;
  /** Why they are not in the repository; they are in `keptIn` then, if that could be written. */
  readonly failure?: Error;
  readonly keptIn?: string;
  readonly close: () => Promise<void>;
}

/** Commits the records of a run. Never rejects for what git or GitHub do: the result is kept. */
export async function keepRecords(
  job: Job,
  instance: Instance,
  records: readonly MaintenanceRecord[],
  { directory, author, attempts }: KeepOptions,
): Promise<Kept> {
  const { locale, timezone } = instance.config;
  const wordsFor: WordsFor = async (uses) => ({ ...(await actionTexts(timezone, uses)), locale });
  const keepIn = join(job.environment['RUNNER_TEMP'] ?? tmpdir(), 'teiki-kept');
  const paths = records.map((record) => recordPaths(record));
  const write = async (folder: string) => {
    const files: string[] = [];
    for (const record of records) {
      files.push(...(await writeRecord(folder, record, wordsFor)).files);
    }
    return [...new Set(files)].map((file) => join(folder, file));
  };
  let tree: RecordsTree | undefined;
  try {
    tree = await openTree(job, instance, directory);
    const { commitRecords } = await import('../git/commit-records.ts');
    const { commitMessage } = await import('../git/commit-message.ts');
    const { folder, prefix } = tree;
    const { commit } = await commitRecords(tree, {
      author,
      message: commitMessage(records, locale),
      render: () => write(folder),
      attempts,
      keepIn,
      onRejected: (_, attempt) => job.outputs.log(say('action/rejected', { attempt }, locale)),
    });
    const close = closing(tree);
    return { paths, folder, prefix, close, ...(commit !== undefined && { commit }) };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const aside = join(keepIn, directory);
    const isKept =
      ('kept' in failure && failure.kept !== undefined) || (await succeeds(write(aside)));
    return {
      paths,
      folder: tree?.folder ?? aside,
      prefix: tree?.prefix ?? `${directory}/`,
      failure,
      ...(isKept && { keptIn: keepIn }),
      close: closing(tree),
    };
  }
}

/** A full disk, say: then there is nothing left but to tell it. */
async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await work.then(
    () => true,
    () => false,
  );
}

function closing(tree: RecordsTree | undefined): () => Promise<void> {
  return async () => await tree?.close();
}
