import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const kinds = ['check', 'task'] as const;

interface EntryFile {
  readonly kind: (typeof kinds)[number];
  readonly file: string;
}

/**
 * The registry of the catalogue follows from its folder: a file that exports `check` or `task` is
 * an entry. (Static imports, so that the bundler and the reader can follow them.)
 */
export function generateRegistry(root: string): Record<string, string> {
  const entries = entryFiles(root);
  const imports = entries.map(
    ({ kind, file }) => `import { ${kind} as ${nameOf(file)} } from './${file}';`,
  );
  const list = (wanted: string) =>
    entries
      .filter(({ kind }) => kind === wanted)
      .map(({ file }) => `  ${nameOf(file)},`)
      .join('\n');
  const text = `// Written by \`npm run generate\` from the files of src/catalogue. Do not edit.
import type { Check } from './define.ts';
import type { Task } from './define-task.ts';
${imports.join('\n')}

export const checks: readonly Check[] = [
${list('check')}
];

export const tasks: readonly Task[] = [
${list('task')}
];
`;
  return { 'src/catalogue/registry.generated.ts': text };
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

/** "logs/disk-usage.ts" → "logsDiskUsage" */
function nameOf(file: string): string {
  const words = `${file.split('/')[0]}-${basename(file, '.ts')}`.split('-');
  return words
    .map((word, index) => (index === 0 ? word : word.replace(/^./, (c) => c.toUpperCase())))
    .join('');
}
