import { recordPaths } from '../record/paths.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunFinding, RunStep } from '../record/run-result.ts';
import { type IncidentSeverity, incidentSeverities, type Source, type Standing } from './model.ts';

/** Where a finding of this record is to be read; worked out once, and only when one is kept. */
export function sourceOf(record: MaintenanceRecord): () => Source {
  let source: Source | undefined;
  return () => {
    source ??= {
      record: recordPaths(record).markdown,
      runId: record.runId,
      at: record.run.startedAt,
    };
    return source;
  };
}

/** The findings that open incidents, the worst one of each key. */
export function lasting(
  findings: readonly RunFinding[],
): { readonly finding: RunFinding; readonly severity: IncidentSeverity }[] {
  const worst = new Map<string, { finding: RunFinding; severity: IncidentSeverity }>();
  for (const finding of findings) {
    const { severity } = finding;
    if (severity === 'note') continue;
    const other = worst.get(finding.key);
    if (!other || rank(severity) < rank(other.severity)) {
      worst.set(finding.key, { finding, severity });
    }
  }
  return [...worst.values()];
}

export function rank(severity: IncidentSeverity): number {
  return incidentSeverities.indexOf(severity);
}

/** An unknown step asks for attention, unless the host's own finding stands for it. */
export function findingsOf(step: RunStep, hasCause: boolean): readonly RunFinding[] {
  if (step.verdict !== 'unknown' || step.findings.length > 0 || hasCause) return step.findings;
  const message = step.reason ?? { id: 'verdict/unknown', args: {} };
  if (message.id === 'unknown/unreachable') return [];
  const remedy = { id: `${message.id}-remedy`, args: message.args };
  return [{ key: 'unknown', severity: 'unknown', message, remedy }];
}

export function runbookOf({ run, runbook }: MaintenanceRecord): Standing['runbook'] {
  return { id: run.runbook, title: runbook.title };
}
