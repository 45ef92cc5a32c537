import type { Duplex } from 'node:stream';
import { untilAborted } from './abort.ts';
import { ConnectionError, type HostSession } from './session.ts';

/** What the probes of the network have in common. */
export interface ProbeOptions {
  /** PEM text of private certificate authorities to trust beside the runner's own. */
  readonly extraCa?: string;
}

export type TunnelSource = Pick<HostSession, 'openTunnel'>;

/** A stream from the host; one that opens too late is closed again. */
export async function tunnelTo(
  session: TunnelSource | undefined,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Duplex> {
  if (session === undefined)
    throw new TypeError('A probe from the host needs the session of the host');
  const opening = session.openTunnel(host, port);
  opening.then(
    (stream) => {
      if (signal.aborted) stream.destroy();
    },
    () => {},
  );
  return await untilAborted(opening, signal);
}

export function timeoutError(seconds: number): Error {
  return Object.assign(new Error(`No answer within ${seconds} s`), { code: 'timeout' });
}

/**
 * An error as outputs have it: Node's or OpenSSL's code, `timeout`, `aborted`, or for a tunnel
 * what the SSH server said about its target, as a code of the same kind.
 */
export function describeFailure(error: unknown): {
  readonly code: string;
  readonly message: string;
} {
  if (error instanceof ConnectionError) {
    const { id, args } = error.explanation;
    const detail = args['detail'];
    // Refused by the SSH server's own rules, which says nothing about the target.
    const forbidden = id === 'connection.refused.forwarding' ? 'forbidden' : undefined;
    return {
      code: forbidden ?? codesOfTunnel[error.failure] ?? error.failure,
      message: String(detail ?? error.message),
    };
  }
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error) };
  if (error.name === 'AbortError') return { code: 'aborted', message: error.message };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return { code, message: error.message };
}

const codesOfTunnel: Readonly<Partial<Record<ConnectionError['failure'], string>>> = {
  refused: 'ECONNREFUSED',
  timeout: 'timeout',
  unresolvable: 'ENOTFOUND',
  unroutable: 'EHOSTUNREACH',
  lost: 'ECONNRESET',
};
