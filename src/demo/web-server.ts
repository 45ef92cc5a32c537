import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.ts';

export interface WebServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Stands for the nginx of a host: it shows its certificate and says little else. */
export async function startWebServer({ pem, privateKeyPem }: Certificate): Promise<WebServer> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert: pem, key: privateKeyPem }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'));
  });
  // A probe that has seen enough of a handshake goes away, and that is no error of ours.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, close };
}
