import type { HostPlan } from '../engine/plan.ts';
import { type Progress, runFleet } from '../engine/run-fleet.ts';
import type { EngineWorld } from '../engine/run-host.ts';
import { windowKey } from '../ledger/window-key.ts';
import { outcomeOf, type RunResult } from '../record/run-result.ts';
import type { Runbook } from '../runbook/model.ts';
import { localDate } from '../text/format.ts';

export interface RunOptions {
  readonly timeZone: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One execution of a runbook: every host's plan is carried out, and the result is put together. */
export async function runRunbook(
  runbook: Runbook,
  plans: readonly HostPlan[],
  world: EngineWorld,
  { timeZone, ...options }: RunOptions,
): Promise<RunResult> {
  const startedAt = world.now().toISOString();
  const outcomes = await runFleet(plans, world, options);
  const hosts = outcomes.map(({ steps: _, ...host }) => host);
  const steps = outcomes.flatMap((outcome) => outcome.steps);
  const { every } = runbook.window;
  return {
    schema: 'teiki.run/1',
    runbook: runbook.id,
    window: { key: windowKey(every, localDate(startedAt, timeZone)), every },
    mode: 'check',
    startedAt,
    endedAt: world.now().toISOString(),
    outcome: outcomeOf({ hosts, steps }),
    hosts,
    steps,
  };
}
