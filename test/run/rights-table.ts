import { catalogue } from '../../src/catalogue/registry.ts';
import type { Instance } from '../../src/config/instance.ts';
import { isTask } from '../../src/engine/plan.ts';
import type { RunResult, RunStep } from '../../src/record/run-result.ts';
import { planRun } from '../../src/run/plan-run.ts';

/** Runbook, step, and whether the login user had `enough` rights for it: a row a step, tasks of `then` included. */
export function rightsTable(
  { runbooks, fleet }: Pick<Instance, 'runbooks' | 'fleet'>,
  results: ReadonlyMap<string, RunResult>,
): readonly (readonly [runbook: string, step: string, rights: string])[] {
  return runbooks.flatMap((runbook) => {
    const [plan] = planRun(runbook, fleet, catalogue, {}, () => []).plans;
    const ran = new Map(results.get(runbook.id)?.steps.map((step) => [step.step, step]));
    return (plan?.steps ?? []).flatMap((step) => {
      // A check that finds nothing calls for no task.
      const isCured = !isTask(step) && step.remedy && ran.get(step.id)?.verdict !== 'ok';
      const ids = isCured ? [step.id, step.remedy.id] : [step.id];
      return ids.map((id) => [runbook.id, id, rightsOf(ran.get(id))] as const);
    });
  });
}

function rightsOf(step: RunStep | undefined): string {
  if (!step) return 'not run';
  const { reason, findings } = step;
  const told = [reason?.id, ...findings.flatMap(({ message, evidence }) => [message.id, evidence])];
  const lacks = told.filter((text) => /sudo|denied|unreadable|no-processes/i.test(text ?? ''));
  return lacks.length === 0 ? 'enough' : lacks.join(' ');
}
