import type { Host } from '../../fleet/model.ts';
import { type ConnectionMessageId, message } from '../messages.ts';
import { ConnectionError, type ConnectionFailure } from '../session.ts';

type Class = readonly [ConnectionFailure, ConnectionMessageId];

const byCode: Readonly<Record<string, Class>> = {
  ECONNREFUSED: ['refused', 'connection.refused'],
  ETIMEDOUT: ['timeout', 'connection.timeout'],
  EHOSTUNREACH: ['unroutable', 'connection.unroutable'],
  ENETUNREACH: ['unroutable', 'connection.unroutable'],
  EHOSTDOWN: ['unroutable', 'connection.unroutable'],
  EADDRNOTAVAIL: ['unroutable', 'connection.unroutable'],
  ENOTFOUND: ['unresolvable', 'connection.unresolvable'],
  EAI_AGAIN: ['unresolvable', 'connection.unresolvable'],
};

/** Arguments that the messages about a host have in common. */
export function addressOf({ name, address, port }: Host) {
  return { hop: name, address, port };
}

/** An error of the socket, of name resolution included. */
export function socketError(host: Host, error: unknown, timeoutMs: number): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const code = codeOf(error);
  const [failure, id] = byCode[code] ?? ['lost', 'connection.lost.handshake'];
  const args = { ...addressOf(host), seconds: timeoutMs / 1000, detail: code || textOf(error) };
  return new ConnectionError(failure, host.name, message(id, args), error);
}

export function aborted(host: Host, cause: unknown): ConnectionError {
  const explanation = message('connection.aborted', { hop: host.name });
  return new ConnectionError('aborted', host.name, explanation, cause);
}

export function handshakeTimeout(host: Host, milliseconds: number): ConnectionError {
  const args = { ...addressOf(host), seconds: milliseconds / 1000 };
  const explanation = message('connection.timeout.handshake', args);
  return new ConnectionError('timeout', host.name, explanation);
}

/**
 * Which failures another attempt may mend: those of transport, before authentication began. What
 * was refused on purpose (a key, a login, a forwarding) stays refused, and asking again may lock
 * the account.
 */
export function retriesFor(
  error: Error,
  limits: { readonly retries: number; readonly dropRetries: number },
): number {
  if (!(error instanceof ConnectionError)) return 0;
  switch (error.explanation.id) {
    case 'connection.lost.dropped':
      return limits.dropRetries;
    case 'connection.refused':
    case 'connection.refused.tunnel':
    case 'connection.timeout':
    case 'connection.timeout.handshake':
    case 'connection.unroutable':
    case 'connection.unresolvable':
    case 'connection.lost.handshake':
      return limits.retries;
    default:
      return 0;
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** The level that ssh2 notes on its errors: `handshake`, `client-authentication`, `agent` … */
export function levelOf(error: unknown): string {
  return error instanceof Error && 'level' in error ? String(error.level) : '';
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
