import { type Applied, applyPlans } from './apply.ts';
import { matchIssues } from './match.ts';
import type { Desired } from './model.ts';
import { observe } from './observe.ts';
import type { ReconcileOptions } from './options.ts';
import { reconcile } from './reconcile.ts';
import type { IncidentTracker } from './tracker.ts';

/** An open issue whose incident stands on. */
export interface StandingIssue {
  readonly title: string;
  readonly url: string;
  /** Ids of the runbooks that have found it. */
  readonly runbooks: readonly string[];
}

export interface Tick extends Applied {
  readonly standing: readonly StandingIssue[];
  /** What could not be read. */
  readonly errors: readonly Error[];
}

/**
 * Makes the issues what they should be. Never throws: a run records even when GitHub's API does
 * nothing at all, and the next tick comes to the same end.
 */
export async function tickIncidents(
  tracker: IncidentTracker,
  desired: Desired,
  options: ReconcileOptions,
): Promise<Tick> {
  try {
    const { seen, errors } = await observe(tracker, desired, options);
    const plans = reconcile(desired, seen, options);
    const applied = await applyPlans(plans, tracker, options.words.locale);
    const { byKey } = matchIssues(desired, seen.open, options.words);
    const standing = [...desired.incidents].flatMap(([key, { rows }]): StandingIssue[] => {
      const [known] = byKey.get(key) ?? [];
      if (!known) return [];
      const found = rows.flatMap((row) => row.standing.map(({ runbook }) => runbook.id));
      const { title, url } = known.issue;
      return [{ title, url, runbooks: [...new Set(found)] }];
    });
    return { ...applied, standing, errors };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return { events: [], failures: [], postponed: 0, standing: [], errors: [failure] };
  }
}
