import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

export interface Surroundings {
  readonly user: string;
  /** Home and working directory of what runs. */
  readonly directory: string;
}

/**
 * Runs a command for a channel as sshd does: in a process group of its own, with the three streams
 * tied to the channel, its status told when it ends and the channel closed when its output is at
 * an end. Nothing of our own environment reaches it, for there may be secrets in it.
 */
export function runCommand(
  command: string,
  channel: ServerChannel,
  { user, directory }: Surroundings,
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: directory,
    detached: true,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: directory,
      USER: user,
      LOGNAME: user,
      SHELL: '/bin/sh',
    },
  });
  // Either side may be gone while the other still writes: the ends below tell all there is to tell.
  for (const stream of [channel, channel.stderr, child.stdin]) stream.on('error', () => {});
  channel.pipe(child.stdin);
  // `pipe` waits while the client's window is shut, and so in the end does the command.
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });

  child.once('error', () => {
    channel.exit(127);
    channel.end();
  });
  child.once('exit', (status, signal) => {
    if (status === null) channel.exit(signal?.slice('SIG'.length) ?? 'KILL');
    else channel.exit(status);
  });
  child.once('close', () => {
    channel.end();
    signalGroup(child, 'SIGTERM');
  });
  channel.once('close', () => signalGroup(child, 'SIGTERM'));
  return child;
}

/** Signals a command and all that it has started, but for what has left its process group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}
