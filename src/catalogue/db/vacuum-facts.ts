import { z } from 'zod';
import { type ShellOutput, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { type SqlOutput, sql, statement } from '../../core/sql.ts';
import { Unparsable } from '../define.ts';
import { count, rowsOf } from './rows.ts';
import type { VacuumParams } from './vacuum-params.ts';

const server = statement(`SELECT pg_is_in_recovery() AS standby,
  (SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('pg_dump', 'pg_dumpall')) AS dumps,
  (SELECT coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication) AS lag_seconds,
  (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace <> 'pg_catalog'::regnamespace
    AND relpersistence <> 't') AS tables`);

/** What keeps dead rows from being removed, with its age in transactions and, where known, in time. */
const holders = statement(`SELECT kind, name, xids, seconds FROM (
  SELECT 'transaction' AS kind, coalesce(usename::text, '') || ' ' || coalesce(application_name, '') || ' pid ' || pid AS name,
    coalesce(greatest(age(backend_xmin), age(backend_xid)), 0) AS xids,
    extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
  FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
  UNION ALL SELECT 'prepared', gid, age(transaction), extract(epoch FROM clock_timestamp() - prepared)::bigint
  FROM pg_prepared_xacts
  UNION ALL SELECT 'slot', slot_name::text, greatest(age(xmin), age(catalog_xmin)), 0 FROM pg_replication_slots
  WHERE coalesce(xmin, catalog_xmin) IS NOT NULL
  UNION ALL SELECT 'feedback', application_name, age(backend_xmin), 0 FROM pg_stat_replication
  WHERE backend_xmin IS NOT NULL
) holders ORDER BY seconds DESC, xids DESC`);

/**
 * Those that need it, and those that had it in the last hours: the second look compares. Nothing here
 * waits for a lock of a table, as pg_relation_size would.
 */
const tables = (maintain: string) => `SELECT n.nspname::text AS schema, c.relname::text AS name,
  s.n_live_tup AS live, s.n_dead_tup AS dead, s.n_mod_since_analyze AS modified, c.relpages::bigint * current_setting('block_size')::bigint AS size,
  s.last_vacuum AS vacuumed, s.last_analyze AS analyzed,
  coalesce(s.last_analyze, s.last_autoanalyze) IS NOT NULL AS known,
  pg_has_role(c.relowner, 'USAGE') OR ${maintain}
    OR pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') AS allowed,
  EXISTS (SELECT 1 FROM pg_stat_progress_vacuum p WHERE p.relid = c.oid) AS busy
FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
  AND (s.n_dead_tup >= $1::bigint AND (s.n_dead_tup > $2::bigint OR s.n_dead_tup > (s.n_live_tup + s.n_dead_tup) * $3::numeric / 100)
    OR s.n_mod_since_analyze > $4::bigint AND s.n_mod_since_analyze > s.n_live_tup * $5::numeric / 100
    OR greatest(s.last_vacuum, s.last_analyze) > clock_timestamp() - interval '12 hours')
ORDER BY s.n_dead_tup DESC, s.n_mod_since_analyze DESC, c.oid`;

export const vacuumProbes = (params: VacuumParams) => ({
  db: sql(
    {
      server,
      holders,
      tables: statement(
        [
          { from: 170_000, text: tables("has_table_privilege(c.oid, 'MAINTAIN')") },
          { from: 130_000, text: tables('false') },
        ],
        {
          values: [
            params.minimumRows,
            params.deadRows,
            params.deadPercent,
            params.minimumRows,
            params.stalePercent,
          ],
          maxRows: 20_000,
          timeoutSeconds: 60,
        },
      ),
    },
    {
      needs: ['monitor', 'maintain'],
      ...(params.database !== undefined && { database: params.database }),
    },
  ),
  disk: shell(sh`df -P -k -- ${params.dataDirectory}`, { requires: ['df'] }),
});

const serverRow = z.object({
  standby: z.boolean(),
  dumps: count,
  lag_seconds: count,
  tables: count,
});
const holderRow = z.object({ kind: z.string(), name: z.string(), xids: count, seconds: count });
const tableRow = z.object({
  schema: z.string(),
  name: z.string(),
  live: count,
  dead: count,
  modified: count,
  size: count,
  vacuumed: z.string().nullable(),
  analyzed: z.string().nullable(),
  known: z.boolean(),
  allowed: z.boolean(),
  busy: z.boolean(),
});

export type VacuumTable = z.output<typeof tableRow>;

export function parseVacuum({ db, disk }: { readonly db: SqlOutput; readonly disk: ShellOutput }) {
  const [about] = rowsOf(db, 'server', serverRow);
  if (!about) throw new Unparsable('the state of the server', '');
  const used = /\s(\d+)%\s/.exec(disk.stdout.trim().split('\n').at(-1) ?? '')?.[1];
  if (used === undefined) throw new Unparsable('a line of df with a percentage', disk.stdout);
  return {
    ...about,
    version: db.version,
    role: db.role,
    database: db.database,
    diskPercent: Number(used),
    holders: rowsOf(db, 'holders', holderRow).slice(0, 10),
    list: rowsOf(db, 'tables', tableRow),
  };
}

export type VacuumFacts = ReturnType<typeof parseVacuum>;
