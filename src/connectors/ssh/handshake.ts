import type { Duplex } from 'node:stream';
import { NodeSSH } from 'node-ssh';
import type { AnyAuthMethod, Client } from 'ssh2';
import type { Host } from '../../fleet/model.ts';
import { untilAborted, within } from '../abort.ts';
import { ConnectionError } from '../session.ts';
import { algorithms } from './algorithms.ts';
import { authenticationHandler } from './authentication.ts';
import { handshakeTimeout } from './errors.ts';
import { hostKeyAlgorithms, hostKeyRefusal, type Pins } from './host-keys.ts';
import type { SshLimits } from './limits.ts';
import { keepKeysReady } from './session-keys.ts';
import { type Progress, sshError } from './ssh-error.ts';

export interface Target {
  readonly host: Host;
  readonly pins: Pins;
  readonly methods: readonly AnyAuthMethod[];
}

/**
 * Makes an authenticated SSH connection of a byte stream to the target. The stream is destroyed
 * when that fails; afterwards it belongs to the client.
 * @throws ConnectionError
 */
export async function authenticate(
  stream: Duplex,
  target: Target,
  limits: SshLimits,
  signal: AbortSignal,
): Promise<Client> {
  const { host, pins } = target;
  const progress: Progress = {
    phase: 'banner',
    received: '',
    acceptedMethods: [],
    refusal: undefined,
  };
  const ssh = new NodeSSH();
  const connecting = ssh.connect({
    sock: stream,
    username: host.user,
    algorithms: { ...algorithms, serverHostKey: hostKeyAlgorithms(pins) },
    hostVerifier: (key: Buffer) => {
      progress.refusal = hostKeyRefusal(host, pins, key);
      return progress.refusal === undefined;
    },
    authHandler: authenticationHandler(target.methods, progress),
    keepaliveInterval: limits.keepaliveIntervalMs,
    keepaliveCountMax: limits.keepaliveMisses,
    // The limits here are ours: ssh2 has one for everything, and starts it at another moment.
    readyTimeout: 0,
    agentForward: false,
  });
  const client = ssh.connection;
  if (client === null) throw new TypeError('node-ssh made no client');
  // ssh2 emits `error` on a connection that has already ended; unheard, it would end the process.
  client.on('error', () => {});
  // Also after new keys have been agreed on.
  client.on('handshake', () => keepKeysReady(client));
  stream.once('data', (chunk: Buffer) => {
    progress.received = chunk.toString('latin1', 0, 80);
  });
  const handshaken = new Promise<void>((resolve) => {
    client.once('handshake', () => {
      progress.phase = 'authentication';
      resolve();
    });
  });
  const milliseconds = limits.handshakeTimeoutMs;
  try {
    await within(
      { milliseconds, signal, onTimeout: () => handshakeTimeout(host, milliseconds) },
      () => Promise.race([handshaken, connecting]),
    );
    await untilAborted(connecting, signal);
    return client;
  } catch (error) {
    connecting.catch(() => {});
    client.destroy();
    stream.destroy();
    throw error instanceof ConnectionError || signal.aborted
      ? error
      : sshError(host, pins, error, progress);
  }
}
