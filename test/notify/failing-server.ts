import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** What the server does with one request. */
export type Behaviour = number | 'hang' | 'reset' | 'redirect' | { readonly retryAfter: number };

/** A receiver of webhooks on loopback that does what it is told, request by request; then 200. */
export class FailingServer {
  readonly received: Received[] = [];
  readonly behaviours: Behaviour[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/services/T0/SECRET-PATH`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url: path = '', headers } = request;
    this.received.push({ method, path, contentType: headers['content-type'], body });
    const behaviour = this.behaviours.shift() ?? 200;
    if (behaviour === 'hang') return;
    if (behaviour === 'reset') request.socket.destroy();
    else if (behaviour === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    else if (typeof behaviour === 'number') response.writeHead(behaviour).end('no');
    else response.writeHead(429, { 'retry-after': String(behaviour.retryAfter) }).end();
  }
}
