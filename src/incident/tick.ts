import { type Applied, applyPlans } from './apply.ts';
import type { Desired } from './model.ts';
import { observe } from './observe.ts';
import type { ReconcileOptions } from './options.ts';
import { reconcile } from './reconcile.ts';
import type { IncidentTracker } from './tracker.ts';

export interface Tick extends Applied {
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
    return { ...(await applyPlans(plans, tracker, options.words.locale)), errors };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return { events: [], failures: [], postponed: 0, errors: [failure] };
  }
}
