import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type {
  Connector,
  ExecEnd,
  ExecOptions,
  HostSession,
} from '../../../src/connectors/session.ts';
import { sh } from '../../../src/core/shell.ts';
import { localConnector } from '../../support/local-connector.ts';
import { Bench, brief } from './bench.ts';
import { fileTask } from './file-task.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

/** The work takes long enough for its runner to get lost in it. */
const taking = (seconds: number) =>
  fileTask({
    apply: (file, want) => sh`sleep ${seconds}; printf %s ${want} >${file}`,
    rollback: (file, before) => sh`printf %s ${before} >${file}`,
  });
const slow = taking(2);

/** Of the commands of a run, the one that starts the work; the next waits for it. */
const startExec = 3;

type Exec = (instead?: Partial<ExecOptions>) => Promise<ExecEnd>;

/** A connector whose commands pass through `tap`, numbered from 1 over all its connections. */
function tapped(
  tap: (number: number, exec: Exec) => Promise<ExecEnd>,
  onConnect: () => void = () => {},
): Connector {
  const inner = localConnector({ onConnect });
  let execs = 0;
  return {
    connect: async (host, options) => {
      const session = await inner.connect(host, options);
      const exec: HostSession['exec'] = (command, given) => {
        execs += 1;
        return tap(execs, (instead) => session.exec(command, { ...given, ...instead }));
      };
      return { ...session, exec, close: () => session.close() };
    },
  };
}

async function loseRunner(task = slow): Promise<void> {
  const stop = new AbortController();
  const lost = bench.run({ task, signal: stop.signal, conduct: { runId: 'lost-run' } });
  await vi.waitFor(() => expect(existsSync(join(work(), 'pid'))).toBe(true), 20_000);
  stop.abort();
  const outcome = await lost;
  expect(brief(outcome)).toBe('failed critical applied left-running');
  expect(bench.left).toContain('teiki.lock');
}

test('a run that is cancelled between two commands leaves the work running, too', async () => {
  const stop = new AbortController();
  const connector = tapped(async (number, exec) => {
    const end = await exec();
    if (number === startExec) stop.abort();
    return end;
  });
  const outcome = await bench.run({ task: slow, signal: stop.signal, connector });
  expect(brief(outcome)).toBe('failed critical applied left-running');
});

function work(): string {
  const [name = 'none'] = existsSync(bench.state) ? readdirSync(bench.state) : [];
  return join(bench.state, name);
}

function expireLock(): void {
  const owner = join(bench.lock, 'owner');
  const lines = readFileSync(owner, 'utf8').split('\n');
  writeFileSync(owner, [...lines.slice(0, 3), '1', ''].join('\n'));
}

test('work goes on without its runner; meanwhile the host stays locked', async () => {
  await loseRunner(taking(6));
  expect(brief(await bench.run({ task: slow }))).toBe('planned skipped (still-running)');
  await vi.waitFor(() => expect(bench.content).toBe('new'), 20_000);
});

test('the next run picks it up and verifies it', async () => {
  await loseRunner();
  await vi.waitFor(() => expect(existsSync(join(work(), 'status'))).toBe(true), 20_000);
  expireLock();
  const outcome = await bench.run({ task: slow });
  expect(brief(outcome)).toBe('done ok picked-up');
  expect(outcome.facts).toMatchObject({ before: 'old', after: 'new' });
  expect(outcome.findings[0]?.message.args).toMatchObject({ runId: 'lost-run' });
  expect(bench.left).toEqual([]);
  expect(brief(await bench.run({ task: slow }))).toBe('no-op ok (same)');
});

/** Ends the supervisor, and the work itself unless that is to go on; then both are gone for good. */
async function kill(...names: readonly ('pid' | 'child')[]): Promise<void> {
  await vi.waitFor(() => expect(existsSync(join(work(), 'child'))).toBe(true), 20_000);
  for (const name of names) {
    const pid = Number(readFileSync(join(work(), name), 'utf8'));
    process.kill(-pid, 'SIGKILL');
    // A process that nobody has reaped yet looks alive.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 20_000);
  }
}

test('work that has lost its supervisor is left alone as long as it goes on', async () => {
  await loseRunner(taking(8));
  await kill('pid');
  expireLock();
  expect(brief(await bench.run({ task: slow }))).toContain('still-running');
  await vi.waitFor(() => expect(bench.content).toBe('new'), 20_000);
  const outcome = await bench.run({ task: slow });
  expect(brief(outcome)).toContain('picked-up');
});

test('work that was cut short is rolled back', async () => {
  await loseRunner(taking(60));
  await kill('pid', 'child');
  writeFileSync(bench.file, 'half');
  expireLock();
  const outcome = await bench.run({ task: slow });
  expect(brief(outcome)).toBe('rolled-back critical picked-up rolled-back interrupted wrong');
  expect(bench.content).toBe('old');
});

test('a run that only plans tells about it and rolls nothing back', async () => {
  await loseRunner(taking(60));
  await kill('pid', 'child');
  writeFileSync(bench.file, 'half');
  expireLock();
  const outcome = await bench.run({ task: slow, conduct: { changes: 'none' } });
  expect(brief(outcome)).toBe('failed critical picked-up interrupted wrong');
  expect(bench.content).toBe('half');
});

/** Breaks the connection at one exec; what was started on the host goes on. */
function breakingConnector(at: number): { connector: Connector; connections: () => number } {
  let connections = 0;
  const connector = tapped(
    async (number, exec) => {
      if (number !== at) return await exec();
      await exec({ onStdout: () => {}, onStderr: () => {} });
      return { kind: 'lost', reason: 'the cable' };
    },
    () => (connections += 1),
  );
  return { connector, connections: () => connections };
}

test.each([
  ['start', startExec],
  ['wait', 4],
  ['verification', 5],
  ['second look under the lock', 2],
])(
  'a connection that breaks at the %s is opened anew, and nothing is done twice',
  async (_, at) => {
    const { connector, connections } = breakingConnector(at);
    const task = fileTask({
      apply: (file, want) => sh`printf %s ${want} >>${file}.log; printf %s ${want} >${file}`,
    });
    expect(brief(await bench.run({ task, connector }))).toBe('done ok applied');
    expect(connections()).toBe(2);
    expect(readFileSync(`${bench.file}.log`, 'utf8')).toBe('new');
    expect(bench.left).toEqual([]);
  },
);

test('a host that is not there any more when the work has ended is verified by the next run', async () => {
  let execs = 0;
  const connector = tapped(
    async (number, exec) => {
      execs = number;
      return number > 4 ? { kind: 'lost', reason: 'the cable' } : await exec();
    },
    () => {
      if (execs > 4) throw new Error('no route');
    },
  );
  const outcome = await bench.run({ connector });
  expect(brief(outcome)).toBe('failed critical applied unverified');
  expireLock();
  expect(brief(await bench.run())).toBe('done ok picked-up');
  expect(bench.left).toEqual([]);
});
