import type { Clock } from '../../src/github/clock.ts';

/** Stands still unless somebody sleeps; shared by client and fake, limits pass without waiting. */
export class TestClock implements Clock {
  readonly sleeps: number[] = [];
  #nowMs: number;

  constructor(start = '2026-11-23T02:00:00Z') {
    this.#nowMs = Date.parse(start);
  }

  readonly now = (): number => this.#nowMs;

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.#nowMs += ms;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
