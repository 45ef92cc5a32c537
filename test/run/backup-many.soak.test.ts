import { afterAll, beforeAll, expect, test } from 'vitest';
import { task as restore } from '../../src/catalogue/backup/restore-test.ts';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import type { ShellText } from '../../src/core/shell.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, prepareBackupHost, scratches } from './backup-host.ts';

/**
 * 5,000 tables with an index each: more locks than a server has room for by default, if all were
 * kept, and a manifest of half a megabyte.
 */
describeLab('backup and restore of 5,000 tables', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    await grantRights(host, backup.privileged(backup.params.parse({})));
    await host.must(
      `runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 mks_db <<'END'
SET synchronous_commit = off;
SELECT format('CREATE TABLE many_%s (id serial PRIMARY KEY, body text)', i),
  format('INSERT INTO many_%s (body) SELECT ''x'' FROM generate_series(1, %s)', i, i % 7) FROM generate_series(1, 5000) i \\gexec
END`,
      { timeoutSeconds: 600 },
    );
  }, 900_000);
  afterAll(() => lab?.stop());

  const run = (script: ShellText) =>
    host.run('cd / && exec runuser -u mks-maint -- env LC_ALL=C HOME=/home/mks-maint sh -s', {
      input: script.text,
      timeoutSeconds: 1500,
    });

  test('each of them is counted, dumped, restored and compared', async () => {
    const made = await run(backup.apply({ by: 'built-in' }, backup.params.parse({})).script);
    expect(made.stderr).toBe('');
    expect(made.exitStatus).toBe(0);
    await host.must('find /backup/mks -exec touch -d "1 hour ago" {} +');
    const params = restore.params.parse({ clusters: [await clusterOf(host)] });
    const look = async () => {
      const { look: probe } = restore.probes(params);
      const output = await run(probe.script);
      expect(Buffer.byteLength(output.stdout)).toBeLessThan(probe.maxOutputBytes);
      return restore.parse({ look: { ...output, durationMs: 1 } }, params);
    };
    const before = await look();
    const now = new Date();
    const context = { now, host: { epochSeconds: now.getTime() / 1000 }, history: [] } as never;
    const plan = restore.plan(before, params, context);
    if (plan.kind !== 'change') throw new Error(JSON.stringify(plan));
    const tested = await run(restore.apply(plan.change, params).script);
    expect(tested.exitStatus, tested.stderr).toBe(0);
    const after = await look();
    const { findings } = restore.verify({ before, after, change: plan.change }, params, context);
    expect(findings).toEqual([]);
    expect(after.result).toMatchObject({ tables: 5008, differencesCount: 0, dropped: true });
    expect(await scratches(host)).toBe('');
  });
});
