import type { Check, Context } from '../catalogue/define.ts';
import type { Task } from '../catalogue/define-task.ts';
import type { HostPlan, PlannedStep, PlannedTask } from '../engine/plan.ts';
import type { Fleet } from '../fleet/model.ts';
import type { Runbook, Step } from '../runbook/model.ts';
import { type ResolvedStep, resolveStep } from '../runbook/resolve.ts';
import { type HostFilter, SelectionError, selectHosts } from '../runbook/select.ts';
import type { Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';

export interface Selection extends HostFilter {
  /** Ids of steps; all when undefined. */
  readonly steps?: readonly string[];
}

/** Facts of a step on a host from earlier records, newest first. */
export type History = (host: string, step: string) => Context['history'];

interface Catalogue {
  readonly ids: readonly string[];
  get(id: string): Check | Task | undefined;
}

/**
 * What a runbook means on each of its hosts.
 * @throws SelectionError when the selection names what is not there
 */
export function planRun(
  runbook: Runbook,
  fleet: Fleet,
  catalogue: Catalogue,
  selection: Selection,
  history: History,
): { readonly plans: readonly HostPlan[]; readonly issues: readonly Issue[] } {
  const steps = selectSteps(runbook, selection.steps);
  const issues: Issue[] = [];
  const plans = selectHosts(runbook, fleet, selection).map((host): HostPlan => {
    const planned: PlannedStep[] = [];
    for (const step of steps) {
      const resolved = resolveStep(step, host, catalogue);
      if (resolved.ok) planned.push(...plannedSteps(step, resolved, host.name, catalogue, history));
      else issues.push(...resolved.issues);
    }
    return { host, steps: planned };
  });
  return { plans, issues };
}

/** What the entry of a step is; none for reviews, which are not carried out on a host. */
function plannedSteps(
  step: Step,
  { params, remedy }: Extract<ResolvedStep, { ok: true }>,
  host: string,
  catalogue: Catalogue,
  history: History,
): PlannedStep[] {
  const { id } = step;
  const entry = catalogue.get(step.use);
  const own = { id, params, history: history(host, id) };
  if (entry?.kind === 'task') return [{ ...own, task: entry, marked: step.apply }];
  if (entry?.kind !== 'check') return [];
  const cure = remedy && catalogue.get(remedy.entry.id);
  if (cure?.kind !== 'task') return [{ ...own, check: entry }];
  const after: PlannedTask = {
    id: `${id}.then`,
    task: cure,
    params: remedy?.params,
    marked: remedy?.apply ?? false,
    history: history(host, `${id}.then`),
    after: id,
  };
  return [{ ...own, check: entry, remedy: after }];
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
