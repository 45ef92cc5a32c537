import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineCheck } from '../../../src/catalogue/define.ts';
import { ConnectionError } from '../../../src/connectors/session.ts';
import { shell } from '../../../src/core/probe.ts';
import { sh } from '../../../src/core/shell.ts';
import type { PlannedStep } from '../../../src/engine/plan.ts';
import { runHost } from '../../../src/engine/run-host.ts';
import type { Conduct } from '../../../src/engine/tasks/conduct.ts';
import { localConnector, testHost } from '../../support/local-connector.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

const text = { ja: '試験', en: 'test' };

/** What the file says, as a finding. */
const look = (transient = false) =>
  defineCheck({
    id: 'x.look',
    title: text,
    description: text,
    sources: [],
    level: 1,
    params: z.strictObject({ file: z.string() }),
    messages: { seen: { ja: '{found}', en: '{found}' } },
    measures: {},
    transient,
    probes: ({ file }) => ({ file: shell(sh`cat ${file}`) }),
    parse: ({ file }) => file.stdout,
    evaluate: (found) => ({
      findings: [{ key: 'file', severity: 'note', message: { id: 'seen', args: { found } } }],
    }),
  });

let bench: Bench;
let execs: number;
let connections: number;
beforeEach(() => {
  bench = new Bench();
  execs = 0;
  connections = 0;
});
afterEach(() => bench.remove());

const write = (id: string, want: string, options = {}): PlannedStep => {
  const task = fileTask(options);
  const params = task.params.parse({ file: bench.file, want });
  return { id, task, params, marked: true, history: [] };
};
const check = (id: string, transient = false): PlannedStep => {
  return { id, check: look(transient), params: { file: bench.file }, history: [] };
};

const refused = new ConnectionError('refused', 'app1', { id: 'connect/refused', args: {} });

/** A host that is cut off after so many execs. */
async function run(
  steps: readonly PlannedStep[],
  changes: Conduct['changes'] = 'all',
  lastExec = Infinity,
): Promise<string[]> {
  const unused = () => Promise.reject(new Error('not in this test'));
  const inner = localConnector();
  const world = {
    connector: {
      connect: async (...args: Parameters<typeof inner.connect>) => {
        connections += 1;
        if (execs >= lastExec) throw refused;
        const session = await inner.connect(...args);
        const exec: typeof session.exec = async (...given) => {
          execs += 1;
          if (execs > lastExec) throw refused;
          return await session.exec(...given);
        };
        return { ...session, exec };
      },
    },
    probeTls: unused,
    probeHttp: unused,
    probeTcp: unused,
    now: () => new Date(),
  };
  const places = { lock: bench.folder, state: bench.folder };
  const plan = { host: testHost('app1'), steps };
  const conduct = { changes, runId: 'r', places };
  const outcome = await runHost(plan, world, new AbortController().signal, conduct);
  return outcome.steps.map((one) => {
    const seen = one.findings.map(({ message }) => message.args['found'] ?? '').join('');
    return `${one.step} ${brief(one)} ${seen}`.replaceAll(/ +/g, ' ').trim();
  });
}

describe('after a change', () => {
  test('the next task plans anew, and checks see what is there now; those before keep what they saw', async () => {
    expect(
      await run([check('a'), write('one', 'new'), check('b'), write('two', 'newer'), check('c')]),
    ).toEqual([
      'a ok seen old',
      'one done ok applied',
      'b ok seen new',
      'two done ok applied',
      'c ok seen newer',
    ]);
    expect(bench.content).toBe('newer');
  });

  test('a task that had nothing to do has, when the change before it calls for it', async () => {
    expect(await run([write('one', 'new'), write('two', 'old')])).toEqual([
      'one done ok applied',
      'two done ok applied',
    ]);
  });

  test('and the other way round: what the change before it has done is not done again', async () => {
    expect(await run([write('one', 'new'), write('two', 'new')])).toEqual([
      'one done ok applied',
      'two no-op ok (same)',
    ]);
  });

  test('a change that failed, or was taken back, is one too', async () => {
    const apply = (file: string) => sh`printf half >${file}; exit 1`;
    expect(await run([write('one', 'new', { apply }), check('b')])).toEqual([
      'one failed critical applied irreversible exit-status wrong half',
      'b ok seen half',
    ]);
  });

  test('what is transient keeps what it saw before the work', async () => {
    expect(await run([write('one', 'new'), check('b', true)])).toEqual([
      'one done ok applied',
      'b ok seen old',
    ]);
  });

  test('what can no longer be asked is unknown, and no task says that it is fine', async () => {
    const steps = [write('one', 'new'), check('b'), write('two', 'new')];
    const plain = await run(steps);
    expect(plain).toEqual(['one done ok applied', 'b ok seen new', 'two no-op ok (same)']);
    const needed = execs - 1;
    bench.content = 'old';
    execs = 0;
    expect(await run(steps, 'all', needed)).toEqual([
      'one done ok applied',
      'b unknown refused (refused)',
      'two failed unknown refused (refused)',
    ]);
  });
});

describe('where nothing is changed, nothing is read twice', () => {
  test('plans', async () => {
    const steps = [write('one', 'new'), check('b'), write('two', 'old')];
    expect(await run(steps, 'none')).toEqual([
      'one planned ok only-planned',
      'b ok seen old',
      'two no-op ok (same)',
    ]);
    expect([execs, connections]).toEqual([1, 1]);
  });

  test('tasks without work', async () => {
    await run([write('one', 'old'), check('b'), write('two', 'old')]);
    expect(execs).toBe(1);
  });
});
