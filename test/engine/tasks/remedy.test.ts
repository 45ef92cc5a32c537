import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineCheck } from '../../../src/catalogue/define.ts';
import type { Task } from '../../../src/catalogue/define-task.ts';
import type { Message } from '../../../src/core/message.ts';
import { shell } from '../../../src/core/probe.ts';
import { sh } from '../../../src/core/shell.ts';
import { runHost } from '../../../src/engine/run-host.ts';
import type { Conduct } from '../../../src/engine/tasks/conduct.ts';
import { localConnector, testHost } from '../../support/local-connector.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

const text = { ja: '試験', en: 'test' };

/** Content with a severity in it is a finding of that severity. */
const check = defineCheck({
  id: 'x.look',
  title: text,
  description: text,
  sources: [],
  level: 1,
  params: z.strictObject({ file: z.string() }),
  messages: { seen: text },
  measures: {},
  probes: ({ file }) => ({ file: shell(sh`cat ${file}`) }),
  parse: ({ file }) => file.stdout,
  evaluate: (found) => {
    const severity = (['critical', 'unknown', 'warning'] as const).find((one) => one === found);
    const message = { id: 'seen', args: {} } as const;
    return { findings: severity ? [{ key: 'file', severity, message }] : [] };
  },
});

let bench: Bench;
let execs: number;
let lastMended: readonly Message[] | undefined;
beforeEach(() => {
  bench = new Bench();
  execs = 0;
});
afterEach(() => bench.remove());

async function run(
  changes: Conduct['changes'],
  { task = fileTask(), marked = true }: { task?: Task; marked?: boolean } = {},
): Promise<string[]> {
  const remedy = {
    id: 'look.then',
    task,
    params: task.params.parse({ file: bench.file, want: 'mended' }),
    marked,
    history: [],
    after: 'look',
  };
  const step = { id: 'look', check, params: { file: bench.file }, history: [], remedy };
  const unused = () => Promise.reject(new Error('not in this test'));
  const inner = localConnector();
  const world = {
    connector: {
      connect: async (...args: Parameters<typeof inner.connect>) => {
        const session = await inner.connect(...args);
        const exec: typeof session.exec = (...given) => {
          execs += 1;
          return session.exec(...given);
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
  const { steps } = await runHost(
    { host: testHost('app1'), steps: [step] },
    world,
    new AbortController().signal,
    { changes, runId: 'r', places },
  );
  expect(steps.slice(1).map((outcome) => outcome.task?.after)).toEqual(
    steps.slice(1).map(() => 'look'),
  );
  lastMended = steps.at(-1)?.task?.mended;
  return steps.map((outcome) => `${outcome.use} ${brief(outcome)}`.replace('  ', ' '));
}

describe('a remedy', () => {
  test('is not asked for when the check is content, and costs no exec', async () => {
    bench.content = 'fine';
    expect(await run('all')).toEqual(['x.look ok']);
    expect(execs).toBe(1);
  });

  test('mends, and the check looks again', async () => {
    bench.content = 'warning';
    expect(await run('marked')).toEqual(['x.look ok', 'x.file done ok applied']);
    expect(bench.content).toBe('mended');
    expect(lastMended).toEqual([{ id: 'x.look/seen', args: {} }]);
  });

  test('is only planned in a scheduled run when it is not marked', async () => {
    bench.content = 'critical';
    expect(await run('marked', { marked: false })).toEqual([
      'x.look critical seen',
      'x.file planned ok not-marked',
    ]);
    expect(bench.content).toBe('critical');
  });

  test('is only planned by the command line without --apply', async () => {
    bench.content = 'critical';
    expect(await run('none')).toEqual(['x.look critical seen', 'x.file planned ok only-planned']);
    expect(execs).toBe(2);
  });

  test('is not tried on what could not be judged', async () => {
    bench.content = 'unknown';
    expect(await run('all')).toEqual(['x.look unknown seen']);
  });

  test('that fails leaves the finding as it was', async () => {
    bench.content = 'warning';
    const task = fileTask({ apply: () => sh`exit 1` });
    const [found, mended] = await run('all', { task });
    expect(found).toBe('x.look warning seen');
    expect(mended).toMatch(/^x\.file failed critical/);
  });
});
