import { z } from 'zod';
import { type SqlOutput, statement } from '../../core/sql.ts';
import { count, rowsOf } from './rows.ts';

/**
 * What a table would take if its rows were packed: from the planner's statistics of widths, as the
 * well-known estimate of ioguix does it (header of a tuple with its null bitmap, alignment to 8,
 * fillfactor). Statistics of columns that the role may not read are not shown to it.
 */
const tables = `SELECT schema, name, pages::bigint * block AS size,
  greatest(0, (pages - ceil(rows / greatest(1, floor((block - 24) * fill / 100.0 / tuple))))::bigint * block) AS bloat, hidden
FROM (
  SELECT schema, name, pages, rows, block, fill, hidden,
    4 + header + CASE WHEN header % 8 = 0 THEN 0 ELSE 8 - header % 8 END
      + width + CASE WHEN ceil(width)::int % 8 = 0 THEN 0 ELSE 8 - ceil(width)::int % 8 END AS tuple
  FROM (
    SELECT n.nspname::text AS schema, c.relname::text AS name, c.relpages AS pages, c.reltuples::numeric AS rows,
      current_setting('block_size')::int AS block,
      coalesce(substring(array_to_string(c.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::int, 100) AS fill,
      23 + CASE WHEN max(coalesce(s.null_frac, 0)) > 0 THEN (7 + count(*)::int) / 8 ELSE 0 END AS header,
      sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric AS width,
      count(*) <> count(s.attname) AS hidden
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND c.reltuples >= 0 AND c.relpages::bigint * current_setting('block_size')::bigint > $1::bigint
    GROUP BY n.nspname, c.relname, c.relpages, c.reltuples, c.reloptions
  ) raw
) one ORDER BY 4 DESC`;

/** The same for B-trees: 8 bytes of tuple header, 4 of line pointer, pages filled to 90 %. */
const indexes = `SELECT schema, name, pages::bigint * block AS size,
  greatest(0, (pages - 1 - ceil(rows / greatest(1, floor((block - 40) * fill / 100.0 / tuple))))::bigint * block) AS bloat, hidden
FROM (
  SELECT n.nspname::text AS schema, i.relname::text AS name, i.relpages AS pages, i.reltuples::numeric AS rows,
    current_setting('block_size')::int AS block,
    coalesce(substring(array_to_string(i.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::int, 90) AS fill,
    12 + ceil(sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.avg_width, 0))::numeric / 8) * 8 AS tuple,
    count(*) <> count(s.attname) AS hidden
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
  CROSS JOIN LATERAL unnest(x.indkey::smallint[]) AS k (attnum)
  LEFT JOIN pg_attribute a ON a.attrelid = CASE WHEN k.attnum = 0 THEN i.oid ELSE t.oid END AND a.attnum = greatest(1, k.attnum)
  LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND NOT s.inherited AND s.attname = a.attname
    AND s.tablename = CASE WHEN k.attnum = 0 THEN i.relname ELSE t.relname END
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND i.relkind = 'i' AND i.relpages::bigint * current_setting('block_size')::bigint > $1::bigint
  GROUP BY n.nspname, i.relname, i.relpages, i.reltuples, i.reloptions
) one ORDER BY 4 DESC`;

export const bloatStatements = (bytes: number) => {
  const options = { values: [Math.round(bytes)], maxRows: 20_000, timeoutSeconds: 60 };
  return { tables: statement(tables, options), indexes: statement(indexes, options) };
};

const row = z.object({
  schema: z.string(),
  name: z.string(),
  size: count,
  bloat: count,
  hidden: z.boolean(),
});

export function parseBloat({ db }: { readonly db: SqlOutput }) {
  const read = (name: 'tables' | 'indexes') => {
    const rows = rowsOf(db, name, row);
    return {
      known: rows.filter(({ hidden }) => !hidden).slice(0, 100),
      hidden: rows.filter(({ hidden }) => hidden).slice(0, 100),
    };
  };
  return { role: db.role, tables: read('tables'), indexes: read('indexes') };
}
