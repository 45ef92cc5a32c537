import { afterAll, beforeAll, expect, test } from 'vitest';
import { task } from '../../src/catalogue/system/restart-services.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import { removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const app = `
def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'application/json')])
    return [b'{}']
`;
const unit = `
[Service]
Type=notify
User=mks
WorkingDirectory=/opt/mks/backend
ExecStartPre=-/opt/mks/before
ExecStart=/usr/bin/gunicorn --bind 127.0.0.1:5100 --workers 2 app:app
`;

/** PostgreSQL, gunicorn and nginx, restarted as the login user with the declared rights alone. */
describeLab('system.restart-services', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.must('useradd --system --home-dir /opt/mks --shell /usr/sbin/nologin mks');
    await host.write('/opt/mks/backend/app.py', app);
    await host.write('/etc/systemd/system/mks-backend.service', unit);
    await host.must('systemctl daemon-reload; systemctl start postgresql mks-backend nginx');
    const params = task.params.parse({});
    const { services } = task.probes(params);
    await grantRights(host, [...task.privileged(params), services.script]);
  });
  afterAll(() => lab?.stop());

  const run = (given: object = {}, changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, [{ use: 'system.restart-services', with: { ...given } }], {
      changes,
      override: 'lab',
    });
  const pids = async () =>
    await host.must(
      'systemctl show -p MainPID --value postgresql@15-main mks-backend nginx | xargs echo',
    );
  const interruptions = (result: RunResult) =>
    result.steps[0]?.measurements.map(({ object, value }) => [object, value]);

  test('nothing needs it: no-op, and nothing is touched', async () => {
    const before = await pids();
    expect(tasksIn(await run())).toEqual(['system.restart-services no-op ok: nothing-needed']);
    expect(await pids()).toBe(before);
  });

  test('only what runs a replaced library is restarted; a plan says so first', async () => {
    await host.must(`library=$(awk '/r-xp.*lib-dynload/ { print $6; exit }' \
        /proc/$(systemctl show -p MainPID --value mks-backend)/maps)
      cp -p $library $library.new && mv $library.new $library`);
    const before = await pids();
    const planned = await run({}, 'none');
    expect(tasksIn(planned)).toEqual([
      'system.restart-services planned ok: only-planned, not-needed',
    ]);
    expect(planned.steps[0]?.task?.changes).toEqual([
      {
        id: 'system.restart-services/restart',
        args: { unit: 'mks-backend', state: 'active', members: 'none' },
      },
    ]);
    expect(await pids()).toBe(before);
    const result = await run();
    expect(tasksIn(result)).toEqual([
      'system.restart-services done ok: applied, override, not-needed',
    ]);
    const [postgres, backend, nginx] = (await pids()).split(' ');
    expect(before.split(' ')).toEqual([postgres, expect.not.stringMatching(`^${backend}$`), nginx]);
    const [[name, seconds] = []] = interruptions(result) ?? [];
    expect(name).toBe('mks-backend');
    expect(seconds).toBeGreaterThan(0);
    expect(tasksIn(await run())).toEqual(['system.restart-services no-op ok: nothing-needed']);
  });

  test('all of them in order: the cluster behind postgresql too, and nginx keeps its process', async () => {
    const before = (await pids()).split(' ');
    const result = await run({ onlyIfNeeded: false });
    expect(tasksIn(result)).toEqual(['system.restart-services done ok: applied, override']);
    const after = (await pids()).split(' ');
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[2]).toBe(before[2]);
    expect(result.steps[0]?.task?.changes.map(({ id, args }) => [id, args['unit']])).toEqual([
      ['system.restart-services/restarted', 'postgresql'],
      ['system.restart-services/restarted', 'mks-backend'],
      ['system.restart-services/reloaded', 'nginx'],
    ]);
    expect(interruptions(result)?.[2]).toEqual(['nginx', 0]);
  });

  test('one that does not come up is tried again, and those after it are not touched', async () => {
    await host.write('/opt/mks/backend/app.py', 'import no_such_module\n');
    const result = await run({ onlyIfNeeded: false });
    expect(result.steps[0]?.task?.outcome).toBe('failed');
    const ids = result.steps[0]?.findings.map(({ message }) => message.id.split('/').at(-1));
    expect(ids).toEqual(
      expect.arrayContaining(['irreversible', 'exit-status', 'did-not-come-up', 'not-reached']),
    );
    const told = result.steps[0]?.findings.find(({ message }) => message.id === 'task/exit-status');
    expect(told?.evidence).toContain('mks-backend: failed');
    expect(result.steps[0]?.task?.changes.map(({ args }) => args['unit'])).toEqual(['postgresql']);
    expect(tasksIn(await run({ onlyIfNeeded: false }))).toEqual([
      'system.restart-services failed critical: not-active',
    ]);
    await host.write('/opt/mks/backend/app.py', app);
    await host.must('systemctl reset-failed mks-backend; systemctl start mks-backend');
  });

  test('one that comes up at the second try is done, with a warning', async () => {
    await host.write(
      '/opt/mks/before',
      '#!/bin/sh\n[ -e /opt/mks/fail-once ] || exit 0\nrm /opt/mks/fail-once\nexit 1\n',
      { mode: 0o755 },
    );
    await host.must(`touch /opt/mks/fail-once; chown mks /opt/mks
      sed -i s/ExecStartPre=-/ExecStartPre=/ /etc/systemd/system/mks-backend.service; systemctl daemon-reload`);
    const result = await run({ onlyIfNeeded: false });
    expect(tasksIn(result)).toEqual([
      'system.restart-services done warning: applied, override, second-try',
    ]);
    await host.must('systemctl is-active mks-backend');
  });

  test('a broken nginx configuration: refused, and nothing is touched', async () => {
    await host.write('/etc/nginx/conf.d/broken.conf', 'no_such_directive on;\n');
    const before = await pids();
    const result = await run({ onlyIfNeeded: false });
    await host.must('rm /etc/nginx/conf.d/broken.conf');
    expect(tasksIn(result)).toEqual(['system.restart-services failed critical: nginx-broken']);
    expect(result.steps[0]?.findings[0]?.evidence).toContain('no_such_directive');
    expect(await pids()).toBe(before);
  });

  test('a unit that is not there: refused, or left out when it is optional', async () => {
    const services = (optional: boolean) => ({
      onlyIfNeeded: false,
      services: [{ unit: 'mks-worker', optional }, { unit: 'mks-backend' }],
    });
    expect(tasksIn(await run(services(false)))).toEqual([
      'system.restart-services failed critical: missing',
    ]);
    expect(tasksIn(await run(services(true)))).toEqual([
      'system.restart-services done ok: applied, override, absent',
    ]);
  });

  test('a service that is unhealthy to begin with, or cannot be asked, is not restarted', async () => {
    const health = 'http://127.0.0.1:5199/';
    const given = { onlyIfNeeded: false, services: [{ unit: 'mks-backend', health }] };
    const before = await pids();
    const refused = await run(given);
    expect(tasksIn(refused)).toEqual(['system.restart-services failed critical: unhealthy']);
    expect(refused.steps[0]?.findings[0]?.message.args['words']).toMatch(/curl: \(7\)/);
    expect(await pids()).toBe(before);
    const mend = await removeTool(host, 'curl');
    const blind = await run({
      ...given,
      services: [{ unit: 'mks-backend', health: 'http://127.0.0.1:5100/' }],
    });
    // busybox has a wget, which is as good (and crashes when it is given a time limit of its own).
    await host.must('ln -s /usr/bin/busybox /usr/bin/wget');
    const wget = await run({
      ...given,
      services: [{ unit: 'mks-backend', health: 'http://127.0.0.1:5100/' }],
    });
    await host.must('rm /usr/bin/wget');
    await mend();
    expect(tasksIn(wget)).toEqual(['system.restart-services done ok: applied, override']);
    expect(blind.steps[0]?.findings[0]?.message.args['words']).toBe('no curl, no wget');
  });

  test('without the right to restart it says which rule is missing', async () => {
    const result = await run({ onlyIfNeeded: false, services: [{ unit: 'redis-server' }] });
    expect(tasksIn(result)).toEqual(['system.restart-services failed critical: not-active']);
    await host.must('systemctl start redis-server');
    const denied = await run({ onlyIfNeeded: false, services: [{ unit: 'redis-server' }] });
    const ids = denied.steps[0]?.findings.map(({ message }) => message.id);
    expect(ids).toContain('task/sudo-denied');
    await host.must('systemctl is-active redis-server');
  });
});
