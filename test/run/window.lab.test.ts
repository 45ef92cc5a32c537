import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { task as release } from '../../src/catalogue/maint/release.ts';
import { task as restrict } from '../../src/catalogue/maint/restrict.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { LabAlertmanager } from './alertmanager-lab.ts';
import { backend, backendPort } from './cache-backend.ts';
import { CommandLine } from './command-line.ts';
import { conductInLab, type LabStep, tasksIn } from './lab-task.ts';
import { useMaintenancePage } from './restrict-lab.ts';

const gates = { kind: 'open', notice: 1 } as const;
const environment = { ADMIN_TOKEN: 'token' };
const matchers = ['instance=~"app1:.*"'];
const cached = `http://127.0.0.1:${backendPort}/cached`;

/** A window as a runbook has it. The work is a request to the application, which ends as it says. */
function steps(work: string): LabStep[] {
  const url = `http://127.0.0.1:${backendPort}/clear/${work}`;
  return [
    { use: 'maint.contact', with: { emergency: '03-0000-0000', channel: '#mks' } },
    { use: 'monitor.silence', with: { matchers, minutes: 1 } },
    { use: 'maint.restrict', with: { minutes: 0.6 } },
    { use: 'cache.app-clear', with: { url } },
    { id: 'more', use: 'cache.app-clear', with: { url: url.replace(work, 'more') } },
    {
      use: 'verify.functional',
      with: {
        cases: [
          { name: 'page', url: 'http://127.0.0.1/', from: 'host', match: 'welcome' },
          { name: 'cached', url: cached, from: 'host' },
        ],
      },
    },
    { use: 'verify.performance', with: { url: cached, requests: 30 } },
    { use: 'maint.release', with: {} },
    { use: 'monitor.resume', with: { matchers } },
  ];
}

describeLab('a maintenance window', () => {
  let lab: Lab;
  let host: Host;
  let alertmanager: LabAlertmanager;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    alertmanager = new LabAlertmanager(host);
    await grantRights(host, [
      ...restrict.privileged(restrict.params.parse({})),
      ...release.privileged(release.params.parse({})),
    ]);
    await useMaintenancePage(host);
    await host.write('/opt/backend.py', backend);
    await host.write('/opt/token', environment.ADMIN_TOKEN);
    await alertmanager.start();
  });
  beforeEach(async () => {
    await host.must(`systemctl stop mks-backend 2>/dev/null
      rm -rf /tmp/backend.log /run/lock/teiki.lock /var/tmp/teiki-*
      systemd-run --quiet --collect --unit=mks-backend /usr/bin/python3 /opt/backend.py /opt/token
      for n in $(seq 100); do curl -so /dev/null http://127.0.0.1:${backendPort}/ && break; sleep 0.1; done`);
  });
  afterAll(() => lab?.stop());

  const site = async () => (await fetch(`http://${host.address}/`)).status;
  const silences = async () => (await alertmanager.silences()).length;
  const posts = async () => (await host.run('cat /tmp/backend.log')).stdout.trim().split('\n');
  const run = (work: string, signal?: AbortSignal) =>
    conductInLab(
      lab,
      host,
      steps(work),
      { changes: 'all', gates },
      {
        environment,
        ...(signal && { signal }),
      },
    );

  test('that goes well: looked at while closed, then open and loud again', async () => {
    const result = await run('ok');
    expect(tasksIn(result)).toEqual([
      'maint.contact - ok:',
      'monitor.silence done ok: applied',
      'maint.restrict done ok: applied',
      'cache.app-clear done ok: applied',
      'cache.app-clear done ok: applied',
      'verify.functional - ok:',
      'verify.performance - ok:',
      'maint.release done ok: applied',
      'monitor.resume done ok: applied',
    ]);
    const [p50] = result.steps[6]?.measurements ?? [];
    expect(p50?.name).toBe('p50Before');
    expect(await site()).toBe(200);
    expect(await silences()).toBe(0);
  });

  test('whose work fails: the rest of it is left out, and it is open and loud again', async () => {
    const result = await run('500');
    expect(tasksIn(result).slice(3)).toEqual([
      'cache.app-clear failed critical: applied, irreversible, server',
      'cache.app-clear planned skipped: step-failed, step-failed',
      'verify.functional - ok:',
      'verify.performance - ok:',
      'maint.release done ok: applied',
      'monitor.resume done ok: applied',
    ]);
    expect(await posts()).toEqual(['POST /clear/500']);
    expect(await site()).toBe(200);
    expect(await silences()).toBe(0);
  });

  test('that makes it slower, or breaks it: seen after the work, against what was before', async () => {
    const slow = await run('slow');
    expect(tasksIn(slow).slice(5, 7)).toEqual([
      'verify.functional - ok:',
      'verify.performance - critical: slower',
    ]);
    const broken = await run('break');
    expect(tasksIn(broken).slice(5, 7)).toEqual([
      'verify.functional - critical: status',
      'verify.performance - critical: failing',
    ]);
    expect(broken.steps[5]?.findings[0]?.key).toBe('case:cached');
    expect([await site(), await silences()]).toEqual([200, 0]);
  });

  test('whose contacts are missing does not begin', async () => {
    const all = steps('ok').map((step) =>
      step.use === 'maint.contact' ? { ...step, with: {} } : step,
    );
    const result = await conductInLab(lab, host, all, { changes: 'all', gates }, { environment });
    expect(tasksIn(result)[0]).toBe('maint.contact - critical: no-emergency, no-channel');
    expect(
      tasksIn(result)
        .slice(1, 5)
        .every((line) => line.includes('step-failed')),
    ).toBe(true);
    expect(await posts()).toEqual(['']);
    expect([await site(), await silences()]).toEqual([200, 0]);
  });

  test('that is cancelled: it cleans up in the little time that it has', async () => {
    const control = new AbortController();
    const running = run('ok', control.signal);
    await vi.waitFor(async () => expect(await site()).toBe(503), { timeout: 30_000, interval: 50 });
    control.abort();
    const result = await running;
    expect([await site(), await silences()], tasksIn(result).join('\n')).toEqual([200, 0]);
    expect(tasksIn(result).at(-2)).toBe('maint.release done ok: applied');
    expect(tasksIn(result).at(-1)).toBe('monitor.resume done ok: applied');
  });

  test('whose runner is killed: the host opens by itself, the silence ends, the next run says so', async () => {
    const written = steps('hang').map(({ id, use, with: given }) => ({
      ...(id && { id }),
      [/^(maint.contact|verify)/.test(use) ? 'check' : 'task']: use,
      with: given,
    }));
    const teiki = await CommandLine.create(lab, host, { level: 2, steps: written, environment });
    const runner = teiki.start('--apply', '--override', 'test');
    try {
      await vi.waitFor(async () => expect(await posts()).toEqual(['POST /clear/hang']), {
        timeout: 60_000,
      });
      expect([await site(), await silences()]).toEqual([503, 1]);
      runner.kill();
      await vi.waitFor(async () => expect(await site()).toBe(200), { timeout: 90_000 });
      await vi.waitFor(async () => expect(await silences()).toBe(0), { timeout: 90_000 });
    } finally {
      await teiki.remove();
    }
    await host.must('rm -rf /run/lock/teiki.lock /var/tmp/teiki-*');
    const next = await conductInLab(lab, host, [{ use: 'maint.release', with: {} }], {
      changes: 'all',
    });
    expect(tasksIn(next)).toEqual(['maint.release done warning: applied, ended-early']);
  }, 240_000);
});
