import { z } from 'zod';
import { type SqlOutput, statement } from '../../core/sql.ts';
import { Unparsable } from '../define.ts';
import { count, rowsOf } from './rows.ts';

const user = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_t%'`;

const totals = statement(`SELECT d.blks_hit AS hit, d.blks_read AS read, d.stats_reset AS reset,
  (SELECT count(*) FROM pg_stat_user_indexes) AS indexes, (SELECT coalesce(sum(idx_scan), 0) FROM pg_stat_user_indexes) AS scans,
  (SELECT coalesce(sum(i.relpages::bigint), 0) * current_setting('block_size')::bigint
    FROM pg_class i JOIN pg_namespace n ON n.oid = i.relnamespace WHERE i.relkind = 'i' AND ${user}) AS bytes
FROM pg_stat_database d WHERE d.datname = current_database()`);

const invalid =
  statement(`SELECT n.nspname::text AS schema, i.relname::text AS name, t.relname::text AS table,
  EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = x.indexrelid) AS building
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE NOT x.indisvalid AND i.relkind = 'i' AND ${user}`);

/** All that an index is, but for its name: the same columns, order, classes, predicate, uniqueness. */
const duplicates = statement(`SELECT schema, "table", array_to_json(names) AS names, bytes FROM (
  SELECT n.nspname::text AS schema, t.relname::text AS "table",
    array_agg(i.relname::text ORDER BY x.indisprimary DESC, i.oid) AS names,
    max(i.relpages)::bigint * current_setting('block_size')::bigint AS bytes
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace
  WHERE x.indisvalid AND ${user} AND i.relkind = 'i'
  GROUP BY n.nspname, t.relname, x.indrelid, i.relam, x.indkey::text, x.indclass::text, x.indcollation::text,
    x.indoption::text, coalesce(pg_get_expr(x.indexprs, x.indrelid), ''), coalesce(pg_get_expr(x.indpred, x.indrelid), ''),
    x.indisunique AND NOT x.indisprimary
  HAVING count(*) > 1) same ORDER BY bytes DESC`);

const foreign = statement(
  `SELECT n.nspname::text AS schema, t.relname::text AS "table", c.conname::text AS name, t.reltuples::bigint AS rows,
  (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.at) FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, at)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS columns
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE c.contype = 'f' AND c.conparentid = 0 AND t.reltuples >= $1::bigint AND ${user}
  AND NOT EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.conrelid AND x.indisvalid AND x.indpred IS NULL
    AND (x.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey)
ORDER BY t.reltuples DESC`,
  { maxRows: 20_000 },
);
const foreignOf = (rows: number) => ({ ...foreign, values: [rows] });

const sequential = (rows: number) =>
  statement(
    `SELECT schemaname::text AS schema, relname::text AS "table", seq_scan AS scans, seq_tup_read AS read,
  coalesce(idx_scan, 0) AS index_scans, n_live_tup AS rows
FROM pg_stat_user_tables WHERE n_live_tup >= $1::bigint AND seq_scan > 100 AND seq_scan > coalesce(idx_scan, 0)
ORDER BY seq_tup_read DESC`,
    { values: [rows], maxRows: 20_000 },
  );

/** Columns: what the planner knows of them is what the seed's own query meant to look at. */
const columns = statement(`SELECT count(*) AS tables,
  count(*) FILTER (WHERE coalesce(last_analyze, last_autoanalyze) IS NULL AND n_live_tup > 1000) AS unanalyzed
FROM pg_stat_user_tables`);

export const indexStatements = (rows: number) => ({
  totals,
  invalid,
  duplicates,
  foreign: foreignOf(rows),
  sequential: sequential(rows),
  columns,
});

const name = z.object({ schema: z.string(), table: z.string(), name: z.string() });
const rows = {
  totals: z.object({
    hit: count,
    read: count,
    reset: z.string().nullable(),
    indexes: count,
    scans: count,
    bytes: count,
  }),
  invalid: name.extend({ building: z.boolean() }),
  duplicates: z.object({
    schema: z.string(),
    table: z.string(),
    names: z.array(z.string()),
    bytes: count,
  }),
  foreign: name.extend({ rows: count, columns: z.string() }),
  sequential: z.object({
    schema: z.string(),
    table: z.string(),
    scans: count,
    read: count,
    index_scans: count,
    rows: count,
  }),
  columns: z.object({ tables: count, unanalyzed: count }),
};

export function parseIndexes({ db }: { readonly db: SqlOutput }) {
  const [totals] = rowsOf(db, 'totals', rows.totals);
  const [columns] = rowsOf(db, 'columns', rows.columns);
  if (!totals || !columns) throw new Unparsable('the statistics of the database', '');
  return {
    totals,
    columns,
    invalid: rowsOf(db, 'invalid', rows.invalid).slice(0, 50),
    duplicates: rowsOf(db, 'duplicates', rows.duplicates).slice(0, 50),
    foreign: rowsOf(db, 'foreign', rows.foreign).slice(0, 50),
    sequential: rowsOf(db, 'sequential', rows.sequential).slice(0, 20),
  };
}
