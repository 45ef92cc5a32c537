import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { type SqlOutput, sql, statement } from '../../core/sql.ts';
import { type Context, defineCheck, Unparsable } from '../define.ts';
import { count, database, mebibyte, rowsOf, written } from './rows.ts';
import { unusedMessages as messages } from './unused-messages.ts';

const params = z.strictObject({
  database,
  minimumMiB: z.number().min(0).default(1).describe('Smaller indexes are passed over'),
  minimumDays: z.number().min(1).max(400).default(35).describe('Days without use, as we have seen'),
  replicas: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'the name of a host'))
    .default([])
    .describe('Standbys of the fleet: an index is unused when none of them uses it either'),
});

/**
 * Not those that uniqueness, constraints, replication or the planner's statistics of an expression
 * rest on, and of partitions only the whole.
 */
const candidates = (last: string, minimum: string) => `SELECT n.nspname::text AS schema,
  t.relname::text AS table, i.relname::text AS name, i.oid::bigint AS oid, pg_relation_size(i.oid) AS size,
  s.idx_scan AS scans, ${last} AS last, pg_get_indexdef(i.oid) AS definition,
  EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = x.indrelid AND f.contype = 'f'
    AND f.conkey[1] = x.indkey[0]) AS foreign
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_stat_user_indexes s ON s.indexrelid = x.indexrelid
WHERE NOT (x.indisunique OR x.indisprimary OR x.indisexclusion OR x.indisreplident OR x.indisclustered)
  AND x.indisvalid AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)
  AND NOT (0 = ANY (x.indkey))
  AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = x.indexrelid)
  AND i.relpages::bigint * current_setting('block_size')::bigint >= ${minimum}::bigint / 2
  AND pg_relation_size(i.oid) > ${minimum}::bigint
ORDER BY pg_relation_size(i.oid) DESC`;

const indexes = (minimumMiB: number) => {
  const values = [Math.round(minimumMiB * mebibyte)];
  return statement(
    [
      { from: 160_000, text: candidates('s.last_idx_scan', '$1') },
      { from: 130_000, text: candidates('NULL::timestamptz', '$1') },
    ],
    { values, maxRows: 20_000, timeoutSeconds: 60 },
  );
};

const server = statement(`SELECT pg_postmaster_start_time() AS started, clock_timestamp() AS now,
  (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()) AS reset,
  (SELECT count(*) FROM pg_stat_replication WHERE application_name NOT IN ('pg_basebackup', 'pg_receivewal')) AS standbys`);

const indexRow = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  oid: count,
  size: count,
  scans: count,
  last: z.string().nullable(),
  definition: z.string(),
  foreign: z.boolean(),
});
const serverRow = z.object({
  started: z.string(),
  now: z.string(),
  reset: z.string().nullable(),
  standbys: count,
});

/** As records keep it: enough to know an index again, and whether it was used in between. */
const sample = z.looseObject({
  reset: z.string().nullable(),
  unused: z.array(z.string()),
  scans: z.record(z.string(), z.number()),
});

