import { type ShellText, sh } from '../../core/shell.ts';
import { contentsOfSnapshot } from './contents-script.ts';

/** psql as `postgres`, over the socket; what it has to do comes on stdin. */
const session = sh`
# Sets bin to PostgreSQL's programs of this major version, or to the newest there are.
choose_bin() {
  bin= newest=0
  for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    [ -x "$dir/pg_dump" ] && [ -x "$dir/psql" ] || continue
    major=\${dir%/bin}
    major=\${major##*[/-]}
    case $major in '' | *[!0-9]*) continue ;; esac
    if [ "$major" -eq "$1" ]; then bin=$dir; return; fi
    if [ "$major" -gt "$newest" ]; then newest=$major bin=$dir; fi
  done
  if [ -z "$bin" ] && [ -x /usr/bin/pg_dump ] && [ -x /usr/bin/psql ]; then bin=/usr/bin; fi
}
sql() {
  PGOPTIONS='-c client_min_messages=warning' PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 PGAPPNAME=teiki \
    runuser -u postgres -- "$bin/psql" -X -q -A -t -w -b -v ON_ERROR_STOP=1 -p "$port" -d "$1"
}`;

/**
 * One transaction: its snapshot is what the counts see, and pg_dump too, which psql starts while it
 * keeps the transaction open. 9 is the dump, opened by root: the file, or the folder, which is reached
 * through /proc so that postgres needs no right on those above it.
 */
const dump = sh`
back_up_database() {
  choose_bin 0
  [ -n "$bin" ] || die "no pg_dump"
  version=$(echo 'SHOW server_version_num;' | sql "$database") || die "no connection to $database"
  choose_bin $((version / 10000))
  case $format in
    custom) TEIKI_DUMP="-Fc -Z $compress" ;;
    directory) TEIKI_DUMP="-Fd -f /proc/self/fd/9 -Z $compress" ;;
    tar) TEIKI_DUMP=-Ft ;;
    plain) TEIKI_DUMP="-Fp -Z $((compress > 0 ? compress : 1))" ;;
  esac
  TEIKI_DUMP="$bin/pg_dump -w -p $port --lock-wait-timeout=60s $TEIKI_DUMP"
  TEIKI_OUT=9
  [ "$format" != directory ] || TEIKI_OUT=2
  export TEIKI_DUMP TEIKI_OUT TEIKI_DATABASE="$database"
  if [ "$format" = directory ]; then
    mkdir "$stage/$db" && chown postgres: "$stage/$db" && exec 9<"$stage/$db" || exit
  else exec 9>"$stage/$db" || exit; fi
  began=$(date +%s)
  sql "$database" >"$notes/contents" <<'END' || die "the database could not be dumped"
SET lock_timeout = '60s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv TEIKI_SNAPSHOT :snapshot
SELECT 'snapshot ' || json_build_object('at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'lsn', CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END);
SELECT 'database ' || json_build_object('name', current_database(),
  'systemIdentifier', (SELECT system_identifier::text FROM pg_control_system()),
  'serverVersion', current_setting('server_version'),
  'serverVersionNum', current_setting('server_version_num')::integer,
  'encoding', pg_encoding_to_char(encoding), 'collate', datcollate, 'ctype', datctype,
  'sizeBytes', pg_database_size(oid), 'recovery', pg_is_in_recovery())
FROM pg_database WHERE datname = current_database();
${contentsOfSnapshot}
\! $TEIKI_DUMP --snapshot="$TEIKI_SNAPSHOT" "$TEIKI_DATABASE" </dev/null >&$TEIKI_OUT; echo "dumped $?"
COMMIT;
END
  exec 9>&-
  dumping=$(($(date +%s) - began))
  grep -q -x 'dumped 0' "$notes/contents" || die "pg_dump failed"
  if [ "$format" = directory ]; then chown -hR root: "$stage/$db"; fi
  runuser -u postgres -- "$bin/pg_dumpall" -w -p "$port" --globals-only --no-role-passwords \
    >"$stage/globals_$stamp.sql" || die "pg_dumpall failed"
}`;

export const backupDatabase: ShellText = sh`${session}${dump}`;
