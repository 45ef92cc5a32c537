import type { Instance } from '../config/instance.ts';
import { ledger } from '../ledger/ledger.ts';
import type { Decision, LedgerInput, LedgerRecord, LedgerWindow } from '../ledger/model.ts';
import { readYear } from '../record/read.ts';
import { isRecheck } from '../record/recheck.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { isCarriedOut } from '../record/run-result.ts';
import { selectHosts } from '../runbook/select.ts';

export interface LedgerRange {
  readonly from: Date;
  readonly to: Date;
}

type Plans = Pick<Instance, 'runbooks' | 'fleet' | 'config'>;

/**
 * The ledger of an instance from its files.
 * @param directory where its records are, which may be a branch of their own
 */
export async function readLedger(
  plans: Plans,
  directory: string,
  now: Date,
  range: LedgerRange,
): Promise<readonly LedgerWindow[]> {
  // Of one runbook only its own records are opened: a large fleet has many.
  const [first, ...others] = plans.runbooks;
  const only = others.length === 0 ? first?.id : undefined;
  return ledgerOf(plans, await recordsSince(directory, range.from, now, only), now, range);
}

/** The same from records that are at hand. */
export function ledgerOf(
  { runbooks, fleet, config }: Plans,
  records: readonly MaintenanceRecord[],
  now: Date,
  { from, to }: LedgerRange,
): readonly LedgerWindow[] {
  const input: LedgerInput = {
    runbooks: runbooks.map((runbook) => ({
      runbook,
      hosts: selectHosts(runbook, fleet).map(({ name, exclusions = [] }) => ({ name, exclusions })),
    })),
    records: records.filter(({ runId }) => !isRecheck(runId)).map(ledgerRecordOf),
    config,
    now,
  };
  return ledger(input, from, to);
}

/** A year more than asked for: a runbook of every year must be known to have run. */
async function recordsSince(
  directory: string,
  from: Date,
  now: Date,
  runbook: string | undefined,
): Promise<readonly MaintenanceRecord[]> {
  const options = { keep: slim, ...(runbook !== undefined && { runbook }) };
  const first = from.getUTCFullYear() - 1;
  const years = Array.from(
    { length: now.getUTCFullYear() - first + 2 },
    (_, index) => first + index,
  );
  const read = await Promise.all(years.map((year) => readYear(directory, year, options)));
  return read.flatMap(({ records }) => records);
}

function ledgerRecordOf({ run, runId, trigger }: MaintenanceRecord): LedgerRecord {
  const steps = Map.groupBy(run.steps, ({ host }) => host);
  const decision = decisionOf(run);
  return {
    ...(decision && { decision }),
    runbook: run.runbook,
    window: run.window.key,
    runId,
    trigger,
    mode: run.mode,
    startedAt: run.startedAt,
    hosts: run.hosts.map(({ name, reachable }) => {
      const own = steps.get(name) ?? [];
      return {
        name,
        steps: own.map(({ step }) => step),
        carriedOut:
          reachable && !own.some(hasFailed) && (own.length === 0 || own.some(isCarriedOut)),
        refused: own.some(({ reason }) => reason?.id.startsWith('gate/')) && !own.some(isDone),
      };
    }),
  };
}

/** A record of what people have decided on the notice: see `decisionMessages`. */
function decisionOf({ steps }: MaintenanceRecord['run']): Decision | undefined {
  const reason = steps.find(({ reason }) => reason?.id.startsWith('decision/'))?.reason;
  if (!reason) return undefined;
  const text = (name: string) => String(reason.args[name] ?? '');
  const about = { by: text('by'), reason: text('reason') };
  if (reason.id === 'decision/cancelled') return { kind: 'cancelled', ...about };
  return { kind: 'postponed', startsAt: text('startsAt'), ...about };
}

/** A task of the runbook itself; that of a finding is no part of what was planned. */
function hasFailed({ task }: MaintenanceRecord['run']['steps'][number]): boolean {
  const failed = task?.outcome === 'failed' || task?.outcome === 'rolled-back';
  return failed && task.after === undefined;
}

function isDone({ task }: MaintenanceRecord['run']['steps'][number]): boolean {
  return task !== undefined && ['done', 'no-op'].includes(task.outcome);
}

/** What the ledger does not read is not kept: a year of a large fleet has to fit into memory. */
function slim(record: MaintenanceRecord): MaintenanceRecord {
  const steps = record.run.steps.map(({ facts: _facts, ...step }) => ({
    ...step,
    findings: [],
    measurements: [],
  }));
  return { ...record, run: { ...record.run, steps } };
}
