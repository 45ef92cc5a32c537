import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { LabAlertmanager } from './alertmanager-lab.ts';
import { conductInLab, type LabStep, tasksIn } from './lab-task.ts';

const gates = { kind: 'open', notice: 1 } as const;
const matchers = ['instance=~"app1:.*"'];
const silence: LabStep = { use: 'monitor.silence', with: { matchers, minutes: 45 } };
const resume: LabStep = { use: 'monitor.resume', with: { matchers } };

describeLab('monitor.silence and monitor.resume', () => {
  let lab: Lab;
  let host: Host;
  let alertmanager: LabAlertmanager;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    alertmanager = new LabAlertmanager(host);
    await alertmanager.start();
  });
  afterEach(async () => {
    await alertmanager.resolve('HighLatency');
    await run([resume]);
  });
  afterAll(() => lab?.stop());

  const run = (steps: readonly LabStep[], changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, steps, { changes, gates });

  test('a plan makes no silence', async () => {
    expect(tasksIn(await run([silence, resume], 'none'))).toEqual([
      'monitor.silence planned ok: only-planned',
      'monitor.resume no-op ok: not-silent',
    ]);
    expect(await alertmanager.silences()).toEqual([]);
  });

  test('silences with an end and the name of the run, and ends it again; others are left alone', async () => {
    await alertmanager.silence('somebody');
    expect(tasksIn(await run([silence]))).toEqual(['monitor.silence done ok: applied']);
    const ours = (await alertmanager.silences()).filter(
      ({ createdBy }) => createdBy !== 'somebody',
    );
    expect(ours).toHaveLength(1);
    expect(ours[0]?.createdBy).toBe('teiki@app1');
    expect(ours[0]?.comment).toMatch(/^teiki: lab 20\d\d-/);
    expect(ours[0]?.minutes).toBeGreaterThan(42);
    expect(ours[0]?.minutes).toBeLessThan(45.1);
    expect(tasksIn(await run([silence]))).toEqual(['monitor.silence no-op ok: silenced']);
    expect(tasksIn(await run([resume]))).toEqual(['monitor.resume done ok: applied']);
    expect((await alertmanager.silences()).map(({ createdBy }) => createdBy)).toEqual(['somebody']);
  });

  test('the silence of a lost run is found: replaced by the next, ended by the next resume', async () => {
    await alertmanager.silence('teiki@app1', 5);
    const result = await run([silence]);
    expect(tasksIn(result)).toEqual(['monitor.silence done ok: applied']);
    const ours = (await alertmanager.silences()).filter(
      ({ createdBy }) => createdBy !== 'somebody',
    );
    expect(ours.map(({ comment }) => comment.slice(0, 6))).toEqual(['teiki:']);
    await alertmanager.silence('teiki@app1', 5);
    const ended = await run([resume]);
    expect(ended.steps[0]?.task?.changes).toHaveLength(2);
    const left = await alertmanager.silences();
    expect(left.map(({ createdBy }) => createdBy)).toEqual(['somebody']);
  });

  test('alerts that fire before are told, and those that fire afterwards', async () => {
    await host.must(
      `curl -s http://127.0.0.1:9093/api/v2/silences | grep -o '"id":"[^"]*"' | cut -d'"' -f4 |
        while read -r id; do curl -s -X DELETE "http://127.0.0.1:9093/api/v2/silence/$id"; done`,
    );
    await alertmanager.fire('HighLatency');
    await alertmanager.fire('OtherHost', 'db9:9100');
    const before = await run([silence]);
    expect(tasksIn(before)).toEqual(['monitor.silence done ok: applied']);
    const planned = await run([resume], 'none');
    expect(tasksIn(planned)).toEqual(['monitor.resume planned ok: only-planned']);
    const after = await run([resume]);
    expect(tasksIn(after)).toEqual(['monitor.resume done warning: applied, firing']);
    expect(after.steps[0]?.findings[1]?.message.args).toEqual({
      url: 'http://127.0.0.1:9093',
      count: 1,
      alerts: 'HighLatency (app1:9100)',
    });
    expect(tasksIn(await run([silence], 'none'))).toEqual([
      'monitor.silence planned warning: only-planned, firing-before',
    ]);
  });

  test('of several hosts the one that talks to Alertmanager does', async () => {
    const other = { ...silence, with: { ...silence.with, via: 'mon1' } };
    expect(tasksIn(await run([other]))).toEqual(['monitor.silence no-op skipped: elsewhere']);
  });

  test('an Alertmanager that is down is a clear failure, and level 2 does not begin', async () => {
    await host.must('systemctl stop prometheus-alertmanager');
    const result = await run([silence, { use: 'maint.restrict' }, resume]);
    await alertmanager.start();
    expect(tasksIn(result)[0]).toBe('monitor.silence failed critical: down');
    expect(result.steps[0]?.findings[0]?.evidence).toContain('9093');
    expect(tasksIn(result)[2]).toBe('monitor.resume failed critical: down');
  });
});
