import type { Ended, Standing } from './model.ts';

/**
 * Since when each incident has stood without a break, and how it came to stand no more.
 *
 * What goes is taken away after all that comes at the same time, in one run or in the shards of
 * one: an incident that moves from one host to another has not been away.
 */
export class Spans {
  readonly #incidents = new Map<string, { count: number; since: string }>();
  readonly #ended = new Map<string, Map<string, Ended>>();
  #leaving: (() => void)[] = [];
  #time = '';

  at(time: string): void {
    if (time !== this.#time) this.#settle();
    this.#time = time;
  }

  get ended(): ReadonlyMap<string, ReadonlyMap<string, Ended>> {
    this.#settle();
    return this.#ended;
  }

  since(key: string): string | undefined {
    this.#settle();
    return this.#incidents.get(key)?.since;
  }

  arrive(key: string, { host, firstSeen }: Standing): void {
    const incident = this.#incidents.get(key);
    if (incident) incident.count += 1;
    else this.#incidents.set(key, { count: 1, since: firstSeen });
    this.#ended.get(key)?.delete(host);
  }

  /** @param isBack whether another run of the same time has found it after all */
  leave(key: string, host: string, end: Ended, isBack: () => boolean): void {
    this.#leaving.push(() => {
      const incident = this.#incidents.get(key);
      if (incident) incident.count -= 1;
      if (incident?.count === 0) this.#incidents.delete(key);
      if (isBack()) return;
      const hosts = this.#ended.get(key) ?? new Map<string, Ended>();
      this.#ended.set(key, hosts.set(host, end));
    });
  }

  #settle(): void {
    for (const leave of this.#leaving) leave();
    this.#leaving = [];
  }
}
