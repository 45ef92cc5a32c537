import type { Contexts, Status } from './expressions.ts';
import type { Combination } from './matrix.ts';
import type { Conclusion, Permissions, Place, RanStep, RunState } from './world.ts';

/** One job on its machine, as it changes from step to step. */
export interface JobState {
  readonly run: RunState;
  readonly job: string;
  readonly matrix: Combination;
  readonly permissions: Permissions;
  readonly workspace: string;
  readonly temp: string;
  /** github, inputs, needs, matrix, secrets, vars, runner, strategy. */
  readonly contexts: Contexts;
  /** Of the job, and what steps have added through GITHUB_ENV. */
  readonly environment: Record<string, string>;
  readonly path: string[];
  readonly masks: string[];
  readonly steps: Record<string, StepOutcome>;
  readonly ran: RanStep[];
  readonly posts: (() => Promise<void>)[];
  /** The run was cancelled before the job began: its steps are then carried out as ever. */
  readonly beganCancelled: boolean;
  failed: boolean;
  isLost: boolean;
}

export interface StepOutcome {
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
}

export function statusOf({ failed, run, beganCancelled }: JobState): Status {
  const cancelled = !beganCancelled && run.cancelled.signal.aborted;
  return { success: !failed && !cancelled, failure: failed && !cancelled, cancelled };
}

export function placeOf({ job, matrix }: JobState, step: string): Place {
  return { job, matrix, step };
}

/** Replaces what the runner has learnt to be secret; each line of a value by itself too. */
export function masked(text: string, masks: readonly string[]): string {
  const parts = masks.flatMap((mask) => [mask, ...mask.split(/\r?\n/)]).filter(Boolean);
  const longestFirst = [...new Set(parts)].toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((shown, part) => shown.replaceAll(part, '***'), text);
}

/** Where steps are: those of a job, or those of a composite action, which has its own contexts. */
export interface Scope {
  readonly contexts: Contexts;
  readonly steps: Record<string, StepOutcome>;
  /** Variables that a composite action is given. */
  readonly environment: Readonly<Record<string, string>>;
}
