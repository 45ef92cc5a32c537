import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { restoreParams } from '../../src/catalogue/backup/restore-params.ts';
import { scratchFunctions } from '../../src/catalogue/backup/restore-script.ts';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, formats, prepareBackupHost, production, scratches } from './backup-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const old = 'find /backup/mks -exec touch -d "1 hour ago" {} +';
const asMaint = 'runuser -u mks-maint --';

/** Everything that could bring the production database into danger, or leave something behind. */
describeLab('backup.restore-test keeps away from production', () => {
  let lab: Lab;
  let host: Host;
  let clusters: { systemIdentifier: string; host: string; port: number }[];
  let before: string;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    await grantRights(
      host,
      formats.flatMap((format) => backup.privileged(backup.params.parse({ format }))),
    );
    clusters = [await clusterOf(host)];
    const step = { use: 'backup.run' };
    expect(tasksIn(await conductInLab(lab, host, [step], { changes: 'all' }))).toEqual([
      'backup.run done ok: applied',
    ]);
    await host.must(`${old}; cp -a /backup/mks /backup/kept`);
    before = await production(host);
  });
  afterAll(() => lab?.stop());

  const run = (more: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(
      lab,
      host,
      [{ use: 'backup.restore-test', with: { clusters, timeoutSeconds: 100, ...more } }],
      { changes },
    );
  const psql = (sql: string) =>
    host.must('runuser -u postgres -- psql -X -q -At -v ON_ERROR_STOP=1 -c "$1"', { args: [sql] });
  const again = () =>
    host.must('rm -rf /backup/mks /var/tmp/teiki-restore*; cp -a /backup/kept /backup/mks');
  const untouched = async () => {
    expect(await production(host)).toBe(before);
    expect(await scratches(host)).toBe('');
  };

  test.each([
    ['the production name', 'mks_test', 'mks_test'],
    ['in capitals', 'mks_test', 'MKS_TEST'],
    ['in quotes', 'mks_test', '"mks_test"'],
    ['with blanks', 'mks_test', ' mks_test '],
    ['in wide letters', 'mks_test', 'ｍｋｓ＿ｔｅｓｔ'],
    ['with an invisible one', 'mks_test', 'mks_\u200btest'],
    ['no scratch name', 'mks_db', 'mks_db'],
    ['no scratch name in capitals', 'MKS_DB', 'mks_db'],
    ['a scratch name and more', 'mks_test; DROP DATABASE mks_db', 'mks_db'],
    ['two lines', 'mks_test\nmks_db', 'mks_db'],
  ])('a target that is %s is no parameter', (_, target, database) => {
    expect(restoreParams.safeParse({ target, database }).success).toBe(false);
  });

  test('the script has the same guard, and drops nothing else', async () => {
    const script = `production=mks_test
      q() { cat >>/tmp/guard-asked; }
      : >/tmp/guard-asked
      ${scratchFunctions.text}
      for name in mks_db MKS_DB '"mks_db"' 'mks_test; DROP DATABASE mks_db' 'mks_test
mks_db' 'mks_db
mks_test' mks_test mks_testing mks_restore_test_A ' mks_restore_test' mks_ｔest postgres ''; do
        drop "$name" && echo "dropped $name"
      done
      cat /tmp/guard-asked
      drop mks_restore_test_t1p1 && cat /tmp/guard-asked`;
    for (const shell of ['/bin/dash', '/bin/bash', '/bin/busybox ash']) {
      expect(await host.must(`${shell} -c "$1" 2>/dev/null`, { args: [script] })).toBe(
        'DROP DATABASE IF EXISTS mks_restore_test_t1p1 WITH (FORCE);',
      );
    }
  });

  test('the role could not drop production if it tried', async () => {
    const { exitStatus, stderr } = await host.run(
      `${asMaint} psql -X -d postgres -c 'DROP DATABASE mks_db WITH (FORCE)'`,
    );
    expect(exitStatus).not.toBe(0);
    expect(stderr).toContain('must be owner of database mks_db');
    await untouched();
  });

  test.each([
    [
      'a superuser',
      'ALTER ROLE "mks-maint" SUPERUSER',
      'ALTER ROLE "mks-maint" NOSUPERUSER',
      'critical: superuser',
    ],
    [
      'an owner of production',
      'GRANT mks_user TO "mks-maint"',
      'REVOKE mks_user FROM "mks-maint"',
      'critical: owner',
    ],
    [
      'without CREATEDB',
      'ALTER ROLE "mks-maint" NOCREATEDB',
      'ALTER ROLE "mks-maint" CREATEDB',
      'critical: no-createdb',
    ],
    [
      'not there',
      'ALTER ROLE "mks-maint" RENAME TO away',
      'ALTER ROLE away RENAME TO "mks-maint"',
      'critical: down',
    ],
  ])('refused with a role that is %s', async (_, spoil, mend, found) => {
    await psql(spoil);
    const result = await run();
    await psql(mend);
    expect(tasksIn(result)).toEqual([`backup.restore-test failed ${found}`]);
    await untouched();
  });

  test('a role that may not see where the data is: the room is not known, and that is said', async () => {
    await psql('REVOKE pg_monitor FROM "mks-maint"');
    const result = await run({}, 'none');
    await psql('GRANT pg_monitor TO "mks-maint"');
    expect(tasksIn(result)).toEqual([
      'backup.restore-test planned warning: only-planned, space-unknown',
    ]);
  });

  test('refused on a cluster that nobody has allowed, which is named', async () => {
    const [cluster] = clusters;
    const result = await run({ clusters: [] });
    expect(tasksIn(result)).toEqual(['backup.restore-test failed critical: not-allowed']);
    expect(result.steps[0]?.findings[0]?.remedy?.args).toMatchObject({ ...cluster });
    const other = [{ ...cluster, systemIdentifier: '7000000000000000001' }];
    expect(tasksIn(await run({ clusters: other }))).toEqual([
      'backup.restore-test failed critical: not-allowed',
    ]);
    await untouched();
  });

  test('a plain dump made with --create does not go to production', async () => {
    const plain = (rest: string) => `for f in /backup/mks/db_*.dump; do rm -f $f; done
      runuser -u postgres -- pg_dump -Fp mks_db ${rest} | gzip >/backup/mks/db_1.sql.gz; chmod a+r /backup/mks/db_1.sql.gz; ${old}`;
    const given = { pattern: 'db_*.sql.gz' };
    await host.must(plain('--create'));
    expect(tasksIn(await run(given))).toEqual(['backup.restore-test failed critical: elsewhere']);
    // Far down in the file it is found by what stands between the dump and psql.
    await host.must(plain("| sed '/^COPY public.tasks/i \\\\\\\\connect mks_db'"));
    const result = await run(given);
    expect(tasksIn(result)[0]).toContain('not-restored');
    expect(result.steps[0]?.findings.map((one) => one.evidence ?? '').join('')).toContain(
      'the dump leaves the scratch database',
    );
    await untouched();
    await again();
  });

  test('refused when the dump is of a newer server, or of a newer pg_dump', async () => {
    // The archive says so itself: a version of the server of the same length, and one of the format.
    const forge = (sed: string) =>
      host.must(
        `for f in /backup/mks/db_*.dump; do LC_ALL=C sed -i "$1" $f; chmod a+r $f; done; ${old}`,
        { args: [sed] },
      );
    await forge('s/15\\.[0-9]* (Debian 15/19.1 (Debian 15/;1s/^PGDMP\\(.\\)\\(.\\)/PGDMP\\1\\2/');
    const [line] = tasksIn(await run());
    expect(line).toMatch(/^backup.restore-test failed critical: (newer-server|old-tool|damaged)/);
    await again();
    await host.must(
      `for f in /backup/mks/db_*.dump; do printf '\\001\\143' | dd of=$f bs=1 seek=5 conv=notrunc status=none; done; ${old}`,
    );
    expect(tasksIn(await run())).toEqual(['backup.restore-test failed critical: old-tool']);
    await untouched();
    await again();
  });

  test('refused without room for the database, or for the uploads', async () => {
    const [cluster] = clusters;
    const unmount = await mountSmall(host, '/small', { sizeMebibytes: 8 });
    await host.must('chmod 1777 /small');
    const fill = await fillSpace(host, '/small', 500);
    expect(tasksIn(await run({ scratch: '/small' }))).toEqual([
      'backup.restore-test failed critical: scratch-space',
    ]);
    await fill();
    await unmount();
    const data = '/var/lib/postgresql/15/second';
    const away = await mountSmall(host, data, { sizeMebibytes: 70 });
    await host.must(`rm -rf ${data}/*; pg_createcluster -p 5433 15 second -- --no-sync >/dev/null
      pg_ctlcluster 15 second start
      runuser -u postgres -- psql -p 5433 -qc 'CREATE ROLE "mks-maint" LOGIN CREATEDB IN ROLE pg_monitor'`);
    const second = [await clusterOf(host, 5433)];
    const result = await run({ clusters: second });
    await host.must('pg_ctlcluster 15 second stop');
    await away();
    await host.must('pg_dropcluster 15 second || rm -rf /etc/postgresql/15/second');
    expect(tasksIn(result)).toEqual(['backup.restore-test failed critical: space']);
    expect(second[0]?.systemIdentifier).not.toBe(cluster?.systemIdentifier);
    await untouched();
  });

  const midway = () =>
    vi.waitFor(async () => expect(await scratches(host)).toMatch(/^mks_restore_test_t\d+p\d+$/), {
      timeout: 30_000,
      interval: 30,
    });
  /** Keeps a restore from ending: the smoke query waits. */
  const slow = { smoke: 'SELECT pg_sleep(8)::text IS NOT NULL' };

  test('the server restarts in the middle: failed, and the scratch database is gone all the same', async () => {
    const running = run(slow);
    await midway();
    await host.must('sleep 2; systemctl restart postgresql');
    const [line] = tasksIn(await running);
    expect(line).toMatch(/^backup.restore-test failed critical/);
    await untouched();
  });

  test('what a killed test leaves is dropped by the next one, and what others use is not', async () => {
    const running = run(slow);
    await midway();
    await host.must(
      `read -r db pid </var/tmp/teiki-restore-test-*/running; kill -KILL -$(ps -o pgid= -p $pid | tr -d ' ')`,
    );
    expect(tasksIn(await running)[0]).toMatch(/^backup.restore-test failed critical.*not-tested/);
    const left = await scratches(host);
    expect(left).toMatch(/^mks_restore_test_t/);
    const inUse = `mks_restore_test_t${Math.floor(Date.now() / 1000)}p999999`;
    await host.must(
      `${asMaint} createdb ${inUse}; ${asMaint} createdb mks_restore_test; ${asMaint} createdb mks_restore_test_t1000000000p1`,
    );
    const plan = await run({}, 'none');
    expect(
      plan.steps[0]?.task?.changes
        .flatMap(({ id, args }) => (id.endsWith('drop-leftover') ? args['name'] : []))
        .toSorted(),
    ).toEqual([left, 'mks_restore_test_t1000000000p1'].toSorted());
    expect(tasksIn(await run())[0]).toMatch(
      /^backup.restore-test done ok: applied, leftover, leftover/,
    );
    expect(await scratches(host)).toBe(`mks_restore_test\n${inUse}`);
    await host.must(`${asMaint} dropdb ${inUse}; ${asMaint} dropdb mks_restore_test`);
    await untouched();
  });

  test('two hosts: the backup of the one is restored on the other', async () => {
    const other = await lab.boot({ name: 'db2' });
    // Clones of one root have clusters of one identifier; this one is its own.
    await other.must(`pg_dropcluster 15 main && pg_createcluster 15 main -- --no-sync >/dev/null
      pg_ctlcluster 15 main start; runuser -u postgres -- psql -qc 'CREATE ROLE "mks-maint" LOGIN CREATEDB IN ROLE pg_monitor'
      install -d -g mks-maint -m 750 /backup /backup/mks`);
    const names = (await host.must('cd /backup/mks && ls')).split('\n');
    for (const name of names) {
      const content = await host.must('base64 -w0 "$1"', { args: [`/backup/mks/${name}`] });
      await other.must('base64 -d >"$1"; chmod a+r "$1"', {
        args: [`/backup/mks/${name}`],
        input: content,
      });
    }
    await other.must(old);
    const step = { use: 'backup.restore-test', with: { clusters: [await clusterOf(other)] } };
    expect(tasksIn(await conductInLab(lab, other, [step], { changes: 'all' }))).toEqual([
      'backup.restore-test done ok: applied',
    ]);
    // The identifier of the first host is of no use on the second.
    const wrong = { use: 'backup.restore-test', with: { clusters } };
    await other.must('rm -rf /var/tmp/teiki-restore*');
    expect(tasksIn(await conductInLab(lab, other, [wrong], { changes: 'all' }))).toEqual([
      'backup.restore-test failed critical: not-allowed',
    ]);
    await other.stop();
  });
});
