import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
import type { Fleet, Host } from '../../fleet/model.ts';
import { untilAborted, within } from '../abort.ts';
import { ConnectionError, type Connector } from '../session.ts';
import { aborted, handshakeTimeout, retriesFor } from './errors.ts';
import { authenticate } from './handshake.ts';
import { pinsOf } from './host-keys.ts';
import { Identities } from './identity.ts';
import { JumpHosts, jumpHostOf, type Lease } from './jump-hosts.ts';
import { KnownHosts } from './known-hosts.ts';
import { defaultSshLimits, type SshLimits } from './limits.ts';
import type { Environment } from './secrets.ts';
import { openSocket } from './socket.ts';
import { SshSession } from './ssh-session.ts';

export interface SshConnectorOptions {
  /** Where jump hosts and pins are looked up. */
  readonly fleet: Fleet;
  /** Where secrets are looked up, usually `process.env`. */
  readonly environment: Environment;
  readonly limits?: Partial<SshLimits>;
}

/** Reaches hosts over SSH, through their jump hosts, with every hop's host key checked. */
export function sshConnector(options: SshConnectorOptions): SshConnector {
  return new SshConnector(options);
}

export class SshConnector implements Connector {
  readonly limits: SshLimits;
  readonly #fleet: Fleet;
  readonly #identities: Identities;
  readonly #knownHosts: KnownHosts;
  readonly #jumpHosts: JumpHosts;
  readonly #slots: ReturnType<typeof pLimit>;

  constructor({ fleet, environment, limits }: SshConnectorOptions) {
    this.limits = { ...defaultSshLimits, ...limits };
    this.#fleet = fleet;
    this.#identities = new Identities(environment);
    this.#knownHosts = new KnownHosts(fleet.knownHosts);
    this.#jumpHosts = new JumpHosts(this.limits, (host, signal) => this.#open(host, signal));
    this.#slots = pLimit(this.limits.openings);
  }

  async connect(host: Host, { signal }: { readonly signal: AbortSignal }): Promise<SshSession> {
    return await this.#open(host, signal);
  }

  /**
   * Opens what the connection to `host` runs over, and hands it to `use`, until `use` succeeds or
   * there is no point in trying again. The jump host's connection is kept as long as `use`'s
   * result lives, so `use` is given its lease.
   */
  async reach<T>(
    host: Host,
    signal: AbortSignal,
    use: (stream: Duplex, signal: AbortSignal, lease: Lease | undefined) => Promise<T>,
  ): Promise<T> {
    // The signal is often that of the whole run, with every host listening to it.
    setMaxListeners(0, signal);
    const jump = jumpHostOf(host, this.#fleet);
    const lease = jump && (await this.#jumpHosts.lease(jump, signal));
    const milliseconds = this.limits.connectTimeoutMs;
    const attempt = async (inner: AbortSignal) =>
      use(await this.#stream(host, lease, inner), inner, lease);
    try {
      const slots = lease?.slots ?? this.#slots;
      // The time limit begins with the slot: waiting for others to be done is not the host's fault.
      const opening = slots(() =>
        within(
          { milliseconds, signal, onTimeout: () => handshakeTimeout(host, milliseconds) },
          (inner) => this.#retrying(inner, () => attempt(inner)),
        ),
      );
      return await untilAborted(opening, signal);
    } catch (error) {
      lease?.release();
      throw error;
    }
  }

  async #open(host: Host, signal: AbortSignal): Promise<SshSession> {
    try {
      const pins = pinsOf(host, this.#knownHosts);
      const methods = await this.#identities.methodsFor(host);
      return await this.reach(host, signal, async (stream, inner, lease) => {
        const client = await authenticate(stream, { host, pins, methods }, this.limits, inner);
        const session = new SshSession(client, stream, host, this.limits);
        if (lease) session.ended.addEventListener('abort', () => lease.release(), { once: true });
        if (inner.aborted) session.close();
        return session;
      });
    } catch (error) {
      if (signal.aborted && !(error instanceof ConnectionError)) throw aborted(host, error);
      throw error;
    }
  }

  #stream(host: Host, lease: Lease | undefined, signal: AbortSignal): Promise<Duplex> {
    if (lease === undefined) return openSocket(host, this.limits.handshakeTimeoutMs, signal);
    const milliseconds = this.limits.handshakeTimeoutMs;
    const onTimeout = () => handshakeTimeout(host, milliseconds);
    return within({ milliseconds, signal, onTimeout }, (inner) =>
      lease.session.openTunnel(host.address, host.port, inner),
    );
  }

  #retrying<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const { retries, dropRetries, retryDelayMs } = this.limits;
    return pRetry(attempt, {
      retries: Math.max(retries, dropRetries),
      minTimeout: retryDelayMs,
      factor: 1.5,
      randomize: true,
      signal,
      shouldRetry: ({ error, attemptNumber }) => attemptNumber <= retriesFor(error, this.limits),
    });
  }
}
