import type { Finding } from '../../core/finding.ts';
import { quoteName, type SqlWork } from '../../core/sql.ts';
import type { Plan } from '../define-task.ts';
import { written } from './rows.ts';
import type { VacuumFacts, VacuumTable } from './vacuum-facts.ts';
import type { VacuumMessageId } from './vacuum-messages.ts';
import type { VacuumParams } from './vacuum-params.ts';

/** Names alone: numbers of rows move on by themselves, and no plan would hold. */
export interface VacuumChange {
  readonly version: number;
  readonly tables: readonly {
    readonly schema: string;
    readonly name: string;
    readonly what: What;
  }[];
}
type What = 'vacuum' | 'analyze';
type Found = Finding<VacuumMessageId>;

export function planVacuum(
  facts: VacuumFacts,
  params: VacuumParams,
): Plan<VacuumChange, VacuumMessageId> {
  if (facts.standby) {
    return { kind: 'no-op', reason: { id: 'standby', args: {} }, skipped: true };
  }
  const needy = facts.list.flatMap((table) => {
    const what = needOf(table, params);
    return what ? [{ table, what }] : [];
  });
  const findings = notesOn(
    needy.map(({ table }) => table),
    facts,
    params,
  );
  const able = needy.filter(({ table: { allowed, busy } }) => allowed && !busy);
  if (able.length === 0) {
    const denied = findings.filter(({ severity }) => severity !== 'note');
    if (denied.length > 0) return { kind: 'refused', findings };
    const { tables } = facts;
    return { kind: 'no-op', reason: { id: 'nothing', args: { tables } }, findings };
  }
  const guards = guardsOf(facts, params);
  if (guards.length > 0) return { kind: 'refused', findings: guards };
  const chosen = able.slice(0, params.maxTables);
  const left = able.length - chosen.length;
  if (left > 0) findings.push(note('more', { limit: params.maxTables, count: left }));
  const tables = chosen.map(({ table: { schema, name }, what }) => ({ schema, name, what }));
  const changes = tables.map(({ schema, name, what }) => ({
    id: what,
    args: { name: written(schema, name) },
  }));
  return { kind: 'change', change: { version: facts.version, tables }, changes, findings };
}

/** What the role cannot or need not do; it stands in the way of nothing else. */
function notesOn(
  needy: readonly VacuumTable[],
  { role }: VacuumFacts,
  _params: VacuumParams,
): Found[] {
  const findings: Found[] = [];
  const denied = needy.filter(({ allowed }) => !allowed);
  if (denied.length > 0) {
    const args = { role, count: denied.length, names: namesOf(denied) };
    const remedy = { id: 'remedy-rights', args: {} } as const;
    const message = { id: 'rights', args } as const;
    findings.push({ key: 'rights', severity: 'warning', message, remedy });
  }
  const busy = needy.filter((table) => table.busy && table.allowed);
  if (busy.length > 0) findings.push(note('busy', { names: namesOf(busy) }));
  return findings;
}

export function needOf(
  { live, dead, modified, known }: VacuumTable,
  { minimumRows, deadRows, deadPercent, stalePercent }: VacuumParams,
): What | undefined {
  const share = (dead / Math.max(1, live + dead)) * 100;
  if (dead >= minimumRows && (dead > deadRows || share > deadPercent)) return 'vacuum';
  if (modified <= minimumRows) return undefined;
  return !known || modified > (live * stalePercent) / 100 ? 'analyze' : undefined;
}

/** What would make it useless or harmful now. */
function guardsOf(facts: VacuumFacts, params: VacuumParams): Found[] {
  const findings: Found[] = [];
  const { oldTransactionMinutes, oldTransactions, lagSeconds, diskPercent, dataDirectory } = params;
  const refuse = (key: string, id: VacuumMessageId, remedy: VacuumMessageId, args: Args) => {
    const message = { id, args };
    findings.push({ key, severity: 'warning', message, remedy: { id: remedy, args } });
  };
  for (const { kind, name, xids, seconds } of facts.holders) {
    const minutes = Math.floor(seconds / 60);
    const key = `holder:${kind}`;
    if (kind === 'transaction' && minutes >= oldTransactionMinutes)
      refuse(key, 'old-transaction', 'remedy-holder', { name, minutes });
    else if (xids >= oldTransactions || (kind === 'prepared' && minutes >= oldTransactionMinutes))
      refuse(key, 'held', 'remedy-holder', { kind, name, xids });
  }
  if (facts.dumps > 0) refuse('dump', 'dump', 'remedy-wait', { count: facts.dumps });
  if (facts.lag_seconds >= lagSeconds) {
    const args = { seconds: Math.round(facts.lag_seconds), limit: lagSeconds };
    refuse('lag', 'lag', 'remedy-wait', args);
  }
  if (facts.diskPercent >= diskPercent) {
    const args = { path: dataDirectory, percent: facts.diskPercent, limit: diskPercent };
    refuse('disk', 'disk', 'remedy-disk', args);
  }
  // One of a kind is enough to say so; the worst comes first.
  return [...new Map(findings.toReversed().map((one) => [one.key, one])).values()].toReversed();
}

type Args = Readonly<Record<string, string | number>>;

function note(id: VacuumMessageId, args: Args): Found {
  return { key: id, severity: 'note', message: { id, args } };
}

export function namesOf(tables: readonly { readonly schema: string; readonly name: string }[]) {
  const names = tables.slice(0, 10).map(({ schema, name }) => written(schema, name));
  return [...names, ...(tables.length > 10 ? ['…'] : [])].join(', ');
}

/** Each table by itself: VACUUM cannot run in a transaction, and a lock passes over one table only. */
export function vacuumWork({ version, tables }: VacuumChange, params: VacuumParams): SqlWork {
  const timeoutSeconds = params.tableMinutes * 60;
  const orders = tables.map(({ schema, name, what }) => ({
    key: `${schema}.${name}`,
    text: `${commands[what]} ${quoteName(schema, name)}`,
    timeoutSeconds,
  }));
  // Before 15 the statistics are written to a file now and then, and the second look would be early.
  const settle = { key: '', text: 'SELECT pg_sleep(1)', timeoutSeconds: 30 };
  return {
    ...(params.database !== undefined && { database: params.database }),
    settings: { vacuum_cost_delay: '2ms' },
    orders: version < 150_000 ? [...orders, settle] : orders,
  };
}

const commands = {
  vacuum: 'VACUUM (ANALYZE, SKIP_LOCKED, TRUNCATE OFF, PARALLEL 0)',
  analyze: 'ANALYZE (SKIP_LOCKED)',
} as const;
