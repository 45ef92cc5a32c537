import type { Clock } from './clock.ts';
import type { Headers } from './connect.ts';
import { exhaustedForMs } from './retry.ts';

/** The waiting that GitHub asks for, out of one budget. */
export class Patience {
  readonly #clock: Clock;
  #leftMs: number;
  #blockedUntilMs = 0;
  #lastWriteMs = Number.NEGATIVE_INFINITY;
  /** Between writes; nothing until GitHub has complained once. */
  #spacingMs = 0;

  constructor(clock: Clock, budgetMs: number) {
    this.#clock = clock;
    this.#leftMs = budgetMs;
  }

  /** Waits until the next request may go out; ISO 8601 of that time when the budget is too small. */
  async beforeRequest(isWrite: boolean): Promise<string | undefined> {
    const spaced = isWrite ? this.#lastWriteMs + this.#spacingMs : 0;
    const untilMs = Math.max(this.#blockedUntilMs, spaced);
    const ms = untilMs - this.#clock.now();
    if (ms > 0 && !(await this.wait(ms))) return new Date(untilMs).toISOString();
    if (isWrite) this.#lastWriteMs = this.#clock.now();
    return undefined;
  }

  /** False, and no waiting, when the budget is too small. */
  async wait(ms: number): Promise<boolean> {
    if (ms > this.#leftMs) return false;
    this.#leftMs -= ms;
    await this.#clock.sleep(ms);
    return true;
  }

  /** GitHub asks to wait, and to write more slowly from now on when the secondary limit was met. */
  limited(afterMs: number, isSecondary: boolean): void {
    this.#block(afterMs);
    if (isSecondary) this.#spacingMs = 1000;
  }

  /** Headers of any answer: asking when nothing remains would only prolong the block. */
  heard(headers: Headers): void {
    const ms = exhaustedForMs(headers, this.#clock.now());
    if (ms !== undefined) this.#block(ms);
  }

  #block(ms: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, this.#clock.now() + ms);
  }
}
