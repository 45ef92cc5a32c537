/**
 * Bundles the command line and the actions into `dist/`, which is committed: a clone and an action
 * run without node_modules.
 *
 * ES modules with splitting, because what a command does not need must not cost its start
 * (measured on Node 24: 37 ms so, 190 ms as one CommonJS file).
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** CommonJS packages inside an ES module bundle still look for these. */
const banner = [
  "import { createRequire as teikiRequire } from 'node:module';",
  'const require = teikiRequire(import.meta.url);',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join('\n');

export function entryPoints(): Record<string, string> {
  const actions = readdirSync(join(root, 'actions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [`actions/${name}`, `actions/${name}/main.ts`] as const);
  return { cli: 'src/cli/main.ts', ...Object.fromEntries(actions) };
}

export async function buildInto(directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: entryPoints(),
    outdir: directory,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'utf8',
    // Native add-ons: ssh2 does as well without them.
    external: ['cpu-features', '*.node', 'pg-native'],
    banner: { js: banner },
    logLevel: 'warning',
  });
}

if (import.meta.main) await buildInto(join(root, 'dist'));
