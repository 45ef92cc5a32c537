import pRetry from 'p-retry';
import type { Client, ClientChannel } from 'ssh2';
import type { ExecEnd, ExecOptions } from '../session.ts';
import { textOf } from './errors.ts';
import type { SshLimits } from './limits.ts';

/**
 * Runs one command on an open connection. `ended` is aborted, with the reason, when the connection
 * is gone. See `HostSession.exec`.
 */
export async function runCommand(
  client: Client,
  command: string,
  options: ExecOptions,
  ended: AbortSignal,
  limits: SshLimits,
): Promise<ExecEnd> {
  const stop = AbortSignal.any([options.signal, ended]);
  try {
    const { end } = await start(client, command, options, stop, limits);
    return await end;
  } catch (error) {
    return lost(stop, textOf(error));
  }
}

/** A command that has begun. */
interface Started {
  readonly end: Promise<ExecEnd>;
}

/** `MaxSessions` counts channels that are being closed, so a refusal may be gone a moment later. */
function start(
  client: Client,
  command: string,
  options: ExecOptions,
  stop: AbortSignal,
  limits: SshLimits,
): Promise<Started> {
  return pRetry(() => requestExec(client, command, options, stop, limits), {
    retries: limits.channelRetries,
    minTimeout: limits.channelRetryDelayMs,
    randomize: true,
    signal: stop,
    shouldRetry: ({ error }) => error.message.includes('Channel open failure'),
  });
}

function requestExec(
  client: Client,
  command: string,
  options: ExecOptions,
  stop: AbortSignal,
  limits: SshLimits,
): Promise<Started> {
  return new Promise((resolve, reject) => {
    const onStop = () => reject(stop.reason);
    stop.addEventListener('abort', onStop, { once: true });
    client.exec(command, (error, channel) => {
      stop.removeEventListener('abort', onStop);
      if (error !== undefined) return reject(channelError(error));
      channel.on('error', () => {});
      channel.stderr.on('error', () => {});
      // Now and not after an `await`: one packet may hold the answer and the exit status.
      return resolve({ end: follow(channel, options, stop, limits) });
    });
  });
}

/** ssh2 says `true` where the server closed the channel instead of answering. */
function channelError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The server closed the channel');
}

function follow(
  channel: ClientChannel,
  { stdin, onStdout, onStderr }: ExecOptions,
  stop: AbortSignal,
  limits: SshLimits,
): Promise<ExecEnd> {
  return new Promise((resolve) => {
    let exit: ExecEnd | undefined;
    let settled = false;
    let openStreams = 2;
    let lingering: NodeJS.Timeout | undefined;

    const settle = (result: ExecEnd) => {
      settled = true;
      clearTimeout(lingering);
      stop.removeEventListener('abort', onStop);
      resolve(result);
    };
    const onStop = () => {
      end(channel);
      settle(exit ?? lost(stop, ''));
    };
    const linger = () => {
      if (exit === undefined || settled) return;
      clearTimeout(lingering);
      lingering = setTimeout(onStop, limits.lingerMs);
    };
    const pass = (consumer: (chunk: Buffer) => void) => (chunk: Buffer) => {
      if (settled) return;
      consumer(chunk);
      linger();
    };
    const onClosed = () => {
      openStreams -= 1;
      if (openStreams === 0 && !settled) {
        settle(exit ?? lost(stop, 'The command ended without an exit status'));
      }
    };

    stop.addEventListener('abort', onStop, { once: true });
    channel.on('exit', (status: number | null, signal?: string) => {
      exit =
        status === null
          ? { kind: 'killed', exitSignal: signal ?? 'unknown' }
          : { kind: 'exited', exitStatus: status };
      linger();
    });
    channel.on('data', pass(onStdout));
    channel.stderr.on('data', pass(onStderr));
    channel.on('close', onClosed);
    channel.stderr.once('end', onClosed);
    // The whole of it waits in the stream and goes out as the window of the channel allows.
    channel.end(stdin);
    if (stop.aborted) onStop();
  });
}

/**
 * Ends what runs in the channel: sshd passes the signal to the whole process group. For root it
 * does not, for it serves root without privilege separation; such a command goes on until it
 * writes, so a time limit must be kept on the host as well.
 */
function end(channel: ClientChannel): void {
  try {
    channel.signal('TERM');
    channel.close();
  } catch {
    // The connection under the channel is gone, and the command's output with it.
  }
}

function lost(stop: AbortSignal, otherwise: string): ExecEnd {
  const reason = stop.aborted ? textOf(stop.reason) : otherwise;
  return { kind: 'lost', reason };
}
