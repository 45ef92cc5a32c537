import { ConnectionError } from '../../connectors/session.ts';
import { examineSurely } from '../examine.ts';
import { blank, judgeCheck, withoutFacts } from '../judge.ts';
import type { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import { isTask, type PlannedStep } from '../plan.ts';
import { type NoFacts, noFactsOf } from '../reading.ts';
import { outcomeOf, type Planning, planTask } from './plan-task.ts';

/** What is known of some steps, by their id. */
export interface Known {
  readonly outcomes: ReadonlyMap<string, StepOutcome>;
  readonly plannings: ReadonlyMap<string, Planning>;
}

/**
 * Reads steps again because something was changed since: which services need a restart is known
 * after the upgrade, which dump to restore after the backup. What can no longer be asked is unknown,
 * whatever it was before the change. Never rejects.
 */
export async function readAgain(
  line: HostLine,
  steps: readonly PlannedStep[],
  first: Known['outcomes'],
): Promise<Known> {
  if (steps.length === 0) return { outcomes: new Map(), plannings: new Map() };
  const outcomes = new Map<string, StepOutcome>();
  const plannings = new Map<string, Planning>();
  try {
    const { readings, context, breakdown } = await examineSurely(line, steps);
    steps.forEach((step, index) => {
      const read = readings[index];
      // Nothing else tells why: the host itself was fine when the run began.
      const lost = breakdown && (!read || 'leftOut' in read);
      const reading = lost ? { noFacts: breakdown, durationMs: 0 } : read;
      if (!reading) return;
      if (isTask(step)) plannings.set(step.id, planTask(step, reading, context));
      else
        outcomes.set(step.id, judgeCheck(step, reading, { ...context, ...beforeOf(first, step) }));
    });
    return { outcomes, plannings };
  } catch (error) {
    const lost = error instanceof ConnectionError;
    const noFacts: NoFacts = lost ? { reason: error.explanation } : noFactsOf(error);
    for (const step of steps) {
      const outcome = { ...blank(line.host.name, step), ...withoutFacts(noFacts) };
      if (!isTask(step)) outcomes.set(step.id, outcome);
      else {
        const task = outcomeOf(step, 'failed');
        plannings.set(step.id, { kind: 'settled', outcome: { ...outcome, task } });
      }
    }
    return { outcomes, plannings };
  }
}

function beforeOf(first: Known['outcomes'], { id }: PlannedStep) {
  const facts = first.get(id)?.facts ?? null;
  return facts === null ? {} : { before: { facts } };
}

/** The steps from one on, up to the next that may change something. Never empty. */
export function stretchFrom(steps: readonly PlannedStep[], index: number): readonly PlannedStep[] {
  const rest = steps.slice(index);
  const end = rest.findIndex((step) => isTask(step) || step.remedy !== undefined);
  return end === -1 ? rest : rest.slice(0, end + 1);
}

/** What is transient was found twice before the work; beside the work it would show the work. */
export function isAffected(step: PlannedStep): boolean {
  return isTask(step) || step.check.transient !== true;
}
