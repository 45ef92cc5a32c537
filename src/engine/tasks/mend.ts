import type { Message } from '../../core/message.ts';
import { examine } from '../examine.ts';
import { judgeCheck } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedCheck, PlannedTask } from '../plan.ts';
import { type Planning, planTask } from './plan-task.ts';
import { settle } from './settle.ts';
import type { Turn } from './stop.ts';

/** The task that a finding calls for, and the check again when something was changed. */
export async function mend(
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
