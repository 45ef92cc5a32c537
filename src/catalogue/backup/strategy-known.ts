import { z } from 'zod';
import type { Context } from '../define.ts';
import type { StrategyFacts } from './strategy-facts.ts';

export type Kind = StrategyFacts['kinds'][number];
export type Sized = Pick<Kind['backups'][number], 'file' | 'modifiedAtSeconds' | 'sizeBytes'>;

const earlierFacts = z.object({
  kinds: z.array(
    z.object({
      name: z.string(),
      backups: z.array(
        z.object({ file: z.string(), modifiedAtSeconds: z.number(), sizeBytes: z.number() }),
      ),
    }),
  ),
});

/** Backups of a kind, with those that earlier records know of. */
export function knownOf(kind: Kind, history: Context['history']): readonly Sized[] {
  const known = new Map<string, Sized>(kind.backups.map((one) => [one.file, one]));
  for (const { facts } of history) {
    const read = earlierFacts.safeParse(facts);
    const before = read.data?.kinds.find(({ name }) => name === kind.name)?.backups ?? [];
    for (const one of before) if (!known.has(one.file)) known.set(one.file, one);
  }
  return [...known.values()];
}
