import type { StepOutcome } from '../engine/outcome.ts';
import type { HostPlan } from '../engine/plan.ts';
import { rollOut } from '../engine/rollout.ts';
import { type Progress, runFleet } from '../engine/run-fleet.ts';
import type { Conduct } from '../engine/tasks/conduct.ts';
import type { EngineWorld } from '../engine/world.ts';
import { outcomeOf, type RunResult } from '../record/run-result.ts';
import type { Runbook } from '../runbook/model.ts';

export interface RunOptions {
  readonly timeZone: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /**
   * What may be changed: nothing when absent. Of what it allows, level 2 and 3 wait for notice and
   * approval.
   */
  readonly conduct?: Omit<Conduct, 'runId'>;
  /** Told to whoever finds a host locked by this run. */
  readonly runId?: string;
  readonly onProgress?: (progress: Progress) => void;
}

/** One execution of a runbook: every host's plan is carried out, and the result is put together. */
export async function runRunbook(
  runbook: Runbook,
  plans: readonly HostPlan[],
  world: EngineWorld,
  { timeZone, conduct = { changes: 'none' }, runId, ...options }: RunOptions,
): Promise<RunResult> {
  const startedAt = world.now().toISOString();
  const named = { ...conduct, runId: runId ?? `${runbook.id} ${startedAt}` };
  const fleet = { ...options, conduct: named };
  // What changes nothing has no order.
  const outcomes =
    runbook.rollout && named.changes !== 'none'
      ? await rollOut(plans, world, fleet, runbook.rollout)
      : await runFleet(plans, world, fleet);
  const hosts = outcomes.map(({ steps: _, ...host }) => host);
  const steps = outcomes.flatMap((outcome) => outcome.steps);
  const { every } = runbook.window;
  // Calendars are loaded when the hosts are done, and not before they are connected to.
  const { windowKey } = await import('../ledger/window-key.ts');
  const { localDate } = await import('../text/format.ts');
  return {
    schema: 'teiki.run/1',
    runbook: runbook.id,
    window: { key: windowKey(every, localDate(startedAt, timeZone)), every },
    mode: modeOf(steps, conduct),
    startedAt,
    endedAt: world.now().toISOString(),
    outcome: outcomeOf({ hosts, steps }),
    hosts,
    steps,
  };
}

/** A run in which no task had its turn has only checked, whatever it might have done. */
function modeOf(
  steps: readonly StepOutcome[],
  { changes }: Pick<Conduct, 'changes'>,
): RunResult['mode'] {
  const tasks = steps.flatMap(({ task }) => task ?? []);
  if (tasks.length === 0) return 'check';
  if (changes === 'none') return 'plan';
  if (changes === 'all') return 'apply';
  return tasks.some(({ outcome }) => ['done', 'failed', 'rolled-back'].includes(outcome))
    ? 'apply'
    : 'plan';
}
