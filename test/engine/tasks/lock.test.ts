import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sh } from '../../../src/core/shell.ts';
import { acquireLock } from '../../../src/engine/tasks/lock.ts';
import { runInShell, shells } from '../../support/shells.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

function lockedBy(runId: string, untilSeconds: number): void {
  mkdirSync(bench.lock);
  const now = Math.floor(Date.now() / 1000);
  writeFileSync(join(bench.lock, 'owner'), `token\n${runId}\n${now - 60}\n${now + untilSeconds}\n`);
}

describe('a host that is locked', () => {
  test('is left alone, and it is told by whom and since when', async () => {
    lockedBy('weekly 42', 60);
    const outcome = await bench.run();
    expect(brief(outcome)).toBe('planned skipped (locked)');
    expect(outcome.reason?.args['runId']).toBe('weekly 42');
    const since = Date.parse(String(outcome.reason?.args['sinceAt']));
    expect(Date.now() - since).toBeLessThan(120_000);
    expect(bench.content).toBe('old');
    expect(existsSync(join(bench.lock, 'owner'))).toBe(true);
  });

  test('by a run that is long gone is taken over, and told', async () => {
    lockedBy('weekly 41', -5);
    const outcome = await bench.run();
    expect(brief(outcome)).toBe('done ok lock-stale applied');
    expect(outcome.findings[0]?.message.args).toMatchObject({ runId: 'weekly 41' });
    expect(bench.left).toEqual([]);
  });

  test('by somebody who had no time to say who, is left alone', async () => {
    mkdirSync(bench.lock);
    expect(brief(await bench.run())).toBe('planned skipped (locked)');
  });

  test('does not keep anybody from looking', async () => {
    lockedBy('weekly 42', 60);
    expect(brief(await bench.run({ conduct: { changes: 'none' } }))).toBe(
      'planned ok only-planned',
    );
  });
});

test('of two runs at once one changes the host and the other says that it is locked', async () => {
  const task = fileTask({ apply: (file, want) => sh`sleep 1; printf %s ${want} >${file}` });
  const briefs = (await Promise.all([bench.run({ task }), bench.run({ task })])).map(brief);
  expect(briefs.sort()).toEqual(['done ok applied', 'planned skipped (locked)']);
  expect(bench.left).toEqual([]);
});

describe.each(shells)('in $name', ({ argv }) => {
  test('a lock is taken once, also when many find it expired', async () => {
    lockedBy('old', -5);
    const places = { lock: bench.folder, state: bench.folder };
    const contenders = Array.from({ length: 8 }, (_, index) => {
      const probe = acquireLock(places, { token: `t${index}`, runId: `r${index}`, seconds: 60 });
      return `( ${probe.script.text}\n) >${bench.folder}/out${index} &`;
    });
    const { stdout } = runInShell(argv, `${contenders.join('\n')}\nwait\ncat ${bench.folder}/out*`);
    const words = stdout.toString().split('\n');
    expect(words.filter((word) => word === 'taken')).toHaveLength(1);
    expect(words.filter((word) => word === 'held')).toHaveLength(7);
    expect(existsSync(join(bench.lock, 'takeover'))).toBe(false);
  });
});
