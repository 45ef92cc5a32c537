import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { instanceFiles, runbook } from '../actions/workbench.ts';
import { git, writeTree } from '../git/repository.ts';
import { teiki } from './capture.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('teiki review', () => {
  const home = mkdtempSync(join(tmpdir(), 'teiki-review-cli-'));
  const weekly = 'maintenance/runbooks/weekly-health.yml';
  const commit = (message: string) => {
    const by = ['-c', 'user.name=Taro', '-c', 'user.email=taro@example.com'];
    git(home, 'add', '-A');
    git(home, ...by, 'commit', '-q', '-m', message);
  };
  beforeAll(() => {
    git(home, 'init', '-q', '--initial-branch=main');
    writeTree(home, { 'README.md': 'ours\n' });
    commit('nothing yet');
    writeTree(home, instanceFiles(['app1']));
    commit('an instance');
    process.chdir(home);
  });
  afterAll(() => {
    process.chdir('/');
    rmSync(home, { recursive: true });
  });

  test('compares the files as they lie there, and leaves the work tree alone', async () => {
    writeTree(home, { [weekly]: runbook().replace('warning: 80', 'warning: 90') });
    const before = git(home, 'status', '--porcelain');
    const { status, stdout } = await teiki('review', '--base', 'HEAD');
    expect(status).toBe(0);
    expect(stdout).toContain('| 変更 | `number` `warning` (しきい値: 緩める) | `80` | `90` |');
    expect(git(home, 'status', '--porcelain')).toBe(before);
  });

  test('ends with 1 when a safeguard is weakened', async () => {
    writeTree(home, { [weekly]: runbook().replace(/^.*id: well.*\n/m, '') });
    const { status, stdout } = await teiki('review', '--base', 'HEAD');
    expect(status).toBe(1);
    expect(stdout).toContain('が行われなくなります');
  });

  test('an instance that the commit did not have is new, from a folder below as well', async () => {
    process.chdir(join(home, 'maintenance'));
    const { status, stdout } = await teiki('--dir', '.', 'review', '--base', 'HEAD~1');
    process.chdir(home);
    expect(status).toBe(0);
    expect(stdout).toContain('追加: `weekly-health`');
  });

  test.each([
    ['.', 'maintenance'],
    ['../maintenance/', 'maintenance'],
    [join(home, 'maintenance'), 'docs'],
    ['maintenance', '.'],
  ])('the directory may be written as %s, in %s', async (dir, folder) => {
    writeTree(home, { [weekly]: runbook().replace('warning: 80', 'warning: 90'), 'docs/x': '' });
    process.chdir(join(home, folder));
    const { stdout } = await teiki('--dir', dir, 'review', '--base', 'HEAD');
    process.chdir(home);
    expect(stdout).toContain('`80` | `90`');
  });

  test('an instance may be all of a repository', async () => {
    const whole = join(home, 'whole');
    const files = Object.entries(instanceFiles(['app1'])).map(([path, text]) => [
      path.replace('maintenance/', ''),
      text,
    ]);
    writeTree(whole, Object.fromEntries(files) as Record<string, string>);
    git(whole, 'init', '-q', '--initial-branch=main');
    git(whole, 'add', '-A');
    git(whole, '-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', 'x');
    process.chdir(whole);
    const { stdout } = await teiki('--dir', '.', 'review', '--base', 'HEAD');
    process.chdir(home);
    expect(stdout).toContain('何も変えません');
  });

  test.each([['nowhere'], ['--upload-pack=touch x']])('no commit: %s', async (base) => {
    const { status, stderr } = await teiki('review', `--base=${base}`);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^teiki: /);
  });
});
