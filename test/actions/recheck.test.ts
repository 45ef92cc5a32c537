import { afterEach, describe, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { recheckAction } from '../../src/actions/recheck.ts';
import { selectRechecks } from '../../src/actions/recheck-selection.ts';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { localConnector } from '../support/local-connector.ts';
import { instanceFiles, runbook, Workbench } from './workbench.ts';

let bench: Workbench;
afterEach(() => bench.destroy());

const inputs = { runbook: 'weekly-health' };
const nextDay = { now: '2026-11-23T20:13:00Z', runId: 200 };

describe('the daily tick', () => {
  test('asks only what is open, and where', async () => {
    bench = new Workbench(instanceFiles(['app1', 'app2', 'app3']));
    const instance = await loadInstance('maintenance', { catalogue });
    const at = (host: string, step: string, id = 'weekly-health') => ({ runbook: id, host, step });
    const standing = [
      at('app3', 'number'),
      at('app1', 'number'),
      at('app1', 'well'),
      at('app1', 'number'),
      at('app2', 'host.unreachable'),
      at('app9', 'number'),
      at('app1', 'number', 'gone'),
    ];
    const parts = selectRechecks(standing, instance);
    expect(parts.map(({ steps, hosts }) => ({ steps, hosts }))).toEqual([
      { steps: ['well', 'number'], hosts: ['app1'] },
      { steps: [], hosts: ['app2'] },
      { steps: ['number'], hosts: ['app3'] },
    ]);
  });

  test('runs an open step again, records it beside the week, and not what was well', async () => {
    bench = new Workbench(instanceFiles(['app1', 'app2']));
    await bench.step(maintainAction, { inputs });
    bench.checkout();
    const connected: string[] = [];
    const connector = localConnector({ onConnect: (host) => connected.push(host) });
    const { outputs } = await bench.step(recheckAction, { ...nextDay, connector });
    expect(outputs).toMatchObject({ configured: 'true', rechecked: '1', verdict: 'warning' });
    expect(connected.sort()).toEqual(['app1', 'app2']);
    const path = 'maintenance/records/2026/11/2026-11-24-weekly-health-200-1-recheck.json';
    const record = JSON.parse(bench.remote.show(path)) as {
      run: { steps: { step: string }[] };
    };
    expect(record.run.steps.map(({ step }) => step)).toEqual(['number', 'number']);
  });

  test('a mended fault and a host that is back are found well, and then there is nothing to do', async () => {
    bench = new Workbench(instanceFiles(['app1', 'app2']));
    const down = localConnector({ down: ['app2'] });
    await bench.step(maintainAction, { inputs, connector: down });
    bench.checkout();
    const first = await bench.step(recheckAction, { ...nextDay, connector: down });
    expect(first.outputs).toMatchObject({ rechecked: '1', verdict: 'critical' });
    bench.checkout();
    const connector = localConnector({ command: "sed 's/echo 85/echo 5/' | sh -s" });
    const second = await bench.step(recheckAction, { ...nextDay, runId: 201, connector });
    expect(second.outputs).toMatchObject({ rechecked: '1', verdict: 'ok', outcome: 'succeeded' });
    bench.checkout();
    const third = await bench.step(recheckAction, { ...nextDay, runId: 202 });
    expect(third.outputs).toMatchObject({ rechecked: '0', commit: '' });
    expect(third.log).toContain('未解決の事象はありません');
    expect(bench.remote.log('%s')).toHaveLength(4);
  });

  test('it does not count as the run of the window', async () => {
    bench = new Workbench(instanceFiles(['app1']));
    const before = '2026-11-22T16:30:00Z';
    await bench.step(maintainAction, { inputs, event: 'workflow_dispatch', now: before });
    bench.checkout();
    await bench.step(recheckAction, { ...nextDay, now: '2026-11-22T17:05:00Z' });
    bench.checkout();
    const { outputs } = await bench.step(maintainAction, { inputs, runId: 300 });
    expect(outputs['due']).toBe('true');
  });

  test.each([
    ['on our issue', ['maintenance'], undefined, 'nothing to look at'],
    ['on another issue', ['bug'], undefined, ''],
    ['on a pull request', ['maintenance'], {}, ''],
  ])('a comment %s reaches no host', async (_, labels, pull_request, told) => {
    bench = new Workbench(instanceFiles(['app1']));
    await bench.step(maintainAction, { inputs });
    bench.checkout();
    const connector = localConnector({ onConnect: () => expect.unreachable() });
    const user = { login: 'someone' };
    const issue = {
      number: 1,
      title: 'x',
      state: 'open',
      labels: labels.map((name) => ({ name })),
      ...(pull_request && { pull_request }),
    };
    const comment = { id: 1, body: '/waive', user, created_at: '2026-11-23T00:00:00Z' };
    const payload = { action: 'created', issue, comment, sender: user };
    const options = { ...nextDay, connector, event: 'issue_comment', payload };
    const { outputs } = await bench.step(recheckAction, options);
    expect(outputs['rechecked']).toBe(told === '' ? undefined : '0');
    expect(bench.remote.log('%s')).toHaveLength(2);
  });

  test('an unconfigured repository ends neutral', async () => {
    bench = new Workbench({ 'maintenance/x': '' });
    const { outputs, log } = await bench.step(recheckAction);
    expect(outputs).toEqual({ configured: 'false' });
    expect(log).toContain('::notice::');
  });
});

describe('a schedule that ticks twice for one window', () => {
  test('the second tick of a repeated hour finds the first one recorded', async () => {
    const files = {
      'maintenance/config.yml':
        'timezone: America/New_York\nlocale: en\nteam: SRE\npublicRepository: no\n',
      'maintenance/runbooks/weekly-health.yml': runbook('{ every: day, at: "01:30", minutes: 5 }'),
    };
    bench = new Workbench(instanceFiles(['app1'], files));
    const first = await bench.step(maintainAction, { inputs, now: '2026-11-01T05:37:00Z' });
    expect(first.outputs).toMatchObject({ due: 'true', window: '2026-11-01' });
    bench.checkout();
    const again = { inputs, now: '2026-11-01T06:37:00Z', runId: 2 };
    const second = await bench.step(maintainAction, again);
    expect(second.outputs).toMatchObject({ due: 'false', configured: 'true' });
    expect(second.log).toContain('has been carried out for 2026-11-01 already (123456-1)');
    const rerun = await bench.step(maintainAction, { ...again, attempt: 2 });
    expect(rerun.outputs['due']).toBe('true');
  });
});
