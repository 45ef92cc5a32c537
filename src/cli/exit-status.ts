import type { RunResult } from '../record/run-result.ts';

/** What the exit status of `teiki` says; the first that applies. */
export const exitStatus = {
  nothingNeedsAttention: 0,
  needsAttention: 1,
  wrongUsage: 2,
  notJudged: 3,
} as const;

/**
 * 1 when a check on a reachable host has found a warning or worse, or a task failed; 3 when
 * something could not be judged; else 0.
 */
export function exitStatusOf({ hosts, steps }: RunResult): number {
  const reachable = new Set(hosts.filter((host) => host.reachable).map(({ name }) => name));
  const attention = steps.some(
    ({ host, findings, task }) =>
      task?.outcome === 'failed' ||
      task?.outcome === 'rolled-back' ||
      (reachable.has(host) &&
        findings.some(({ severity }) => severity === 'warning' || severity === 'critical')),
  );
  if (attention) return exitStatus.needsAttention;
  const unjudged =
    reachable.size < hosts.length ||
    // A task that another run's lock has kept away was wanted and is not done.
    steps.some(({ verdict, reason }) => verdict === 'unknown' || reason?.id === 'task/locked');
  return unjudged ? exitStatus.notJudged : exitStatus.nothingNeedsAttention;
}

/** Wrong usage or configuration: shown without a stack, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
