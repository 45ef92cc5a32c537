import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { clusterOf } from './backup-host.ts';
import { CommandLine, expireLock } from './command-line.ts';
import { copyBackups, drillOf, prepareProduction, prepareTarget } from './dr-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

describeLab('a runner that is lost in the middle of a drill', () => {
  let lab: Lab;
  let app: Host;
  let target: Host;
  let teiki: CommandLine;

  beforeAll(async () => {
    lab = await Lab.start();
    [app, target] = await Promise.all([lab.boot({ name: 'app1' }), lab.boot({ name: 'dr1' })]);
    await Promise.all([prepareProduction(lab, app), prepareTarget(target)]);
    await copyBackups(app, target);
    const slow = { url: 'http://127.0.0.1:5100/api/v1/slow' };
    const { use, with: given } = await drillOf(target, { checks: [slow] });
    teiki = await CommandLine.create(lab, target, {
      level: 3,
      config: { contacts: { emergency: '+81-3-0000-0000', channel: '#sre' } },
      steps: [{ task: use, with: given, apply: true }],
      always: ['--apply', '--override', 'a drill of the lab'],
    });
  });
  afterAll(async () => {
    await teiki?.remove();
    await lab?.stop();
  });

  test('the drill goes on to its teardown, and the next run tells its times', async () => {
    const run = teiki.start();
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
    await expireLock(target);
    const next = await teiki.start().result();
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
