import type { Config } from '../config/schema.ts';
import type { Runbook } from '../runbook/model.ts';
import type { Occurrence } from './occurrences.ts';

/**
 * What has become of a window:
 * - `upcoming`: it has not begun
 * - `due`: it has begun and is to be carried out now
 * - `done`: carried out; `late`: carried out, but begun after its end
 * - `failed`: a run began and came to nothing (host unreachable, job lost, everything unknown)
 * - `missed`: no run began in time, or the gates refused it
 * - `waived`: the team, or an exclusion of the host, has said that it need not be
 * - `frozen`: a freeze forbids changes on its day (level 2 and 3)
 */
export const windowStates = [
  'failed',
  'missed',
  'due',
  'late',
  'done',
  'waived',
  'frozen',
  'upcoming',
] as const;
export type WindowState = (typeof windowStates)[number];

/** The share of one host in a window. */
export interface HostWindow {
  readonly host: string;
  readonly state: WindowState;
  /** Of the run that decides it. */
  readonly runId?: string;
  /** Why it is waived or frozen, as the team has written it. */
  readonly reason?: string;
}

export interface LedgerWindow extends Occurrence {
  readonly runbook: Pick<Runbook, 'id' | 'title' | 'level'>;
  /** Until when a run may begin; after that it is missed. ISO 8601, UTC. */
  readonly startBy: string;
  /** That of the host which asks most for somebody (`windowStates` is in this order). */
  readonly state: WindowState;
  readonly hosts: readonly HostWindow[];
}

/** As much of a record as tells what became of a window. */
export interface LedgerRecord {
  readonly runbook: string;
  /** Key of the window that it was for. */
  readonly window: string;
  readonly runId: string;
  readonly trigger: 'schedule' | 'manual' | 'local';
  readonly mode: 'plan' | 'apply' | 'check';
  readonly startedAt: string;
  readonly hosts: readonly {
    readonly name: string;
    readonly steps: readonly string[];
    /** Something was carried out there: reached, and not all of it unknown. */
    readonly carriedOut: boolean;
    /** The gates refused all that would have changed something. */
    readonly refused: boolean;
  }[];
  /** Of a record that says so and no more. */
  readonly decision?: Decision;
}

/** What people have decided about a window on its notice. */
export type Decision =
  | { readonly kind: 'cancelled'; readonly by: string; readonly reason: string }
  | {
      readonly kind: 'postponed';
      /** ISO 8601, UTC. */
      readonly startsAt: string;
      readonly by: string;
      readonly reason: string;
    };

/** Days on which a host is left alone. Local dates, both included. */
export interface Exclusion {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface LedgerInput {
  readonly runbooks: readonly {
    readonly runbook: Runbook;
    readonly hosts: readonly { readonly name: string; readonly exclusions: readonly Exclusion[] }[];
  }[];
  /** In any order. Rechecks are no executions and do not belong here. */
  readonly records: readonly LedgerRecord[];
  readonly config: Pick<Config, 'timezone' | 'freezes' | 'lateness' | 'waivers'>;
  readonly now: Date;
}
