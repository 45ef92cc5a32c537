import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  DEFAULT_CIPHERS,
  type TLSSocket,
} from 'node:tls';
import type { TlsEndpoint } from '../../core/probe.ts';
import { sentChain } from './chain.ts';

/** Where to make the handshake: an address of the name, or a stream that leads there. */
export type TlsWay =
  | { readonly address: string; readonly port: number }
  | { readonly stream: Duplex };

/**
 * One handshake, whatever comes of it, for it is the verdict's business what is wrong. Rejects
 * when there was none.
 */
export function shakeHands(
  way: TlsWay,
  serverName: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Omit<TlsEndpoint, 'address'>> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...('stream' in way ? { socket: way.stream } : { host: way.address, port: way.port }),
      // Names only: an address in SNI is against RFC 6066 section 3.
      ...(isIP(serverName) === 0 && { servername: serverName }),
      rejectUnauthorized: false,
      // Ours comes below: Node checks the name only when everything else is right.
      checkServerIdentity: () => undefined,
      ...options,
    });
    const stop = () => {
      socket.destroy();
      reject(signal.reason);
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.on('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', stop);
      const error = new Error('The server closed the connection during the handshake');
      reject(Object.assign(error, { code: 'ECONNRESET' }));
    });
    socket.once('secureConnect', () => {
      resolve(examine(socket, serverName));
      socket.destroy();
    });
  });
}

function examine(socket: TLSSocket, serverName: string): Omit<TlsEndpoint, 'address'> {
  const mismatch = checkServerIdentity(serverName, socket.getPeerCertificate());
  const verifyError = socket.authorizationError;
  const authorizationError = verifyError ? String(verifyError) : mismatch && codeOf(mismatch);
  return {
    chain: sentChain(socket.getPeerX509Certificate()),
    protocol: socket.getProtocol() ?? '',
    ...(authorizationError !== undefined && { authorizationError }),
    ...(mismatch !== undefined && { identityError: mismatch.message }),
  };
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

/** For servers so old that a handshake under today's rules tells nothing but that it failed. */
export const anyProtocol: ConnectionOptions = {
  minVersion: 'TLSv1',
  ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
};

export function speaksOldProtocol(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/.test(code);
}
