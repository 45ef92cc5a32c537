import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { changesIn, conductDeletion } from './deletion-lab.ts';
import { tasksIn } from './lab-task.ts';

describeLab('logs.purge-old', () => {
  let lab: Lab;
  let host: Host;
  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.addUser({ name: 'mks' });
  });
  afterAll(() => lab?.stop());

  /** A folder as logrotate leaves it, with numbers and with dates. */
  beforeEach(async () => {
    await host.must(`
      systemctl stop writer 2>/dev/null || true
      rm -rf /var/log/mks-backend; install -d -m 750 -o mks -g adm /var/log/mks-backend
      cd /var/log/mks-backend
      for one in app.log app.log.1 app.log.2.gz app.log.9.gz app.log-20240101.gz error.log error.log-20240102 rare.log notes.log.txt; do
        echo line >$one; chown mks:adm $one; done
      touch -d '91 days ago' app.log.9.gz app.log-20240101.gz error.log-20240102 rare.log notes.log.txt
      touch -d '89 days ago' app.log.2.gz
      printf '/var/log/mks-backend/*.log {\\n daily\\n rotate 100\\n}\\n' >/etc/logrotate.d/mks-backend`);
  });
  const run = (given = {}, conduct = {}) =>
    conductDeletion(lab, host, 'logs.purge-old', given, conduct);
  const list = async () => (await host.must('ls /var/log/mks-backend')).split('\n');

  test('numbers and dates are found, logs in use stay, and maxage is mentioned', async () => {
    const planned = await run({}, { changes: 'none' });
    expect(tasksIn(planned)[0]).toMatch(/planned ok: only-planned, samples, maxage$/);
    const result = await run();
    expect(tasksIn(result)).toEqual(['logs.purge-old done ok: applied']);
    expect(changesIn(result, 'files', 'left')).toEqual(['deleted files=3 left=0']);
    expect(await list()).toEqual([
      ...['app.log', 'app.log.1', 'app.log.2.gz', 'error.log', 'notes.log.txt', 'rare.log'],
    ]);
    expect(tasksIn(await run())).toEqual(['logs.purge-old no-op ok: nothing']);
  });

  test.each([
    [['*.log*'], '*.log*'],
    [['*'], '*'],
    [['rare.log'], 'rare.log'],
    [['*.log.[0-9]*', 'e*'], 'e*'],
  ])('patterns %j would take logs in use: refused', async (patterns, pattern) => {
    const before = await list();
    const result = await run({ patterns });
    expect(tasksIn(result)[0]).toMatch(/^logs.purge-old failed critical: live/);
    expect(result.steps[0]?.findings[0]?.message.args).toMatchObject({ pattern });
    expect(await list()).toEqual(before);
  });

  test('a log that a service still writes to under its rotated name is in use', async () => {
    await host.must(
      'systemd-run -q --unit=writer --property=StandardOutput=append:/var/log/mks-backend/app.log.1 sleep 600',
    );
    const result = await run();
    expect(tasksIn(result)[0]).toMatch(/^logs.purge-old failed critical: live/);
    expect(result.steps[0]?.findings[0]?.message.args).toMatchObject({
      path: '/var/log/mks-backend/app.log.1',
    });
  });

  test('what a configuration of logrotate calls current is in use, whatever its name', async () => {
    await host.must(`printf '/var/log/mks-backend/audit.1 {\\n rotate 3\\n}\\n' >/etc/logrotate.d/audit
      cd /var/log/mks-backend; echo x >audit.1; touch -d '91 days ago' audit.1; chown mks: audit.1`);
    const result = await run({ patterns: ['audit.[0-9]*'] });
    await host.must('rm /etc/logrotate.d/audit');
    expect(tasksIn(result)[0]).toMatch(/^logs.purge-old failed critical: live/);
    expect(await list()).toContain('audit.1');
  });

  test('in a folder that root alone can write into, root deletes for the owner', async () => {
    await host.must('chown root:adm /var/log/mks-backend; chmod 750 /var/log/mks-backend');
    expect(tasksIn(await run())).toEqual(['logs.purge-old done ok: applied']);
    expect(await list()).not.toContain('app.log.9.gz');
  });

  test('a folder that is not there is a warning', async () => {
    await host.must('rm -r /var/log/mks-backend');
    expect(tasksIn(await run())).toEqual(['logs.purge-old no-op warning: missing, nowhere']);
  });
});
