import { type ShellText, sh } from '../../core/shell.ts';
import { countTables, restOfContents } from './contents-script.ts';
import { backupTools } from './integrity-script.ts';
import { asLoginUser, chooseBackup, restoreState } from './restore-look-script.ts';
import type { RestoreParams } from './restore-params.ts';
import { sqlFilter } from './restore-sql-filter.ts';
import { restoreUploads } from './restore-uploads-script.ts';
import { scratchExpression } from './scratch-guard.ts';
import { ownStateFolder } from './state-folder.ts';

export interface RestoreChange {
  readonly file: string;
  readonly archive: string | null;
  readonly host: string;
  readonly port: number;
  readonly systemIdentifier: string;
  /** From the manifest, so that text sorts and compares as it did. */
  readonly locale: {
    readonly encoding: string;
    readonly collate: string;
    readonly ctype: string;
  } | null;
  /** Databases of runs that were cut short. */
  readonly leftovers: readonly string[];
}

/**
 * `guard` stands before every CREATE and DROP. `drop` waits for a server that is just restarting;
 * the server itself refuses what this role does not own. (grep alone would take the first of two lines.)
 */
export const scratchFunctions: ShellText = sh`
guard() {
  case $1 in '' | *[!a-z0-9_]*) false ;; *) true ;; esac &&
    printf '%s\n' "$1" | LC_ALL=C grep -E -q -x ${scratchExpression} &&
    [ "$1" != "$production" ] || {
    echo "teiki: $1 is no name for a scratch database" >&2
    return 1
  }
}
drop() {
  guard "$1" || return
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12; do
    printf 'DROP DATABASE IF EXISTS %s WITH (FORCE);\n' "$1" | q -d postgres && return
    sleep 5
  done
  return 1
}`;

export const restoreFunction: ShellText = sh`
into_database() {
  case $format in
    custom | directory | pg-tar)
      # Comments on extensions are their owner's, event triggers a superuser's.
      "$pg" -l "$best" | LC_ALL=C grep -v -E '^[0-9]+; [0-9]+ [0-9]+ (COMMENT - EXTENSION|COMMENT - EVENT TRIGGER|EVENT TRIGGER) ' >"$work/list"
      [ $format != pg-tar ] || jobs=1
      "$pg" --exit-on-error --no-owner --no-privileges --no-publications --no-subscriptions \
        --no-tablespaces --no-security-labels -w -j "$jobs" -L "$work/list" -d "$db" "$best"
      ;;
    sql | sql.gz)
      { if [ $format = sql ]; then cat "$best"; else gzip -dc "$best"; fi; echo $? >"$work/read"; } |
        { awk "$filter"; echo $? >"$work/filter"; } | q -d "$db" -o /dev/null || return
      read -r status <"$work/filter" && [ "$status" = 0 ] || return
      read -r status <"$work/read" && [ "$status" = 0 ]
      ;;
  esac
}`;

/** Everything but the counts of the live database is read from the scratch one. */
const look = sh`
contents() {
  q -d "$db" <<'END'
SET statement_timeout = 0;
${countTables}
${restOfContents}
END
}
# Without a manifest, what the server believes of the live database is all there is to compare with.
live() {
  PGOPTIONS='-c default_transaction_read_only=on' "$bin/psql" -X -q -A -t -w -d "$production" <<'END'
SELECT 'live ' || json_build_object('schema', n.nspname, 'name', c.relname, 'rows', pg_stat_get_live_tuples(c.oid))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1;
END
}
smoke() { printf 'SET default_transaction_read_only = on;\n%s;\n' "$query" | q -d "$db"; }`;

/**
 * The whole test. What it finds goes to `result`, which appears when the scratch database is gone
 * again; the trap sees to that, whatever ends the script. Times are those of /proc/uptime.
 */
