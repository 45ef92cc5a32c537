/**
 * The two scales that everything else is written in.
 *
 * A *severity* belongs to a finding, a *verdict* to a step on a host. A `note` tells without
 * asking for anything: it raises no verdict and opens no incident.
 */
export const severities = ['critical', 'unknown', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/** Worst first: this is also the order in which people are shown results. */
export const verdicts = ['critical', 'unknown', 'warning', 'ok', 'skipped'] as const;
export type Verdict = (typeof verdicts)[number];

/** The worst of some verdicts; `ok` when there are none. */
export function worst(list: Iterable<Verdict>): Verdict {
  const seen = new Set(list);
  return verdicts.find((verdict) => seen.has(verdict)) ?? 'ok';
}

/** The verdict that findings amount to: the worst severity, and `ok` when there are only notes. */
export function verdictOf(findings: Iterable<{ readonly severity: Severity }>): Verdict {
  return worst(Array.from(findings, ({ severity }) => (severity === 'note' ? 'ok' : severity)));
}

/** Sorts worst first; equal elements keep their order. */
export function byVerdict(
  a: { readonly verdict: Verdict },
  b: { readonly verdict: Verdict },
): number {
  return verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict);
}
