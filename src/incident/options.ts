import type { IncidentSeverity } from './model.ts';
import type { IncidentWords } from './words.ts';

export interface ReconcileOptions {
  readonly now: Date;
  readonly words: IncidentWords;
  /** Logins that new issues are assigned to; a team (`org/team`) is named in the body instead. */
  readonly assignees?: readonly string[];
  /** After how many days of one severity an issue is reminded of, and again. */
  readonly reminderDays?: Readonly<Record<IncidentSeverity, number>>;
  /** A finding that returns within so many days opens its old issue again. */
  readonly reopenWithinDays?: number;
  /** Our own login (`github-actions[bot]`): with it, nobody else's comment is taken for ours. */
  readonly self?: string;
}

export const defaultReminderDays = { critical: 1, unknown: 3, warning: 7 } as const;
export const defaultReopenWithinDays = 14;

export const dayMs = 86_400_000;
