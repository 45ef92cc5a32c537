import { z } from 'zod';
import type { Context } from '../define.ts';
import type { SecurityUpdate } from './updates-state.ts';

const earlierFacts = z.object({
  pending: z.array(z.object({ name: z.string(), from: z.string() })),
});

/**
 * Days for which a host is known to lack an update: since the first of the records in a row that
 * have a security update pending for this package at its installed version. Records in which
 * nothing could be told do not break the row.
 */
export function daysPending(update: SecurityUpdate, { now, history }: Context): number {
  let since = now;
  for (const { at, facts } of history) {
    const parsed = earlierFacts.safeParse(facts);
    if (!parsed.success || isSilent(facts)) continue;
    const isThere = parsed.data.pending.some(
      ({ name, from }) => name === update.name && from === update.from,
    );
    if (!isThere) break;
    since = at;
  }
  return (now.getTime() - since.getTime()) / 86_400_000;
}

const silent = z.union([
  z.object({ failure: z.looseObject({}) }),
  z.object({ apt: z.object({ lock: z.looseObject({}) }) }),
]);

/** The package manager had failed, or was at work. */
function isSilent(facts: unknown): boolean {
  return silent.safeParse(facts).success;
}
