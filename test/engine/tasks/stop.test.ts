import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Check, type Context, defineCheck } from '../../../src/catalogue/define.ts';
import type { Task } from '../../../src/catalogue/define-task.ts';
import { shell } from '../../../src/core/probe.ts';
import { sh } from '../../../src/core/shell.ts';
import type { PlannedStep } from '../../../src/engine/plan.ts';
import { runHost } from '../../../src/engine/run-host.ts';
import type { Conduct } from '../../../src/engine/tasks/conduct.ts';
import { localConnector, testHost } from '../../support/local-connector.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

const text = { ja: '試験', en: 'test' };
let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

/** A task on a file of its own; without a way to succeed it prints something else than it should. */
function task(id: string, level: 1 | 2 | 3, more: Partial<Task> & { fails?: boolean } = {}) {
  const { fails = false, ...rest } = more;
  const apply = (file: string) => sh`echo broken >${file}`;
  const made: Task = { ...fileTask({ level, ...(fails && { apply }) }), ...rest };
  const file = `${bench.folder}/${id}`;
  const params = { file, want: 'new', guarded: false };
  const before = { ...made, probes: () => ({ file: shell(sh`cat ${file} 2>/dev/null || :`) }) };
  return { id, task: before as Task, params, marked: true, history: [] };
}

function check(
  id: string,
  judge: (seen: string, context: Context) => string,
  precondition = false,
) {
  const made = defineCheck({
    id: 'x.look',
    title: text,
    description: text,
    sources: [],
    level: 1,
    ...(precondition && { precondition: true as const }),
    params: z.strictObject({}),
    messages: { seen: text },
    measures: {},
    probes: () => ({ file: shell(sh`cat ${bench.folder}/one 2>/dev/null || echo old`) }),
    parse: ({ file }) => file.stdout.trim(),
    evaluate: (facts, _, context) => {
      const found = judge(facts, context);
      if (found === '') return { findings: [] };
      const message = { id: 'seen', args: { found } } as const;
      return { findings: [{ key: 'file', severity: 'critical', message }] };
    },
  });
  return { id, check: made as Check, params: {}, history: [] };
}

async function outcomes(
  steps: readonly PlannedStep[],
  conduct: Partial<Conduct> = {},
  signal = new AbortController().signal,
) {
  const unused = () => Promise.reject(new Error('not in this test'));
  const world = {
    connector: localConnector(),
    probeTls: unused,
    probeHttp: unused,
    probeTcp: unused,
    now: () => new Date(),
  };
  const places = { lock: bench.folder, state: bench.folder };
  const gates = { kind: 'open', notice: 1 } as const;
  const plan = { host: testHost('app1'), steps };
  const given: Conduct = { changes: 'all', runId: 'r', places, gates, ...conduct };
  return (await runHost(plan, world, signal, given)).steps;
}

async function run(...given: Parameters<typeof outcomes>): Promise<string[]> {
  return (await outcomes(...given)).map((one) =>
    `${one.step} ${brief(one)}`.replaceAll(/ +/g, ' '),
  );
}

const failed = 'failed critical applied irreversible wrong';