export const check = defineCheck({
  id: 'db.unused-indexes',
  title: { ja: '未使用インデックス確認', en: 'Unused indexes' },
  description: {
    ja: '長いあいだ一度も使われていない索引を、全レプリカの使用回数を合わせて探し、DROP INDEX CONCURRENTLY と元に戻すための定義を示します。削除はしません。統計がいつから数えられたかは PostgreSQL からは分からないことがあるので、自分の以前の記録で確かめます。',
    en: 'Finds indexes that nothing has used for long, with the counts of all replicas, and proposes DROP INDEX CONCURRENTLY with the definition that undoes it. It never drops. Since when PostgreSQL counts cannot always be known, so it goes by earlier records of its own.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW',
    'https://www.postgresql.org/docs/current/sql-dropindex.html',
  ],
  level: 1,
  params,
  messages,
  measures: { unused: { ja: '未使用の索引の大きさ', en: 'Size of unused indexes' } },
  probes: ({ database, minimumMiB, replicas }) => {
    const where = database === undefined ? {} : { database };
    const statements = { server, indexes: indexes(minimumMiB) };
    const others = replicas.map((host) => [
      `replica-${host}`,
      sql(statements, { ...where, server: host }),
    ]);
    return { db: sql(statements, where), ...Object.fromEntries(others) } as Probes;
  },
  parse: (outputs) => {
    const { db, ...replicas } = outputs;
    const [about] = rowsOf(db, 'server', serverRow);
    if (!about) throw new Unparsable('the state of the server', '');
    // A standby's catalogue is the primary's, so that an oid means the same index.
    const elsewhere = Map.groupBy(
      Object.values(replicas as Readonly<Record<string, SqlOutput>>).flatMap((replica) =>
        rowsOf(replica, 'indexes', indexRow),
      ),
      ({ oid }) => oid,
    );
    const all = rowsOf(db, 'indexes', indexRow).map((one) => {
      const others = elsewhere.get(one.oid) ?? [];
      const scans = others.reduce((sum, other) => sum + other.scans, one.scans);
      const uses = [one, ...others].flatMap(({ last }) => last ?? []);
      return { ...one, scans, last: uses.toSorted().at(-1) ?? null };
    });
    return {
      reset: about.reset,
      standbys: about.standbys,
      asked: Object.keys(replicas).length,
      scans: Object.fromEntries(all.map(({ oid, scans }) => [String(oid), scans])),
      unused: all.filter(({ scans }) => scans === 0).map(({ oid }) => String(oid)),
      indexes: all.filter(({ scans, last }) => scans === 0 || last !== null).slice(0, 200),
    };
  },
  evaluate: ({ reset, standbys, asked, scans, indexes }, { minimumDays }, context) => {
    if (standbys > asked) {
      const args = { streaming: standbys, asked };
      const remedy = { id: 'remedy-replicas', args } as const;
      const message = { id: 'replicas', args } as const;
      return { findings: [{ key: 'replicas', severity: 'unknown', message, remedy }] };
    }
    const judged = indexes.map((index) => ({
      index,
      days: daysUnused(index, { reset, scans }, context),
    }));
    const old = judged.filter(({ days }) => days >= minimumDays);
    const findings = old.map(({ index, days }) => tell(index, Math.floor(days)));
    const waiting = judged.filter(({ index, days }) => index.scans === 0 && days < minimumDays);
    if (waiting.length > 0) {
      const days = Math.floor(Math.min(...waiting.map((one) => one.days)));
      const args = { days, limit: minimumDays, count: waiting.length };
      findings.push({ key: 'age', severity: 'note', message: { id: 'young', args } });
    }
    const size = old.reduce((sum, { index }) => sum + (index.foreign ? 0 : index.size), 0);
    return { findings, measurements: [{ name: 'unused', value: size, unit: 'bytes' }] };
  },
});

// By name: `db` and one for each replica.
type Probes = Readonly<Record<'db', ReturnType<typeof sql>>>;
type Index = z.output<typeof indexRow>;

/** For how long we know of no use: from 16 on the server says, else our own earlier samples do. */
function daysUnused(
  { oid, last, scans }: Index,
  now: { readonly reset: string | null; readonly scans: Readonly<Record<string, number>> },
  { now: at, history }: Context,
): number {
  const since = (time: Date | string) => (at.getTime() - new Date(time).getTime()) / 86_400_000;
  if (last !== null) return since(last);
  if (scans > 0) return 0;
  let days = 0;
  for (const earlier of history) {
    const read = sample.safeParse(earlier.facts);
    if (!read.success) continue;
    const count = read.data.scans[String(oid)];
    // Not there yet, used since, or counted anew (a crash clears, and says so nowhere): what is
    // older says nothing.
    const anew = Object.entries(read.data.scans).some(([one, n]) => (now.scans[one] ?? n) < n);
    if (count !== 0 || anew || read.data.reset !== now.reset) break;
    days = since(earlier.at);
  }
  return days;
}

function tell(index: Index, days: number): Finding<keyof typeof messages> {
  const { schema, table, name, size, definition, foreign } = index;
  const full = written(schema, name);
  const drop = `DROP INDEX CONCURRENTLY ${full};`;
  const args = {
    name: full,
    table: written(schema, table),
    sizeBytes: size,
    days,
    drop,
    definition,
  };
  const key = `index:${schema}.${name}`;
  if (foreign) return { key, severity: 'note', message: { id: 'keep-foreign', args } };
  const remedy = { id: 'remedy-unused', args } as const;
  return {
    key,
    severity: 'warning',
    message: { id: 'unused', args },
    remedy,
    evidence: definition,
  };
}
