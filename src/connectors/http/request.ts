import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import type { HttpProbe } from '../../core/probe.ts';
import { type TunnelSource, tunnelTo } from '../probing.ts';

/** Sends the request and resolves with the head of the answer. */
export async function request(
  { url, method, from }: HttpProbe,
  session: TunnelSource | undefined,
  trust: ConnectionOptions,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const target = new URL(url);
  const hostname = target.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = target.protocol === 'https:';
  const port = Number(target.port || (secure ? 443 : 80));
  const tunnel = from === 'host' ? await tunnelTo(session, hostname, port, signal) : undefined;
  return await new Promise((resolve, reject) => {
    const outgoing = (secure ? https : http).request(target, {
      ...trust,
      // A connection of its own: a probe must not be answered over one that was opened before.
      // With `agent: false` Node would pass over `createConnection` and ask from here.
      ...(tunnel
        ? { createConnection: () => connection(tunnel, hostname, secure, trust) }
        : { agent: false }),
      method,
      signal,
      headers: { 'user-agent': 'teiki', 'accept-encoding': 'identity', connection: 'close' },
    });
    outgoing.on('error', (error) => {
      tunnel?.destroy();
      // Node says AbortError whatever the reason was.
      reject(signal.aborted ? signal.reason : error);
    });
    outgoing.once('response', resolve);
    outgoing.end();
  });
}

function connection(
  tunnel: Duplex,
  hostname: string,
  secure: boolean,
  trust: ConnectionOptions,
): Duplex {
  if (!secure) return tunnel;
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  return connect({ ...trust, ...name, host: hostname, socket: tunnel });
}
