import type { Message } from '../../core/message.ts';
import { examine } from '../examine.ts';
import { judgeCheck } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import { isTask, type PlannedCheck, type PlannedStep, type PlannedTask, tasksOf } from '../plan.ts';
import { applyTask } from './apply-task.ts';
import type { Conduct } from './conduct.ts';
import { type Leftover, pickUp } from './leftovers.ts';
import { type Planning, planTask } from './plan-task.ts';

export interface Examined {
  readonly steps: readonly PlannedStep[];
  /** By id of the step: outcomes of checks, and what tasks would do. */
  readonly outcomes: ReadonlyMap<string, StepOutcome>;
  readonly plannings: ReadonlyMap<string, Planning>;
  readonly leftovers: readonly Leftover[];
}

/**
 * The changing part of a host's runbook, in its order: tasks, and the remedies of checks that have
 * found something, after which these look again. Never rejects.
 */
export async function carryOut(
  line: HostLine,
  { steps, outcomes, plannings, leftovers }: Examined,
  conduct: Conduct,
): Promise<StepOutcome[]> {
  const pickedUp = await pickUpAll(line, tasksOf(steps), leftovers, conduct);
  const all: StepOutcome[] = [];
  for (const step of steps) {
    if (isTask(step)) {
      const planning = plannings.get(step.id);
      const old = pickedUp.get(step.id);
      if (old) all.push(old);
      else if (planning) all.push(await settle(line, step, planning, conduct));
      continue;
    }
    const outcome = outcomes.get(step.id);
    if (!outcome) continue;
    const { remedy } = step;
    const old = remedy && pickedUp.get(remedy.id);
    if (old) all.push(outcome, old);
    else if (remedy && ['warning', 'critical'].includes(outcome.verdict)) {
      all.push(...(await mend(line, step, remedy, outcome, conduct)));
    } else all.push(outcome);
  }
  return all;
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

async function settle(
  line: HostLine,
  step: PlannedTask,
  planning: Planning,
  conduct: Conduct,
): Promise<StepOutcome> {
  if (planning.kind === 'settled') return planning.outcome;
  return await applyTask(line, step, planning.proposal, conduct);
}

/** The task that a finding calls for, and the check again when something was changed. */
async function mend(
  line: HostLine,
  step: PlannedCheck,
  remedy: PlannedTask,
  found: StepOutcome,
  conduct: Conduct,
): Promise<StepOutcome[]> {
  const [planning] = await planNow(line, remedy);
  if (!planning) return [found];
  const mended = await settle(line, remedy, planning, conduct);
  if (mended.task?.outcome !== 'done') return [found, mended];
  const again = await lookAgain(line, step, found);
  const gone = goneSince(found, again);
  if (gone.length === 0) return [again, mended];
  return [again, { ...mended, task: { ...mended.task, mended: gone } }];
}

/** The second look replaces the first, and the record is to say what was there. */
function goneSince(first: StepOutcome, second: StepOutcome): readonly Message[] {
  const still = new Set(second.findings.map(({ key }) => key));
  return first.findings
    .filter(({ key, severity }) => severity !== 'note' && !still.has(key))
    .map(({ message }) => message);
}

async function planNow(line: HostLine, step: PlannedTask): Promise<Planning[]> {
  try {
    const { readings, context } = await examine(line, [step]);
    return readings.map((reading) => planTask(step, reading, context));
  } catch {
    // The connection is gone: the check's own finding stands.
    return [];
  }
}

async function lookAgain(
  line: HostLine,
  step: PlannedCheck,
  found: StepOutcome,
): Promise<StepOutcome> {
  try {
    const { readings, context } = await examine(line, [step]);
    const [reading] = readings;
    const again = reading && judgeCheck(step, reading, context);
    // A second look that saw nothing at all does not take back what the first one saw.
    return again && again.verdict !== 'unknown' ? again : found;
  } catch {
    return found;
  }
}
