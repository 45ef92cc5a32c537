import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { planAction } from '../../src/actions/plan.ts';
import { conductOf, PlanDocument } from '../../src/actions/plan-document.ts';
import { cutShards } from '../../src/actions/shards.ts';
import { writeTree } from '../git/repository.ts';
import { instanceFiles, type JobOptions, runbook, secret, Workbench } from './workbench.ts';

let bench: Workbench | undefined;
afterEach(() => bench?.destroy());

const seven = Array.from({ length: 7 }, (_, index) => `app${index + 1}`);

function start(files: Readonly<Record<string, string>> = {}, hosts = seven): Workbench {
  bench = new Workbench(instanceFiles(hosts, files));
  return bench;
}

const inputs = { runbook: 'weekly-health' };
const options = (rest: JobOptions = {}): JobOptions => ({ inputs, ...rest });

describe('outputs', () => {
  test('a matrix of shards, the plan and the window', async () => {
    const given = { ...inputs, 'hosts-per-shard': '3' };
    const { outputs, log } = await start().step(planAction, options({ inputs: given }));
    expect(outputs).toMatchObject({
      configured: 'true',
      due: 'true',
      runbook: 'weekly-health',
      window: '2026-W48',
      'shard-count': '3',
    });
    expect(JSON.parse(outputs['matrix'] ?? '')).toEqual({
      include: [1, 2, 3].map((shard) => ({ shard, name: `${shard}/3` })),
    });
    const plan = PlanDocument.parse(JSON.parse(outputs['plan'] ?? ''));
    expect(plan.shards.flat()).toEqual(seven);
    expect(plan).toMatchObject({ trigger: 'schedule', mode: 'marked' });
    expect(log).toBe(`::add-mask::${secret}\n`);
  });

  test('a person names hosts, groups, steps, mode and reason, on any day', async () => {
    const given = {
      ...inputs,
      hosts: 'app2, app5',
      steps: 'well',
      mode: 'apply',
      reason: 'after 変更',
      override: 'disk full',
    };
    const { outputs } = await start().step(
      planAction,
      options({ inputs: given, event: 'workflow_dispatch', now: '2026-11-25T03:00:00Z' }),
    );
    expect(JSON.parse(outputs['plan'] ?? '')).toMatchObject({
      shards: [['app2', 'app5']],
      steps: ['well'],
      mode: 'apply',
      reason: 'after 変更',
      override: 'disk full',
      trigger: 'manual',
      actor: 'hanako',
      window: { key: '2026-W48', every: 'week' },
    });
  });

  test.each([
    ['schedule', '', 'marked'],
    ['schedule', 'plan', 'plan'],
    ['workflow_dispatch', '', 'plan'],
    ['workflow_dispatch', 'marked', 'marked'],
    ['workflow_dispatch', 'apply', 'apply'],
  ])('%s with mode `%s` is %s', async (event, mode, expected) => {
    const given = { ...inputs, mode };
    const { outputs } = await start().step(planAction, options({ inputs: given, event }));
    expect(PlanDocument.parse(JSON.parse(outputs['plan'] ?? '')).mode).toBe(expected);
  });

  test('what a mode lets the engine change', () => {
    expect(conductOf({ mode: 'plan' })).toEqual({ changes: 'none' });
    expect(conductOf({ mode: 'marked' })).toEqual({ changes: 'marked' });
    const emergency = { mode: 'apply', override: 'disk full' } as const;
    expect(conductOf(emergency)).toEqual({ changes: 'all', override: 'disk full' });
  });

  test.each([
    [1, 256, 50, [1]],
    [256, 256, 1, Array.from({ length: 256 }, () => 1)],
    [1000, 256, 50, Array.from({ length: 20 }, () => 50)],
    [1000, 3, 50, [333, 333, 334]],
    [7, 256, 3, [2, 2, 3]],
    [0, 256, 3, []],
  ])('%d hosts in at most %d shards of about %d', (count, max, hostsPerShard, sizes) => {
    const hosts = Array.from({ length: count }, (_, index) => `h${index}`);
    const shards = cutShards(hosts, { max, hostsPerShard });
    expect(shards.map(({ length }) => length)).toEqual(sizes);
    expect(shards.flat()).toEqual(hosts);
  });
});

