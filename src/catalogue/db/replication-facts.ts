import { z } from 'zod';
import { type SqlOutput, statement } from '../../core/sql.ts';
import { Unparsable } from '../define.ts';
import { count, rowsOf } from './rows.ts';

/** Where the log stands, on a primary as on a standby. */
const position = `CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
  ELSE pg_current_wal_lsn() END`;

const server =
  statement(`SELECT pg_is_in_recovery() AS standby, current_setting('archive_mode') AS archive,
  CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END AS paused,
  CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END AS replay_seconds,
  (SELECT status FROM pg_stat_wal_receiver) AS receiver`);

const standbys =
  statement(`SELECT application_name AS application, coalesce(host(client_addr), 'socket') AS address,
  state, sync_state AS sync, coalesce(pg_wal_lsn_diff(${position}, replay_lsn), 0) AS lag_bytes,
  coalesce(extract(epoch FROM replay_lag), 0) AS lag_seconds
FROM pg_stat_replication WHERE application_name NOT IN ('pg_basebackup', 'pg_receivewal')`);

const slot = (reason: string) => `SELECT slot_name::text AS name, slot_type AS type, active,
  coalesce(wal_status, '') AS status, coalesce(pg_wal_lsn_diff(${position}, restart_lsn), 0) AS retained,
  ${reason} AS reason FROM pg_replication_slots WHERE NOT temporary`;
const slots = statement([
  { from: 170_000, text: slot("coalesce(invalidation_reason, '')") },
  { from: 160_000, text: slot("CASE WHEN conflicting THEN 'conflicting' ELSE '' END") },
  { from: 130_000, text: slot("''") },
]);

const archiver = statement(`SELECT archived_count AS archived, failed_count AS failed,
  coalesce(last_failed_wal, '') AS wal, last_failed_time AS failed_at, last_archived_time AS archived_at,
  coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing FROM pg_stat_archiver`);

export const replicationStatements = { server, standbys, slots, archiver };

const serverRow = z.object({
  standby: z.boolean(),
  archive: z.string(),
  paused: z.boolean(),
  replay_seconds: count.nullable(),
  receiver: z.string().nullable(),
});
const standbyRow = z.object({
  application: z.string(),
  address: z.string(),
  state: z.string().nullable(),
  sync: z.string().nullable(),
  lag_bytes: count,
  lag_seconds: count,
});
const slotRow = z.object({
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  status: z.string(),
  retained: count,
  reason: z.string(),
});
const archiverRow = z.object({
  archived: count,
  failed: count,
  wal: z.string(),
  failed_at: z.string().nullable(),
  archived_at: z.string().nullable(),
  failing: z.boolean(),
});

export function parseReplication({ db }: { readonly db: SqlOutput }) {
  const [server] = rowsOf(db, 'server', serverRow);
  const [archiver] = rowsOf(db, 'archiver', archiverRow);
  if (!server || !archiver) throw new Unparsable('the state of the server', '');
  return {
    server,
    archiver,
    standbys: rowsOf(db, 'standbys', standbyRow),
    slots: rowsOf(db, 'slots', slotRow),
  };
}

export type ReplicationFacts = ReturnType<typeof parseReplication>;
