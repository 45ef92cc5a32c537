import type { Finding, Measurement } from '../core/finding.ts';
import type { Message } from '../core/message.ts';
import type { Verdict } from '../core/severity.ts';

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
  /** Why there is no judgement: the verdict is then `unknown` or `skipped`. */
  readonly reason?: Message;
  readonly durationMs: number;
}

export interface HostOutcome {
  readonly name: string;
  readonly reachable: boolean;
  /** Why the host was not reached, or was lost. */
  readonly failure?: Message;
  readonly durationMs: number;
  readonly steps: readonly StepOutcome[];
}
