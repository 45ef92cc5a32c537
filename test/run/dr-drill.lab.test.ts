import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { production } from './backup-host.ts';
import { backUp, copyBackups, drillOf, prepareProduction, prepareTarget } from './dr-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

/** Everything that a drill may leave, on the target. */
const left = `runuser -u postgres -- psql -XAt -c "SELECT datname FROM pg_database WHERE datname ~ 'mks' UNION ALL SELECT rolname FROM pg_roles WHERE rolname = 'mks_user'"
systemctl is-active mks-backend-dr || :
ls -A /var/lib/teiki-drill`;

describeLab('dr.drill', () => {
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
    await target.must('cp -a /backup/off-host /backup/kept');
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await target?.must(
      'rm -rf /backup/off-host/* /var/tmp/teiki-dr-*; cp -a /backup/kept/* /backup/off-host/',
    );
  });

  const override = 'a drill of the lab';
  const run = async (more: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, target, [await drillOf(target, more)], { changes, override });
  const keys = (result: RunResult) =>
    result.steps[0]?.findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ severity, key, message }) => `${severity} ${key} ${message.id.split('/').at(-1)}`);
  const evidence = (result: RunResult) =>
    result.steps[0]?.findings.map((one) => one.evidence ?? '').join();
  const measured = (result: RunResult) =>
    Object.fromEntries((result.steps[0]?.measurements ?? []).map((one) => [one.name, one.value]));
  const gone = async () => {
    expect(await target.must(left)).toBe('inactive');
    expect(await production(app)).toBe(before);
  };

  test('from the declaration to the teardown, with RTO and RPO', async () => {
    const result = await run();
    expect(keys(result)).toEqual([]);
    expect(tasksIn(result)).toEqual(['dr.drill done ok: applied, override']);
    const values = measured(result);
    expect(values).toMatchObject({ tables: 8, rows: 73_600 });
    const phases = ['choose', 'database', 'uploads', 'service', 'functional'] as const;
    const sum = phases.reduce((all, name) => all + (values[name] ?? Number.NaN), 0);
    expect(values['rto']).toBeGreaterThan(0);
    // Nothing but the phases is recovery time; what runs beside them is not counted twice.
    expect(Math.abs((values['rto'] ?? 0) - sum)).toBeLessThan(3);
    const at = await target.must(
      `sed -n 's/.*"snapshot": {"at" : "\\([^"]*\\)".*/\\1/p' /backup/off-host/manifest_*`,
    );
    const facts = result.steps[0]?.facts as { after: { result: { declaredAt: string } } };
    const lost = (Date.parse(facts.after.result.declaredAt) - Date.parse(at)) / 1000;
    expect(Math.abs((values['rpo'] ?? 0) - lost)).toBeLessThan(2);
    await gone();
  });

  test('the same backup is not drilled twice in a row; a plan changes nothing', async () => {
    expect(tasksIn(await run({}, 'none'))).toEqual(['dr.drill planned ok: only-planned']);
    await gone();
    await run();
    expect(tasksIn(await run())).toEqual(['dr.drill no-op ok: drilled']);
    const again = await run({ notAgainWithinHours: 0 }, 'none');
    expect(tasksIn(again)).toEqual(['dr.drill planned ok: only-planned']);
  });

  test('missed objectives are critical, with the times', async () => {
    const result = await run({ rtoMinutes: 0.001, rpoMinutes: 0.001 });
    expect(keys(result)).toEqual(['critical rto rto', 'critical rpo rpo']);
    expect(result.steps[0]?.task?.outcome).toBe('failed');
    await gone();
  });

  /** A newer backup, a day's work later; what is spoilt of it is not in the one before. */
  const newer = async (spoil: string) => {
    await target.must(
      `cd /backup/off-host; old=$(ls manifest_* | sed 's/manifest_\\(.*\\).json/\\1/'); new=20990101T000000Z
       for f in *_$old*; do cp "$f" "$(echo "$f" | sed "s/$old/$new/")"; done
       sed -i "s/$old/$new/; s/\\(\\"snapshot\\": {\\"at\\" : \\"\\)[^\\"]*/\\1$(date -u +%Y-%m-%dT%H:%M:%S.000Z)/" manifest_$new.json
       cd /backup/off-host && ${spoil}; chmod a+r *; touch -d '-2 minutes' *`,
    );
  };
  const resum = `for f in db_2099* uploads_2099*; do
      sum=$(sha256sum <$f | cut -c 1-64)
      sed -i "s/\\(\\"path\\": \\"$f\\", \\"bytes\\": [0-9]*, \\"sha256\\": \\"\\)[0-9a-f]*/\\1$sum/" manifest_2099*
    done`;

  test.each([
    [
      'a flipped byte in the dump',
      'printf X | dd of=db_20990101T000000Z.dump bs=1 seek=5000 conv=notrunc status=none',
      'db_20990101T000000Z.dump: FAILED',
    ],
    [
      'uploads that were cut',
      'truncate -s -100 uploads_2099*',
      'uploads_20990101T000000Z.tar.gz: FAILED',
    ],
    [
      'globals that are missing',
      'rm globals_2099*',
      'globals_20990101T000000Z.sql: FAILED open or read',
    ],
  ])('%s: the backup before is chosen, and that is said', async (_, spoil, wanted) => {
    await newer(spoil);
    const plan = await run({}, 'none');
    const choose = plan.steps[0]?.task?.changes.find(({ id }) => id.endsWith('/choose'));
    expect(choose?.args).toMatchObject({ file: 'db_20990101T000000Z.dump', older: 1 });
    const result = await run();
    expect(keys(result)).toEqual(['warning backup:manifest_20990101T000000Z.json passed']);
    expect(evidence(result)).toContain(wanted);
    expect(result.steps[0]?.task?.outcome).toBe('done');
    expect(measured(result)).toMatchObject({ rows: 73_600 });
    await gone();
  });

  test('a list of files that cannot be read makes a backup no candidate for long', async () => {
    await newer(
      `sed -i 's/\\("path": "globals[^,]*\\), "bytes": \\([0-9]*\\), \\(.*"\\)}/\\3, \\1, "bytes": \\2}/' manifest_2099*`,
    );
    await target.must(
      `sed -i 's/{\\("path": "globals[^,]*\\), \\("bytes": [0-9]*\\), \\("sha256": "[0-9a-f]*"\\)}/{\\3, \\1, \\2}/' /backup/off-host/manifest_2099*`,
    );
    expect(keys(await run())).toEqual(['warning backup:manifest_20990101T000000Z.json passed']);
    await gone();
  });

  test('nothing verifies: nothing is restored, and the objective is missed', async () => {
    await target.must('for f in /backup/off-host/db_*; do printf X >>$f; done');
    const result = await run();
    expect(keys(result)?.map((key) => key.split(' ').at(-1))).toEqual([
      'not-verified',
      'none-verified',
      'not-recovered',
    ]);
    expect(measured(result)).not.toHaveProperty('rto');
    await gone();
  });

  /** The newest dump made anew from a spoilt database, with the right sum: only a restore shows it. */
  const spoilt = (sql: string) =>
    newer(`cd /tmp && runuser -u postgres -- createdb -T template0 spoilt
      runuser -u postgres -- pg_restore --no-owner --no-privileges -d spoilt -Fc </backup/off-host/db_2099*
      runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 -c "${sql}" spoilt >/dev/null
      runuser -u postgres -- pg_dump -Fc spoilt >/backup/off-host/db_20990101T000000Z.dump
      runuser -u postgres -- dropdb spoilt; cd /backup/off-host; ${resum}`);

  test.each([
    [
      'a table that is missing',
      'DROP TABLE attachments',
      'critical table:public.attachments table-missing',
    ],
    [
      'rows that are missing',
      'DELETE FROM attachments WHERE id > 7990',
      'critical table:public.attachments rows',
    ],
    [
      'a sequence set back',
      "SELECT setval('invoice_number', 1000)",
      'critical sequence:public.invoice_number sequence',
    ],
  ])('%s is found by name', async (_, sql, found) => {
    await spoilt(sql);
    const result = await run();
    expect(keys(result)).toContain(found);
    expect(keys(result)?.filter((key) => !/table|sequence|objects/.test(key))).toEqual([]);
    expect(result.steps[0]?.task?.outcome).toBe('failed');
    // The service came up all the same, and how long that took is known.
    expect(measured(result)['rto']).toBeGreaterThan(0);
    await gone();
  });

  test('an upload that was changed is found by name', async () => {
    await newer(`rm -rf /tmp/up && mkdir /tmp/up && tar -xzf uploads_2099* -C /tmp/up
      printf x | dd of=/tmp/up/uploads/photo-7.bin bs=1 seek=999 conv=notrunc status=none
      tar -czf uploads_20990101T000000Z.tar.gz -C /tmp/up uploads; rm -rf /tmp/up; ${resum}`);
    expect(keys(await run())).toEqual(['critical upload:uploads/photo-7.bin upload']);
    await gone();
  });

  test('a service that does not start', async () => {
    await target.must(
      'sed -i s/service.py/nothing.py/ /etc/systemd/system/mks-backend-dr.service; systemctl daemon-reload',
    );
    const result = await run({ waitSeconds: 8 });
    await target.must(
      'sed -i s/nothing.py/service.py/ /etc/systemd/system/mks-backend-dr.service; systemctl daemon-reload; systemctl reset-failed mks-backend-dr',
    );
    expect(keys(result)).toEqual(['critical service unhealthy', 'critical rto not-recovered']);
    expect(evidence(result)).toContain('nothing.py');
    await gone();
  });

  test('a functional check that fails, by status and by text', async () => {
    const checks = [
      { url: 'http://127.0.0.1:5100/api/v1/users', contains: 'users: 3000' },
      { url: 'http://127.0.0.1:5100/upload', status: 404 },
    ];
    const result = await run({ checks });
    expect(keys(result)).toEqual([
      'critical check:http://127.0.0.1:5100/api/v1/users check-failed',
      'critical check:http://127.0.0.1:5100/upload check-failed',
      'critical rto not-recovered',
    ]);
    expect(evidence(result)).toContain('users: 2000');
    await gone();
  });

  test.each(['directory', 'tar', 'plain'])('a dump of format %s', async (format) => {
    await app.must('rm -rf /backup/mks/*');
    await backUp(lab, app, { format });
    await target.must('rm -rf /backup/off-host/*');
    await copyBackups(app, target);
    const pattern = format === 'plain' ? 'db_*.sql.gz' : 'db_*.dump';
    const result = await run({ pattern });
    expect(keys(result)).toEqual([]);
    expect(measured(result)).toMatchObject({ tables: 8, rows: 73_600 });
    await gone();
  });
});
