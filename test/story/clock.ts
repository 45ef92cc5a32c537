/** The clock of the story, set by hand before each scene; it runs on like any other. */
export class StoryClock {
  #startedAt = Date.now();
  #storyMs = 0;

  /** @param local wall clock of the team: `2026-11-23 02:09` */
  set(local: string): void {
    // Japan has no daylight saving.
    this.#storyMs = Date.parse(`${local.replace(' ', 'T')}:20+09:00`);
    this.#startedAt = Date.now();
  }

  readonly now = (): number => this.#storyMs + (Date.now() - this.#startedAt);

  /** When the scene began. */
  get sceneAt(): Date {
    return new Date(this.#storyMs);
  }
}

/** `2026-11-23 02:09`, as the team reads it. */
export function localMinute(time: string | Date): string {
  const japan = new Date(new Date(time).getTime() + 9 * 3_600_000);
  return japan.toISOString().slice(0, 16).replace('T', ' ');
}
