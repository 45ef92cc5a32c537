import { z } from 'zod';
import type { Context } from '../define.ts';

/** Counters since the boot that `bootId` names. */
const memoryCounters = z.object({
  bootId: z.string().min(1),
  swappedInPages: z.number(),
  swappedOutPages: z.number(),
  /** Null before Linux 4.13. */
  oomKills: z.number().nullable(),
});
export type MemoryCounters = z.output<typeof memoryCounters>;

/** What has happened since the last run. */
export interface MemoryEvents {
  /** Null when nobody can tell: the first run, or a kernel that does not count. */
  readonly oomKills: number | null;
  /** Pages per second since the last run of the same boot; null without one. */
  readonly swapRate: { readonly inPerSecond: number; readonly outPerSecond: number } | null;
}

/**
 * Compares with the newest earlier facts. After a reboot all that the counters hold is new, as long
 * as there was an earlier run; on the very first run it may be any age, so it says nothing.
 */
export function memoryEvents(
  now: MemoryCounters | null,
  { history, now: runAt }: Pick<Context, 'history' | 'now'>,
): MemoryEvents {
  const earlier = history
    .map(({ at, facts }) => ({
      at,
      counters: z.object({ counters: memoryCounters }).safeParse(facts),
    }))
    .find(({ counters }) => counters.success);
  if (!now || !earlier?.counters.data) return { oomKills: null, swapRate: null };
  const before = earlier.counters.data.counters;
  if (before.bootId !== now.bootId) return { oomKills: now.oomKills, swapRate: null };
  const elapsed = (runAt.getTime() - earlier.at.getTime()) / 1000;
  const perSecond = (after: number, then: number) => Math.max(0, after - then) / elapsed;
  return {
    oomKills:
      now.oomKills === null || before.oomKills === null
        ? null
        : Math.max(0, now.oomKills - before.oomKills),
    swapRate:
      elapsed <= 0
        ? null
        : {
            inPerSecond: perSecond(now.swappedInPages, before.swappedInPages),
            outPerSecond: perSecond(now.swappedOutPages, before.swappedOutPages),
          },
  };
}
