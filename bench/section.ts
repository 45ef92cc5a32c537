import { median } from './statistics.ts';
import type { Target } from './targets.ts';

/** A part of the page that is measured for itself. */
export interface Section {
  /** `npm run bench -- --<flag>` */
  readonly flag: string;
  readonly title: string;
  /** Medians and how they were taken, then a table of targets: Markdown without the heading. */
  measure(): Promise<string>;
}

/** Work against what it is compared with, in turns: seconds of each round. */
export interface Pair {
  readonly ours: readonly number[];
  readonly byHand: readonly number[];
}

/** That the median of ours is at most so many times the other. */
export function atMost(times: number, what: string, pair: Pair): Target {
  const [ours, byHand] = [median(pair.ours), median(pair.byHand)];
  return {
    what,
    promised: `≤ ${times} times`,
    measured: `${(ours / byHand).toFixed(2)} times (${seconds(ours, byHand)})`,
    reached: ours <= times * byHand,
  };
}

/** Two medians in seconds. */
export function seconds(ours: number, theirs: number): string {
  const shown = (value: number) =>
    value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(1)} s`;
  return `${shown(ours)} by ${shown(theirs)}`;
}
