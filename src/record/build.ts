import type { Runbook } from '../runbook/model.ts';
import type { Pseudonymiser } from '../text/pseudonymise.ts';
import { cleanBlock } from '../text/untrusted.ts';
import { MaintenanceRecord } from './record.ts';
import type { RunResult } from './run-result.ts';

export interface RecordContext {
  readonly runId: string;
  readonly trigger: MaintenanceRecord['trigger'];
  readonly actor?: string;
  readonly approver?: string;
  readonly team: string;
  readonly timeZone: string;
  readonly teikiVersion: string;
  readonly runbook: Pick<Runbook, 'title' | 'purpose' | 'level' | 'window'>;
  /** Given for a public repository: addresses and user names of the run become pseudonyms. */
  readonly pseudonymiser?: Pseudonymiser;
}

/** Evidence that a record keeps of one finding. */
const evidenceBounds = { maxCharacters: 4000 };

/**
 * The record of a run.
 * @throws ZodError when the run is not one (a measurement that is not a number, say)
 */
export function buildRecord(run: RunResult, context: RecordContext): MaintenanceRecord {
  const { runbook, pseudonymiser, actor, approver, ...rest } = context;
  const bounded = withBoundedEvidence(run);
  return MaintenanceRecord.parse({
    schema: 'teiki.record/1',
    ...rest,
    ...(actor !== undefined && { actor }),
    ...(approver !== undefined && { approver }),
    runbook: {
      title: runbook.title,
      purpose: runbook.purpose,
      level: runbook.level,
      cadence: runbook.window.every,
    },
    run: pseudonymiser ? pseudonymiser.value(bounded) : bounded,
  });
}

function withBoundedEvidence(run: RunResult): RunResult {
  return {
    ...run,
    steps: run.steps.map((step) => ({
      ...step,
      findings: step.findings.map(({ evidence, ...finding }) =>
        evidence === undefined
          ? finding
          : { ...finding, evidence: cleanBlock(evidence, evidenceBounds) },
      ),
    })),
  };
}
