import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import { isTask, type PlannedStep, type PlannedTask, tasksOf } from '../plan.ts';
import { cleanUp } from './clean-up.ts';
import type { Conduct } from './conduct.ts';
import { type Leftover, pickUp } from './leftovers.ts';
import { mend } from './mend.ts';
import { isAffected, type Known, readAgain, stretchFrom } from './refresh.ts';
import { settle } from './settle.ts';
import { type Turn, whatStops } from './stop.ts';

/** What was read when the run began: outcomes of checks, and what tasks would do. */
export interface Examined extends Known {
  readonly steps: readonly PlannedStep[];
  readonly leftovers: readonly Leftover[];
}

/**
 * The changing part of a host's runbook, in its order: tasks, and the remedies of checks that have
 * found something, after which these look again. Whatever comes after a change is read again before
 * it counts. Never rejects.
 */
export async function carryOut(
  line: HostLine,
  { steps, leftovers, ...first }: Examined,
  conduct: Conduct,
): Promise<StepOutcome[]> {
  const pickedUp = await pickUpAll(line, tasksOf(steps), leftovers, conduct);
  const all: StepOutcome[] = [];
  const outcomes = new Map(first.outcomes);
  const plannings = new Map(first.plannings);
  let stopped: StepOutcome | undefined;
  /** From this step on, things are not known as they are since the last change. */
  let known = steps.length;
  for (const [index, step] of steps.entries()) {
    const cleansUp = isTask(step) && step.task.cleansUp && conduct.changes !== 'none';
    if (cleansUp && line.signal.aborted) {
      all.push(...(await cleanUp(line, step, conduct)));
      continue;
    }
    if (index >= known) {
      const stretch = stretchFrom(steps, index);
      // A cancelled run changes nothing more: its tasks keep their plans, and say `cancelled`.
      const affected = stretch.filter(
        (one) => isAffected(one) && !(line.signal.aborted && isTask(one)),
      );
      const again = await readAgain(line, affected, first.outcomes);
      for (const [id, outcome] of again.outcomes) outcomes.set(id, outcome);
      for (const [id, planning] of again.plannings) plannings.set(id, planning);
      known = index + stretch.length;
    }
    const turn = { ...conduct, ...(stopped && { stopped }) };
    const done = await carryOutStep(line, step, { outcomes, plannings, pickedUp }, turn);
    all.push(...done);
    stopped ??= whatStops(step, done, conduct);
    if (done.some(hasTouched)) known = index + 1;
  }
  return all;
}

async function carryOutStep(
  line: HostLine,
  step: PlannedStep,
  { outcomes, plannings, pickedUp }: Known & { pickedUp: ReadonlyMap<string, StepOutcome> },
  conduct: Turn,
): Promise<readonly StepOutcome[]> {
  if (isTask(step)) {
    const old = pickedUp.get(step.id);
    if (old) return [old];
    const planning = plannings.get(step.id);
    return planning ? [await settle(line, step, planning, conduct)] : [];
  }
  const outcome = outcomes.get(step.id);
  if (!outcome) return [];
  const { remedy } = step;
  const old = remedy && pickedUp.get(remedy.id);
  if (old) return [outcome, old];
  if (remedy && ['warning', 'critical'].includes(outcome.verdict))
    return await mend(line, step, remedy, outcome, conduct);
  return [outcome];
}

/** Whether the host may not be any more as it was read. */
function hasTouched({ task, facts }: StepOutcome): boolean {
  if (!task || ['no-op', 'planned'].includes(task.outcome)) return false;
  // What was refused has failed as well, but has no plan.
  return (
    task.outcome !== 'failed' || (typeof facts === 'object' && facts !== null && 'plan' in facts)
  );
}

async function pickUpAll(
  line: HostLine,
  tasks: readonly PlannedTask[],
  leftovers: readonly Leftover[],
  conduct: Conduct,
): Promise<ReadonlyMap<string, StepOutcome>> {
  const found = new Map<string, StepOutcome>();
  for (const leftover of leftovers) {
    const step = tasks.find(({ id, task }) => id === leftover.step && task.id === leftover.task);
    if (step) found.set(step.id, await pickUp(line, step, leftover, conduct));
  }
  return found;
}
