import { callerOf } from './caller.ts';
import { cronLines } from './cron.ts';
import { maintenanceWorkflow } from './maintenance.ts';
import { reconcileWorkflowText } from './reconcile.ts';
import { reviewWorkflowText } from './review.ts';
import {
  callerWorkflow,
  isEnabled,
  reconcileWorkflow,
  reusableWorkflow,
  reviewWorkflow,
  type WorkflowSource,
} from './source.ts';

/**
 * The workflows of an instance: contents by file name below `.github/workflows`, sorted. A runbook
 * that is not enabled has none: nothing may tick it.
 */
export function generateWorkflows(source: WorkflowSource): ReadonlyMap<string, string> {
  const enabled = source.runbooks.filter(isEnabled);
  const crons = cronLines(enabled);
  const callers = enabled.map(
    (runbook) =>
      [callerWorkflow(runbook.id), callerOf(runbook, crons.get(runbook.id) ?? '', source)] as const,
  );
  return new Map([
    [reusableWorkflow, maintenanceWorkflow(source)],
    [reconcileWorkflow, reconcileWorkflowText(source)],
    [reviewWorkflow, reviewWorkflowText(source)],
    ...callers.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
