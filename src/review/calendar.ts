import type { LedgerWindow } from '../ledger/model.ts';
import { ledgerOf } from '../run/ledger.ts';
import type { Plans } from './side.ts';

export const calendarDays = 90;

/** A window that is elsewhere in time than before, is new, is gone, or is now frozen. */
export interface WindowChange {
  readonly runbook: string;
  readonly key: string;
  readonly before?: PlannedWindow;
  readonly after?: PlannedWindow;
}

export interface PlannedWindow {
  readonly startsAt: string;
  readonly endsAt: string;
  /** It will not be carried out on any host. */
  readonly isOff: boolean;
}

/**
 * The windows of the next 90 days that differ. No records: what has been done or decided is no
 * business of the change.
 */
export function calendarChanges(before: Plans, after: Plans, now: Date): readonly WindowChange[] {
  const range = { from: now, to: new Date(now.getTime() + calendarDays * 86_400_000) };
  const [old, fresh] = [before, after].map((plans) => ledgerOf(plans, [], now, range));
  const changes = new Map<string, { before?: PlannedWindow; after?: PlannedWindow }>();
  const note = (windows: readonly LedgerWindow[], side: 'before' | 'after') => {
    for (const window of windows) {
      const key = JSON.stringify([window.runbook.id, window.key]);
      const change = changes.get(key) ?? {};
      changes.set(key, { ...change, [side]: plannedOf(window) });
    }
  };
  note(old ?? [], 'before');
  note(fresh ?? [], 'after');
  return [...changes]
    .filter(([, change]) => JSON.stringify(change.before) !== JSON.stringify(change.after))
    .map(([name, change]) => {
      const [runbook = '', key = ''] = JSON.parse(name) as string[];
      return { runbook, key, ...change };
    })
    .sort((a, b) => timeOf(a) - timeOf(b));
}

function plannedOf({ startsAt, endsAt, state }: LedgerWindow): PlannedWindow {
  return { startsAt, endsAt, isOff: state === 'frozen' || state === 'waived' };
}

function timeOf({ before, after }: WindowChange): number {
  return Date.parse((after ?? before)?.startsAt ?? '');
}
