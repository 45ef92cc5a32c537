import type { Check, Context } from '../catalogue/define.ts';
import type { HostPlan, PlannedStep } from '../engine/plan.ts';
import type { Fleet } from '../fleet/model.ts';
import type { Runbook, Step } from '../runbook/model.ts';
import { resolveStep } from '../runbook/resolve.ts';
import { type HostFilter, SelectionError, selectHosts } from '../runbook/select.ts';
import type { Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';

export interface Selection extends HostFilter {
  /** Ids of steps; all when undefined. */
  readonly steps?: readonly string[];
}

/** Facts of a step on a host from earlier records, newest first. */
export type History = (host: string, step: string) => Context['history'];

interface CatalogueOfChecks {
  readonly ids: readonly string[];
  get(id: string): Check | undefined;
}

/**
 * What a runbook means on each of its hosts.
 * @throws SelectionError when the selection names what is not there
 */
export function planRun(
  runbook: Runbook,
  fleet: Fleet,
  catalogue: CatalogueOfChecks,
  selection: Selection,
  history: History,
): { readonly plans: readonly HostPlan[]; readonly issues: readonly Issue[] } {
  const steps = selectSteps(runbook, selection.steps);
  const issues: Issue[] = [];
  const plans = selectHosts(runbook, fleet, selection).map((host): HostPlan => {
    const planned: PlannedStep[] = [];
    for (const step of steps) {
      const resolved = resolveStep(step, host, catalogue);
      const check = catalogue.get(step.use);
      if (!resolved.ok) issues.push(...resolved.issues);
      else if (check) {
        planned.push({
          id: step.id,
          check,
          params: resolved.params,
          history: history(host.name, step.id),
        });
      }
    }
    return { host, steps: planned };
  });
  return { plans, issues };
}

function selectSteps(
  { id, steps }: Runbook,
  wanted: readonly string[] | undefined,
): readonly Step[] {
  if (wanted === undefined) return steps;
  const known = steps.map((step) => step.id);
  for (const name of wanted) {
    if (known.includes(name)) continue;
    throw new SelectionError(
      `runbook ${id} has no step \`${name}\`: ${suggest(name, known, 'its steps') ?? ''}`,
    );
  }
  return steps.filter((step) => wanted.includes(step.id));
}
