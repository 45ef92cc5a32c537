import type { Host } from '../../fleet/model.ts';
import { type ConnectionMessageId, message } from '../messages.ts';
import { ConnectionError, type ConnectionFailure } from '../session.ts';
import { addressOf, codeOf, levelOf, textOf } from './errors.ts';
import { describePins, type Pins } from './host-keys.ts';

/** How far a connection has come: what an error means depends on it. */
export interface Progress {
  phase: 'banner' | 'authentication';
  /** The first bytes from the server. */
  received: string;
  acceptedMethods: readonly string[];
  refusal: ConnectionError | undefined;
}

/** What ssh2 said, in our terms. Its errors have levels rather than codes, and some only a text. */
export function sshError(
  host: Host,
  pins: Pins,
  error: unknown,
  progress: Progress,
): ConnectionError {
  if (progress.refusal !== undefined) return progress.refusal;
  const make = (failure: ConnectionFailure, id: ConnectionMessageId, detail: string) => {
    const args = {
      ...addressOf(host),
      user: host.user,
      methods: progress.acceptedMethods.join(', ') || '-',
      detail,
    };
    return new ConnectionError(failure, host.name, message(id, args), error);
  };
  const text = textOf(error);
  const level = levelOf(error);
  if (level === 'client-authentication') {
    return make('authentication', 'connection.authentication', text);
  }
  if (level === 'agent')
    return make('no-identity', 'connection.no-identity.agent', codeOf(error) || text);
  if (/no matching host key/.test(text) && pins.keys.length > 0)
    return noPinnedKeyType(host, pins, error);
  if (level === 'handshake') return make('protocol', 'connection.protocol.algorithms', text);
  if (progress.phase === 'authentication') return make('lost', 'connection.lost', text);
  if (!spokeSsh(progress.received)) {
    return make('protocol', 'connection.protocol', printable(progress.received));
  }
  if (isLoss(error)) {
    const dropped = !progress.received.startsWith('SSH-');
    return make('lost', dropped ? 'connection.lost.dropped' : 'connection.lost.handshake', text);
  }
  return make('protocol', 'connection.protocol', text);
}

/** No key of a pinned type is on offer: ssh2 ends the negotiation before it has seen a key. */
function noPinnedKeyType(host: Host, pins: Pins, cause: unknown): ConnectionError {
  const args = { ...addressOf(host), pinned: describePins(pins) };
  const explanation = message('connection.host-key-changed.type', args);
  return new ConnectionError('host-key-changed', host.name, explanation, cause);
}

/** The connection ended without an error of SSH's own. */
function isLoss(error: unknown): boolean {
  const text = textOf(error);
  return (
    levelOf(error) === 'client-socket' ||
    text === 'Connection lost before handshake' ||
    text === 'No response from server'
  );
}

/**
 * A server may say nothing, or why it will not have us, before it drops us: "Exceeded MaxStartups"
 * (OpenSSH's drop_connection) or "Not allowed at this time" (its penalties).
 */
function spokeSsh(received: string): boolean {
  return received === '' || received.startsWith('SSH-') || /^(Exceeded|Not allowed)/.test(received);
}

function printable(received: string): string {
  return JSON.stringify(received.slice(0, 60));
}
