import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { helperMark } from '../core/root-helper.ts';
import type { RootHelper } from '../core/shell.ts';

/**
 * Makes a folder hold exactly these helpers, a file each: for a pull request in which a changed one
 * shows as such, or for the team's own configuration management. Other files stay.
 *
 * @returns what was written and removed, as names of files
 */
export async function writeHelperFiles(
  directory: string,
  helpers: readonly RootHelper[],
): Promise<{ readonly written: readonly string[]; readonly removed: readonly string[] }> {
  await mkdir(directory, { recursive: true });
  const files = new Map(helpers.map(({ path, text }) => [fileName(path), text]));
  const removed: string[] = [];
  for (const name of await readdir(directory)) {
    if (files.has(name) || !(await isHelper(directory, name))) continue;
    await rm(join(directory, name));
    removed.push(name);
  }
  for (const [name, text] of files) await writeFile(join(directory, name), text, { mode: 0o755 });
  return { written: [...files.keys()], removed };
}

/** An older one of ours, by its name and by what it says of itself. */
async function isHelper(directory: string, name: string): Promise<boolean> {
  if (!/^[a-z][a-z0-9-]*-[0-9a-f]{16}$/.test(name)) return false;
  return (await readFile(join(directory, name), 'utf8')).includes(helperMark);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
