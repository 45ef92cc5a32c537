import type { Text } from '../core/message.ts';

export type Weekday =
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday'
  | 'sunday';

/** When a runbook is to be carried out, in local time of the instance. */
export interface Window {
  readonly every: 'day' | 'week' | 'month' | 'quarter' | 'year';
  /**
   * `week`: a weekday. `month`, `quarter`, `year`: "first monday" … "last friday", or a day of the
   * month (1–28); `months` says which months a quarter or a year means.
   */
  readonly on?: string | number;
  readonly months?: readonly number[];
  /** `HH:MM`, local. */
  readonly at: string;
  /** How long the work may take. */
  readonly minutes: number;
}

export interface Step {
  /** Unique in its runbook: the step's own `id`, or that of the catalogue entry. */
  readonly id: string;
  readonly kind: 'check' | 'task';
  /** Id of the catalogue entry. */
  readonly use: string;
  /** Parameters as written, before `\${var}` and the schema of the entry are applied. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Scheduled runs apply a task only when this is true. */
  readonly apply: boolean;
  /** A task to run when this check finds something. */
  readonly then?: {
    readonly task: string;
    readonly with: Readonly<Record<string, unknown>>;
    readonly apply: boolean;
  };
}

export interface Runbook {
  readonly id: string;
  readonly title: Text;
  readonly purpose: Text;
  readonly level: 1 | 2 | 3;
  /** Names of groups or hosts, as written. */
  readonly hosts: readonly string[];
  readonly window: Window;
  readonly steps: readonly Step[];
  /** Path relative to the instance, for messages and records. */
  readonly path: string;
}
