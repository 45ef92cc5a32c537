/** `123456-1`: of GitHub's run and its attempt, so that a rerun has a record of its own. */
export function runIdOf({ runId, runAttempt }: { runId: number; runAttempt: number }): string {
  return `${runId}-${runAttempt}`;
}

const suffix = '-recheck';

/**
 * Of a run that looks again at what incidents are open for. It is no execution of the runbook, so
 * it does not count as one of its window.
 */
export function recheckIdOf(runId: string): string {
  return runId + suffix;
}

export function isRecheck(runId: string): boolean {
  return runId.endsWith(suffix);
}
