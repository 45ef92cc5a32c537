import type { Text } from '../core/message.ts';
import type { YamlSource } from '../yaml/source.ts';
import type { EntryKind } from './catalogue-view.ts';

/** In the order of ISO 8601: Monday is the first day. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** When a runbook is to be carried out, in local time of the instance. */
export interface Window {
  readonly every: 'day' | 'week' | 'month' | 'quarter' | 'year';
  /**
   * `week`: a weekday. `month`, `quarter`, `year`: "first monday" … "last friday", or a day of the
   * month (1–28); `months` says which months a quarter or a year means.
   */
  readonly on?: string | number;
  /** Calendar months, 1–12: at most one of each quarter, exactly one for a year. */
  readonly months?: readonly number[];
  /** `HH:MM`, local. */
  readonly at: string;
  /** How long the work may take. */
  readonly minutes: number;
}

/** A task to run when a check finds something. */
export interface Remedy {
  readonly task: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly apply: boolean;
}

export interface Step {
  /** Unique in its runbook: the step's own `id`, or that of the catalogue entry. */
  readonly id: string;
  readonly kind: EntryKind;
  /** Id of the catalogue entry. */
  readonly use: string;
  /** Parameters as written, before `\${var}` and the schema of the entry are applied. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Scheduled runs apply a task only when this is true. */
  readonly apply: boolean;
  readonly then?: Remedy;
  /** Where the step is written, for messages; absent for a step that no file holds. */
  readonly written?: { readonly source: YamlSource; readonly index: number };
}

export interface Runbook {
  readonly id: string;
  readonly title: Text;
  readonly purpose: Text;
  readonly level: 1 | 2 | 3;
  /** False for a runbook that is kept but not scheduled; a person can still run it. */
  readonly enabled: boolean;
  /** Names of groups or hosts, as written. */
  readonly hosts: readonly string[];
  readonly window: Window;
  /** Local date of the first window that counts; its first record when absent. */
  readonly since?: string;
  /** In which order level 2 and 3 changes reach the hosts; all at once when absent. */
  readonly rollout?: {
    readonly canary: number;
    readonly batch: number;
    readonly pauseSeconds: number;
  };
  /** What users will notice, what they can use meanwhile, and the way back: told in the notice. */
  readonly impact?: Text;
  readonly alternative?: Text;
  readonly rollback?: Text;
  readonly steps: readonly Step[];
  /** Names of the variables that its steps take secrets from; known when the instance is read. */
  readonly secrets?: readonly string[];
  /** Path relative to the instance, for messages and records. */
  readonly path: string;
}
