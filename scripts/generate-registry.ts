import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const kinds = ['check', 'task'] as const;

interface EntryFile {
  readonly kind: (typeof kinds)[number];
  readonly file: string;
}

/**
 * The registry of the catalogue follows from its folder: a file that exports `check` or `task` is
 * an entry. (Each `import()` is written out, so that the bundler and the reader can follow it.)
 */
export function generateRegistry(root: string): Record<string, string> {
  const entries = entryFiles(root);
  const text = `// Written by \`npm run generate\` from the files of src/catalogue. Do not edit.

import type { Check } from './define.ts';
import type { Task } from './define-task.ts';

type Files<Module> = Readonly<Record<string, () => Promise<Module>>>;

export const checks: Files<{ readonly check: Check }> = {
${lines('check', entries)}
};

export const tasks: Files<{ readonly task: Task }> = {
${lines('task', entries)}
};
`;
  return { 'src/catalogue/registry.generated.ts': text };
}

/** `'logs.disk-usage': () => import('./logs/disk-usage.ts'),` */
function lines(wanted: string, entries: readonly EntryFile[]): string {
  return entries
    .filter(({ kind }) => kind === wanted)
    .map(({ file }) => `  ${quoted(idOf(file))}: () => import('./${file}'),`)
    .join('\n');
}

/** As the formatter has it: where there must be quotes. */
function quoted(key: string): string {
  return /^\w+$/.test(key) ? key : `'${key}'`;
}

/** In the order of their paths. */
export function entryFiles(root: string): EntryFile[] {
  const folder = join(root, 'src/catalogue');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return kinds
        .filter((kind) => new RegExp(`^export const ${kind}\\b`, 'm').test(text))
        .map((kind) => ({ kind, file }));
    });
}

/** test/cli/catalogue-entries.test.ts holds files and ids together. */
function idOf(file: string): string {
  return file
    .replace(/\.ts$/, '')
    .replace(/^user\//, '')
    .replace('/', '.');
}
