import type { LedgerWindow } from './model.ts';

/** Which window a tick of a runbook is for. */
export type Choice =
  /** It is open and not carried out: now. */
  | { readonly kind: 'due'; readonly window: LedgerWindow }
  /** It opens soon, and a change must not depend on a tick at the right minute: wait for it. */
  | { readonly kind: 'armed'; readonly window: LedgerWindow }
  /** None; `last` is the one that has begun last. */
  | { readonly kind: 'none'; readonly last?: LedgerWindow };

/**
 * @param windows of one runbook: from the last one that has begun on to those that may be armed
 */
export function chooseWindow(
  windows: readonly LedgerWindow[],
  now: Date,
  armHours: number,
): Choice {
  const last = windows.findLast(({ startsAt }) => Date.parse(startsAt) <= now.getTime());
  if (last?.state === 'due') return { kind: 'due', window: last };
  const armed = windows.find((window) => isArmed(window, now, armHours));
  if (armed) return { kind: 'armed', window: armed };
  return { kind: 'none', ...(last && { last }) };
}

/** Whether a run may already wait for a window. Checks need not: they can be made up for. */
export function isArmed(
  { state, startsAt, runbook }: LedgerWindow,
  now: Date,
  armHours: number,
): boolean {
  const ahead = Date.parse(startsAt) - now.getTime();
  return runbook.level > 1 && state === 'upcoming' && ahead <= armHours * 3_600_000;
}
