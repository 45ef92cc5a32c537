import type { Annotation, RunnerCommand } from './commands.ts';
import type { ConcurrencyGroups } from './concurrency.ts';
import type { Combination } from './matrix.ts';

export type Permissions = Readonly<Record<string, string>>;
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A repository as a run of its workflows sees it, and what is to go wrong. */
export interface HarnessWorld {
  /** `owner/name` */
  readonly slug: string;
  readonly isPrivate: boolean;
  /** A bare repository, of which jobs get clones. */
  readonly repository: string;
  /** For work folders, artifacts and the runner's files. */
  readonly folder: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly groups: ConcurrencyGroups;
  /** Variables of the runner's machine beside its own. */
  readonly machine?: Readonly<Record<string, string>>;
  /** Called with the token of each job and what it may do. */
  readonly onToken?: (token: string, permissions: Permissions) => void;
  readonly faults?: Faults;
}

/** A step of a job, to aim faults at. */
export interface Place {
  /** `maintenance / run`: the path of job ids. */
  readonly job: string;
  readonly matrix: Combination;
  /** What the step uses or runs. */
  readonly step: string;
}

export interface Faults {
  /** The step fails instead of being carried out. */
  readonly failStep?: (place: Place) => boolean;
  /** The machine is gone when the step begins: nothing after it, `always()` or not. */
  readonly loseRunner?: (place: Place) => boolean;
  /** The upload seems to succeed, and nothing can be downloaded. */
  readonly loseArtifact?: (name: string) => boolean;
  /** The whole run is cancelled by a person when this line is printed. */
  readonly cancelAt?: (place: Place, line: string) => boolean;
}

export interface Event {
  readonly name: 'schedule' | 'workflow_dispatch' | 'issues' | 'issue_comment' | 'pull_request';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: string;
  /** What is checked out, and whose workflow it is; the tip of main without it. */
  readonly ref?: string;
  /** Of `workflow_dispatch`. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface RanStep {
  readonly step: string;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  /** As the log on GitHub shows it, masked. */
  readonly log: readonly string[];
  readonly commands: readonly RunnerCommand[];
  readonly annotations: readonly Annotation[];
  readonly masks: readonly string[];
  readonly summary: string;
}

export interface RanJob {
  readonly job: string;
  readonly matrix: Combination;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly steps: readonly RanStep[];
  /** Why it has not run, where GitHub would refuse it. */
  readonly refusal?: string;
}

export interface RanWorkflow {
  readonly conclusion: Conclusion;
  readonly jobs: readonly RanJob[];
  /** Names of the artifacts that were kept. */
  readonly artifacts: readonly string[];
  /** To run it again. */
  readonly state: RunState;
}

/** One run of a workflow, shared by its jobs. */
export interface RunState {
  readonly world: HarnessWorld;
  readonly event: Event;
  readonly workflow: { readonly path: string; readonly name: string };
  readonly runId: number;
  readonly attempt: number;
  readonly sha: string;
  readonly artifacts: Map<string, string>;
  readonly cancelled: { readonly signal: AbortSignal; readonly cancel: () => void };
}
