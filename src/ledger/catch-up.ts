import type { LedgerWindow } from './model.ts';

/** A tick of its own may still come: GitHub is often late by an hour. */
const patienceMinutes = 60;

/**
 * Windows whose own tick has not come, and which any other tick may start. Checks only: a change
 * keeps to its window.
 */
export function toCatchUp(windows: readonly LedgerWindow[], now: Date): readonly LedgerWindow[] {
  const patience = now.getTime() - patienceMinutes * 60_000;
  return windows.filter(
    ({ state, startsAt, runbook }) =>
      state === 'due' && runbook.level === 1 && Date.parse(startsAt) <= patience,
  );
}
