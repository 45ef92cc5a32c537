import { z } from 'zod';
import type { Conduct } from '../engine/tasks/conduct.ts';
import { cadences, QualifiedMessage } from '../record/run-result.ts';

/**
 * What a run may change: nothing, what the runbook marks `apply: true` (as its schedule does), or
 * every task. Work of level 2 and 3 needs its gates in any of them.
 */
export const modes = ['plan', 'marked', 'apply'] as const;

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
  /** Why level 2 and 3 are applied without notice and approval. */
  override: z.string().exactOptional(),
  /** Of a runbook that changes something at level 2 or 3: what its notice says. */
  gates: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('open'),
        notice: z.int(),
        approver: z.string().exactOptional(),
      }),
      z.object({
        kind: z.literal('closed'),
        refusals: z.tuple([QualifiedMessage], QualifiedMessage).readonly(),
      }),
    ])
    .exactOptional(),
  /** Ids of steps; all when absent. */
  steps: z.array(z.string()).readonly().exactOptional(),
  /** Names of hosts, by shard. */
  shards: z.array(z.array(z.string()).readonly()).readonly(),
});
export type PlanDocument = z.output<typeof PlanDocument>;

const changes = { plan: 'none', marked: 'marked', apply: 'all' } as const;

/** The same in the words of the engine. */
export function conductOf({
  mode,
  override,
  gates,
}: Pick<PlanDocument, 'mode' | 'override' | 'gates'>): Omit<Conduct, 'runId'> {
  return {
    changes: changes[mode],
    ...(override !== undefined && { override }),
    ...(gates && { gates }),
  };
}

export function hostsOf({ shards }: PlanDocument): readonly string[] {
  return shards.flat();
}
