import { setTimeout as pause } from 'node:timers/promises';
import { HostLine } from '../line.ts';
import type { StepOutcome } from '../outcome.ts';
import type { PlannedTask } from '../plan.ts';
import type { Conduct } from './conduct.ts';
import { letGo } from './leftovers.ts';
import { readAgain } from './refresh.ts';
import { settle } from './settle.ts';

/** The run is cancelled, but not what it leaves behind: over a connection of its own. Never rejects. */
export async function cleanUp(
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

/** GitHub leaves a cancelled job little time, and what has put itself up ends by itself as well. */
const cleanUpMilliseconds = 90_000;

function cleaningUp({ host, world }: HostLine): HostLine {
  return new HostLine(host, world, AbortSignal.timeout(cleanUpMilliseconds));
}

const retrySeconds = 3;

/** Waits for another attempt; false when there is no time for one. */
async function another({ signal }: HostLine): Promise<boolean> {
  return await pause(retrySeconds * 1000, true, { signal }).catch(() => false);
}
