/** `123456-1`: of GitHub's run and its attempt, so that a rerun has a record of its own. */
export function runIdOf({ runId, runAttempt }: { runId: number; runAttempt: number }): string {
  return `${runId}-${runAttempt}`;
}
