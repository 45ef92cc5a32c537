import { z } from 'zod';
import { cadences } from '../record/run-result.ts';

export const modes = ['plan', 'apply'] as const;

/** What `plan` tells `run` and `conclude`: output `plan`, a JSON document. */
export const PlanDocument = z.object({
  schema: z.literal('teiki.plan/1'),
  runbook: z.string(),
  window: z.object({
    key: z.string(),
    every: z.enum(cadences),
    startsAt: z.iso.datetime().exactOptional(),
  }),
  trigger: z.enum(['schedule', 'manual']),
  /** The person, where one has started the run. */
  actor: z.string().exactOptional(),
  mode: z.enum(modes),
  reason: z.string().exactOptional(),
  /** Ids of steps; all when absent. */
  steps: z.array(z.string()).readonly().exactOptional(),
  /** Names of hosts, by shard. */
  shards: z.array(z.array(z.string()).readonly()).readonly(),
});
export type PlanDocument = z.output<typeof PlanDocument>;

export function hostsOf({ shards }: PlanDocument): readonly string[] {
  return shards.flat();
}