export function restoreScript(change: RestoreChange, params: RestoreParams): ShellText {
  const { target, database, template, scratch, smoke = '', jobs, timeoutSeconds } = params;
  const { encoding = '', collate = '', ctype = '' } = change.locale ?? {};
  return sh`
${ownStateFolder(restoreState)}
limit=${timeoutSeconds} jobs=${jobs} production=${database} query=${smoke} filter=${sqlFilter}
work=${scratch}/teiki-restore-$(id -u)
if [ -h "$work" ] || { [ -e "$work" ] && [ ! -O "$work" ]; }; then echo "$work is not ours" >&2; exit 1; fi
${chooseBackup(params)}
[ "$base" = ${change.file} ] || { echo "the newest backup is another by now: $base" >&2; exit 1; }
${backupTools}
PGHOST=${change.host} PGPORT=${change.port}
${asLoginUser}
${scratchFunctions}
${restoreFunction}
${look}
${restoreUploads}
note() { printf '%s=%s\0' "$1" "$2" >>"$state/new"; }
clock() { read -r up rest </proc/uptime; echo "$up"; }
clear_work() { [ ! -e "$work" ] || { chmod -R u+rwX "$work"; rm -rf "$work"; } 2>/dev/null; }
rm -f "$state/result"
: >"$state/new"
clear_work
identity=$(echo 'SELECT system_identifier FROM pg_control_system();' | q -d postgres) || exit
[ "$identity" = ${change.systemIdentifier} ] || { echo "another cluster answers: $identity" >&2; exit 1; }
for old in ${change.leftovers}; do drop "$old" && note cleared "$old"; done
db=${target}_t$(date +%s)p$$
guard "$db" || exit
mkdir -m 700 "$work" || exit
finish() {
  trap '' TERM INT HUP
  if drop "$db" 2>>"$work/dropping"; then note dropped yes; else note dropped no; note dropping "$(tail -c 500 "$work/dropping")"; fi
  clear_work
  note name "$db"
  note ended "$(clock)"
  mv "$state/new" "$state/result"
  rm -f "$state/running"
}
echo "$db $$" >"$state/running"
trap finish EXIT
trap 'exit 143' TERM INT HUP
note tested "$base"
note tested-at "$(stat -c %Y -- "$best")"
# There may be a newer backup, with another manifest, when this is read.
if [ -n "$manifest" ]; then note json "$(cat "$manifest")"; fi
note began "$(clock)"
# openssl uses what the processor has for it, and leaves the processor to the restore.
(cd "$d" && find "$base" -type f -print0 |
  gently xargs -0 sh -c 'openssl dgst -r -sha256 "$@" 2>/dev/null || sha256sum -- "$@"' sh >"$work/sums" 2>&1) &
summing=$!
create() { printf 'CREATE DATABASE %s TEMPLATE %s%s;\nREVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$db" ${template} "$1" "$db" | q -d postgres; }
as_it_was="" encoding=${encoding} collate=${collate} ctype=${ctype}
case $encoding$collate$ctype in *[!A-Za-z0-9_.@-]*) encoding= ;; esac
if [ -n "$encoding" ]; then as_it_was=" ENCODING '$encoding' LC_COLLATE '$collate' LC_CTYPE '$ctype'"; fi
if ! create "$as_it_was" 2>"$work/create"; then
  # A locale that this system lacks: the data can be restored all the same.
  note locale "$(tail -c 300 "$work/create")"
  if [ -z "$as_it_was" ] || ! create " ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'" 2>"$work/create"; then
    note restore created
    note complaint "$(tail -c 800 "$work/create")"
    exit 0
  fi
fi
note started "$(clock)"
into_database 2>"$work/errors"
note restore $?
note restored "$(clock)"
note complaint "$(tail -c 1500 "$work/errors")"
# Statistics for the smoke query, rough ones, while the tables are being counted.
(echo 'SET default_statistics_target = 10; ANALYZE;' | q -d "$db" 2>"$work/analyze") &
analyzing=$!
text=$(contents 2>"$work/errors")
note counted $?
note contents "$text"
note looking "$(tail -c 500 "$work/errors")"
wait $analyzing
note analyzed $?
note compared "$(clock)"
if [ -z "$manifest" ]; then note live "$(live 2>&1)"; fi
if [ -n "$query" ]; then
  text=$(smoke 2>&1)
  note smoke-status $?
  note smoke "$(printf '%s' "$text" | head -c 300)"
fi
if [ -n "$archive" ]; then uploads; fi
wait $summing
note sums "$(cat "$work/sums")"
exit 0`;
}
