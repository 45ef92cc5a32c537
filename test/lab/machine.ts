import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const bootSeconds = 60;

/** What it takes to start a host; everything is made already. */
export interface MachineParts {
  name: string;
  address: string;
  base: string;
  /** Has upper/ and root/; gets the console's log. */
  folder: string;
  cgroup: string;
  namespace: string;
}

/** One life of a host, from power-on to the end of its PID 1. */
export interface Machine {
  /** Process id of the host's PID 1 as this machine sees it. */
  pid: number;
  /** Settles when it has ended: whether the host asked for a reboot. */
  ended: Promise<{ reboot: boolean }>;
}

/**
 * Starts systemd in a host and waits until SSH answers.
 *
 * @throws Error with the console's last lines when it ends or stays silent for a minute.
 */
export async function startMachine(parts: MachineParts): Promise<Machine> {
  const consoleFile = join(parts.folder, 'console.log');
  const console = openSync(consoleFile, 'w');
  const { cgroup, namespace, base, folder, name } = parts;
  const launch = join(import.meta.dirname, 'launch.sh');
  // When this process dies, however it dies, the host goes with it.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'bash', launch, cgroup, namespace, base, folder, name],
    { stdio: ['ignore', console, console], detached: true },
  );
  closeSync(console);
  child.unref();
  const ended = end(child);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const failure = async (what: string) => {
    const log = await readFile(consoleFile, 'utf8');
    return new Error(`Host ${name} ${what}; its console said:\n${log.slice(-2000)}`);
  };
  const deadline = Date.now() + bootSeconds * 1000;
  while (!(await answersSsh(parts.address))) {
    if (over) throw await failure('ended while booting');
    if (Date.now() > deadline) throw await failure('does not answer on SSH');
    await sleep(20);
  }
  const pid = await onlyChild(child.pid);
  if (pid === undefined) throw await failure('has no PID 1');
  return { pid, ended };
}

/** Whether an SSH banner comes from port 22 within a second. */
export function answersSsh(address: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: address, port: 22 });
  const finish = (answers: boolean) => {
    resolve(answers);
    socket.destroy();
  };
  socket.setTimeout(1000, () => finish(false));
  socket.on('error', () => finish(false));
  socket.on('close', () => finish(false));
  socket.on('data', (chunk) => finish(chunk.toString().startsWith('SSH-')));
  return promise;
}

function end(child: ChildProcess): Promise<{ reboot: boolean }> {
  const { promise, resolve } = Promise.withResolvers<{ reboot: boolean }>();
  // The kernel ends a PID namespace that calls reboot(2) with SIGHUP; unshare passes it on.
  child.on('exit', (_code, signal) => resolve({ reboot: signal === 'SIGHUP' }));
  child.on('error', () => resolve({ reboot: false }));
  return promise;
}

async function onlyChild(pid: number | undefined): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return Number(children.trim().split(' ')[0]) || undefined;
}
