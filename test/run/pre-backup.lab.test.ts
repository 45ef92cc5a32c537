import { afterAll, beforeAll, expect, test } from 'vitest';
import { task } from '../../src/catalogue/maint/pre-backup.ts';
import { task as restrict } from '../../src/catalogue/maint/restrict.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { prepareBackupHost } from './backup-host.ts';
import { conductInLab, type LabStep, tasksIn } from './lab-task.ts';
import { useMaintenancePage } from './restrict-lab.ts';

const gates = { kind: 'open', notice: 1 } as const;
const backup: LabStep = { use: 'maint.pre-backup', with: {} };
/** Stands for the work: level 2. */
const work: LabStep = { use: 'maint.restrict', with: {}, apply: true };

describeLab('maint.pre-backup', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'db1' });
    await prepareBackupHost(host);
    await useMaintenancePage(host);
    await host.must(
      'mkdir /etc/mks && echo password=x >/etc/mks/app.env && chmod 600 /etc/mks/app.env',
    );
    await grantRights(host, [
      ...task.privileged(task.params.parse({})),
      ...restrict.privileged(restrict.params.parse({})),
    ]);
  });
  afterAll(() => lab?.stop());

  const run = (steps: readonly LabStep[], changes: 'all' | 'marked' | 'none' = 'all') =>
    conductInLab(lab, host, steps, { changes, gates });
  const names = async () => {
    const all = (await host.must('ls -A /backup/mks')).split('\n').filter(Boolean);
    return [...new Set(all.map((name) => name.replace(/\d{8}T\d{6}Z/, '')))];
  };

  test('only planned: the work that needs it does not begin', async () => {
    const result = await run([backup, work], 'marked');
    expect(tasksIn(result)).toEqual([
      'maint.pre-backup planned ok: not-marked',
      'maint.restrict planned skipped: step-failed, step-failed',
    ]);
    expect(result.steps[0]?.task?.changes.at(-1)).toEqual({
      id: 'maint.pre-backup/etc',
      args: {
        paths: '/etc/mks, /etc/nginx, /etc/postgresql, /etc/systemd',
        directory: '/backup/mks',
      },
    });
    expect(await names()).toEqual([]);
  });

  test('saves database, globals, uploads and /etc, reads them, and lets the work begin', async () => {
    const result = await run([backup, work]);
    expect(tasksIn(result), JSON.stringify(result.steps[0]?.findings)).toEqual([
      'maint.pre-backup done ok: applied',
      'maint.restrict done ok: applied',
    ]);
    expect(await names()).toEqual([
      'db_.dump',
      'etc_.tar.gz',
      'etc_.tar.gz.sha256',
      'globals_.sql',
      'manifest_.json',
      'uploads_.tar.gz',
    ]);
    const archive = '/backup/mks/etc_*.tar.gz';
    expect(await host.must(`stat -c '%U %a' ${archive}`)).toBe('root 600');
    const members = await host.must(`tar -tzf ${archive}`);
    expect(members).toContain('etc/mks/app.env');
    expect(members).toContain('etc/nginx/nginx.conf');
    expect(members).toContain('etc/systemd/system/');
    const kinds = result.steps[0]?.measurements.filter(({ name }) => name === 'entries');
    expect(kinds?.map(({ object }) => object)).toContain('etc');
    expect(result.steps[0]?.task?.changes.map(({ args }) => args['kind'])).toContain('etc');
  });

  test('a verified one that is young enough will do; one of which something is missing will not', async () => {
    expect(tasksIn(await run([backup]))).toEqual(['maint.pre-backup no-op ok: recent']);
    await host.must('rm /backup/mks/etc_*');
    expect(tasksIn(await run([backup], 'none'))).toEqual([
      'maint.pre-backup planned ok: only-planned',
    ]);
  });

  test('one that nobody has read, or that is older than two hours, is made anew', async () => {
    await run([backup]);
    await host.must('mv /var/tmp/teiki-backup-$(id -u mks-maint)/etc /tmp/etc-state');
    expect(tasksIn(await run([backup], 'none'))[0]).toContain('planned');
    await host.must('mv /tmp/etc-state /var/tmp/teiki-backup-$(id -u mks-maint)/etc');
    expect(tasksIn(await run([backup], 'none'))[0]).toContain('no-op');
    await host.must('find /backup/mks -exec touch -d "121 minutes ago" {} +');
    expect(tasksIn(await run([backup], 'none'))[0]).toContain('planned');
  });

  test('a backup that cannot be made stops the work', async () => {
    await host.must('rm -rf /backup/mks/*; systemctl stop postgresql');
    expect(tasksIn(await run([backup, work]))).toEqual([
      'maint.pre-backup failed critical: down',
      'maint.restrict planned skipped: step-failed, step-failed',
    ]);
    await host.must('systemctl start postgresql');
  });

  test('so does an archive of /etc that cannot be read to its end', async () => {
    const none: LabStep = { ...backup, with: { etc: [] } };
    expect(tasksIn(await run([none], 'none'))).toEqual([
      'maint.pre-backup planned ok: only-planned',
    ]);
    await host.must('rm -rf /backup/mks/*; mv /usr/bin/gzip /usr/bin/gzip.away');
    const result = await run([backup, work]);
    await host.must('mv /usr/bin/gzip.away /usr/bin/gzip');
    expect(tasksIn(result)[0]).toMatch(/^maint.pre-backup failed critical/);
    expect(tasksIn(result)[1]).toContain('step-failed');
  });
});
