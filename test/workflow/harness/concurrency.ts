interface Waiting {
  readonly start: (mayRun: boolean) => void;
}

interface Group {
  isBusy: boolean;
  pending: Waiting[];
}

/** GitHub keeps this many waiting with `queue: max`, and one without. */
const longestQueue = 100;

/** The concurrency groups of a repository, across its runs. */
export class ConcurrencyGroups {
  /** Groups in which somebody who waited was dropped. */
  readonly dropped: string[] = [];
  readonly #groups = new Map<string, Group>();

  /** Resolves when it is this one's turn; false when it was dropped while it waited. */
  async enter(name: string, queue: 'single' | 'max'): Promise<boolean> {
    const group = this.#groups.get(name) ?? { isBusy: false, pending: [] };
    this.#groups.set(name, group);
    if (!group.isBusy) {
      group.isBusy = true;
      return true;
    }
    const room = queue === 'max' ? longestQueue : 1;
    while (group.pending.length >= room) {
      this.dropped.push(name);
      group.pending.shift()?.start(false);
    }
    return await new Promise<boolean>((start) => {
      group.pending.push({ start });
    });
  }

  leave(name: string): void {
    const group = this.#groups.get(name);
    const next = group?.pending.shift();
    if (next) next.start(true);
    else if (group) group.isBusy = false;
  }
}
