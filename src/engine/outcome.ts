import type { Finding, Measurement } from '../core/finding.ts';
import type { Message } from '../core/message.ts';
import type { Verdict } from '../core/severity.ts';

export interface TaskOutcome {
  /** A task that did not get its turn (locked, not approved) is `planned` and its step `skipped`. */
  readonly outcome: 'planned' | 'done' | 'no-op' | 'failed' | 'rolled-back';
  /** Id of the step whose finding called for it. */
  readonly after?: string;
  /** What called for it and is not there any more, now that the check has looked again. */
  readonly mended?: readonly Message[];
  /** What would be done, or was. */
  readonly changes: readonly Message[];
}

/** What came of one step on one host. Message ids are qualified: `<check id>/<id>`, or general. */
export interface StepOutcome {
  readonly host: string;
  /** Id of the step in its runbook. */
  readonly step: string;
  /** Id of the catalogue entry. */
  readonly use: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly measurements: readonly Measurement[];
  readonly facts: unknown;
  /** Why there is no judgement, or nothing to do. */
  readonly reason?: Message;
  readonly durationMs: number;
  readonly task?: TaskOutcome;
}

export interface HostOutcome {
  readonly name: string;
  readonly reachable: boolean;
  /** Why the host was not reached, or was lost. */
  readonly failure?: Message;
  readonly durationMs: number;
  readonly steps: readonly StepOutcome[];
}
