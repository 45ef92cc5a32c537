import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedMark } from './text.ts';

/** What a folder of workflows holds beside what it should. */
export interface Difference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Written by us once, for a runbook that is gone. */
  readonly stale: readonly string[];
  /** Of somebody else, under a name that we need. */
  readonly foreign: readonly string[];
}

/** Texts of the workflows in a folder, by file name; none when there is no folder. */
export async function readWorkflows(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const workflows = names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  const texts = workflows.map(
    async (name) => [name, await readFile(join(folder, name), 'utf8')] as const,
  );
  return new Map(await Promise.all(texts));
}

export function compareWorkflows(
  there: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): Difference {
  const names = [...wanted.keys()];
  const isOurs = (name: string): boolean => there.get(name)?.startsWith(generatedMark) === true;
  const differs = (name: string): boolean =>
    there.has(name) && there.get(name) !== wanted.get(name);
  return {
    missing: names.filter((name) => !there.has(name)),
    changed: names.filter((name) => differs(name) && isOurs(name)),
    foreign: names.filter((name) => differs(name) && !isOurs(name)),
    stale: [...there.keys()].filter((name) => isOurs(name) && !wanted.has(name)),
  };
}

export async function writeWorkflows(
  folder: string,
  wanted: ReadonlyMap<string, string>,
  { missing, changed, stale }: Difference,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [...missing, ...changed]) {
    await writeFile(join(folder, name), wanted.get(name) ?? '');
  }
  for (const name of stale) await rm(join(folder, name));
}
