// Runs a script of this project on a machine that has nothing but some Node and npm.
// Plain JavaScript, because the Node that is there may be too old to run TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');
const installed = join(root, 'node_modules/.package-lock.json');
const lock = join(root, 'package-lock.json');

/** Ends this process when the command fails; output of the installation stays off stdout. */
function run(command, args, stdout = 'inherit') {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['inherit', stdout, 'inherit'],
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs;
if (stale) {
  console.error('node_modules is missing or older than package-lock.json: running npm ci …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 2);
}

const [name, ...rest] = process.argv.slice(2);
const commands = {
  demo: ['node', ['src/cli/main.ts', 'demo', ...rest]],
  test: ['node', ['scripts/test.ts', ...rest]],
  soak: ['node', ['scripts/test.ts', '--project', 'soak', ...rest]],
  bench: ['node', ['bench/main.ts', ...rest]],
  check: ['node', ['scripts/check.ts', ...rest]],
};
const [command, args] = commands[name] ?? [];
if (!command) {
  console.error(
    `bootstrap.mjs: expected one of ${Object.keys(commands).join(', ')}, found "${name ?? ''}"`,
  );
  process.exit(2);
}
run(command, args);
