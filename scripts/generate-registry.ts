import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * The registry of the catalogue follows from its folder: a file that exports `check` is an entry.
 * (Static imports, so that the bundler and the reader can follow them.)
 */
export function generateRegistry(root: string): Record<string, string> {
  const folder = join(root, 'src/catalogue');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .filter((file) => /^export const check\b/m.test(readFileSync(join(folder, file), 'utf8')))
    .sort();
  const imports = files.map((file) => `import { check as ${nameOf(file)} } from './${file}';`);
  const text = `// Written by \`npm run generate\` from the files of src/catalogue. Do not edit.
import type { Check } from './define.ts';
${imports.join('\n')}

export const checks: readonly Check[] = [
${files.map((file) => `  ${nameOf(file)},`).join('\n')}
];
`;
  return { 'src/catalogue/registry.generated.ts': text };
}

/** "logs/disk-usage.ts" → "logsDiskUsage" */
function nameOf(file: string): string {
  const words = `${file.split('/')[0]}-${basename(file, '.ts')}`.split('-');
  return words
    .map((word, index) => (index === 0 ? word : word.replace(/^./, (c) => c.toUpperCase())))
    .join('');
}
