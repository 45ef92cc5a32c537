import type { Duplex } from 'node:stream';
import type { Message } from '../core/message.ts';
import type { Host } from '../fleet/model.ts';

/**
 * What the engine asks of a way to reach hosts. `ssh/` implements it on ssh2; the interface is
 * narrow so that the system's OpenSSH client can stand beside it.
 */
export interface Connector {
  /**
   * Opens one authenticated connection with every hop's host key checked against its pins.
   * @throws ConnectionError
   */
  connect(host: Host, options: { readonly signal: AbortSignal }): Promise<HostSession>;
}

export interface HostSession {
  /**
   * Runs one command with `stdin` written to it and then closed. Output is handed over as it
   * comes and is not kept here. Resolves when the command has ended or the session has been lost,
   * whatever the exit status.
   */
  exec(command: string, options: ExecOptions): Promise<ExecEnd>;
  /** A byte stream to `host:port` as seen from the host (direct-tcpip, RFC 4254 section 7.2). */
  openTunnel(host: string, port: number): Promise<Duplex>;
  /** The same to a socket in the host's file system, as the login user. */
  openSocket(path: string): Promise<Duplex>;
  /** Ends the connection and all its hops; never throws, may be called twice. */
  close(): void;
}

export interface ExecOptions {
  readonly stdin: string | Uint8Array;
  readonly signal: AbortSignal;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
}

export type ExecEnd =
  | { readonly kind: 'exited'; readonly exitStatus: number }
  | { readonly kind: 'killed'; readonly exitSignal: string }
  /** The connection broke, or the signal ended it, before the command did. */
  | { readonly kind: 'lost'; readonly reason: string };

export type ConnectionFailure =
  | 'refused'
  | 'timeout'
  | 'unresolvable'
  | 'unroutable'
  | 'lost'
  | 'protocol'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'authentication'
  | 'no-identity'
  | 'aborted';

/** Why there is no session. `hop` names the host in the chain of jump hosts where it ended. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly failure: ConnectionFailure;
  readonly hop: string;
  readonly explanation: Message;

  constructor(failure: ConnectionFailure, hop: string, explanation: Message, cause?: unknown) {
    super(`${hop}: ${failure}`, { cause });
    this.failure = failure;
    this.hop = hop;
    this.explanation = explanation;
  }
}
