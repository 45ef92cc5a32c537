import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { drillParams } from '../../src/catalogue/dr/drill-params.ts';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { production } from './backup-host.ts';
import { copyBackups, drillOf, prepareProduction, prepareTarget } from './dr-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const left = `runuser -u postgres -- psql -XAt -c "SELECT datname FROM pg_database WHERE datname ~ 'mks' UNION ALL SELECT rolname FROM pg_roles WHERE rolname = 'mks_user'"
systemctl is-active mks-backend-dr || :
ls -A /var/lib/teiki-drill`;

/** Each test tries to have production, or what is somebody else's, taken for the target. */
describeLab('dr.drill keeps away from production', () => {
  let lab: Lab;
  let app: Host;
  let target: Host;
  let before: string;

  beforeAll(async () => {
    lab = await Lab.start();
    [app, target] = await Promise.all([lab.boot({ name: 'app1' }), lab.boot({ name: 'dr1' })]);
    await Promise.all([prepareProduction(lab, app), prepareTarget(target)]);
    before = await production(app);
    await copyBackups(app, target);
  });
  afterAll(() => lab?.stop());

  const override = 'a drill of the lab';
  const run = async (more: object = {}, host = target, changes: 'all' | 'none' = 'all') =>
    tasksIn(await conductInLab(lab, host, [await drillOf(host, more)], { changes, override }))[0];
  const gone = async () => expect(await target.must(left)).toBe('inactive');
  const psql = (sql: string) =>
    target.must('runuser -u postgres -- psql -X -q -At -v ON_ERROR_STOP=1 -c "$1"', {
      args: [sql],
    });

  test('production itself, in every way that it can be known', async () => {
    const line = await run({}, app, 'none');
    for (const id of ['no-target', 'has-production', 'no-role', 'no-service', 'no-scratch']) {
      expect(line).toContain(id);
    }
    // All that can be prepared by mistake, and the copies in the folder of the backups.
    await app.must(`install -d /etc/teiki && install -m 644 /etc/machine-id /etc/teiki/drill-target
      install -d -o mks-maint -m 700 /var/lib/teiki-drill; useradd --system mks_dr
      runuser -u postgres -- createuser mks_dr
      printf '[Service]\\nExecStart=/bin/sleep 9\\n' >/etc/systemd/system/mks-backend-dr.service; systemctl daemon-reload`);
    expect(await run({ directory: '/backup/mks' }, app)).toBe(
      'dr.drill failed critical: source-host, source-cluster, has-production',
    );
    // Under another host name and another name of the database it is the cluster that tells.
    await app.must(
      'hostname dr9; runuser -u postgres -- psql -qc "ALTER DATABASE mks_db RENAME TO other"',
    );
    expect(await run({ directory: '/backup/mks' }, app)).toBe(
      'dr.drill failed critical: source-cluster',
    );
    await app.must(
      'hostname app1; runuser -u postgres -- psql -qc "ALTER DATABASE other RENAME TO mks_db"',
    );
    expect(await production(app)).toBe(before);
  });

  test.each([
    ['missing', 'rm /etc/teiki/drill-target'],
    ['of another host', 'echo 0123456789abcdef0123456789abcdef >/etc/teiki/drill-target'],
    ['empty', ': >/etc/teiki/drill-target'],
    ['of a user', 'chown mks-maint /etc/teiki/drill-target'],
    ['in a folder that others write to', 'chmod 777 /etc/teiki'],
    ['a link', 'cd /etc/teiki && rm drill-target && ln -s ../machine-id drill-target'],
  ])('a mark that is %s', async (_, spoil) => {
    await target.must(spoil);
    expect(await run()).toBe('dr.drill failed critical: no-target');
    await target.must(
      'chmod 755 /etc/teiki; rm -f /etc/teiki/drill-target; install -m 644 /etc/machine-id /etc/teiki/drill-target',
    );
    await gone();
  });

  test('a cluster that nobody allowed, a database of the name of production, one of somebody else', async () => {
    expect(await run({ clusters: [] })).toBe('dr.drill failed critical: not-allowed');
    await psql('CREATE DATABASE mks_db');
    expect(await run()).toBe('dr.drill failed critical: has-production');
    // Named in the manifest alone.
    expect(await run({ database: 'something' })).toBe('dr.drill failed critical: has-production');
    await psql('DROP DATABASE mks_db');
    await psql('CREATE DATABASE mks_restore_test_drill');
    expect(await run()).toBe('dr.drill failed critical: taken');
    await psql('DROP DATABASE mks_restore_test_drill');
    await gone();
  });

  test('a role that may too much, or too little', async () => {
    await psql('ALTER ROLE "mks-maint" SUPERUSER');
    expect(await run()).toBe('dr.drill failed critical: superuser');
    await psql('ALTER ROLE "mks-maint" NOSUPERUSER NOCREATEDB');
    expect(await run()).toBe('dr.drill failed critical: no-createdb');
    await psql('ALTER ROLE "mks-maint" CREATEDB');
    expect(await run({ role: 'nobody_there' })).toBe('dr.drill failed critical: no-role');
    await gone();
  });

  test('a service that is another by a second name, or is up already', async () => {
    await target.must(`printf '[Service]\\nExecStart=/bin/sleep 999\\n[Install]\\nAlias=mks-backend-drill.service\\n' >/etc/systemd/system/mks-backend.service
      systemctl daemon-reload; systemctl enable mks-backend 2>/dev/null; systemctl start mks-backend`);
    expect(await run({ unit: 'mks-backend-drill' })).toBe('dr.drill failed critical: alias');
    expect(await target.must('systemctl is-active mks-backend')).toBe('active');
    await target.must(
      'systemctl disable --now mks-backend 2>/dev/null; rm /etc/systemd/system/mks-backend.service; systemctl daemon-reload; systemctl start mks-backend-dr',
    );
    expect(await run()).toBe('dr.drill failed critical: active');
    await target.must('systemctl stop mks-backend-dr');
    await gone();
  });

  test.each([
    ['unit', 'mks-backend'],
    ['unit', 'mks-backend.service'],
    ['unit', 'mks-backend-dr;reboot'],
    ['unit', 'postgresql'],
    ['target', 'mks_db'],
    ['target', 'MKS_RESTORE_TEST'],
    ['target', 'mks_restore_test_drill"; DROP DATABASE x'],
    ['health', 'https://mks.example.com/api/v1/health'],
    ['health', 'http://127.0.0.1.example.com/'],
    ['health', 'http://127.0.0.1:5100@example.com/'],
    ['role', 'mks_dr; DROP ROLE x'],
    ['directory', '../backup'],
  ])('no parameter: %s %s', (name, value) => {
    expect(drillParams.safeParse({ [name]: value }).success).toBe(false);
    const same = { target: 'mks_test', database: 'mks_test' };
    expect(drillParams.safeParse(same).success).toBe(false);
  });

  test('no room for the uploads', async () => {
    const unmount = await mountSmall(target, '/small', { sizeMebibytes: 8 });
    await target.must('install -d -o mks-maint -g mks_dr -m 2750 /small/drill-here');
    const fill = await fillSpace(target, '/small', 500);
    expect(await run({ scratch: '/small/drill-here' })).toBe(
      'dr.drill failed critical: scratch-space',
    );
    await fill();
    await unmount();
    expect(await run({ scratch: '/var/tmp' })).toBe('dr.drill failed critical: no-scratch');
    await gone();
  });

  test('a drill that is killed in the middle is cleared away by the next one', async () => {
    const checks = [{ url: 'http://127.0.0.1:5100/api/v1/slow' }];
    const running = run({ checks });
    await vi.waitFor(
      async () =>
        expect(await target.must('systemctl is-active mks-backend-dr || :')).toBe('active'),
      { timeout: 60_000, interval: 50 },
    );
    await target.must(
      `read -r db pid </var/tmp/teiki-dr-drill-*/running; kill -KILL -$(ps -o pgid= -p $pid | tr -d ' ')`,
    );
    expect(await running).toMatch(/^dr.drill failed critical.*not-drilled/);
    expect(await target.must(left)).toBe('mks_restore_test_drill\nmks_user\nactive\ndrill');
    const plan = await conductInLab(lab, target, [await drillOf(target)], {
      changes: 'none',
      override,
    });
    const cleared = plan.steps[0]?.task?.changes.filter(({ id }) => id.endsWith('/clear'));
    expect(cleared?.map(({ args }) => args['what'])).toEqual([
      'mks_restore_test_drill',
      '/var/lib/teiki-drill/drill',
      'mks-backend-dr',
      'mks_user',
    ]);
    expect(await run()).toMatch(/^dr.drill done ok: applied, override, cleared/);
    await gone();
    expect(await production(app)).toBe(before);
  });
});
