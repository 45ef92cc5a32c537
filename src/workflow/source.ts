import type { Config } from '../config/schema.ts';
import type { Fleet } from '../fleet/model.ts';
import type { Runbook } from '../runbook/model.ts';
import type { TeikiActions } from './actions.ts';
import { list } from './text.ts';

/** What workflows are made from. */
export interface WorkflowSource {
  readonly config: Config;
  readonly fleet: Fleet;
  readonly runbooks: readonly Runbook[];
  /** Of the instance, from the root of the repository, with `/`. */
  readonly directory: string;
  readonly actions: TeikiActions;
}

/** File names below `.github/workflows`. */
export const reusableWorkflow = 'maintenance.yml';
export const reconcileWorkflow = 'reconcile.yml';
export const reviewWorkflow = 'review.yml';

/** When open incidents are looked at again, on their hosts. */
export const recheckCron = '41 6 * * *';
/**
 * Ticks that reach no host. GitHub drops and delays some of them by hours: that many are needed
 * for an approved window to find one before it opens.
 */
export const tickCron = '23 1-23/2 * * *';

/** Whether some window needs a notice, and runs that wait for it. */
export function hasNotices({ runbooks }: WorkflowSource): boolean {
  return runbooks.some(({ enabled, level }) => enabled && level > 1);
}

/** A runbook that is not enabled has no workflow. */
export function isEnabled({ enabled }: Runbook): boolean {
  return enabled;
}

export function callerWorkflow(runbook: string): string {
  return `teiki-${runbook}.yml`;
}

/** One writer of records and issues at a time; every one that waits gets its turn. */
export const recordsGroup = ['concurrency:', '  group: teiki-records', '  queue: max'];

export function runsOn({ config }: WorkflowSource): string {
  return `runs-on: ${list(config.runsOn)}`;
}
