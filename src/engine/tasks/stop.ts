import type { StepOutcome } from '../outcome.ts';
import { entryOf, type PlannedStep, type PlannedTask, tasksOf } from '../plan.ts';
import type { Conduct } from './conduct.ts';
import { type Proposal, told, withFindings } from './plan-task.ts';

/** How a step is carried out, given what has gone wrong before it. */
export interface Turn extends Conduct {
  readonly stopped?: StepOutcome;
}

/**
 * The outcome after which nothing of level 2 or 3 is changed on this host any more: a failed change
 * of these levels, or a precondition that is not met. Where nothing is to be changed, plans are
 * shown to the end.
 */
export function whatStops(
  step: PlannedStep,
  outcomes: readonly StepOutcome[],
  conduct: Conduct,
): StepOutcome | undefined {
  if (conduct.changes === 'none') return undefined;
  const [own] = outcomes;
  if (own && entryOf(step).precondition && !isMet(own)) return own;
  const meant = tasksOf([step]).filter(
    ({ task, marked }) => task.level >= 2 && (marked || conduct.changes === 'all'),
  );
  return outcomes.find(
    ({ step: id, task }) =>
      meant.some((one) => one.id === id) &&
      (task?.outcome === 'failed' || task?.outcome === 'rolled-back'),
  );
}

function isMet({ verdict, task }: StepOutcome): boolean {
  if (verdict === 'critical' || verdict === 'unknown') return false;
  return !task || task.outcome === 'done' || task.outcome === 'no-op';
}

export function stopsAt(
  { task, marked }: PlannedTask,
  turn: Turn,
): turn is Turn & { readonly stopped: StepOutcome } {
  const meant = marked || turn.changes === 'all';
  return turn.stopped !== undefined && meant && task.level >= 2 && !task.cleansUp;
}

/** A task that did not get its turn: planned, and skipped with the step to put right. */
export function leftOut(
  { task: { level } }: PlannedTask,
  { planned }: Proposal,
  { step, use }: StepOutcome,
): StepOutcome {
  const args = { step, use, level };
  const rest = { remedy: 'task/step-failed-remedy' } as const;
  const note = told('stopped', 'note', 'task/step-failed', args, rest);
  const skipped = withFindings({ ...planned, verdict: 'skipped' }, [note]);
  return { ...skipped, reason: note.message };
}

/** Nothing new is begun. */
export function cancelled({ planned }: Proposal): StepOutcome {
  return { ...planned, verdict: 'skipped', reason: { id: 'task/cancelled', args: {} } };
}
