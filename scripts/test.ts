/**
 * Runs the tests and closes with their totals. The lab installs what it needs by itself; with
 * `CI=true` a lab that cannot run fails the run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

const root = join(import.meta.dirname, '..');

/** Half a gigabyte that only these tests need. */
function installGithubDescription(): void {
  const folder = join(root, 'test/github');
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

installGithubDescription();
const folder = mkdtempSync(join(tmpdir(), 'teiki-test-'));
const file = join(folder, 'report.json');
const args = process.argv.slice(2);
const projects = args.includes('--project') ? [] : ['--project', 'unit', '--project', 'lab'];
const { status } = spawnSync(
  'vitest',
  [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...projects,
    ...args,
  ],
  { cwd: root, stdio: 'inherit' },
);
try {
  const { numPassedTests, numFailedTests, numPendingTests } = report.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(`No test report: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = status || 1;
} finally {
  rmSync(folder, { recursive: true });
}
