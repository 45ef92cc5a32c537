import type { Message } from '../../core/message.ts';
import type { PlannedTask } from '../plan.ts';

/** What a run may change, and under which name it does so. */
export interface Conduct {
  /** `none`: plans only. `marked`: tasks that the runbook marks `apply: true`. `all`: every task. */
  readonly changes: 'none' | 'marked' | 'all';
  /** Why tasks of level 2 and 3 are applied without a notice and an approval. */
  readonly override?: string;
  /** The notice that was approved, or where it was not, all that stands in the way. */
  readonly gates?:
    | { readonly kind: 'open'; readonly notice: number; readonly approver?: string }
    | { readonly kind: 'closed'; readonly refusals: readonly [Message, ...Message[]] };
  /** Hashes of plans that a person has seen: no other plan is applied. */
  readonly expectedPlans?: readonly string[];
  /** Told to whoever finds the host locked. */
  readonly runId: string;
  readonly places?: Places;
}

/** Where a host keeps the lock and the state of running work. */
export interface Places {
  /** On a file system that is empty after a boot. */
  readonly lock: string;
  /** Survives a boot; the folder in it belongs to the login user alone. */
  readonly state: string;
}

export const usualPlaces: Places = { lock: '/run/lock', state: '/var/tmp' };

/** Why a plan is not carried out now; undefined when it is. */
export function standsInTheWay(
  { task, marked }: PlannedTask,
  hash: string,
  { changes, override, gates, expectedPlans }: Conduct,
): Message | undefined {
  if (changes === 'none') return { id: 'task/only-planned', args: {} };
  if (changes === 'marked' && !marked) return { id: 'task/not-marked', args: {} };
  if (task.level >= 2 && override === undefined && gates?.kind !== 'open') {
    return gates?.refusals[0] ?? { id: 'task/needs-approval', args: { level: task.level } };
  }
  if (expectedPlans && !expectedPlans.includes(hash)) {
    return { id: 'task/plan-not-expected', args: { hash, expected: expectedPlans.join(', ') } };
  }
  return undefined;
}
