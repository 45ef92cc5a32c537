import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { type ConnectionMessageId, message } from '../messages.ts';
import { ConnectionError, type ConnectionFailure } from '../session.ts';
import { textOf } from './errors.ts';

/** RFC 4254 section 5.1. */
const administrativelyProhibited = 1;

/**
 * A byte stream from `hop` to `host:port`. A stream that opens after the signal was aborted is
 * closed again.
 * @throws ConnectionError
 */
export function openTunnel(
  client: Client,
  hop: string,
  target: { readonly host: string; readonly port: number },
  signal?: AbortSignal,
): Promise<Duplex> {
  const name = target.host.includes(':') ? `[${target.host}]` : target.host;
  const fail = (error: unknown) => tunnelError(hop, `${name}:${target.port}`, error);
  return new Promise((resolve, reject) => {
    try {
      client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
        if (error !== undefined) return reject(fail(error));
        channel.on('error', () => {});
        if (signal?.aborted) {
          channel.destroy();
          return reject(signal.reason);
        }
        return resolve(channel);
      });
    } catch (error) {
      reject(fail(error));
    }
  });
}

/**
 * A byte stream to a socket in the file system of `hop` (direct-streamlocal@openssh.com).
 * @throws ConnectionError
 */
export function openSocket(client: Client, hop: string, path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    try {
      client.openssh_forwardOutStreamLocal(path, (error, channel) => {
        if (error !== undefined) return reject(tunnelError(hop, path, error));
        channel.on('error', () => {});
        return resolve(channel);
      });
    } catch (error) {
      reject(tunnelError(hop, path, error));
    }
  });
}

const byDescription: readonly (readonly [RegExp, ConnectionFailure])[] = [
  [/timed out/i, 'timeout'],
  [/no route|unreachable/i, 'unroutable'],
  [/name or service|resolution|resolve/i, 'unresolvable'],
];

function tunnelError(hop: string, target: string, error: unknown): ConnectionError {
  const reason = error instanceof Error && 'reason' in error ? error.reason : undefined;
  const detail = textOf(error).replace('(SSH) Channel open failure: ', '');
  const make = (failure: ConnectionFailure, id: ConnectionMessageId) =>
    new ConnectionError(failure, hop, message(id, { hop, target, detail }), error);
  if (typeof reason !== 'number') return make('lost', 'connection.lost');
  if (reason === administrativelyProhibited)
    return make('refused', 'connection.refused.forwarding');
  const found = byDescription.find(([pattern]) => pattern.test(detail));
  return make(found?.[1] ?? 'refused', 'connection.refused.tunnel');
}
