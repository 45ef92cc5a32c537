import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { makeControlGroup } from './control-group.ts';
import type { Sandbox } from './sandbox.ts';

export interface Command {
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** File for stdout; stderr goes to the same path with `.err`. */
  readonly output: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly exitStatus: number;
  readonly wallSeconds: number;
  /** User and system time of the command and all that it started. */
  readonly clientCpuSeconds: number;
  readonly serverCpuSeconds: number;
  readonly clientPeakBytes: number | undefined;
}

let runs = 0;

/**
 * Runs a command inside the network of the hosts, in a control group of its own, and waits until
 * the server is at rest again: what it does after the client has gone is part of the price.
 */
export async function measure(
  sandbox: Sandbox,
  { argv, stdin = '/dev/null', output, environment = {} }: Command,
  signal: AbortSignal,
): Promise<Measured> {
  signal.throwIfAborted();
  await sandbox.quiet();
  runs += 1;
  const group = makeControlGroup(`run${runs}`);
  const files = [openSync(stdin, 'r'), openSync(output, 'w'), openSync(`${output}.err`, 'w')];
  try {
    const before = sandbox.group.cpuSeconds();
    const startedAt = performance.now();
    const exitStatus = await finished(
      spawnIn(files, [...group.enter, ...sandbox.enter, ...argv], environment),
      signal,
    );
    const wallSeconds = (performance.now() - startedAt) / 1000;
    const clientCpuSeconds = group.cpuSeconds();
    const clientPeakBytes = group.peakBytes();
    // A shared connection (Ansible's) is left behind, and must not serve the next run.
    await group.close();
    await sandbox.quiet();
    const serverCpuSeconds = sandbox.group.cpuSeconds() - before;
    return { exitStatus, wallSeconds, clientCpuSeconds, serverCpuSeconds, clientPeakBytes };
  } catch (error) {
    await group.close();
    throw error;
  } finally {
    for (const file of files) closeSync(file);
  }
}

function spawnIn(
  stdio: readonly number[],
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...environment };
  return spawn(program, args, { stdio: [...stdio], env, detached: true });
}

function finished(child: ChildProcess, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', reject);
    child.once('exit', (status) => {
      signal.removeEventListener('abort', stop);
      resolve(status ?? 128);
    });
  });
}
