import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { task as release } from '../../src/catalogue/maint/release.ts';
import { task as restrict } from '../../src/catalogue/maint/restrict.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab, type LabStep, tasksIn } from './lab-task.ts';
import { serveSite, useMaintenancePage } from './restrict-lab.ts';

const gates = { kind: 'open', notice: 1 } as const;
const closing: LabStep = { use: 'maint.restrict', with: {} };
const opening: LabStep = { use: 'maint.release', with: {} };

describeLab('maint.restrict and maint.release', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, [
      ...restrict.privileged(restrict.params.parse({})),
      ...release.privileged(release.params.parse({})),
    ]);
    await useMaintenancePage(host);
  });
  afterEach(() =>
    host.must('rm -rf /run/teiki; systemctl stop "teiki-maintenance-end-*.timer" 2>/dev/null || :'),
  );
  afterAll(() => lab?.stop());

  const run = (steps: readonly LabStep[], changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, steps, { changes, gates });
  /** As somebody from outside sees it. */
  const seen = async () => {
    const answer = await fetch(`http://${host.address}/`);
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  };
  const timers = async () =>
    (
      await host.must('systemctl list-timers --all --no-legend "teiki-maintenance-end-*" | wc -l')
    ).trim();

  test('a plan says what will be closed and for how long, and changes nothing', async () => {
    const result = await run([closing, opening], 'none');
    expect(tasksIn(result)).toEqual([
      'maint.restrict planned ok: only-planned',
      'maint.release no-op ok: open-already',
    ]);
    expect(result.steps[0]?.task?.changes).toEqual([
      { id: 'maint.restrict/close', args: { url: 'http://127.0.0.1/', minutes: 30 } },
    ]);
    expect(await seen()).toEqual({ status: 200, retryAfter: null });
  });

  test('closes for everybody but operators and health checks; release opens it and measures', async () => {
    expect(tasksIn(await run([closing]))).toEqual(['maint.restrict done ok: applied']);
    expect(await seen()).toEqual({ status: 503, retryAfter: '600' });
    const health = await fetch(`http://${host.address}/api/v1/health`);
    expect(health.status).toBe(200);
    expect(await host.must('curl -s http://127.0.0.1/')).toBe('welcome');
    expect(await timers()).toBe('1');
    await host.must('touch -d "20 minutes ago" /run/teiki/maintenance');
    const result = await run([opening]);
    expect(tasksIn(result)).toEqual(['maint.release done warning: applied, too-long']);
    const [interruption] = result.steps[0]?.measurements ?? [];
    expect(interruption?.name).toBe('interruption');
    expect(interruption?.value).toBeGreaterThan(1195);
    expect(interruption?.value).toBeLessThan(1320);
    expect(await seen()).toEqual({ status: 200, retryAfter: null });
    expect(await timers()).toBe('0');
  });

  test('the two of them in one run: what release has to do is seen after the restriction', async () => {
    expect(tasksIn(await run([closing, opening]))).toEqual([
      'maint.restrict done ok: applied',
      'maint.release done ok: applied',
    ]);
    expect((await seen()).status).toBe(200);
  });

  test('a restriction whose runner is lost is lifted by the host, in time', async () => {
    const begun = Date.now();
    const brief = { ...closing, with: { minutes: 0.5 } };
    expect(tasksIn(await run([brief]))).toEqual(['maint.restrict done ok: applied']);
    expect((await seen()).status).toBe(503);
    const [since = '', closedAt = ''] = [begun / 1000, await host.must('date +%s')].map(String);
    await expect.poll(async () => (await seen()).status, { timeout: 90_000 }).toBe(200);
    const ended = Number((await host.must('stat -c %Z /run/teiki/maintenance-ended')).trim());
    expect(ended - Number(since)).toBeGreaterThanOrEqual(29);
    expect(ended - Number(closedAt)).toBeLessThanOrEqual(33);
    expect(await timers()).toBe('0');
    const result = await run([opening]);
    expect(tasksIn(result)).toEqual(['maint.release done warning: applied, ended-early']);
    expect(result.steps[0]?.measurements[0]?.value).toBeGreaterThanOrEqual(29);
    expect(tasksIn(await run([opening]))).toEqual(['maint.release no-op ok: open-already']);
  });

  test('closing again puts the end off, with one timer', async () => {
    await run([closing]);
    const first = await host.must('stat -c %Y /run/teiki/maintenance');
    const again = await run([closing]);
    expect(again.steps[0]?.task?.changes[0]?.id).toBe('maint.restrict/closed');
    expect(await timers()).toBe('1');
    expect(await host.must('stat -c %Y /run/teiki/maintenance')).toBe(first);
  });

  test('without the lines in nginx it refuses; with lines that do not close it goes back', async () => {
    await serveSite(host);
    expect(tasksIn(await run([closing]))).toEqual(['maint.restrict failed critical: not-included']);
    await serveSite(host, 'if (-f /run/teiki/maintenance) { set $nothing 1; }');
    expect(tasksIn(await run([closing]))).toEqual([
      'maint.restrict rolled-back critical: applied, rolled-back, not-closed',
    ]);
    await serveSite(host, 'if (-f /run/teiki/maintenance) { return 503; }');
    const result = await run([closing]);
    expect(tasksIn(result)).toEqual([
      'maint.restrict rolled-back critical: applied, rolled-back, no-retry-after, health-closed, operators-out',
    ]);
    expect(await seen()).toEqual({ status: 200, retryAfter: null });
    expect(await timers()).toBe('0');
    await useMaintenancePage(host);
  });

  test('an nginx that is stopped, broken or not installed', async () => {
    await host.must('systemctl stop nginx');
    expect(tasksIn(await run([closing]))).toEqual(['maint.restrict failed critical: no-answer']);
    await host.write('/etc/nginx/conf.d/broken.conf', 'no_such_directive on;\n');
    const broken = await run([closing]);
    expect(tasksIn(broken)).toEqual(['maint.restrict failed critical: nginx-broken']);
    expect(broken.steps[0]?.findings[0]?.evidence).toContain('no_such_directive');
    await host.must('rm /etc/nginx/conf.d/broken.conf; mv /usr/sbin/nginx /usr/sbin/nginx.away');
    const absent = await run([closing]);
    await host.must('mv /usr/sbin/nginx.away /usr/sbin/nginx; systemctl start nginx');
    expect(tasksIn(absent)).toEqual(['maint.restrict no-op skipped: not-installed']);
  });

  test('released, but the service behind it does not answer as it should: critical', async () => {
    await run([closing]);
    const expecting = { ...opening, with: { status: 204 } };
    const result = await run([expecting]);
    expect(tasksIn(result)).toEqual([
      'maint.release failed critical: applied, irreversible, not-answering',
    ]);
    expect((await seen()).status).toBe(200);
  });

  test('the helper takes no word but seconds', async () => {
    const [close] = restrict
      .privileged(restrict.params.parse({}))
      .flatMap(({ sudo }) => sudo)
      .filter(({ argv }) => argv[1] === 'close');
    const path = close?.argv[0] ?? '';
    for (const line of ['', '4', '14401', '99999999', '10; touch /tmp/x', '-5']) {
      const { exitStatus } = await host.run('printf "%s\\n" "$2" | "$1" close', {
        args: [path, line],
      });
      expect(exitStatus, line).toBe(2);
    }
    expect((await host.run('ls /run/teiki /tmp/x')).exitStatus).not.toBe(0);
  });
});
