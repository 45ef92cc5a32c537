import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withInstance } from '../config/temporary-instance.ts';
import { commit, richFiles } from '../workflow/rich-instance.ts';
import { type Ran, teiki } from './capture.ts';

const folder = '.github/workflows';
const actions = ['--actions', `acme/teiki@${commit}`];

/** In a repository whose instance is `maintenance`. */
async function inRepository(
  use: (run: (...args: readonly string[]) => Promise<Ran>) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const instance = Object.entries({ ...richFiles, ...files }).map(([path, text]) => [
    `maintenance/${path}`,
    text,
  ]);
  const before = process.cwd();
  await withInstance(Object.fromEntries(instance) as Record<string, string>, async (directory) => {
    process.chdir(directory);
    try {
      await use((...args) => teiki('workflows', ...args));
    } finally {
      process.chdir(before);
    }
  });
}

test('written once, the same ever after; the reference to the actions is kept', async () => {
  await inRepository(async (run) => {
    expect(await run('--check', ...actions)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(`${folder}/maintenance.yml: is missing`) as string,
    });
    expect(existsSync(folder)).toBe(false);
    const first = await run(...actions);
    expect(first.status).toBe(0);
    expect(first.stdout.split('\n').filter(Boolean)).toHaveLength(6);
    expect(await run('--check')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await run()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'maintenance.yml'), 'utf8')).toContain(
      `acme/teiki/actions/plan@${commit}`,
    );
  });
});

test('what was changed by hand and what is left of a runbook is named, and mended', async () => {
  await inRepository(async (run) => {
    await run(...actions);
    const weekly = join(folder, 'teiki-weekly.yml');
    writeFileSync(weekly, readFileSync(weekly, 'utf8').replace(/cron: .*/, 'cron: "0 2 * * 1"'));
    rmSync('maintenance/runbooks/quarter.yml');
    writeFileSync(join(folder, 'ci.yml'), 'on: push\n');
    const checked = await run('--check');
    expect(checked.status).toBe(1);
    expect(checked.stdout).toBe(`${weekly}: differs from the runbooks and the configuration
${folder}/teiki-quarter.yml: belongs to a runbook that is gone or not enabled
run \`teiki workflows\` and commit what it writes
`);
    expect((await run()).stdout).toBe(`${weekly}: written\n${folder}/teiki-quarter.yml: removed\n`);
    expect((await run('--check')).status).toBe(0);
    expect(existsSync(join(folder, 'ci.yml'))).toBe(true);
  });
});

test('a file of somebody else is not overwritten', async () => {
  await inRepository(async (run) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'maintenance.yml'), 'on: push\n');
    const refused = await run(...actions);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(`${folder}/maintenance.yml: teiki needs this name`);
    expect(readFileSync(join(folder, 'maintenance.yml'), 'utf8')).toBe('on: push\n');
  });
});

test.each([
  { what: 'no reference', args: [], files: {}, message: '--actions owner/teiki@<commit' },
  {
    what: 'a tag',
    args: ['--actions', 'acme/teiki@v1'],
    files: {},
    message: 'found "acme/teiki@v1"',
  },
  {
    what: 'a secret that GitHub cannot have',
    args: actions,
    files: { 'config.yml': 'timezone: UTC\nteam: SRE\nheartbeat: env:GITHUB_URL\n' },
    message: 'rename GITHUB_URL in config.yml',
  },
])('$what: exit status 2 and the remedy', async ({ args, files, message }) => {
  await inRepository(async (run) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(folder)).toBe(false);
  }, files);
});
