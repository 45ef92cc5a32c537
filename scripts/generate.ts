/** Writes every file that follows from the sources. `npm run check` compares them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentEntries } from './current-checks.ts';
import { generateActionDocs } from './generate-action-docs.ts';
import { generateDocs } from './generate-docs.ts';
import { generateRegistry } from './generate-registry.ts';
import { generateSchemas } from './generate-schemas.ts';

const root = join(import.meta.dirname, '..');

/** Contents by path from the root of the project. */
export type GeneratedFiles = Readonly<Record<string, string>>;

export function generate(): GeneratedFiles {
  // Not from the registry, which is itself generated and may not know an entry yet.
  const entries = new Map(currentEntries(root).map((entry) => [entry.id, entry]));
  return {
    ...generateRegistry(root),
    ...generateSchemas({ ids: [...entries.keys()], get: (id) => entries.get(id) }),
    ...generateDocs(),
    ...generateActionDocs(),
  };
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
  const files = generate();
  for (const path of differences(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] ?? '');
    console.log(path);
  }
}
