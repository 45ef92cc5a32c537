import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab } from './lab-run.ts';
import { ready, startPrometheus, writePast } from './prometheus-lab.ts';

const minute = 60;
const day = 24 * 60 * minute;

/** A real Prometheus with a rule that fires now and weeks of samples from before. */
describeLab('alerts', () => {
  let lab: Lab;
  let host: Host;
  const look = async (use: string, given: Record<string, unknown> = {}) => {
    const [step] = (await runInLab(lab, [host], [[use, given]])).steps;
    if (!step) throw new Error('no step');
    return step;
  };
  const told = ({ findings }: RunResult['steps'][number]) =>
    findings.map(({ severity, message, key }) => `${severity} ${message.id.split('/')[1]} ${key}`);
  const now = Math.floor(Date.now() / 1000 / minute) * minute;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.settled();
    await startPrometheus(host);
    await ready(host);
  }, 120_000);
  afterAll(() => lab?.stop());

  test('a young Prometheus has an alert and little of the week', async () => {
    // A minute counts when it has begun with data: the first one has none.
    await expect
      .poll(async () => told(await look('alerts.sample')), { timeout: 80_000, interval: 3000 })
      .toEqual(['note gaps gaps']);
    const step = await look('alerts.sample');
    expect(step.measurements).toContainEqual(
      expect.objectContaining({ name: 'episodes', object: 'TargetDown', value: 1 }),
    );
  }, 120_000);

  test('episodes of the week, with gaps of five minutes bridged and longer ones not', async () => {
    const at = now - 3 * day;
    await writePast(host, [
      {
        metric: 'up{job="prometheus"}',
        spans: [[now - 95 * day, now - 3 * 60 * minute]],
      },
      {
        metric: 'ALERTS{alertname="Slow",alertstate="firing",instance="app1"}',
        spans: [
          [at, at + 10 * minute],
          [at + 15 * minute, at + 20 * minute],
          [at + 60 * minute, at + 65 * minute],
          [now - 30 * day, now - 30 * day + 30 * minute],
        ],
      },
    ]);
    await ready(host);
    const step = await look('alerts.sample');
    const { episodes } = step.facts as { episodes: { alert: string; startAt: string }[] };
    expect(episodes.filter(({ alert }) => alert === 'Slow')).toEqual([
      {
        alert: 'Slow',
        labels: 'instance="app1"',
        startAt: new Date(at * 1000).toISOString(),
        endAt: expect.any(String),
      },
      {
        alert: 'Slow',
        labels: 'instance="app1"',
        startAt: new Date((at + 60 * minute) * 1000).toISOString(),
        endAt: expect.any(String),
      },
    ]);
  }, 120_000);

  test('the review compares file and server, and knows what never fired and what flaps', async () => {
    const step = await look('alerts.review', { flapping: 3, weeks: 13 });
    expect(told(step)).toEqual(['note never-fired never']);
    expect(step.findings[0]?.message.args).toMatchObject({ weeks: 13, names: 'NeverFires' });
    expect(step.measurements).toContainEqual(
      expect.objectContaining({ name: 'episodes', object: 'Slow', value: 3 }),
    );
    const strict = await look('alerts.review', { flapping: 2 });
    expect(told(strict)[0]).toBe('warning flapping flapping:Slow');
    await host.must("echo '      - { alert: Added, expr: up == 1 }' >>/etc/prometheus/rules.yml");
    expect(told(await look('alerts.review'))[0]).toBe(
      'warning stale file:/etc/prometheus/rules.yml',
    );
    await host.must("echo '      - { alert: Wrong, expr: up == }' >>/etc/prometheus/rules.yml");
    expect(told(await look('alerts.review'))[0]).toBe(
      'critical file-wrong file:/etc/prometheus/rules.yml',
    );
    await host.must('cp /etc/prometheus/rules.yml /srv/other.yml; chmod 600 /srv/other.yml');
    const files = ['/srv/other.yml', '/srv/none.yml'];
    expect(told(await look('alerts.review', { files })).slice(0, 2)).toEqual([
      'unknown file-unreadable file:/srv/other.yml',
      'unknown file-missing file:/srv/none.yml',
    ]);
  }, 120_000);

  test('no Prometheus is unknown', async () => {
    const step = await look('alerts.sample', { url: 'http://127.0.0.1:9' });
    expect(told(step)).toEqual(['unknown no-answer no-answer']);
    const review = await look('alerts.review', { url: 'http://127.0.0.1:9', weeks: 1 });
    expect(told(review)).toContain('unknown no-answer prometheus');
  }, 60_000);
});
