import { z } from 'zod';
import type { Earlier } from '../define.ts';

/** Where the reading of a log has ended, and when. */
export const Position = z.object({
  inode: z.string().regex(/^\d{1,20}$/),
  /** Byte after the last whole line that was read. */
  offset: z.number().int().nonnegative(),
  /** SHA-256 of the first line: the file is known by it after rotation and compression. */
  firstLine: z.string().regex(/^([0-9a-f]{64}|-)$/),
  /** The host's clock, seconds since the epoch. */
  at: z.number().int().nonnegative(),
});
export type Position = z.output<typeof Position>;

const withPosition = z.object({ log: z.string(), position: Position });

/**
 * Where the last run that could read this log has ended. Runs that could not are passed over, so
 * that what they missed is read; what is written in a record is checked like any input.
 */
export function lastPosition(
  history: Earlier['history'],
  { log }: { readonly log: string },
): Position | undefined {
  for (const { facts } of history) {
    const { data } = withPosition.safeParse(facts);
    if (data?.log === log) return data.position;
  }
  return undefined;
}
