import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, prepareBackupHost, production, scratches } from './backup-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

describeLab('a runner that is lost in the middle of a restore', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    await grantRights(host, backup.privileged(backup.params.parse({})));
    await conductInLab(lab, host, [{ use: 'backup.run' }], { changes: 'all' });
    await host.must('find /backup/mks -exec touch -d "1 hour ago" {} +');
    dir = await mkdtemp(join(tmpdir(), 'teiki-restore-'));
    await mkdir(join(dir, 'runbooks'));
    const { address, hostKey } = host;
    const text = { ja: '試験', en: 'Test' };
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { db1: { address, groups: ['db'], hostKeys: [hostKey] } },
      },
      'runbooks/restore.yml': {
        id: 'restore',
        title: text,
        purpose: text,
        level: 1,
        hosts: ['db'],
        window: { every: 'month', on: 'first monday', at: '03:00', minutes: 30 },
        steps: [
          {
            task: 'backup.restore-test',
            with: {
              clusters: [await clusterOf(host)],
              smoke: 'SELECT pg_sleep(6)::text IS NOT NULL',
            },
          },
        ],
      },
    };
    for (const [name, value] of Object.entries(files))
      await writeFile(join(dir, name), stringify(value, { aliasDuplicateObjects: false }));
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await lab?.stop();
    if (dir) await rm(dir, { recursive: true, force: true });
  });

  function teiki() {
    const argv = [main, 'run', 'restore', '--dir', dir, '--quiet', '--json', '-', '--apply'];
    const env = { ...process.env, TEIKI_LAB_KEY: lab.privateKey };
    const process_ = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child = process_;
    const output: Buffer[] = [];
    process_.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    return {
      kill: () => process_.kill('SIGKILL'),
      ended: new Promise<string>((resolve) => {
        process_.on('close', () => resolve(Buffer.concat(output).toString()));
      }),
    };
  }

  test('the test goes on, drops its database, and the next run tells how it ended', async () => {
    const before = await production(host);
    const run = teiki();
    const waiting = { timeout: 60_000, interval: 100 };
    await vi.waitFor(
      async () => expect(await scratches(host)).toMatch(/^mks_restore_test_t/),
      waiting,
    );
    run.kill();
    await run.ended;
    await vi.waitFor(async () => expect(await scratches(host)).toBe(''), waiting);
    await vi.waitFor(
      async () => expect(await host.must('cat /var/tmp/teiki-[0-9]*/*/status')).toBe('0'),
      waiting,
    );
    // The lease ends by itself within a minute of the work; the test does not wait for it.
    await host.must(`owner=/run/lock/teiki.lock/owner
      { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner`);
    const next = RunResult.parse(JSON.parse(await teiki().ended));
    expect(tasksIn(next)).toEqual(['backup.restore-test done ok: picked-up']);
    expect(next.steps[0]?.measurements.find(({ name }) => name === 'rows')?.value).toBe(73_600);
    expect(await production(host)).toBe(before);
  });
});
