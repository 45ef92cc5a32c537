/**
 * Bundles the command line and the actions into `dist/`, which is committed: a clone and an action
 * run without node_modules.
 *
 * ES modules with splitting, because what a command does not need must not cost its start
 * (measured on Node 24: 37 ms so, 190 ms as one CommonJS file).
 */
import { readdirSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { lateParts } from './late-parts.ts';

const root = join(import.meta.dirname, '..');

/** CommonJS packages inside an ES module bundle still look for these. */
const banner = [
  "import { createRequire as teikiRequire } from 'node:module';",
  'const require = teikiRequire(import.meta.url);',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
  '',
].join('\n');

/** A file has what it looks for, and no more: each of them is loaded on its own. */
function withBanner(text: string): string {
  if (!/\b(require|__filename|__dirname)\b/.test(text)) return text;
  const [, shebang = ''] = /^(#!.*\n)/.exec(text) ?? [];
  return shebang + banner + text.slice(shebang.length);
}

export function entryPoints(): Record<string, string> {
  const actions = readdirSync(join(root, 'actions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [`actions/${name}`, `actions/${name}/main.ts`] as const);
  return { cli: 'src/cli/main.ts', ...Object.fromEntries(actions) };
}

/**
 * `z` is an object with everything that zod has, fifty languages included, which esbuild must keep
 * whole; of the namespace of its module it keeps what is used.
 */
const zodInParts: Plugin = {
  name: 'zod-in-parts',
  setup: (bundling) => {
    bundling.onLoad({ filter: /\/(src|actions)\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(/^import \{ z \} from 'zod';$/m, "import * as z from 'zod';");
      return { contents, loader: 'ts' };
    });
  },
};

/** @returns what went into which file, and which file imports which */
export async function buildInto(directory: string): Promise<Metafile> {
  rmSync(directory, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entryPoints(),
    outdir: directory,
    metafile: true,
    write: false,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [zodInParts, lateParts],
    legalComments: 'none',
    charset: 'utf8',
    // Native add-ons: ssh2 does as well without them.
    external: ['cpu-features', '*.node', 'pg-native'],
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, withBanner(text), { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  return metafile;
}

if (import.meta.main) await buildInto(join(root, 'dist'));
