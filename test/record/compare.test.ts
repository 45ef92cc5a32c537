import { describe, expect, test } from 'vitest';
import { changeKinds, compareRuns, predecessors } from '../../src/record/compare.ts';
import {
  outcomeOf,
  type RunHost,
  type RunResult,
  type RunStep,
} from '../../src/record/run-result.ts';
import { diskStep, host, lostSteps, quiet, record, run, step } from './fixtures.ts';

const kinds = (before: RunStep[], after: RunStep[], reachable = true) => {
  const changes = compareRuns(run([host('a')], before), run([host('a', reachable)], after));
  return changeKinds.flatMap((kind) => changes[kind].map(() => kind));
};

describe('compareRuns', () => {
  const ok = diskStep('a', 50, 1);
  const warning = diskStep('a', 85, 1);
  const critical = diskStep('a', 95, 1);
  const unknown = step('a', 'logs.disk-usage', { verdict: 'unknown' });
  const skipped = step('a', 'logs.disk-usage', { verdict: 'skipped' });

  test.each([
    ['new', [ok], [warning]],
    ['worse', [warning], [critical]],
    ['better', [critical], [warning]],
    ['still', [warning], [diskStep('a', 86, 1)]],
    ['gone', [warning], [ok]],
    ['unjudged', [warning], [unknown]],
    ['unjudged', [warning], [skipped]],
    ['unjudged', [warning], []],
  ] as const)('%s', (kind, before, after) =>
    expect(kinds([...before], [...after])).toEqual([kind]),
  );

  test('behind a lost host nothing is known to have gone', () => {
    expect(kinds([warning], lostSteps('a', ['logs.disk-usage']), false)).toEqual([
      'new',
      'unjudged',
    ]);
  });

  test('a host that answers again has gone from what was found', () => {
    expect(kinds(lostSteps('a', []), [ok])).toEqual(['gone']);
  });
});

describe('predecessors', () => {
  const at = (startedAt: string, rest: Partial<RunResult> = {}) =>
    record({ ...quiet.run, startedAt, ...rest }, { runId: startedAt.slice(0, 10) });

  test('are of the same runbook and were carried out', () => {
    const first = at('2026-11-01T00:00:00Z');
    const other = at('2026-11-02T00:00:00Z', { runbook: 'daily' });
    const failed = at('2026-11-03T00:00:00Z', { outcome: 'failed' });
    const missed = at('2026-11-04T00:00:00Z', { outcome: 'not-run' });
    const last = at('2026-11-05T00:00:00Z');
    const found = predecessors([last, missed, failed, other, first]);
    expect(found.get(last)).toBe(first);
    expect(found.get(missed)).toBe(first);
    expect(found.get(first)).toBeUndefined();
    expect(found.get(other)).toBeUndefined();
  });

  test('what a person has started for a few steps or hosts is nothing to compare a whole run with', () => {
    const both = [host('a'), host('b')];
    const all = [step('a', 'x'), step('b', 'x'), step('a', 'y'), step('b', 'y')];
    const manual = (startedAt: string, hosts: RunHost[], steps: RunStep[]) => ({
      ...at(startedAt, { hosts, steps }),
      trigger: 'manual' as const,
    });
    const whole = at('2026-11-01T00:00:00Z', { hosts: both, steps: all });
    const oneStep = manual('2026-11-02T00:00:00Z', both, all.slice(0, 2));
    const oneHost = manual('2026-11-03T00:00:00Z', [host('b')], [step('b', 'x'), step('b', 'y')]);
    const again = manual('2026-11-04T00:00:00Z', both, all);
    const last = at('2026-11-05T00:00:00Z', { hosts: both, steps: all });
    const found = predecessors([whole, oneStep, oneHost, again, last]);
    const before = [oneStep, oneHost, again, last].map((one) => found.get(one)?.runId);
    expect(before).toEqual(['2026-11-01', '2026-11-01', '2026-11-01', '2026-11-04']);
    const sameHost = manual('2026-11-03T01:00:00Z', [host('b')], [step('b', 'x')]);
    expect(predecessors([whole, oneHost, sameHost]).get(sameHost)).toBe(oneHost);
  });
});

describe('outcomeOf', () => {
  const failedTask = step('a', 't', { task: { outcome: 'failed', changes: [] } });
  test.each([
    ['succeeded', [host('a')], [step('a', 'x', { verdict: 'critical' })]],
    ['succeeded', [host('a')], [step('a', 'x', { verdict: 'skipped' })]],
    ['succeeded', [host('a')], []],
    ['partial', [host('a')], [step('a', 'x'), step('a', 'y', { verdict: 'unknown' })]],
    ['partial', [host('a'), host('b', false)], [step('a', 'x'), ...lostSteps('b', ['x'])]],
    ['partial', [host('a')], [step('a', 'x'), failedTask]],
    ['failed', [host('a')], [step('a', 'x', { verdict: 'unknown' })]],
    ['failed', [host('a', false)], lostSteps('a', ['x'])],
    ['failed', [host('a')], [failedTask]],
    ['not-run', [], []],
  ] as const)('%s', (outcome, hosts, steps) => expect(outcomeOf({ hosts, steps })).toBe(outcome));
});
