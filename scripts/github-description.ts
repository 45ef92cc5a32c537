import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * GitHub's API description and an emulator: half a gigabyte that only the tests of `test/github`
 * need, and the type check of them. Ends the process when they cannot be installed.
 */
export function installGithubDescription(): void {
  const folder = join(import.meta.dirname, '../test/github');
  const installed = join(folder, 'node_modules/.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing GitHub's API description for the tests …");
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}
