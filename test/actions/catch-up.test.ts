import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { recheckAction } from '../../src/actions/recheck.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { instanceFiles, runbook, Workbench } from './workbench.ts';

const daily = runbook('{ every: day, at: "04:17", minutes: 5 }')
  .replace('id: weekly-health', 'id: daily-check\nsince: 2026-11-22')
  .replace('週次システムヘルスチェック', '日次確認');
const files = { 'maintenance/runbooks/daily-check.yml': daily };

let bench: Workbench;
let github: FakeGitHub;
let now = '2026-11-22T17:07:00Z';
beforeEach(async () => {
  github = await FakeGitHub.start({ repository: 'mks/ops', now: () => Date.parse(now) });
  github.world.workflows.set('teiki-daily-check.yml', ['hosts', 'steps', 'mode', 'reason']);
  bench = new Workbench(instanceFiles(['app1', 'app2'], files));
});
afterEach(async () => {
  bench.destroy();
  await github.close();
  expect(github.violations).toEqual([]);
});

const given = () => ({ 'github-token': github.token });
const environment = () => ({ GITHUB_API_URL: github.url });
const tick = (at: string, runId: number) => {
  now = at;
  return bench.step(recheckAction, { inputs: given(), environment: environment(), now, runId });
};
const run = (id: string, at: string, rest: object = {}) => {
  now = at;
  const inputs = { ...given(), runbook: id };
  return bench.step(maintainAction, { inputs, environment: environment(), now, ...rest });
};
const started = () =>
  github.world.dispatches.map(({ workflow, inputs }) => [workflow, inputs['mode']]);
const missed = () =>
  [...github.world.issues.values()].filter(({ title }) => title.startsWith('実施されなかった'));

describe('a tick that does not come', () => {
  test('is made up for by another one, not at once, and only once it is due', async () => {
    await tick('2026-11-22T19:30:00Z', 1);
    expect(started()).toEqual([]);
    await tick('2026-11-22T21:41:00Z', 2);
    expect(started()).toEqual([['teiki-daily-check.yml', 'marked']]);
  });

  test('the run that was started counts as that of the schedule, and a late tick finds it done', async () => {
    const bot = {
      GITHUB_ACTOR: 'github-actions[bot]',
      GITHUB_TRIGGERING_ACTOR: 'github-actions[bot]',
    };
    const dispatched = await run('daily-check', '2026-11-22T21:45:00Z', {
      event: 'workflow_dispatch',
      environment: { ...environment(), ...bot },
      runId: 3,
    });
    expect(dispatched.outputs).toMatchObject({ due: 'true', outcome: 'succeeded' });
    bench.checkout();
    const late = await run('daily-check', '2026-11-22T23:00:00Z', { runId: 4 });
    expect(late.outputs['due']).toBe('false');
    expect(late.log).toContain('2026-11-23 の分は実施済み (3-1)');
    await tick('2026-11-22T23:30:00Z', 5);
    expect(started()).toEqual([]);
  });

  test('without the right to start workflows everything else goes on', async () => {
    github.addToken('narrow', { issues: 'write', contents: 'write' });
    now = '2026-11-22T21:41:00Z';
    const options = { inputs: { 'github-token': 'narrow' }, environment: environment(), now };
    const { log, outputs } = await bench.step(recheckAction, options);
    expect(log).toMatch(
      /^::warning::daily-check のワークフローを 2026-11-23 の分のために起動できませんでした/m,
    );
    expect(outputs['configured']).toBe('true');
  });
});

describe('a window that nobody carried out', () => {
  test('has an issue that says so, and closes when a later window is carried out', async () => {
    await run('daily-check', '2026-11-21T19:20:00Z', { runId: 1 });
    bench.checkout();
    await tick('2026-11-23T21:41:00Z', 2);
    const [issue] = missed();
    expect(issue?.title).toBe('実施されなかった作業枠: daily-check (app1、app2)');
    expect(issue?.body).toContain('2026-11-24 04:16 までに始まりませんでした');
    expect(issue?.body).toContain('Run workflow');
    expect(issue?.state).toBe('open');
    bench.checkout();
    await run('daily-check', '2026-11-23T22:00:00Z', { runId: 3 });
    bench.checkout();
    await tick('2026-11-24T16:30:00Z', 4);
    expect(missed().map(({ state }) => state)).toEqual(['closed']);
  });
});
