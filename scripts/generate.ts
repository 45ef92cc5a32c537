/** Writes every file that follows from the sources. `npm run check` compares them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateRegistry } from './generate-registry.ts';

const root = join(import.meta.dirname, '..');

/** Contents by path from the root of the project. */
export type GeneratedFiles = Readonly<Record<string, string>>;

export async function generate(): Promise<GeneratedFiles> {
  return { ...generateRegistry(root) };
}

/** Paths whose content on disk is missing or different. */
export function differences(files: GeneratedFiles): string[] {
  return Object.entries(files)
    .filter(([path, content]) => read(path) !== content)
    .map(([path]) => path);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const files = await generate();
  for (const path of differences(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] ?? '');
    console.log(path);
  }
}
