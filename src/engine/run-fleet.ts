import pLimit from 'p-limit';
import type { HostOutcome } from './outcome.ts';
import type { HostPlan } from './plan.ts';
import { runHost } from './run-host.ts';
import type { Conduct } from './tasks/conduct.ts';
import type { EngineWorld } from './world.ts';

export type Progress =
  | { readonly kind: 'host-started'; readonly host: string }
  | { readonly kind: 'host-finished'; readonly host: string; readonly outcome: HostOutcome };

export interface FleetOptions {
  /** Hosts at once; a connection costs the runner memory and a burst of CPU. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** What may be changed; nothing when absent. */
  readonly conduct?: Conduct;
  readonly onProgress?: (progress: Progress) => void;
}

/** Runs every host's plan, each apart from the others; outcomes keep the order of the plans. */
export async function runFleet(
  plans: readonly HostPlan[],
  world: EngineWorld,
  { concurrency, signal, conduct, onProgress }: FleetOptions,
): Promise<HostOutcome[]> {
  const limit = pLimit(concurrency);
  return await Promise.all(
    plans.map((plan) =>
      limit(async () => {
        const host = plan.host.name;
        onProgress?.({ kind: 'host-started', host });
        const outcome = await runHost(plan, world, signal, conduct);
        onProgress?.({ kind: 'host-finished', host, outcome });
        return outcome;
      }),
    ),
  );
}
