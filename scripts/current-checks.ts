import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Check } from '../src/catalogue/define.ts';
import { generateRegistry } from './generate-registry.ts';

const require = createRequire(import.meta.url);

/**
 * The checks that are in src/catalogue now, by id: the registry on disk may not know them yet when
 * it is generated together with what follows from it.
 */
export function currentChecks(root: string): readonly Check[] {
  const [registry = ''] = Object.values(generateRegistry(root));
  const files = [...registry.matchAll(/^import \{ check as \w+ \} from '\.\/(.+)';$/gm)];
  return files
    .map(([, file = '']) => require(join(root, 'src/catalogue', file)) as { check: Check })
    .map(({ check }) => check)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