describe('stop on failure', () => {
  test('no level 2 or 3 task is applied after one has failed; level 1, checks and cleaning up are', async () => {
    const steps = [
      task('one', 2, { fails: true }),
      task('two', 2),
      task('three', 3),
      check('look', () => ''),
      task('light', 1),
      task('release', 2, { cleansUp: true }),
    ];
    expect(await run(steps)).toEqual([
      `one ${failed}`,
      'two planned skipped step-failed (step-failed)',
      'three planned skipped step-failed (step-failed)',
      'look ok',
      'light done ok applied',
      'release done ok applied',
    ]);
  });

  test('a task that was rolled back, and one that refused, stop as well', async () => {
    const rollback = () => ({ script: sh`:`, timeoutSeconds: 5 });
    const back = await run([task('one', 2, { fails: true, rollback }), task('two', 2)]);
    expect(back).toEqual([
      'one rolled-back critical applied rolled-back wrong',
      'two planned skipped step-failed (step-failed)',
    ]);
    const refusing = task('three', 2);
    const refused = { ...refusing, params: { ...refusing.params, guarded: true } };
    expect((await run([refused, task('four', 2)]))[1]).toContain('step-failed');
  });

  test('a level 1 task that failed stops nothing', async () => {
    expect((await run([task('one', 1, { fails: true }), task('two', 2)]))[1]).toBe(
      'two done ok applied',
    );
  });

  test('a task that is left out says which step went wrong, and what to do', async () => {
    const [, two] = await outcomes([task('one', 2, { fails: true }), task('two', 2)]);
    expect(two?.reason).toEqual({
      id: 'task/step-failed',
      args: { step: 'one', use: 'x.file', level: 2 },
    });
    expect(two?.findings[0]?.remedy?.id).toBe('task/step-failed-remedy');
  });

  test('a remedy of level 2 is left out too, and what it is for stays found', async () => {
    const look = { ...check('look', () => 'bad'), remedy: { ...task('cure', 2), after: 'look' } };
    expect(await run([task('one', 2, { fails: true }), look])).toEqual([
      `one ${failed}`,
      'look critical seen',
      'cure planned skipped step-failed (step-failed)',
    ]);
  });

  test('a plan shows everything to its end', async () => {
    const steps = [check('contact', () => 'none', true), task('one', 2), task('two', 2)];
    expect(await run(steps, { changes: 'none' })).toEqual([
      'contact critical seen',
      'one planned ok only-planned',
      'two planned ok only-planned',
    ]);
  });
});

describe('a precondition', () => {
  test('that is not met keeps level 2 from beginning', async () => {
    const steps = [check('contact', () => 'none', true), task('light', 1), task('one', 2)];
    expect(await run(steps)).toEqual([
      'contact critical seen',
      'light done ok applied',
      'one planned skipped step-failed (step-failed)',
    ]);
  });

  test('that is met does not', async () => {
    expect((await run([check('contact', () => '', true), task('one', 2)]))[1]).toBe(
      'one done ok applied',
    );
  });

  test('that is a task counts when it was done, not when it was only planned', async () => {
    const backup = task('backup', 1, { precondition: true });
    expect((await run([backup, task('one', 2)]))[1]).toBe('one done ok applied');
    const unmarked = { ...task('again', 1, { precondition: true }), marked: false };
    expect(await run([unmarked, task('two', 2)], { changes: 'marked' })).toEqual([
      'again planned ok not-marked',
      'two planned skipped step-failed (step-failed)',
    ]);
  });
});

describe('a run that is cancelled', () => {
  test('cleans up over a connection of its own, and begins nothing else', async () => {
    const control = new AbortController();
    const cancels = { ...task('one', 1), history: [] };
    const verify: Task['verify'] = () => {
      control.abort();
      return { findings: [] };
    };
    const steps = [
      { ...cancels, task: { ...cancels.task, verify } },
      task('two', 2),
      task('release', 1, { cleansUp: true }),
    ];
    const [one, two, release] = await run(steps, {}, control.signal);
    expect(one).toBe('one done ok applied');
    expect(two).toBe('two planned skipped (cancelled)');
    expect(release).toBe('release done ok applied');
    expect(bench.left).toEqual([]);
  });
});

test('a check after a change knows what it saw when the run began', async () => {
  const compare = check('look', (seen, { before }) => `${String(before?.facts)} → ${seen}`);
  const [, look] = await outcomes([task('one', 1), compare]);
  expect(look?.findings[0]?.message.args).toEqual({ found: 'old → new' });
  const [unchanged] = await outcomes([compare]);
  expect(unchanged?.findings[0]?.message.args).toEqual({ found: 'undefined → new' });
});
