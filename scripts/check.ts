/** Everything that can be said about the code without running it; all of it, then the verdict. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInto } from './build.ts';
import { differences, generate } from './generate.ts';
import { installGithubDescription } from './github-description.ts';

const root = join(import.meta.dirname, '..');

function tool(name: string, command: string, ...args: string[]): boolean {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  return status === 0;
}

function fresh(name: string, stale: readonly string[], remedy: string): boolean {
  // Sources have changed since these were written.
  for (const file of stale.slice(0, 5)) console.log(`     ${file}`);
  if (stale.length > 5) console.log(`     and ${stale.length - 5} more`);
  console.log(
    `${stale.length === 0 ? 'ok  ' : 'FAIL'} ${name}${stale.length === 0 ? '' : `: ${remedy}`}`,
  );
  return stale.length === 0;
}

async function staleBundles(): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'teiki-dist-'));
  try {
    await buildInto(directory);
    const { stdout } = spawnSync('diff', ['-rq', directory, join(root, 'dist')], {
      encoding: 'utf8',
    });
    return stdout.split('\n').filter(Boolean);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

installGithubDescription();
const results = [
  tool('types (tsc)', 'tsc', '--noEmit'),
  tool('lint (oxlint)', 'oxlint', '--type-aware', '--deny-warnings'),
  tool('format (biome)', 'biome', 'check'),
  tool('unused (knip)', 'knip'),
  fresh('generated files', differences(generate()), 'npm run generate'),
  fresh('dist', await staleBundles(), 'npm run build'),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
