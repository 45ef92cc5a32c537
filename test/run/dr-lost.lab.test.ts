import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import { mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { clusterOf } from './backup-host.ts';
import { copyBackups, drillOf, prepareProduction, prepareTarget } from './dr-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

describeLab('a runner that is lost in the middle of a drill', () => {
  let lab: Lab;
  let app: Host;
  let target: Host;
  let dir: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    lab = await Lab.start();
    [app, target] = await Promise.all([lab.boot({ name: 'app1' }), lab.boot({ name: 'dr1' })]);
    await Promise.all([prepareProduction(lab, app), prepareTarget(target)]);
    await copyBackups(app, target);
    dir = await mkdtemp(join(tmpdir(), 'teiki-drill-'));
    await mkdir(join(dir, 'runbooks'));
    const { address, hostKey } = target;
    const text = { ja: '訓練', en: 'Drill' };
    const slow = { url: 'http://127.0.0.1:5100/api/v1/slow' };
    const { use, with: given } = await drillOf(target, { checks: [slow] });
    const files = {
      'config.yml': {
        timezone: 'Asia/Tokyo',
        locale: 'en',
        team: 'SRE',
        contacts: { emergency: '+81-3-0000-0000', channel: '#sre' },
      },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { dr1: { address, groups: ['dr'], hostKeys: [hostKey] } },
      },
      'runbooks/drill.yml': {
        id: 'drill',
        title: text,
        purpose: text,
        level: 3,
        impact: text,
        alternative: text,
        rollback: text,
        hosts: ['dr'],
        window: { every: 'month', on: 'first monday', at: '03:00', minutes: 30 },
        steps: [{ task: use, with: given, apply: true }],
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
    const argv = [main, 'run', 'drill', '--dir', dir, '--quiet', '--json', '-', '--apply'];
    argv.push('--override', 'a drill of the lab');
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

  test('the drill goes on to its teardown, and the next run tells its times', async () => {
    const run = teiki();
    const waiting = { timeout: 60_000, interval: 100 };
    await vi.waitFor(
      async () =>
        expect(await target.must('systemctl is-active mks-backend-dr || :')).toBe('active'),
      waiting,
    );
    run.kill();
    await run.ended;
    await vi.waitFor(
      async () => expect(await target.must('cat /var/tmp/teiki-[0-9]*/*/status')).toBe('0'),
      waiting,
    );
    expect(
      await target.must(`systemctl is-active mks-backend-dr || :; ls -A /var/lib/teiki-drill
        runuser -u postgres -- psql -XAt -c "SELECT datname FROM pg_database WHERE datname ~ 'mks'"`),
    ).toBe('inactive');
    // The lease ends by itself within a minute of the work; the test does not wait for it.
    await target.must(`owner=/run/lock/teiki.lock/owner
      { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner`);
    const next = RunResult.parse(JSON.parse(await teiki().ended));
    expect(tasksIn(next)[0]).toMatch(/^dr.drill done ok: picked-up/);
    const values = Object.fromEntries(
      (next.steps[0]?.measurements ?? []).map(({ name, value }) => [name, value]),
    );
    expect(values).toMatchObject({ rows: 73_600 });
    expect(values['rto']).toBeGreaterThan(9);
  });

  test('no room for the database: refused, and nothing is begun', async () => {
    const data = '/var/lib/postgresql/15/small';
    const away = await mountSmall(target, data, { sizeMebibytes: 70 });
    await target.must(`rm -rf ${data}/*; pg_createcluster -p 5433 15 small -- --no-sync >/dev/null
      pg_ctlcluster 15 small start
      runuser -u postgres -- psql -p 5433 -q -c 'CREATE ROLE "mks-maint" LOGIN CREATEDB IN ROLE pg_monitor' -c 'CREATE ROLE mks_dr'`);
    const clusters = [await clusterOf(target, 5433)];
    const step = await drillOf(target, { clusters, notAgainWithinHours: 0 });
    const result = await conductInLab(lab, target, [step], { changes: 'all', override: 'x' });
    expect(tasksIn(result)).toEqual(['dr.drill failed critical: space']);
    expect(await target.must('ls -A /var/lib/teiki-drill')).toBe('');
    await target.must('pg_ctlcluster 15 small stop');
    await away();
  });
});
