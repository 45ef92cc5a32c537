import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql, statement } from '../../core/sql.ts';
import { defineCheck } from '../define.ts';
import { count, rowsOf } from './rows.ts';

const minutes = z.number().min(1).max(100_000);
const params = z.strictObject({
  warningMinutes: minutes.default(15).describe('Age of a transaction'),
  criticalMinutes: minutes.default(60).describe('Age of a transaction'),
  idleMinutes: minutes.default(5).describe('Time idle in a transaction, a warning'),
  dumps: z
    .array(z.string())
    .default(['pg_dump', 'pg_dumpall'])
    .describe('application_name of those who may take long: they are only noted'),
});

/** No text of a query: it may hold data of people. */
const transactions = statement(
  `SELECT pid, coalesce(usename::text, '') AS role, coalesce(datname::text, '') AS database,
  coalesce(application_name, '') AS application, coalesce(state, '') AS state,
  extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds,
  CASE WHEN state LIKE 'idle in transaction%'
    THEN extract(epoch FROM clock_timestamp() - state_change)::bigint ELSE 0 END AS idle,
  (SELECT count(*) FROM pg_stat_activity w WHERE a.pid = ANY (pg_blocking_pids(w.pid))) AS blocks
FROM pg_stat_activity a
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
  AND xact_start < clock_timestamp() - interval '1 minute'
ORDER BY xact_start`,
  { maxRows: 2000 },
);
const prepared =
  statement(`SELECT gid, coalesce(owner::text, '') AS role, database::text AS database,
  extract(epoch FROM clock_timestamp() - prepared)::bigint AS seconds FROM pg_prepared_xacts ORDER BY prepared`);

const transaction = z.object({
  pid: count,
  role: z.string(),
  database: z.string(),
  application: z.string(),
  state: z.string(),
  seconds: count,
  idle: count,
  blocks: count,
});
const pending = z.object({
  gid: z.string(),
  role: z.string(),
  database: z.string(),
  seconds: count,
});

const messages = {
  old: {
    ja: '{role} の {application} のトランザクションが {minutes} 分続いています(しきい値 {limit} 分、{database}、状態 {state}、待たせているセッション {blocks})',
    en: 'A transaction of {role}, {application}, is {minutes} minutes old (limit {limit}; {database}, {state}, sessions waiting for it: {blocks})',
  },
  idle: {
    ja: '{role} の {application} がトランザクション中に {minutes} 分何もしていません(しきい値 {limit} 分、{database}、待たせているセッション {blocks})',
    en: '{role}, {application}, has been idle in a transaction for {minutes} minutes (limit {limit}; {database}, sessions waiting for it: {blocks})',
  },
  prepared: {
    ja: 'プリペアドトランザクション {gid} が {minutes} 分残っています(しきい値 {limit} 分、{role}、{database})',
    en: 'The prepared transaction {gid} is {minutes} minutes old (limit {limit}; {role}, {database})',
  },
  dump: {
    ja: '{application} が {minutes} 分動いています({role}、{database})',
    en: '{application} has been running for {minutes} minutes ({role}, {database})',
  },
  'remedy-old': {
    ja: '何をしているかを管理者として見る: SELECT pid, query FROM pg_stat_activity WHERE pid = {pid}; 止めてよければ: SELECT pg_terminate_backend({pid}); 続くならアプリに idle_in_transaction_session_timeout を設定してください',
    en: 'See as an administrator what it does: SELECT pid, query FROM pg_stat_activity WHERE pid = {pid}; if it may be ended: SELECT pg_terminate_backend({pid}); when it comes back, set idle_in_transaction_session_timeout for the application',
  },
  'remedy-prepared': {
    ja: "持ち主を確かめ、{database} で COMMIT PREPARED または ROLLBACK PREPARED ''{gid}''; を実行してください",
    en: "Find out whose it is, then in {database}: COMMIT PREPARED or ROLLBACK PREPARED ''{gid}'';",
  },
} as const;
type Found = Finding<keyof typeof messages>;

export const check = defineCheck({
  id: 'db.long-tx',
  title: { ja: '長いトランザクション', en: 'Long transactions' },
  description: {
    ja: '長く続くトランザクション、トランザクション中の放置、残ったプリペアドトランザクションを探します。これらは VACUUM を無効にし、ロックを持ち続けます。問い合わせの本文は読みません。見つけたら実行中にもう一度確かめます。',
    en: 'Looks for transactions that last long or are idle, and for prepared ones that were left: they make VACUUM useless and keep locks. It does not read the text of queries. What it finds it looks for once more within the run.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW',
    'https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html',
  ],
  level: 1,
  transient: true,
  params,
  messages,
  measures: { oldest: { ja: '最も古いトランザクション', en: 'Oldest transaction' } },
  probes: () => ({ db: sql({ transactions, prepared }) }),
  parse: ({ db }) => ({
    transactions: rowsOf(db, 'transactions', transaction),
    prepared: rowsOf(db, 'prepared', pending),
  }),
  evaluate: ({ transactions, prepared }, params) => {
    const worst = new Map<string, Found>();
    for (const one of transactions) {
      const found = judge(one, params);
      // Oldest first: one finding for each client, whatever the number of its sessions.
      if (found && !worst.has(found.key)) worst.set(found.key, found);
    }
    const { warningMinutes, criticalMinutes } = params;
    const left = prepared.flatMap(({ gid, role, database, seconds }): Found[] => {
      const age = Math.floor(seconds / 60);
      if (age < warningMinutes) return [];
      const limit = age >= criticalMinutes ? criticalMinutes : warningMinutes;
      const args = { gid, role, database, minutes: age, limit };
      const severity = age >= criticalMinutes ? 'critical' : 'warning';
      const remedy = { id: 'remedy-prepared', args } as const;
      return [{ key: `prepared:${gid}`, severity, message: { id: 'prepared', args }, remedy }];
    });
    const oldest = Math.max(0, ...transactions.map(({ seconds }) => seconds));
    return {
      findings: [...worst.values(), ...left],
      measurements: [{ name: 'oldest', value: oldest, unit: 'seconds' }],
    };
  },
});

function judge(
  { pid, role, database, application, state, seconds, idle, blocks }: z.output<typeof transaction>,
  { warningMinutes, criticalMinutes, idleMinutes, dumps }: z.output<typeof params>,
): Found | undefined {
  const age = Math.floor(seconds / 60);
  const rest = Math.floor(idle / 60);
  const who = { pid, role, database, application: application || '?', state, blocks };
  const key = `transaction:${role}/${application}`;
  const remedy = { id: 'remedy-old', args: { pid } } as const;
  if (dumps.includes(application)) {
    if (age < warningMinutes) return undefined;
    return { key, severity: 'note', message: { id: 'dump', args: { ...who, minutes: age } } };
  }
  if (age >= warningMinutes) {
    const limit = age >= criticalMinutes ? criticalMinutes : warningMinutes;
    const severity = age >= criticalMinutes ? 'critical' : 'warning';
    return { key, severity, message: { id: 'old', args: { ...who, minutes: age, limit } }, remedy };
  }
  if (rest < idleMinutes) return undefined;
  const args = { ...who, minutes: rest, limit: idleMinutes };
  return { key, severity: 'warning', message: { id: 'idle', args }, remedy };
}
