import type { Message } from '../../core/message.ts';
import { examine } from '../examine.ts';
import { judgeCheck } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import { isTask, type PlannedCheck, type PlannedStep, type PlannedTask, tasksOf } from '../plan.ts';
import { applyTask } from './apply-task.ts';
import type { Conduct } from './conduct.ts';
import { type Leftover, letGo, pickUp } from './leftovers.ts';
import { type Planning, planTask } from './plan-task.ts';
import { isAffected, type Known, readAgain, stretchFrom } from './refresh.ts';
import { another, cancelled, cleaningUp, leftOut, stopsAt, type Turn, whatStops } from './stop.ts';

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
    if (line.signal.aborted && isTask(step) && step.task.cleansUp) {
      all.push(...(await cleanUp(line, step, conduct)));
      continue;
    }
    if (index >= known) {
      const stretch = stretchFrom(steps, index);
      const again = await readAgain(line, stretch.filter(isAffected), first.outcomes);
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

/** The run is cancelled, but not what it leaves behind: over a connection of its own. Never rejects. */
async function cleanUp(
  line: HostLine,
  step: PlannedTask,
  conduct: Conduct,
): Promise<readonly StepOutcome[]> {
  const own = cleaningUp(line);
  try {
    for (;;) {
      const { plannings } = await readAgain(own, [step], new Map());
      const planning = plannings.get(step.id);
      const outcome = planning && (await settle(own, step, planning, conduct));
      if (outcome?.reason?.id !== 'task/locked') return outcome ? [outcome] : [];
      // What was going on when the run was cancelled has the lock, and may go on for a moment.
      if (!(await letGo(own, conduct)) && !(await another(own))) return [outcome];
    }
  } finally {
    own.close();
  }
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

async function settle(
  line: HostLine,
  step: PlannedTask,
  planning: Planning,
  conduct: Turn,
): Promise<StepOutcome> {
  if (planning.kind === 'settled') return planning.outcome;
  if (stopsAt(step, conduct)) return leftOut(step, planning.proposal, conduct.stopped);
  if (line.signal.aborted) return cancelled(planning.proposal);
  return await applyTask(line, step, planning.proposal, conduct);
}

/** The task that a finding calls for, and the check again when something was changed. */
async function mend(
  line: HostLine,
  step: PlannedCheck,
  remedy: PlannedTask,
  found: StepOutcome,
  conduct: Turn,
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
