import { connect, type Socket } from 'node:net';
import type { Host } from '../../fleet/model.ts';
import { within } from '../abort.ts';
import { message } from '../messages.ts';
import { ConnectionError } from '../session.ts';
import { addressOf, socketError } from './errors.ts';

/**
 * A TCP connection to the host, or a ConnectionError. The socket keeps a listener for errors, so
 * that one that comes when nobody waits any more cannot end the process.
 */
export async function openSocket(
  host: Host,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const onTimeout = () => {
    const args = { ...addressOf(host), seconds: timeoutMs / 1000 };
    return new ConnectionError('timeout', host.name, message('connection.timeout', args));
  };
  return await within({ milliseconds: timeoutMs, signal, onTimeout }, (inner) =>
    dial(host, timeoutMs, inner),
  );
}

function dial(host: Host, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: host.address,
      port: host.port,
      noDelay: true,
      // Node's 250 ms per address is less than a round trip to the other side of the world.
      autoSelectFamilyAttemptTimeout: 2_000,
    });
    const onAbort = () => socket.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => {
      signal.removeEventListener('abort', onAbort);
      reject(socketError(host, error, timeoutMs));
    });
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(socket);
    });
  });
}
