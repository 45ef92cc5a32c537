import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Check } from '../src/catalogue/define.ts';
import type { Task } from '../src/catalogue/define-task.ts';
import { entryFiles } from './generate-registry.ts';

const require = createRequire(import.meta.url);

/**
 * What is in src/catalogue now, by id: the registry on disk may not know it yet when it is generated
 * together with what follows from it.
 */
export function currentEntries(root: string): readonly (Check | Task)[] {
  return entryFiles(root)
    .map(({ kind, file }) => {
      const module = require(join(root, 'src/catalogue', file)) as { check: Check; task: Task };
      return module[kind];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
