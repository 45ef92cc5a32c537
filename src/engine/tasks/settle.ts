import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import { applyTask } from './apply-task.ts';
import type { Planning } from './plan-task.ts';
import { cancelled, leftOut, stopsAt, type Turn } from './stop.ts';

/** Carries a plan out, unless something that went before stands in the way. Never rejects. */
export async function settle(
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
