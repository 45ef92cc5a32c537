import { afterAll, beforeAll, expect, test } from 'vitest';
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
    const given = [...formats.map((format) => ({ format })), { compress: 0 }];
    const rights = given.flatMap((one) => backup.privileged(backup.params.parse(one)));
    await grantRights(host, rights);
    clusters = [await clusterOf(host)];
    before = await production(host);
    expect(before).toContain('tasks|60000|');
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

  /** The dump anew from a database that is short of something, under the manifest of the whole one. */
  async function spoiltDump(sql: string) {
    await host.must(
      `runuser -u postgres -- createdb -T template0 spoilt
       runuser -u postgres -- pg_restore --no-owner -d spoilt -Fc </backup/mks/db_*.dump
       runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 -c "$1" spoilt >/dev/null
       for f in /backup/mks/db_*.dump; do runuser -u postgres -- pg_dump -Fc spoilt >$f; done
       runuser -u postgres -- dropdb spoilt; ${old}`,
      { args: [sql] },
    );
  }

  test.each([
    [
      'a table that is gone',
      'DROP TABLE attachments',
      'critical table:public.attachments table-missing',
    ],
    [
      'rows that are gone',
      'DELETE FROM attachments WHERE id > 7990',
      'critical table:public.attachments rows',
    ],
    [
      'a sequence set back',
      `SELECT setval('"Odd ""Names_id_seq"', 3)`,
      'critical sequence:public.Odd "Names_id_seq sequence',
    ],
    [
      'a sequence that nothing owns',
      `SELECT setval('invoice_number', 1000)`,
      'critical sequence:public.invoice_number sequence',
    ],
    ['an index that is gone', 'DROP INDEX tasks_project', 'critical objects:indexes objects'],
    ['a view that is gone', 'DROP VIEW open_tasks', 'critical objects:views objects'],
  ])('%s is found by name', async (_, sql, found) => {
    await backUp();
    await spoiltDump(sql);
    const result = await run();
    expect(keys(result)).toContain(found);
    // The sum of the dump shows it too; nothing else is said.
    expect(keys(result)?.map((key) => key.split(' ').at(-1))).toEqual(
      expect.arrayContaining(['sum', found.split(' ').at(-1)]),
    );
    expect(result.steps[0]?.task?.outcome).toBe('failed');
    await untouched();
  });

  test('an upload that was changed, and one that is gone, are found by name', async () => {
    await backUp();
    await host.must(`cd /tmp && rm -rf up && mkdir up && tar -xzf /backup/mks/uploads_*.tar.gz -C up
      printf x | dd of=up/uploads/photo-7.bin bs=1 seek=999 conv=notrunc status=none; rm up/uploads/report-9.txt
      for f in /backup/mks/uploads_*.tar.gz; do tar -czf $f -C up uploads; done; rm -rf up; ${old}`);
    expect(keys(await run())).toEqual([
      'critical upload:uploads/photo-7.bin upload',
      'critical upload:uploads/report-9.txt upload-missing',
      'critical uploads entries',
    ]);
    await untouched();
  });

  test.each([
    ['custom', 'truncate -s -300 $f', ['file', 'dump not-restored']],
    [
      'directory',
      'g=$(ls -S $f/*.dat.gz | head -1); truncate -s -30 $g',
      ['file', 'dump not-restored'],
    ],
    ['tar', 'truncate -s $(($(stat -c %s $f) * 93 / 100)) $f', ['file']],
    ['plain', 'gzip -dc $f | head -n 900 | gzip >$f.new && mv $f.new $f', ['file']],
  ] as const)('%s that is cut: nothing of it is believed', async (format, spoil, wanted) => {
    await backUp(format);
    await host.must(
      `for f in /backup/mks/db_*; do ${spoil}; done; chmod -R a+rX /backup/mks/db_*; ${old}`,
    );
    const result = await run({ pattern: patterns[format] });
    for (const part of wanted) expect(keys(result)?.join('\n')).toContain(part);
    expect(result.steps[0]?.task?.outcome).toBe('failed');
    await untouched();
  });

  test('a flipped row in an uncompressed dump, which restores without a complaint', async () => {
    await backUp('custom', { compress: 0 });
    await host.must(
      `for f in /backup/mks/db_*; do sed -i 's/user77@mks/user78@mks/' $f; done; chmod a+r /backup/mks/db_*; ${old}`,
    );
    const result = await run();
    expect(keys(result)?.join()).toMatch(/critical file:db_\S+ sum/);
    await untouched();
  });

  test('without a manifest it is compared with what the live database believes', async () => {
    await backUp();
    await host.must('rm /backup/mks/manifest_*; runuser -u postgres -- psql -q -c ANALYZE mks_db');
    expect(tasksIn(await run())).toEqual(['backup.restore-test done ok: applied, live']);
    await spoiltDump('DELETE FROM attachments WHERE id > 7000');
    expect(keys(await run())).toEqual(['warning table:public.attachments rows-live']);
    before = await production(host);
  });

  test('a smoke query that does not hold', async () => {
    await backUp();
    expect(keys(await run({ smoke: "SELECT count(*) FROM users WHERE name = 'nobody'" }))).toEqual([
      'critical smoke smoke',
    ]);
    expect(keys(await run({ smoke: 'DELETE FROM users RETURNING 1' }))).toEqual([
      'critical smoke smoke',
    ]);
    await untouched();
  });
});
