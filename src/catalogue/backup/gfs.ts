/** How many days, weeks and months each keep one backup (grandfather, father, son). */
export interface Retention {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

type Span = keyof Retention;
const spans = ['days', 'weeks', 'months'] as const;

const daySeconds = 86_400;
const dayOf = (seconds: number) => Math.floor(seconds / daySeconds);
/** Weeks begin on Monday; day 0 was a Thursday. */
const weekOf = (seconds: number) => Math.floor((dayOf(seconds) + 3) / 7);
function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
const numberOf = { days: dayOf, weeks: weekOf, months: monthOf } as const;

interface Coverage {
  readonly span: Span;
  /** Of the last full days, weeks or months. */
  readonly wanted: number;
  readonly there: number;
  /** Without a backup although there were backups before. */
  readonly missing: number;
  /** From before the first backup that is known of: they say nothing. */
  readonly before: number;
}

/**
 * Which of the last full days, weeks and months still have a backup. Periods are those of UTC.
 * @param firstSeconds the oldest moment from which there is known to have been a backup
 */
export function coverage(
  times: readonly number[],
  wanted: Retention,
  nowSeconds: number,
  firstSeconds: number,
): readonly Coverage[] {
  return spans.map((span) => {
    const number = numberOf[span];
    const have = new Set(times.map(number));
    const [now, first] = [number(nowSeconds), number(firstSeconds)];
    const periods = Array.from({ length: wanted[span] }, (_, index) => now - 1 - index);
    const there = periods.filter((period) => have.has(period)).length;
    // The period of the first backup may have ended before it was made, but not the next ones.
    const missing = periods.filter((period) => period > first && !have.has(period)).length;
    const before = periods.length - there - missing;
    return { span, wanted: periods.length, there, missing, before };
  });
}

interface Kept {
  readonly modifiedAtSeconds: number;
  readonly sizeBytes: number;
}

/** Those that no day, week or month of the plan needs: of each the newest is kept. */
export function surplus<One extends Kept>(
  newestFirst: readonly One[],
  wanted: Retention,
  nowSeconds: number,
): readonly One[] {
  const kept = new Set<One>(newestFirst.slice(0, 1));
  for (const span of spans) {
    const number = numberOf[span];
    const seen = new Set<number>();
    for (const one of newestFirst) {
      const period = number(one.modifiedAtSeconds);
      if (seen.has(period) || number(nowSeconds) - period > wanted[span]) continue;
      seen.add(period);
      kept.add(one);
    }
  }
  return newestFirst.filter((one) => !kept.has(one));
}
