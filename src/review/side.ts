import type { Instance } from '../config/instance.ts';
import { entryOf, isTask, type PlannedStep } from '../engine/plan.ts';
import { planRun } from '../run/plan-run.ts';
import type { Runbook } from '../runbook/model.ts';

export type Catalogue = Parameters<typeof planRun>[2];

/** An instance before or after the change, as far as it decides what happens on hosts. */
export type Plans = Pick<Instance, 'config' | 'fleet' | 'runbooks'>;

/** What a step is on a host, in values that can be compared. */
export interface StepFacts {
  readonly id: string;
  readonly kind: 'check' | 'task' | 'review';
  readonly use: string;
  /** With the defaults of the entry and the variables of the host put in. */
  readonly params: unknown;
  readonly apply: boolean;
  readonly then?: Pick<StepFacts, 'use' | 'params' | 'apply'>;
}

export interface HostSteps {
  readonly host: string;
  readonly steps: readonly StepFacts[];
  readonly planned: readonly PlannedStep[];
}

export interface PlannedRunbook {
  readonly runbook: Runbook;
  readonly hosts: readonly HostSteps[];
}

/** A runbook that is not enabled is planned too: a person can still run it. */
export function plannedRunbooks(
  { runbooks, fleet }: Plans,
  catalogue: Catalogue,
): ReadonlyMap<string, PlannedRunbook> {
  const all = runbooks.map((runbook): PlannedRunbook => {
    const reviews = runbook.steps
      .filter(({ kind }) => kind === 'review')
      .map(
        ({ id, use, with: params, apply }): StepFacts => ({
          id,
          kind: 'review',
          use,
          params,
          apply,
        }),
      );
    const { plans } = planRun(runbook, fleet, catalogue, {}, () => []);
    const hosts = plans.map(({ host, steps }) => ({
      host: host.name,
      steps: [...steps.map(factsOf), ...reviews],
      planned: steps,
    }));
    return { runbook, hosts };
  });
  return new Map(all.map((one) => [one.runbook.id, one]));
}

function factsOf(step: PlannedStep): StepFacts {
  const { id, params } = step;
  const use = entryOf(step).id;
  if (isTask(step)) return { id, kind: 'task', use, params, apply: step.marked };
  const { remedy } = step;
  const facts: StepFacts = { id, kind: 'check', use, params, apply: false };
  if (!remedy) return facts;
  return {
    ...facts,
    then: { use: remedy.task.id, params: remedy.params, apply: remedy.marked },
  };
}
