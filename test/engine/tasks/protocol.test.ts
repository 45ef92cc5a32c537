import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defineTask } from '../../../src/catalogue/define-task.ts';
import { sh, sudo } from '../../../src/core/shell.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

describe('a plan', () => {
  test('changes nothing and says what it would do, with its hash', async () => {
    const outcome = await bench.run({ conduct: { changes: 'none' } });
    expect(brief(outcome)).toBe('planned ok only-planned');
    expect(outcome.task?.changes).toEqual([
      { id: 'x.file/write', args: { from: 'old', to: 'new' } },
    ]);
    expect(outcome.findings[0]?.message.args).toEqual({ hash: expect.stringMatching(/^\w{12}$/) });
    expect(bench.content).toBe('old');
    expect(bench.left).toEqual([]);
  });

  test('is a no-op when all is as it should be', async () => {
    bench.content = 'new';
    expect(brief(await bench.run())).toBe('no-op ok (same)');
  });

  test('is refused by a guard', async () => {
    expect(brief(await bench.run({ params: { guarded: true } }))).toBe('failed warning guard');
    expect(bench.content).toBe('old');
  });

  test('that cannot be read is unknown', async () => {
    const outcome = await bench.run({ params: { file: '/nonexistent/file' } });
    expect(brief(outcome)).toBe('failed unknown exit-status (exit-status)');
  });

  test('has the same hash on equal hosts and another when the change is another', async () => {
    const hashOf = async (params: object) =>
      (
        (await bench.run({ conduct: { changes: 'none' }, params: { ...params } })).facts as {
          plan: string;
        }
      ).plan;
    const [one, same, other] = [await hashOf({}), await hashOf({}), await hashOf({ want: 'x' })];
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe('an apply', () => {
  test('changes, verifies, and leaves neither lock nor state', async () => {
    const outcome = await bench.run();
    expect(brief(outcome)).toBe('done ok applied');
    expect(outcome.facts).toMatchObject({ before: 'old', after: 'new' });
    expect(bench.content).toBe('new');
    expect(bench.left).toEqual([]);
  });

  test('that fails is critical with its words; the next finds the host free', async () => {
    const task = fileTask({ apply: () => sh`echo 'disk on fire' >&2; exit 3` });
    const outcome = await bench.run({ task });
    expect(brief(outcome)).toBe('failed critical applied irreversible exit-status wrong');
    expect(outcome.findings[2]?.evidence).toContain('disk on fire');
    expect(outcome.findings[2]?.message.args).toEqual({ exitStatus: 3 });
    expect(brief(await bench.run())).toBe('done ok applied');
  });

  test('whose verification fails is rolled back', async () => {
    const task = fileTask({
      apply: (file) => sh`printf broken >${file}`,
      rollback: (file, before) => sh`printf %s ${before} >${file}`,
    });
    expect(brief(await bench.run({ task }))).toBe('rolled-back critical applied rolled-back wrong');
    expect(bench.content).toBe('old');
    expect(bench.left).toEqual([]);
  });

  test('whose rollback fails says so, and that the host is half-way', async () => {
    const task = fileTask({
      apply: (file) => sh`printf broken >${file}`,
      rollback: () => sh`echo 'no backup' >&2; exit 1`,
    });
    const outcome = await bench.run({ task });
    expect(brief(outcome)).toBe('failed critical applied rollback-failed wrong');
    expect(outcome.findings[1]?.evidence).toContain('no backup');
  });

  test('that does not end is ended, with all that it started', async () => {
    const task = fileTask({ apply: () => sh`sleep 77 & sleep 77`, timeoutSeconds: 1 });
    expect(brief(await bench.run({ task }))).toContain('timed-out');
  });

  test('is not done when the host has changed since it was planned', async () => {
    // Another change for each look: the plan under the lock is not the one before.
    let looks = 0;
    const task = defineTask({
      ...fileTask(),
      plan: () => ({ kind: 'change' as const, change: (looks += 1), changes: [] }),
    });
    expect(brief(await bench.run({ task }))).toBe('failed warning plan-changed');
    expect(bench.content).toBe('old');
    expect(bench.left).toEqual([]);
  });

  test('is only of the plan that was expected', async () => {
    const { facts } = await bench.run({ conduct: { changes: 'none' } });
    const { plan } = facts as { plan: string };
    const other = await bench.run({ conduct: { expectedPlans: ['000000000000'] } });
    expect(brief(other)).toBe('failed warning plan-not-expected');
    expect(bench.content).toBe('old');
    expect(brief(await bench.run({ conduct: { expectedPlans: [plan] } }))).toBe('done ok applied');
  });

  test('may run as root only what the task declares', async () => {
    const task = fileTask({ apply: () => sh`${sudo('/usr/bin/id')}` });
    const outcome = await bench.run({ task });
    expect(brief(outcome)).toMatch(/^failed unknown .*internal-error/);
    expect(outcome.reason?.args['error']).toContain('/usr/bin/id');
    expect(bench.left).toEqual([]);
  });
});

describe('who may change what', () => {
  test.each([
    ['a scheduled run, a step not marked', 'marked', false, 1, 'planned ok not-marked'],
    ['a scheduled run, a marked step', 'marked', true, 1, 'done ok applied'],
    ['a scheduled run, level 2', 'marked', true, 2, 'planned skipped (needs-approval)'],
    ['a person, level 3', 'all', false, 3, 'planned skipped (needs-approval)'],
  ] as const)('%s', async (_, changes, marked, level, expected) => {
    const outcome = await bench.run({ task: fileTask({ level }), marked, conduct: { changes } });
    expect(brief(outcome)).toBe(expected);
  });

  test('an override applies level 2, and its reason is told', async () => {
    const task = fileTask({ level: 2 });
    const outcome = await bench.run({ task, conduct: { override: 'CVE-2026-0001' } });
    expect(brief(outcome)).toBe('done ok applied override');
    expect(outcome.findings[1]?.message.args).toEqual({ level: 2, reason: 'CVE-2026-0001' });
  });
});
