import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Host } from '../../fleet/model.ts';
import type { ExecEnd, ExecOptions, HostSession } from '../session.ts';
import { runCommand } from './exec.ts';
import type { SshLimits } from './limits.ts';
import { openSocket, openTunnel } from './tunnel.ts';

/** One authenticated connection. `stream` is what it runs over: a socket, or a tunnel of a jump host. */
export class SshSession implements HostSession {
  readonly #client: Client;
  readonly #stream: Duplex;
  readonly #host: Host;
  readonly #limits: SshLimits;
  readonly #ended = new AbortController();
  #lastError: Error | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(client: Client, stream: Duplex, host: Host, limits: SshLimits) {
    this.#client = client;
    this.#stream = stream;
    this.#host = host;
    this.#limits = limits;
    client.on('error', (error) => {
      this.#lastError = error;
    });
    client.on('close', () => this.#end(this.#lastError ?? new Error('The connection was closed')));
    // It may have ended between the last step of authentication and now.
    if (stream.destroyed || !stream.readable) this.#end(new Error('The connection was closed'));
  }

  /** Aborted, with an Error as its reason, when the connection is gone, whoever ended it. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  exec(command: string, options: ExecOptions): Promise<ExecEnd> {
    return runCommand(this.#client, command, options, this.ended, this.#limits);
  }

  openTunnel(host: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    return openTunnel(this.#client, this.#host.name, { host, port }, signal);
  }

  openSocket(path: string): Promise<Duplex> {
    return openSocket(this.#client, this.#host.name, path);
  }

  /** Says goodbye, and destroys the stream when the server is too slow to do the same. */
  close(): void {
    if (this.ended.aborted || this.#grace !== undefined) return;
    this.#grace = setTimeout(
      () => this.#end(new Error('The connection was closed')),
      this.#limits.closeGraceMs,
    );
    this.#client.end();
  }

  #end(reason: Error): void {
    clearTimeout(this.#grace);
    if (this.ended.aborted) return;
    this.#ended.abort(reason);
    this.#client.destroy();
    this.#stream.destroy();
  }
}
