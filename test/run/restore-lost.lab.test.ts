import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { task as backup } from '../../src/catalogue/backup/run.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { clusterOf, prepareBackupHost, production, scratches } from './backup-host.ts';
import { CommandLine, expireLock } from './command-line.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

describeLab('a runner that is lost in the middle of a restore', () => {
  let lab: Lab;
  let host: Host;
  let teiki: CommandLine;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    await grantRights(host, backup.privileged(backup.params.parse({})));
    await conductInLab(lab, host, [{ use: 'backup.run' }], { changes: 'all' });
    await host.must('find /backup/mks -exec touch -d "1 hour ago" {} +');
    const clusters = [await clusterOf(host)];
    const given = { clusters, smoke: 'SELECT pg_sleep(6)::text IS NOT NULL' };
    teiki = await CommandLine.create(lab, host, {
      steps: [{ task: 'backup.restore-test', with: given }],
      always: ['--apply'],
    });
  });
  afterAll(async () => {
    await teiki?.remove();
    await lab?.stop();
  });

  test('the test goes on, drops its database, and the next run tells how it ended', async () => {
    const before = await production(host);
    const run = teiki.start();
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
    await expireLock(host);
    const next = await teiki.start().result();
    expect(tasksIn(next)).toEqual(['backup.restore-test done ok: picked-up']);
    expect(next.steps[0]?.measurements.find(({ name }) => name === 'rows')?.value).toBe(73_600);
    expect(await production(host)).toBe(before);
  });
});
