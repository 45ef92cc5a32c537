/**
 * Runs the tests and closes with their totals. The lab installs what it needs by itself; with
 * `CI=true` a lab that cannot run fails the run.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { installGithubDescription } from './github-description.ts';

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

const root = join(import.meta.dirname, '..');

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
