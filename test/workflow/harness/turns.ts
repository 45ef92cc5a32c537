import { type Contexts, evaluateTree } from './expressions.ts';
import type { Conclusion, HarnessWorld, RanJob } from './world.ts';

/** Waits for the turn in a concurrency group; undefined when it was dropped there. */
export async function inGroup<T>(
  world: HarnessWorld,
  written: unknown,
  contexts: Contexts,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (written === undefined) return await work();
  const value = evaluateTree(written, contexts) as
    | string
    | { group: string; queue?: 'single' | 'max' };
  const { group, queue = 'single' } = typeof value === 'string' ? { group: value } : value;
  if (!(await world.groups.enter(group, queue))) return undefined;
  try {
    return await work();
  } finally {
    world.groups.leave(group);
  }
}

export function together(jobs: readonly RanJob[], isCancelled: boolean): Conclusion {
  const all = jobs.map(({ conclusion }) => conclusion);
  if (isCancelled || all.includes('cancelled')) return 'cancelled';
  if (all.includes('failure')) return 'failure';
  return all.length > 0 && all.every((one) => one === 'skipped') ? 'skipped' : 'success';
}
