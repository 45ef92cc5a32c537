import type { Config } from '../config/schema.ts';
import type { NoticeDecision } from '../notice/reconcile.ts';
import { buildRecord } from '../record/build.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunStep } from '../record/run-result.ts';
import { version } from '../version.ts';

/**
 * The record of what people have decided about a window: the ledger is computed from records, and
 * the journal is to say why there was no maintenance.
 */
export function decisionRecord(
  { announced: { runbook, window }, decision }: NoticeDecision,
  { team, timezone }: Pick<Config, 'team' | 'timezone'>,
): MaintenanceRecord {
  const { by, at, reason } = decision;
  const args =
    decision.kind === 'cancel' ? { by, reason } : { by, reason, startsAt: decision.startsAt };
  const id = decision.kind === 'cancel' ? 'decision/cancelled' : 'decision/postponed';
  const steps = window.hosts.map(
    ({ host }): RunStep => ({
      ...{ host, step: 'notice', use: 'maintenance.notice', verdict: 'skipped', durationMs: 0 },
      ...{ findings: [], measurements: [], reason: { id, args } },
    }),
  );
  const { every } = runbook.window;
  return buildRecord(
    {
      schema: 'teiki.run/1',
      runbook: runbook.id,
      window: { key: window.key, every, startsAt: window.startsAt },
      mode: 'plan',
      startedAt: at,
      endedAt: at,
      outcome: 'not-run',
      hosts: [],
      steps,
    },
    {
      runId: `${at.replaceAll(/[-:]|\.\d+/g, '')}-decision`,
      trigger: 'manual',
      actor: by,
      team,
      timeZone: timezone,
      teikiVersion: version,
      runbook,
    },
  );
}
