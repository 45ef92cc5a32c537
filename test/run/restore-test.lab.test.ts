import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, formats, prepareBackupHost, production, scratches } from './backup-host.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const old = 'find /backup/mks -exec touch -d "1 hour ago" {} +';
const patterns = {
  custom: 'db_*.dump',
  directory: 'db_*.dump',
  tar: 'db_*.dump',
  plain: 'db_*.sql.gz',
};

describeLab('backup.restore-test', () => {
  let lab: Lab;
  let host: Host;
  let clusters: object[];
  let before: string;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    const rights = formats.flatMap((format) => backup.privileged(backup.params.parse({ format })));
    await grantRights(host, rights);
    clusters = [await clusterOf(host)];
    before = await production(host);
  });
  afterAll(() => lab?.stop());

  async function backUp(format: (typeof formats)[number] = 'custom', more: object = {}) {
    await host.must('rm -rf /backup/mks/* /var/tmp/teiki-*');
    const step = { use: 'backup.run', with: { format, ...more } };
    const result = await conductInLab(lab, host, [step], { changes: 'all' });
    expect(tasksIn(result)).toEqual(['backup.run done ok: applied']);
    await host.must(old);
  }
  const run = (more: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, [{ use: 'backup.restore-test', with: { clusters, ...more } }], {
      changes,
    });
  const keys = (result: RunResult) =>
    result.steps[0]?.findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ severity, key, message }) => `${severity} ${key} ${message.id.split('/').at(-1)}`);
  const untouched = async () => {
    expect(await scratches(host)).toBe('');
    expect(await production(host)).toBe(before);
    expect(await host.must('ls -d /var/tmp/teiki-restore-[0-9]* 2>/dev/null || :')).toBe('');
  };

  test.each(formats)('%s: all of it is there, measured, and gone again', async (format) => {
    await backUp(format);
    const result = await run({
      pattern: patterns[format],
      smoke: 'SELECT count(*) > 0 FROM users',
    });
    expect(keys(result)).toEqual([]);
    expect(tasksIn(result)).toEqual(['backup.restore-test done ok: applied']);
    const measured = Object.fromEntries(
      (result.steps[0]?.measurements ?? []).map(({ name, value }) => [name, value]),
    );
    expect(measured).toMatchObject({ tables: 8, rows: 73_600, sampled: 81 });
    expect(measured['restore']).toBeGreaterThan(0);
    await untouched();
  });

  test('the same backup is not tested twice', async () => {
    await backUp();
    await run();
    expect(tasksIn(await run())).toEqual(['backup.restore-test no-op ok: tested']);
  });

  test('a plan changes nothing', async () => {
    await backUp();
    expect(tasksIn(await run({}, 'none'))).toEqual([
      'backup.restore-test planned ok: only-planned',
    ]);
    await untouched();
  });
});
