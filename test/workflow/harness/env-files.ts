import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files by which a step answers the runner, new and empty for each step. */
export interface EnvFiles {
  readonly output: string;
  readonly env: string;
  readonly path: string;
  readonly state: string;
  readonly summary: string;
}

export async function newEnvFiles(folder: string): Promise<EnvFiles> {
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  const files = {
    output: file('output'),
    env: file('env'),
    path: file('path'),
    state: file('state'),
    summary: file('summary.md'),
  };
  await Promise.all(Object.values(files).map((path) => writeFile(path, '')));
  return files;
}

/** `NAME=value` and `NAME<<DELIMITER`. @throws Error for a form that the runner refuses */
export async function readPairs(path: string): Promise<Record<string, string>> {
  const pairs: Record<string, string> = {};
  const lines = (await readFile(path, 'utf8')).split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').replace(/\r$/, '');
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 1) throw new Error(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.findIndex((each, at) => at > index && each.replace(/\r$/, '') === delimiter);
    if (delimiter === '' || end < 0) {
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    }
    pairs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return pairs;
}

/** GitHub refuses a summary above this whole. */
const summaryLimitBytes = 1024 * 1024;

/** @throws Error when the runner would not upload it */
export async function readSummary(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.length > summaryLimitBytes) {
    throw new Error(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.ceil(bytes.length / 1024)}k`,
    );
  }
  return bytes.toString();
}
