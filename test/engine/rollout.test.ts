import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check as command } from '../../src/catalogue/user/command.ts';
import { sh } from '../../src/core/shell.ts';
import type { HostOutcome } from '../../src/engine/outcome.ts';
import type { HostPlan } from '../../src/engine/plan.ts';
import { batchesOf, rollOut } from '../../src/engine/rollout.ts';
import { localConnector, testHost } from '../support/local-connector.ts';
import { fileTask } from './tasks/file-task.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teiki-rollout-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const content = (name: string) => readFileSync(file(name), 'utf8');

/** A host that is this machine, with a file of its own; `apply` is a shell text that changes it. */
function plan(name: string, apply = sh`printf new >${file(name)}`): HostPlan {
  writeFileSync(file(name), 'old');
  const task = fileTask({ level: 2, apply: () => apply });
  const params = task.params.parse({ file: file(name), want: 'new' });
  const well = command.params.parse({ name: 'well', command: `cat ${file(`${name}.well`)}` });
  writeFileSync(file(`${name}.well`), '1');
  return {
    host: testHost(name),
    steps: [
      { id: 'well', check: command, params: well, history: [] },
      { id: 'change', task, params, marked: true, history: [] },
    ],
  };
}

const unused = () => Promise.reject(new Error('not in this test'));
async function roll(
  plans: readonly HostPlan[],
  rollout = { canary: 1, batch: 2, pauseSeconds: 0 },
) {
  // All are this machine, so one at a time has the lock.
  const options = {
    concurrency: 1,
    signal: AbortSignal.timeout(60_000),
    conduct: {
      changes: 'marked',
      runId: 'run',
      gates: { kind: 'open', notice: 12 },
      places: { lock: folder, state: folder },
    },
  } as const;
  const world = {
    connector: localConnector(),
    probeTls: unused,
    probeHttp: unused,
    probeTcp: unused,
    now: () => new Date(),
  };
  return await rollOut(plans, world, options, rollout);
}

/** `app1 done`, or why not. */
function told(outcomes: readonly HostOutcome[]): string[] {
  return outcomes.map(({ name, steps }) => {
    const change = steps.find(({ step }) => step === 'change');
    const reason = change?.reason ? ` ${change.reason.id} ${change.reason.args['host'] ?? ''}` : '';
    return `${name} ${change?.task?.outcome}${reason}`;
  });
}

describe('a change reaches the hosts batch by batch', () => {
  test.each([
    [5, 1, 2, [1, 2, 2]],
    [4, 1, 5, [1, 3]],
    [1, 1, 5, [1]],
    [3, 0, 2, [2, 1]],
    [2, 5, 1, [2]],
    [0, 1, 5, []],
  ])('%d hosts, canary %d, batches of %d', (count, canary, batch, sizes) => {
    const plans = Array.from({ length: count }, (_, index) => ({
      host: testHost(`h${index}`),
      steps: [],
    }));
    const batches = batchesOf(plans, { canary, batch });
    expect(batches.map(({ length }) => length)).toEqual(sizes);
    expect(batches.flat()).toEqual(plans);
  });

  test('all of them, when all goes well, in the order of the fleet', async () => {
    const outcomes = await roll(['a', 'b', 'c', 'd'].map((name) => plan(name)));
    expect(told(outcomes)).toEqual(['a done', 'b done', 'c done', 'd done']);
  });

  test('a canary that fails keeps all others as they are, and they say why', async () => {
    const outcomes = await roll([plan('a', sh`exit 1`), plan('b'), plan('c')]);
    expect(told(outcomes)[0]).toMatch(/^a (failed|rolled-back)/);
    expect(told(outcomes).slice(1)).toEqual([
      'b planned gate/rollout-stopped a',
      'c planned gate/rollout-stopped a',
    ]);
    expect([content('b'), content('c')]).toEqual(['old', 'old']);
  });

  test('a batch that fails stops the next one; what was changed stays', async () => {
    const outcomes = await roll([plan('a'), plan('b'), plan('c', sh`exit 1`), plan('d')]);
    expect(told(outcomes).at(-1)).toBe('d planned gate/rollout-stopped c');
    expect([content('a'), content('b'), content('d')]).toEqual(['new', 'new', 'old']);
  });

  test('checks still run on the hosts that are left', async () => {
    const outcomes = await roll([plan('a', sh`exit 1`), plan('b')]);
    expect(outcomes[1]?.steps.find(({ step }) => step === 'well')?.verdict).toBe('ok');
  });

  test('a host that is worse after the pause than it was stops the rest', async () => {
    const outcomes = await roll([
      plan('a', sh`printf new >${file('a')}; rm ${file('a.well')}`),
      plan('b'),
    ]);
    expect(told(outcomes)).toEqual(['a done', 'b planned gate/rollout-worse a']);
    expect(content('b')).toBe('old');
  });

  test('an emergency override does not reach past a failure', async () => {
    const plans = [plan('a', sh`exit 1`), plan('b')];
    const outcomes = await rollOut(
      plans,
      {
        connector: localConnector(),
        probeTls: unused,
        probeHttp: unused,
        probeTcp: unused,
        now: () => new Date(),
      },
      {
        concurrency: 1,
        signal: AbortSignal.timeout(60_000),
        conduct: {
          changes: 'all',
          override: 'fire',
          runId: 'run',
          places: { lock: folder, state: folder },
        },
      },
      { canary: 1, batch: 1, pauseSeconds: 0 },
    );
    expect(told(outcomes)[1]).toBe('b planned gate/rollout-stopped a');
  });
});
