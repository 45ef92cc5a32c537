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
  const imports = [
    ...entries.map(({ kind, file }) => ({
      file,
      line: `import { ${kind} as ${nameOf(file)} } from './${file}';`,
    })),
    { file: 'define', line: "import type { Check } from './define.ts';" },
    { file: 'define-task', line: "import type { Task } from './define-task.ts';" },
  ].sort((a, b) => (a.file < b.file ? -1 : 1));
  const text = `// Written by \`npm run generate\` from the files of src/catalogue. Do not edit.

${imports.map(({ line }) => line).join('\n')}

${list('checks: readonly Check[]', 'check', entries)}

${list('tasks: readonly Task[]', 'task', entries)}
`;
  return { 'src/catalogue/registry.generated.ts': text };
}

/** As the formatter has it: on one line where there is room. */
function list(declaration: string, wanted: string, entries: readonly EntryFile[]): string {
  const names = entries.filter(({ kind }) => kind === wanted).map(({ file }) => nameOf(file));
  const line = `export const ${declaration} = [${names.join(', ')}];`;
  if (line.length <= 100) return line;
  return `export const ${declaration} = [\n${names.map((name) => `  ${name},`).join('\n')}\n];`;
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
