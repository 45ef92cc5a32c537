import type { LedgerWindow } from './model.ts';

/** Windows of one runbook that nobody carried out, and which nothing has made up for. */
export interface Missed {
  readonly runbook: LedgerWindow['runbook'];
  /** Oldest first, never empty. */
  readonly windows: readonly [LedgerWindow, ...LedgerWindow[]];
  /** Hosts that were left out in any of them. */
  readonly hosts: readonly string[];
}

/**
 * A miss is told for so long at least, even if the very tick that finds it carries out the next
 * window: otherwise nobody would ever hear of it.
 */
const toldForHours = 20;

/**
 * The runbooks that have missed a window. It stands until a later window has been carried out and
 * the miss has been told long enough for people to have seen it.
 */
export function missedOf(windows: readonly LedgerWindow[], now: Date): readonly Missed[] {
  return [...Map.groupBy(windows, ({ runbook }) => runbook.id)].flatMap(([, own]): Missed[] => {
    const lost = own.filter((window, index) => {
      if (window.state !== 'missed') return false;
      const madeUp = own.slice(index + 1).some(({ state }) => state === 'done' || state === 'late');
      const toldUntil = Date.parse(window.startBy) + toldForHours * 3_600_000;
      return !madeUp || now.getTime() < toldUntil;
    });
    const [first, ...others] = lost;
    if (!first) return [];
    const hosts = lost.flatMap(({ hosts }) =>
      hosts.filter(({ state }) => state === 'missed').map(({ host }) => host),
    );
    return [{ runbook: first.runbook, windows: [first, ...others], hosts: [...new Set(hosts)] }];
  });
}
