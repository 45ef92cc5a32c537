import { createHash } from 'node:crypto';
import { stableJson } from '../record/json.ts';
import type { Runbook } from '../runbook/model.ts';

/** Of a host, what a runbook's steps may mean by `${name}`. */
export interface EnvelopeHost {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly vars: Readonly<Record<string, unknown>>;
}

/**
 * What an approval covers: the runbook's steps with their parameters, and the hosts. Packages
 * change every day, so that no approval could hold for a list of versions; the tasks themselves
 * refuse what nobody has agreed to (removals, major versions, other origins), and the exact plan
 * is taken, and compared, minutes before it is applied.
 *
 * Sixteen hexadecimal digits of SHA-256. Titles and words for people are left out.
 */
export function envelopeOf(
  { id, level, steps, window }: Pick<Runbook, 'id' | 'level' | 'steps' | 'window'>,
  hosts: readonly EnvelopeHost[],
): string {
  const does = steps.map(({ id: step, kind, use, with: given, apply, then }) => ({
    ...{ step, kind, use, given, apply },
    ...(then && { then }),
  }));
  const on = hosts
    .map(({ name, address, user, vars }) => ({ name, address, user, vars }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = stableJson({ id, level, window, does, on });
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
