import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maintainAction } from '../../src/actions/maintain.ts';
import { recheckAction } from '../../src/actions/recheck.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { localConnector } from '../support/local-connector.ts';
import { instanceFiles, Workbench } from './workbench.ts';

let bench: Workbench;
let github: FakeGitHub;
let now = '';
beforeEach(async () => {
  now = '2026-11-22T17:07:00Z';
  github = await FakeGitHub.start({ repository: 'mks/ops', now: () => Date.parse(now) });
});
afterEach(async () => {
  bench.destroy();
  await github.close();
  expect(github.violations).toEqual([]);
});

const token = () => ({ 'github-token': github.token });
const inputs = () => ({ runbook: 'weekly-health', ...token() });
const environment = () => ({ GITHUB_API_URL: github.url });
const mended = localConnector({ command: "sed 's/echo 85/echo 5/' | sh -s" });
const issues = () => [...github.world.issues.values()];

describe('from a finding to a closed issue', () => {
  test('it opens with the run, stands while it stands, and closes the day after it is mended', async () => {
    bench = new Workbench(instanceFiles(['app1', 'app2']));
    const monday = { inputs: inputs(), environment: environment() };
    const first = await bench.step(maintainAction, monday);
    expect(first.outputs).toMatchObject({ 'incidents-opened': '1', 'incidents-closed': '0' });
    expect(issues().map(({ state }) => state)).toEqual(['open']);
    expect(first.summary).toContain(`/issues/1`);
    bench.checkout();
    now = '2026-11-23T20:13:00Z';
    const tick = { inputs: token(), environment: environment(), now };
    const second = await bench.step(recheckAction, { ...tick, runId: 2 });
    expect(second.outputs).toMatchObject({ 'incidents-opened': '0', 'incidents-closed': '0' });
    bench.checkout();
    now = '2026-11-24T20:13:00Z';
    const third = await bench.step(recheckAction, { ...tick, now, runId: 3, connector: mended });
    expect(third.outputs).toMatchObject({ 'incidents-closed': '1', verdict: 'ok' });
    expect(issues().map(({ state }) => state)).toEqual(['closed']);
  });

  test('a webhook is told once, and the heartbeat is pinged at the end of every tick', async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(`${request.method} ${request.url}`);
      request.resume();
      response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config =
      'timezone: Asia/Tokyo\nlocale: ja\nteam: SRE\npublicRepository: no\nnotify: [{ webhook: env:SLACK_WEBHOOK, format: slack }]\nheartbeat: env:HEARTBEAT_URL\n';
    bench = new Workbench(instanceFiles(['app1'], { 'maintenance/config.yml': config }));
    const secrets = { SLACK_WEBHOOK: `${base}/slack`, HEARTBEAT_URL: `${base}/beat` };
    const options = { inputs: inputs(), environment: { ...environment(), ...secrets } };
    const { log } = await bench.step(maintainAction, options);
    expect(heard).toEqual(['POST /slack', 'GET /beat']);
    expect(log.split('\n').filter((line) => line.includes(base))).toEqual([
      `::add-mask::${base}/beat`,
      `::add-mask::${base}/slack`,
    ]);
    server.close();
  });
});

describe('GitHub does not do it', () => {
  test('the record is kept, the job is well, and the warning says what is missing', async () => {
    bench = new Workbench(instanceFiles(['app1']));
    const options = {
      inputs: { ...inputs(), 'github-token': 'wrong' },
      environment: environment(),
    };
    const { outputs, log } = await bench.step(maintainAction, options);
    expect(outputs['commit']).toMatch(/^[\da-f]{40}$/);
    expect(log).toMatch(/^::warning::Issue を更新できませんでした/m);
    expect(issues()).toEqual([]);
    bench.checkout();
    const again = { inputs: token(), environment: environment(), now: '2026-11-23T20:13:00Z' };
    expect((await bench.step(recheckAction, again)).outputs['incidents-opened']).toBe('1');
  });
});
