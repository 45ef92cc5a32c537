import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withInstance } from '../config/temporary-instance.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { recordFiles, twoYears } from '../report/history.ts';
import { instanceFiles } from '../report/history-files.ts';
import { teiki } from './capture.ts';

const at = '2027-01-12T09:00:00+09:00';
const quarter = twoYears().filter(({ run }) => run.startedAt >= '2026-07');
const files = { ...instanceFiles('en'), ...recordFiles(quarter) };

beforeEach(() => {
  vi.stubEnv('GITHUB_TOKEN', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what cannot be reported on', () => {
  it.each([
    [['quarter', '2026'], '`2026` is no quarter: write `teiki report quarter 2026-Q4`'],
    [['year', '2026-Q4'], '`2026-Q4` is no year: write `teiki report year 2026`'],
    [['quarter', '2027-Q2'], '2027-Q2 has not begun'],
  ])('%j', async (args, message) => {
    const { status, stderr } = await withInstance(files, (dir) =>
      teiki('--dir', dir, 'report', ...args, '--at', at),
    );
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('a mistake in the prices is told with its place', async () => {
    const wrong = {
      ...files,
      'prices.yml': 'currency: JPY\nitems:\n  - { category: beer, item: x }\n',
    };
    const { status, stderr } = await withInstance(wrong, (dir) =>
      teiki('--dir', dir, 'report', 'year', '2026', '--at', at),
    );
    expect(stderr).toMatch(/prices\.yml:3:17: .*hardware/);
    expect(status).toBe(2);
  });

  it('incidents that were kept and damaged are not taken for none', async () => {
    const wrong = { ...files, 'reports/incidents.json': '{"schema":"teiki.incidents/1"}' };
    const { status, stderr } = await withInstance(wrong, (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at),
    );
    expect(stderr).toContain('completeUntil');
    expect(stderr).toContain('delete it');
    expect(status).toBe(2);
  });
});

describe('honesty', () => {
  it('without incidents there is no availability and no MTTR, and it says so', async () => {
    const { status, stdout, stderr } = await withInstance(files, (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at, '--stdout'),
    );
    expect(status).toBe(0);
    expect(stderr).toContain('set GITHUB_TOKEN and GITHUB_REPOSITORY');
    expect(stdout).toContain('Incidents have not been read yet, so there are no numbers.');
    expect(stdout).not.toContain('99.');
    expect(stdout).not.toContain('MTTR (');
  });

  it('a budget without any price has no sum', async () => {
    const prices = 'currency: JPY\nitems:\n  - { category: training, item: Course }\n';
    const none = { ...instanceFiles('en'), 'prices.yml': prices };
    const { stdout } = await withInstance(none, (dir) =>
      teiki('--dir', dir, 'report', 'year', '2026', '--at', at, '--stdout'),
    );
    expect(stdout).toContain('| Training | Course | 1 | to be filled in |');
    expect(stdout).not.toMatch(/\d JPY/);
  });

  it('a damaged record is named, counted nowhere, and ends with 3', async () => {
    const damaged = { ...files, 'records/2026/11/2026-11-01-weekly-health-1-1.json': '{' };
    const { status, stdout, stderr } = await withInstance(damaged, (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at, '--stdout'),
    );
    expect(status).toBe(3);
    expect(stderr).toContain('2026-11-01-weekly-health-1-1.json is no record');
    expect(stdout).toContain('1 record cannot be read and is not counted');
  });

  it('too little data gives no number', async () => {
    const few = Object.entries(files).filter(
      ([path]) => !path.startsWith('records') || path >= 'records/2026/12',
    );
    const { stdout } = await withInstance(Object.fromEntries(few), (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at, '--stdout'),
    );
    expect(stdout).toMatch(/app1 \| `\/opt\/mks` .* too little data \(n = 4 over 20 d\)/);
    expect(stdout).toMatch(/\| unknown \| app1 \|/);
  });

  it('a period that is not over is said to be provisional, the same all day long', async () => {
    await withInstance(files, async (dir) => {
      const report = (time: string) =>
        teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', time, '--stdout');
      const morning = await report('2026-11-20T00:10:00+09:00');
      expect(morning.stdout).toContain(
        'Provisional: the period is not over. It was computed up to the beginning of 2026-11-20.',
      );
      const evening = await report('2026-11-20T23:50:00+09:00');
      expect(evening.stdout).toBe(morning.stdout);
    });
  });
});

describe('a runbook that does not say since when it is', () => {
  const weekly = String(files['runbooks/weekly-health.yml']).replace('since: 2025-01-01\n', '');
  const open = { ...files, 'runbooks/weekly-health.yml': weekly };
  const planned = async (from: string) => {
    const own = Object.entries(open).filter(
      ([path]) => !path.startsWith('records') || path >= `records/${from}`,
    );
    const { stdout } = await withInstance(Object.fromEntries(own), (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at, '--stdout'),
    );
    return /\| Weekly system health check \| \[?(\d+)/.exec(stdout)?.[1];
  };

  it('has missed nothing before its first record', async () => {
    expect(await planned('2026/12')).toBe('4');
  });

  it('has been there all the time when a record before both periods says so', async () => {
    const [first] = recordsOfJune();
    const before = { ...open, ...recordFiles(first ? [first] : []) };
    const own = Object.entries(before).filter(
      ([path]) => !/^records\/2026\/(07|08|09|10|11)/.test(path),
    );
    const { stdout } = await withInstance(Object.fromEntries(own), (dir) =>
      teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at, '--stdout'),
    );
    expect(stdout).toMatch(/\| Weekly system health check \| \[13\].*\| 9 \| 0 \|/);
  });

  const recordsOfJune = () =>
    twoYears().filter(({ run }) => run.runbook === 'weekly-health' && run.startedAt < '2026-06-20');
});

describe('incidents', () => {
  it('are read from GitHub where there is a token, kept, and used without one', async () => {
    const github = await FakeGitHub.start();
    try {
      vi.stubEnv('GITHUB_REPOSITORY', github.repository);
      vi.stubEnv('GITHUB_API_URL', github.url);
      vi.stubEnv('GITHUB_TOKEN', github.token);
      const body = [
        ['Started', '2026-11-05 14:03'],
        ['Resolved', '2026-11-05 15:33'],
        ['Users affected', '20'],
      ];
      github.world.createIssue('hanako', {
        title: 'Login fails',
        body: body.map(([label, value]) => `### ${label}\n\n${value}`).join('\n\n'),
        labels: ['incident'],
      });
      github.world.createIssue('hanako', { title: 'Question', body: '', labels: [] });
      await withInstance(files, async (dir) => {
        const report = () => teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at);
        const { status, stdout } = await report();
        expect(status).toBe(0);
        const page = () => readFile(join(dir, 'reports/2026-Q4/report.md'), 'utf8');
        const first = await page();
        expect(first).toContain('1 h 30 min');
        expect(first).toContain('Login fails');
        expect(first).not.toContain('Question');
        vi.stubEnv('GITHUB_TOKEN', '');
        expect((await report()).stdout).toBe(stdout);
        expect(await page()).toBe(first);
      });
      expect(github.violations).toEqual([]);
    } finally {
      await github.close();
    }
  });
});

it('charts of an earlier version do not stay behind; what people have put there does', async () => {
  await withInstance(files, async (dir) => {
    const folder = join(dir, 'reports/2026-Q4');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'old-light.svg'), '<svg/>');
    await writeFile(join(folder, 'notes.md'), 'ours');
    await teiki('--dir', dir, 'report', 'quarter', '2026-Q4', '--at', at);
    const names = await readdir(folder);
    expect(names).toContain('notes.md');
    expect(names).toContain('disk-light.svg');
    expect(names).not.toContain('old-light.svg');
  });
});
