import { describe, expect, test } from 'vitest';
import type { Desired } from '../../src/incident/model.ts';
import { mergeRuns } from '../../src/record/merge.ts';
import type { MaintenanceRecord } from '../../src/record/record.ts';
import type { RunStep } from '../../src/record/run-result.ts';
import { diskStep, host, lostSteps, step } from '../record/fixtures.ts';
import { at, check, desired, fleetOf, runbook, weekly } from './fixtures.ts';

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T02:00:00.000Z`;
const key = 'filesystem:/dev/vda1';
const unknown = (name: string, use = 'logs.disk-usage') =>
  step(name, use, {
    verdict: 'unknown',
    reason: { id: 'unknown/timed-out', args: { seconds: 30 } },
    findings: [
      {
        key: 'unknown',
        severity: 'unknown',
        message: { id: 'unknown/timed-out', args: { seconds: 30 } },
      },
    ],
  });
const skipped = (name: string) => step(name, 'logs.disk-usage', { verdict: 'skipped' });
const root = (one: RunStep): RunStep => ({
  ...one,
  step: 'disk.root-usage',
  use: 'disk.root-usage',
});

/** `key severity host…` */
const shown = ({ incidents }: Desired) =>
  [...incidents.values()].map((one) =>
    [one.key, one.severity, ...one.rows.map((row) => row.host)].join(' '),
  );
const after = (...steps: (RunStep[] | MaintenanceRecord)[]) =>
  desired(steps.map((one, index) => (Array.isArray(one) ? at(day(index + 1), one) : one)));

describe('what should be open', () => {
  const full = diskStep('app1', 85, 1);
  const worse = diskStep('app1', 95, 1);
  const fine = diskStep('app1', 50, 1);
  const lost = at(day(2), lostSteps('app1', ['logs.disk-usage']), { hosts: [host('app1', false)] });

  test.each([
    ['nothing found', [[fine]], []],
    ['found', [[full]], [`${key} warning app1`]],
    [
      'hosts are rows, worst first',
      [[diskStep('app2', 85, 1), worse]],
      [`${key} critical app1 app2`],
    ],
    ['found again and worse', [[full], [worse]], [`${key} critical app1`]],
    ['mended', [[full], [fine]], []],
    [
      'a run of another step',
      [[full], [step('app1', 'backup.freshness')]],
      [`${key} warning app1`],
    ],
    ['a run on another host', [[full], [diskStep('app2', 50, 1)]], [`${key} warning app1`]],
    [
      'an unknown verdict',
      [[full], [unknown('app1')]],
      [`${key} warning app1`, 'logs.disk-usage:unknown unknown app1'],
    ],
    ['unknown, then fine', [[full], [unknown('app1')], [fine]], []],
    ['unreachable', [[full], lost], [`${key} warning app1`, 'host.unreachable:host critical app1']],
    [
      'reachable again',
      [[full], lost, [step('app1', 'backup.freshness')]],
      [`${key} warning app1`],
    ],
    ['the check does not apply', [[full], [skipped('app1')]], []],
    ['two checks of one file system', [[full, root(worse)]], [`${key} critical app1`]],
    [
      'one of the two is mended',
      [[full, root(worse)], [root(diskStep('app1', 50, 1))]],
      [`${key} warning app1`],
    ],
    [
      'critical, then only unknown',
      [
        [worse],
        [
          step('app1', 'logs.disk-usage', {
            verdict: 'unknown',
            findings: [{ key, severity: 'unknown', message: { id: 'x', args: {} } }],
          }),
        ],
      ],
      [`${key} critical app1`],
    ],
    [
      'notes',
      [
        [
          step('app1', 'logs.disk-usage', {
            findings: [{ key: 'n', severity: 'note', message: { id: 'x', args: {} } }],
          }),
        ],
      ],
      [],
    ],
    [
      'unknown without a finding',
      [[step('app1', 'backup.freshness', { verdict: 'unknown' })]],
      ['backup.freshness:unknown unknown app1'],
    ],
  ] as [string, (RunStep[] | MaintenanceRecord)[], string[]][])('%s', (_, runs, expected) => {
    expect(shown(after(...runs))).toEqual(expected);
  });

  test('names both checks of one file system, and the times', () => {
    const { incidents } = desired([at(day(1), [full]), at(day(3), [full, root(worse)])]);
    expect(incidents.get(key)).toMatchObject({
      uses: ['disk.root-usage', 'logs.disk-usage'],
      since: day(1),
      lastSeen: day(3),
      rows: [{ standing: [{ use: 'disk.root-usage', firstSeen: day(3) }, { firstSeen: day(1) }] }],
    });
  });

  test('an incident that moves from host to host has not been away', () => {
    const { incidents } = after([full], [fine, diskStep('app2', 85, 1)]);
    expect(incidents.get(key)?.since).toBe(day(1));
  });

  test('a host that was away begins anew', () => {
    expect(after([full], [fine], [full]).incidents.get(key)?.since).toBe(day(3));
  });

  test('the evidence that it is gone', () => {
    const { ended } = after([full], [fine]);
    expect(ended.get(key)?.get('app1')).toMatchObject({ why: 'mended', source: { at: day(2) } });
  });

  test('another runbook that asks the same has the last word, one that asks otherwise has not', () => {
    const ask = (path: string) => check('logs.disk-usage', { with: { path } });
    const records = [at(day(1), [full]), at(day(2), [fine], { runbook: 'daily' })];
    const runbooks = (path: string) => [
      runbook('weekly-health', [ask('/var/log')]),
      runbook('daily', [ask(path)]),
    ];
    expect(shown(desired(records, { runbooks: runbooks('/var/log') }))).toEqual([]);
    expect(shown(desired(records, { runbooks: runbooks('/srv') }))).toEqual([
      `${key} warning app1`,
    ]);
  });

  test('what a task has failed to do is not done by a plan between the windows', () => {
    const of = (outcome: 'failed' | 'planned' | 'no-op', rest: Partial<RunStep> = {}) =>
      step('app1', 'logs.rotate-force', { task: { outcome, changes: [] }, ...rest });
    const message = { id: 'task/exit-status', args: { exitStatus: 1 } };
    const failed = of('failed', {
      verdict: 'critical',
      findings: [{ key: 'apply', severity: 'critical', message }],
    });
    const runbooks = [
      runbook('weekly-health', [check('logs.rotate-force', { kind: 'task', apply: true })]),
    ];
    const then = (next: RunStep, runId?: string) =>
      shown(
        desired([at(day(1), [failed]), at(day(2), [next], runId === undefined ? {} : { runId })], {
          runbooks,
        }),
      );
    expect(then(of('planned'), '7-1-recheck')).toEqual(['logs.rotate-force:apply critical app1']);
    expect(then(of('no-op'), '7-1-recheck')).toEqual([]);
  });

  test('a failed task is done with when its check is ok', () => {
    const task = { task: 'logs.rotate-force', with: {}, apply: true };
    const runbooks = [runbook('weekly-health', [check('logs.disk-usage', { then: task })])];
    const failed = step('app1', 'logs.rotate-force', {
      verdict: 'critical',
      findings: [{ key: 'failed', severity: 'critical', message: { id: 'x', args: {} } }],
      task: { outcome: 'failed', after: 'logs.disk-usage', changes: [] },
    });
    const first = at(day(1), [full, failed]);
    expect(shown(desired([first], { runbooks }))).toEqual([
      `${key} warning app1`,
      'logs.rotate-force:failed critical app1',
    ]);
    expect(shown(desired([first, at(day(2), [fine])], { runbooks }))).toEqual([]);
  });
});

describe('no longer checked', () => {
  const records = [at(day(1), [diskStep('app1', 85, 1)])];
  test.each([
    ['the runbook is gone', { runbooks: [] }],
    ['the step is gone', { runbooks: [runbook('weekly-health', [check('backup.freshness')])] }],
    [
      'the id now means another check',
      {
        runbooks: [
          runbook('weekly-health', [check('backup.freshness', { id: 'logs.disk-usage' })]),
        ],
      },
    ],
    ['the host is gone', { fleet: fleetOf({ app2: ['app'] }) }],
    ['the host has left the group', { fleet: fleetOf({ app1: ['web'] }) }],
  ])('%s', (_, rest) => {
    const wanted = desired(records, rest);
    expect(shown(wanted)).toEqual([]);
    expect(wanted.ended.size).toBe(0);
    const steps = ['weekly-health/logs.disk-usage:logs.disk-usage'];
    expect(wanted.fateOf(steps, 'app1')).toEqual({ why: 'not-checked' });
  });
});

describe('scope', () => {
  const records = [
    at(day(1), [diskStep('app1', 85, 1), diskStep('app2', 95, 1), diskStep('db1', 85, 1)]),
  ];
  test.each([
    ['fleet', [`${key} critical app2 app1 db1`]],
    ['group', [`group=app ${key} critical app2 app1`, `group=db ${key} warning db1`]],
    ['host', [`app1 ${key} warning app1`, `app2 ${key} critical app2`, `db1 ${key} warning db1`]],
  ] as const)('%s', (scope, expected) => {
    expect(shown(desired(records, { scope }))).toEqual(expected);
  });

  test('owners of the groups', () => {
    const owners = { db: ['@acme/dba'], app: ['sato'], web: ['nobody'] };
    expect(desired(records, { owners }).incidents.get(key)?.owners).toEqual(['acme/dba', 'sato']);
  });
});

describe('the same records give the same incidents', () => {
  const random = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const hosts = ['app1', 'app2', 'db1'];
  const anyStep = (next: () => number, name: string): RunStep => {
    const dice = Math.floor(next() * 6);
    if (dice < 2) return diskStep(name, 50, 1);
    if (dice === 2) return unknown(name);
    if (dice === 3) return skipped(name);
    return diskStep(name, dice === 4 ? 85 : 95, 1);
  };
  const history = (next: () => number) =>
    Array.from({ length: 12 }, (_, index) => {
      // Two runs begin at once now and then.
      const when = day(1 + Math.floor(index / 1.5));
      const some = hosts.filter(() => next() > 0.3);
      const gone = some.filter(() => next() > 0.85);
      const steps = some.flatMap((name) =>
        gone.includes(name)
          ? lostSteps(name, ['logs.disk-usage'])
          : [anyStep(next, name), root(anyStep(next, name))],
      );
      return at(when, steps, { hosts: some.map((name) => host(name, !gone.includes(name))) });
    });
  const sorted = <Value>(map: ReadonlyMap<string, Value>) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const plain = ({ incidents, ended }: Desired) => ({
    incidents: [...incidents],
    ended: sorted(ended).map(([one, map]) => [one, sorted(map)]),
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'shuffled and repeated, seed %i',
    (seed) => {
      const next = random(seed);
      const records = history(next);
      const expected = plain(desired(records));
      const shuffled = [...records, ...records.filter(() => next() > 0.5)]
        .map((one) => ({ one, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one);
      expect(plain(desired(shuffled))).toEqual(expected);
    },
  );

  test.each(Array.from({ length: 20 }, (_, seed) => seed + 100))(
    'shards apart or merged, seed %i',
    (seed) => {
      const next = random(seed);
      const shards: MaintenanceRecord[] = [];
      const merged: MaintenanceRecord[] = [];
      for (let index = 1; index <= 6; index += 1) {
        const parts = hosts.map((name) =>
          at(day(index), [anyStep(next, name)], { runId: `${index}-1` }),
        );
        shards.push(...parts);
        const [first] = parts;
        if (first)
          merged.push({
            ...first,
            run: mergeRuns(
              parts.map(({ run }) => run),
              hosts,
            ),
          });
      }
      expect(plain(desired(shards))).toEqual(plain(desired(merged)));
    },
  );
});

test('the work grows with the records, not with the square of the fleet', () => {
  const size = 2000;
  const names = Array.from({ length: size }, (_, index) => `h${index}`);
  const fleet = fleetOf(Object.fromEntries(names.map((name) => [name, ['app']])));
  const records = [1, 2, 3].map((number) =>
    at(
      day(number),
      names.map((name) => diskStep(name, 85, 1)),
    ),
  );
  const started = performance.now();
  const { incidents } = desired(records, { fleet, runbooks: [weekly] });
  expect(incidents.get(key)?.rows).toHaveLength(size);
  expect(performance.now() - started).toBeLessThan(3000);
});
