import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Task } from '../../../src/catalogue/define-task.ts';
import { sh } from '../../../src/core/shell.ts';
import { Bench } from './bench.ts';
import { fileTask } from './file-task.ts';

describe('what a task says of its end', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.remove());

  const ending = (exitStatus: number): Task => ({
    ...fileTask(),
    apply: () => ({
      script: sh`echo its own words >&2; exit ${exitStatus}`,
      timeoutSeconds: 10,
      failures: {
        22: { message: { id: 'same', args: { want: 'x' } }, remedy: { id: 'guard', args: {} } },
      },
    }),
  });
  const told = async (exitStatus: number) => {
    const { findings, task } = await bench.run({ task: ending(exitStatus) });
    return { outcome: task?.outcome, apply: findings.find(({ key }) => key === 'apply') };
  };

  test('an exit status that it has chosen has words and a remedy of its own', async () => {
    expect(await told(22)).toMatchObject({
      outcome: 'failed',
      apply: {
        severity: 'critical',
        message: { id: 'x.file/same', args: { want: 'x' } },
        remedy: { id: 'x.file/guard' },
        evidence: 'its own words',
      },
    });
  });

  test('any other is told as a number', async () => {
    expect((await told(23)).apply?.message).toEqual({
      id: 'task/exit-status',
      args: { exitStatus: 23 },
    });
  });

  test('what is not there is skipped, with its reason, and is no failure', async () => {
    const reason = { id: 'same', args: { want: 'x' } };
    const plan = () => ({ kind: 'no-op', reason, skipped: true }) as const;
    expect(await bench.run({ task: { ...fileTask(), plan } })).toMatchObject({
      verdict: 'skipped',
      reason: { id: 'x.file/same' },
      task: { outcome: 'no-op' },
    });
    expect(bench.left).toEqual([]);
  });
});