describe('nothing to do is neutral, with one sentence', () => {
  test.each([
    ['an empty fleet', { 'maintenance/fleet.yml': '' }, {}, /何も実行しません/],
    [
      'example addresses',
      {
        'maintenance/fleet.yml':
          'hosts: { app1: { address: 192.0.2.11, user: x, groups: [app], hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t"] } }\n',
      },
      {},
      /実在するホストがまだない/,
    ],
    ['no secret', {}, { TEIKI_SSH_KEY: '' }, /シークレット TEIKI_SSH_KEY がまだない/],
  ])('%s', async (_, files, environment, sentence) => {
    const { outputs, log, summary } = await start(files).step(planAction, options({ environment }));
    expect(outputs).toMatchObject({ configured: 'false', due: 'false', matrix: '{"include":[]}' });
    expect(log).toMatch(/^(::add-mask::.*\n)*::notice::.*\n$/);
    expect(log).toMatch(sentence);
    expect(summary).toMatch(sentence);
  });

  test('no folder at all', async () => {
    bench = new Workbench({});
    const { outputs, log } = await bench.step(planAction, options());
    expect(outputs['configured']).toBe('false');
    expect(log).toContain('::notice::There is no configuration in maintenance');
  });

  test('no fleet is neutral at the beginning, and a fault once there are records', async () => {
    const bench = start();
    rmSync(join(bench.clone, 'maintenance/fleet.yml'));
    const { outputs, log } = await bench.step(planAction, options());
    expect(outputs['configured']).toBe('false');
    expect(log).toContain('::notice::');
    writeTree(bench.clone, { 'maintenance/records/2026/journal.md': '' });
    const { message } = await bench.failing(planAction, options());
    expect(message).toContain('maintenance/fleet.yml:1:1: this is missing');
  });

  test('a key that is lost once there are records is a fault', async () => {
    const bench = start();
    writeTree(bench.clone, { 'maintenance/records/2026/journal.md': '' });
    const environment = { TEIKI_SSH_KEY: '' };
    const { message } = await bench.failing(planAction, options({ environment }));
    expect(message).toMatch(/^Secret TEIKI_SSH_KEY is not set.*`TEIKI_SSH_KEY: \$\{\{ secrets/);
  });

  test('a secret that this job does not get is left to the job that does', async () => {
    const environment = { TEIKI_SSH_KEY: undefined };
    const { outputs } = await start().step(planAction, options({ environment }));
    expect(outputs['due']).toBe('true');
    const named = { ...inputs, secrets: 'SLACK_WEBHOOK' };
    const told = await start().step(planAction, options({ environment, inputs: named }));
    expect(told.outputs['configured']).toBe('false');
  });

  test('a schedule that ticks on another day', async () => {
    const window = '{ every: month, on: "first monday", at: "02:00", minutes: 30 }';
    const files = { 'maintenance/runbooks/weekly-health.yml': runbook(window) };
    const { outputs, log } = await start(files).step(planAction, options());
    expect(outputs).toMatchObject({ configured: 'true', due: 'false', 'shard-count': '0' });
    expect(log).toContain('first monday 02:00');
    expect(log).toContain('2026-11-23');
  });
});

describe('what is wrong is named', () => {
  test('a file of known hosts that is not there', async () => {
    const files = {
      'maintenance/fleet.yml':
        'knownHosts: known_hosts\nhosts: { app1: { address: 10.0.0.1, user: x, groups: [app] } }\n',
    };
    const { message } = await start(files).failing(planAction, options());
    expect(message).toContain('cannot read maintenance/known_hosts');
  });

  test.each([
    [{}, /Input `runbook` is missing: expected the id of a runbook/],
    [{ runbook: 'weekly-helth' }, /no runbook `weekly-helth`.*weekly-health/],
    [
      { ...inputs, shards: '257' },
      /Input `shards`: expected a whole number from 1 to 256, got "257"/,
    ],
    [{ ...inputs, mode: 'aply' }, /Input `mode`: expected `plan`, `marked` or `apply`, got "aply"/],
    [
      { ...inputs, mode: 'marked', override: 'now' },
      /Input `override`: it goes with `mode: apply`/,
    ],
    [{ ...inputs, hosts: 'app1; rm' }, /Input `hosts`: expected names of hosts or groups/],
    [{ ...inputs, hosts: 'app99' }, /Input `hosts`: there is no group `app99`/],
    [{ ...inputs, steps: 'wel' }, /Input `steps`: weekly-health has no step `wel`.*well/],
    [{ ...inputs, stepz: 'well' }, /Input `stepz` is unknown.*steps/],
    [{ ...inputs, directory: '../x' }, /Input `directory`: expected a folder/],
  ])('%o', async (given, message) => {
    const failed = await start().failing(planAction, { inputs: given });
    expect(failed.message).toMatch(message);
  });

  test('a broken instance, at its place', async () => {
    const files = { 'maintenance/config.yml': 'timezone: Asia/Tokio\nteam: SRE\n' };
    const { message, log } = await start(files).failing(planAction, options());
    expect(message).toContain('maintenance/config.yml:1:11');
    expect(log).toContain('::error file=maintenance/config.yml,line=1,col=11::');
  });
});
