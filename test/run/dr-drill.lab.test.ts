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
});
