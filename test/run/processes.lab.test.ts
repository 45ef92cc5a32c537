import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check as leak } from '../../src/catalogue/proc/memory-leak.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab } from './lab-task.ts';

/** Grows by 30 MiB with each SIGUSR1, from 60 MiB. */
const leaking = `import signal
kept = [bytearray(b'x' * (60 << 20))]
signal.signal(signal.SIGUSR1, lambda *_: kept.append(bytearray(b'x' * (30 << 20))))
open('/run/leak.ready', 'w')
while True:
    signal.pause()
`;

/** Children that have ended, and that nobody waits for. */
const careless = `import os, time
for _ in range(3):
    if os.fork() == 0:
        os._exit(0)
time.sleep(3600)
`;

const app = `def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'hello']
`;

describeLab('processes', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.settled();
    const { use } = leak.probes(leak.params.parse({}));
    await grantRights(host, [use.script]);
    await host.write('/opt/leak.py', leaking);
    await host.write('/opt/careless.py', careless);
    await host.write('/opt/app/app.py', app);
  });
  afterAll(() => lab?.stop());

  const look = async (
    use: string,
    given: object,
    history: Parameters<typeof conductInLab>[4] = {},
  ): Promise<RunResult['steps'][number]> => {
    const steps = [{ use, with: { ...given } }];
    const { steps: done } = await conductInLab(lab, host, steps, { changes: 'none' }, history);
    const [step] = done;
    if (!step) throw new Error('no step');
    return step;
  };
  const told = ({ findings }: RunResult['steps'][number]) =>
    findings.map(
      ({ key, severity, message }) => `${severity} ${key} ${message.id.split('/').at(-1)}`,
    );

  describe('proc.zombies', () => {
    const young = { olderThanSeconds: 0, seconds: 2 };

    test('none, and then three of one service, with the command that helps', async () => {
      expect(told(await look('proc.zombies', young))).toEqual([]);
      await host.must(
        'systemd-run --quiet --unit=careless /usr/bin/python3 /opt/careless.py; sleep 1',
      );
      const step = await look('proc.zombies', young);
      expect(told(step)).toEqual(['warning parent:careless.service zombies-of-unit']);
      expect(step.findings[0]?.message.args).toMatchObject({ count: 3, parent: 'python3' });
      expect(step.findings[0]?.remedy?.id).toBe('proc.zombies/remedy-restart');
      expect(step.measurements[0]).toMatchObject({ name: 'zombies', value: 3 });
      expect((await look('proc.zombies', { ...young, critical: 2 })).verdict).toBe('critical');
      expect(told(await look('proc.zombies', { seconds: 2, olderThanSeconds: 3000 }))).toEqual([]);
    });

    test('of a login they have no unit to restart', async () => {
      await host.must(
        'systemctl stop careless; setsid python3 /opt/careless.py >/dev/null 2>&1 & sleep 1',
      );
      const step = await look('proc.zombies', young);
      await host.must('kill "$(pgrep -f careless.py | head -n 1)"');
      expect(step.findings[0]?.message.args).toMatchObject({ count: 3, parent: 'python3' });
      expect(step.findings[0]?.remedy?.id).toBe('proc.zombies/remedy-parent');
    });

    test('hidden processes are unknown, not none', async () => {
      await host.must('mount -o remount,hidepid=2 /proc');
      const zombies = await look('proc.zombies', young);
      const memory = await look('proc.memory-leak', {});
      await host.must('mount -o remount,hidepid=0 /proc');
      expect([zombies.verdict, memory.verdict]).toEqual(['unknown', 'unknown']);
      expect(zombies.findings[0]?.evidence).toContain('hidepid');
    });
  });

  describe('proc.memory-leak', () => {
    const given = { minimumMiB: 20, services: ['leak'] };

    test('grows over four runs of one lifetime: found; a restart begins anew', async () => {
      const start = `systemctl stop leak 2>/dev/null; systemctl reset-failed leak 2>/dev/null; rm -f /run/leak.ready
        systemd-run --quiet --unit=leak /usr/bin/python3 /opt/leak.py
        for n in $(seq 100); do [ -e /run/leak.ready ] && break; sleep 0.1; done`;
      await host.must(start);
      const earlier: { at: Date; facts: unknown }[] = [];
      for (const daysAgo of [4.1, 3, 1.8]) {
        const step = await look('proc.memory-leak', given, { history: () => earlier.toReversed() });
        expect(step.verdict).toBe('ok');
        expect(told(step)).toContain('note samples too-few');
        earlier.push({ at: new Date(Date.now() - daysAgo * 86_400_000), facts: step.facts });
        await host.must('kill -USR1 "$(systemctl show -P MainPID leak)"; sleep 1');
      }
      const history = () => earlier.toReversed();
      const step = await look('proc.memory-leak', given, { history });
      const leaks = step.findings.filter(({ severity }) => severity === 'warning');
      expect(leaks.map(({ key }) => key)).toContain('process:leak.service/python3');
      const process = leaks.find(({ key }) => key.startsWith('process:'));
      expect(process?.message.args['samples']).toBe(4);
      expect(process?.message.args['percent']).toBeGreaterThan(10);
      expect(process?.message.args['leastBytes']).toBeGreaterThan(10 * 2 ** 20);
      expect(process?.remedy?.id).toBe('proc.memory-leak/remedy-unit');
      expect(step.findings.filter(({ message }) => message.id.endsWith('/rss'))).toEqual([]);
      // All else on the host was as large as before.
      expect(leaks.every(({ key }) => /leak/.test(key))).toBe(true);
      await host.must(start);
      const after = await look('proc.memory-leak', given, { history });
      expect(after.findings.filter(({ severity }) => severity === 'warning')).toEqual([]);
    });

    test('without the helper it is RSS, and says so; what was PSS is not mixed with it', async () => {
      await host.sudoers('mks-maint', ['ALL=(root) NOPASSWD: /usr/bin/true']);
      const step = await look('proc.memory-leak', given);
      expect(told(step)).toContain('note measure rss');
      expect(step.facts).toMatchObject({ measure: 'rss' });
      await grantRights(host, [leak.probes(leak.params.parse({})).use.script]);
      expect((await look('proc.memory-leak', given)).facts).toMatchObject({ measure: 'pss' });
    });

    test('the helper takes process ids, and nothing else', async () => {
      const path = await host.must('ls -d /usr/local/lib/teiki/pss-*');
      for (const input of ['../1\n', '1; id\n', '-1\n', '123456789\n', '1\n'.repeat(101)]) {
        expect((await host.run('"$1" read', { args: [path], input })).exitStatus).toBe(2);
      }
      expect(await host.must('"$1" read', { args: [path], input: '1\n' })).toMatch(/^pss 1 \d+$/);
    });
  });

  describe('proc.gunicorn-workers', () => {
    const unit = (more: string) => `[Service]\nWorkingDirectory=/opt/app\nUser=www-data\n${more}\n`;
    const serve = async (start: string, environment = '', rest = '') => {
      await host.write(
        '/etc/systemd/system/mks-backend.service',
        unit(`${environment}\nExecStart=${start}\n${rest}`),
      );
      await host.must(`systemctl daemon-reload; systemctl restart mks-backend
        for n in $(seq 100); do curl -so /dev/null http://127.0.0.1:5200/ && break; sleep 0.1; done; sleep 1`);
    };
    const gunicorn = '/usr/bin/gunicorn -b 127.0.0.1:5200';
    const advice = async (given: object = {}) => {
      const { findings, facts, verdict, reason } = await look('proc.gunicorn-workers', given);
      const [first] = findings;
      const id = (first?.message.id ?? reason?.id ?? '').split('/').at(-1);
      const { configured } = (facts ?? {}) as { configured?: { by: string } };
      return {
        verdict,
        id,
        workers: first?.message.args['workers'],
        by: configured?.by,
        args: first?.message.args,
      };
    };

    test('not installed is skipped', async () => {
      expect(await advice()).toMatchObject({ verdict: 'skipped', id: 'not-installed' });
    });

    test.each([
      ['-w on the command line', `${gunicorn} -w 2 app:app`, '', 2, '-w'],
      ['--workers=N', `${gunicorn} --workers=3 app:app`, 'Environment=WEB_CONCURRENCY=7', 3, '-w'],
      [
        'WEB_CONCURRENCY',
        `${gunicorn} app:app`,
        'Environment=WEB_CONCURRENCY=4',
        4,
        'WEB_CONCURRENCY',
      ],
      [
        'GUNICORN_CMD_ARGS',
        `${gunicorn} app:app`,
        'Environment="GUNICORN_CMD_ARGS=-w 2 --timeout 60"',
        2,
        'GUNICORN_CMD_ARGS',
      ],
      ['nothing at all', `${gunicorn} app:app`, '', 1, 'default'],
      ['a shell in between', `/bin/sh -c '${gunicorn} -w 2 app:app; true'`, '', 2, '-w'],
    ])('%s', async (_, start, environment, workers, by) => {
      await serve(start, environment);
      expect(await advice()).toMatchObject({ workers, by });
    });

    test('a configuration file, and a drop-in that wins over the unit', async () => {
      await host.write('/opt/app/gunicorn.conf.py', 'workers = 2\n');
      await serve(`${gunicorn} app:app`);
      await host.must('rm /opt/app/gunicorn.conf.py');
      expect(await advice()).toMatchObject({
        workers: 2,
        by: 'gunicorn.conf.py / EnvironmentFile',
      });
      await host.write('/opt/app/conf.py', 'workers = 3\n');
      await serve(`${gunicorn} -c conf.py app:app`);
      expect(await advice()).toMatchObject({ workers: 3, by: 'conf.py' });
      const dropIn = '/etc/systemd/system/mks-backend.service.d/workers.conf';
      await host.write(dropIn, `[Service]\nExecStart=\nExecStart=${gunicorn} -w 5 app:app\n`);
      await host.must('systemctl daemon-reload; systemctl restart mks-backend; sleep 2');
      const result = await look('proc.gunicorn-workers', {});
      await host.must('rm -r /etc/systemd/system/mks-backend.service.d; systemctl daemon-reload');
      expect(result.findings[0]?.message.args['workers']).toBe(5);
      expect(result.findings[0]?.evidence).toContain(`drop-in ${dropIn}`);
    });

    test('limits: a quota of cores, memory of the unit, connections', async () => {
      await serve(`${gunicorn} -w 3 app:app`, '', 'CPUQuota=50%');
      expect(await advice()).toMatchObject({
        id: 'differs',
        args: { byCores: 2, cores: 0.5, recommended: 2 },
      });
      const few = { maxConnections: 20, reservedConnections: 10, poolPerWorker: 5 };
      expect(await advice(few)).toMatchObject({
        verdict: 'warning',
        id: 'over-connections',
        args: { byConnections: 2 },
      });
      await serve(`${gunicorn} -w 3 app:app`, '', 'MemoryMax=20M');
      expect(await advice()).toMatchObject({ verdict: 'warning', id: 'over-memory' });
    });

    test('threads: the formula does not hold, and it says so', async () => {
      await serve(`${gunicorn} -w 2 -k gthread --threads 4 app:app`);
      expect(await advice()).toMatchObject({
        verdict: 'ok',
        id: 'not-plain',
        args: { workerClass: 'gthread', threads: 4 },
      });
    });

    test('stopped is a warning, another program skipped', async () => {
      await host.must('systemctl stop mks-backend');
      expect(await advice()).toMatchObject({ verdict: 'warning', id: 'not-running' });
      expect(await advice({ service: 'cron' })).toMatchObject({
        verdict: 'skipped',
        id: 'no-gunicorn',
      });
    });
  });
});
