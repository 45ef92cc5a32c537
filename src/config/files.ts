import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../yaml/issue.ts';
import { readYaml, type YamlSource } from '../yaml/source.ts';

/** The text of a file, or the code of the error (`ENOENT`) that kept us from it. */
export async function readText(
  path: string,
): Promise<{ readonly text?: string; readonly failure?: string }> {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    if (error instanceof TypeError) return { failure: 'not UTF-8' };
    return {
      failure: error instanceof Error && 'code' in error ? String(error.code) : String(error),
    };
  }
}

/** A YAML file, whose issues tell when it cannot be read; `remedy` is for a file that is missing. */
export async function readYamlFile(path: string, remedy: string): Promise<YamlSource> {
  const { text, failure = '' } = await readText(path);
  if (text !== undefined) return readYaml(path, text);
  const start = { line: 1, column: 1 };
  return {
    file: path,
    value: undefined,
    issues: [fileIssue(path, failure, remedy)],
    position: () => start,
  };
}

/** Set when there is no such directory: one issue then stands for all the files in it. */
export async function missingDirectory(path: string): Promise<Issue | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return undefined;
  return {
    level: 'error',
    code: 'missing-file',
    file: path,
    line: 1,
    column: 1,
    path: [],
    message: 'there is no such directory',
    hint: 'run teiki at the root of the repository, or name the directory with `--dir`',
  };
}

/** All runbooks of an instance, in the order of their file names. */
export async function runbookFiles(directory: string): Promise<{
  readonly sources: readonly { readonly source: YamlSource; readonly path: string }[];
  readonly issues: readonly Issue[];
}> {
  const folder = join(directory, 'runbooks');
  const none = 'create it, with a runbook such as weekly-health.yml';
  let names: readonly string[];
  try {
    names = (await readdir(folder)).toSorted();
  } catch (error) {
    const failure = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { sources: [], issues: [fileIssue(folder, failure, none)] };
  }
  const misnamed = names.filter((name) => name.endsWith('.yaml'));
  const runbooks = names.filter((name) => name.endsWith('.yml') && !name.startsWith('.'));
  const sources = runbooks.map(async (name) => ({
    source: await readYamlFile(join(folder, name), none),
    path: `runbooks/${name}`,
  }));
  return {
    sources: await Promise.all(sources),
    issues: misnamed.map((name) => misnamedIssue(folder, name)),
  };
}

/** It would look like a runbook and never run. */
function misnamedIssue(folder: string, name: string): Issue {
  const hint = `rename it to ${name.replace(/yaml$/, 'yml')}`;
  const message = 'runbooks end in .yml';
  return {
    level: 'error',
    code: 'wrong-file-name',
    file: join(folder, name),
    line: 1,
    column: 1,
    path: [],
    message,
    hint,
  };
}

function fileIssue(file: string, failure: string, remedy: string): Issue {
  const missing = failure === 'ENOENT';
  return {
    level: 'error',
    code: missing ? 'missing-file' : 'unreadable-file',
    file,
    line: 1,
    column: 1,
    path: [],
    message: missing ? 'this is missing' : `this cannot be read (${failure})`,
    hint: missing ? remedy : 'it must be a readable text file in UTF-8',
  };
}
