import type { Locale } from '../core/message.ts';

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

/** What the entry of such a run says before the checks that were looked at again. */
export const recheckWords: Readonly<Record<Locale, string>> = { ja: '再確認: ', en: 'again: ' };
