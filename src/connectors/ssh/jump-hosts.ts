import pLimit, { type LimitFunction } from 'p-limit';
import type { Fleet, Host } from '../../fleet/model.ts';
import { untilAborted } from '../abort.ts';
import { message } from '../messages.ts';
import { ConnectionError } from '../session.ts';
import type { SshLimits } from './limits.ts';
import type { SshSession } from './ssh-session.ts';

/** The use of a jump host's connection by one host behind it. */
export interface Lease {
  readonly session: SshSession;
  /** How many connections are opened through the jump host at once. */
  readonly slots: LimitFunction;
  release(): void;
}

interface Shared {
  readonly opening: Promise<SshSession>;
  readonly abandon: AbortController;
  users: number;
}

/** One connection per jump host, shared by the hosts behind it and closed when the last has gone. */
export class JumpHosts {
  readonly #shared = new Map<string, Shared>();
  readonly #slots = new Map<string, LimitFunction>();
  readonly #limits: SshLimits;
  readonly #open: (host: Host, signal: AbortSignal) => Promise<SshSession>;

  constructor(limits: SshLimits, open: (host: Host, signal: AbortSignal) => Promise<SshSession>) {
    this.#limits = limits;
    this.#open = open;
  }

  /** @throws ConnectionError of the jump host, or the reason of the signal */
  async lease(jump: Host, signal: AbortSignal): Promise<Lease> {
    const shared = this.#shared.get(jump.name) ?? this.#share(jump);
    shared.users += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      this.#leave(jump.name, shared);
    };
    try {
      const session = await untilAborted(shared.opening, signal);
      return { session, slots: this.#slotsOf(jump.name), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  #share(jump: Host): Shared {
    const abandon = new AbortController();
    const opening = this.#open(jump, abandon.signal);
    const shared: Shared = { opening, abandon, users: 0 };
    this.#shared.set(jump.name, shared);
    // A connection that failed or broke is not handed to the next host.
    const forget = () => {
      if (this.#shared.get(jump.name) === shared) this.#shared.delete(jump.name);
    };
    opening.then(
      (session) => session.ended.addEventListener('abort', forget, { once: true }),
      forget,
    );
    return shared;
  }

  #leave(name: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (this.#shared.get(name) === shared) this.#shared.delete(name);
    shared.abandon.abort();
    shared.opening.then(
      (session) => session.close(),
      () => {},
    );
  }

  #slotsOf(name: string): LimitFunction {
    const slots = this.#slots.get(name) ?? pLimit(this.#limits.openingsPerJump);
    this.#slots.set(name, slots);
    return slots;
  }
}

/**
 * The host's jump host, if it has one.
 * @throws ConnectionError when it is not in the fleet or the chain leads back to itself
 */
export function jumpHostOf(host: Host, { hosts }: Fleet): Host | undefined {
  const seen = new Set([host.name]);
  for (let hop = host; hop.jump !== undefined; ) {
    const next = hosts.get(hop.jump);
    const kind = next === undefined ? 'unknown' : seen.has(next.name) ? 'loop' : undefined;
    if (next === undefined || kind !== undefined) {
      const args = { hop: hop.name, jump: hop.jump };
      const explanation = message(`connection.unroutable.jump-${kind ?? 'unknown'}`, args);
      throw new ConnectionError('unroutable', hop.name, explanation);
    }
    seen.add(next.name);
    hop = next;
  }
  return host.jump === undefined ? undefined : hosts.get(host.jump);
}
