import { createHash } from 'node:crypto';
import type { PlannedTask } from '../plan.ts';

/**
 * Twelve hexadecimal digits of SHA-256 over task, parameters and change: what a person has seen and
 * agreed to. Not the host's name: equal hosts have equal plans. It guards against a host that has
 * changed, not against somebody who would make two plans of one hash.
 */
export function planHash({ task, params }: PlannedTask, change: unknown): string {
  const text = JSON.stringify(sorted({ task: task.id, params, change }));
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Keys in order at every depth, so that equal values have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
