import { type ShellText, sh } from '../../core/shell.ts';
import { contentsOfSnapshot } from '../backup/contents-script.ts';
import { backupTools, detectFormat } from '../backup/integrity-script.ts';
import { withoutSlash } from '../backup/kinds.ts';
import { asLoginUser } from '../backup/restore-look-script.ts';
import { restoreFunction, scratchFunctions } from '../backup/restore-script.ts';
import { sqlFilter } from '../backup/restore-sql-filter.ts';
import { restoreUploads } from '../backup/restore-uploads-script.ts';
import { ownStateFolder } from '../backup/state-folder.ts';
import { drillState, markerFunction, roleComment } from './drill-look-script.ts';
import type { DrillParams } from './drill-params.ts';
import { serviceFunctions, stopService } from './drill-service-script.ts';

export interface DrillChange {
  /** Newest first: `<manifest> <files> <dump> <archive or -> <globals or -> <encoding> <collate> <ctype>`. */
  readonly candidates: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly systemIdentifier: string;
  /** What a drill that was cut short has left. */
  readonly leftovers: readonly string[];
}

/** Clocks are those of /proc/uptime, which nobody sets. */
const notes = sh`
note() { printf '%s=%s\0' "$1" "$2" >>"$state/new"; }
clock() { read -r up rest </proc/uptime; echo "$up"; }
from() { phase=$1; note "$1-from" "$(clock)"; }
to() { note "$phase-to" "$(clock)"; [ "$1" = 0 ] || note "$phase-failed" "$1"; phase=; }`;

/** Each step is tried, whatever became of the one before: what is left is told. */
function teardown(params: DrillParams): ShellText {
  return sh`
clear_work() { [ ! -e "$work" ] || { chmod -R u+rwX "$work"; rm -rf "$work"; }; }
drop_roles() {
  drops=$(printf '%s\n' ${`SELECT format('DROP ROLE %I;', rolname) FROM pg_roles WHERE NOT rolcanlogin AND shobj_description(oid, 'pg_authid') = '${roleComment}';`} | q -d postgres) || return
  [ -z "$drops" ] || printf '%s\n' "$drops" | q -d postgres
}
teardown() {
  left=
  : >"$state/errors"
  { ${stopService(params)} || [ "$(systemctl show -p LoadState --value -- ${params.unit})" = not-found ]
  } 2>>"$state/errors" || left="$left service"
  if drop "$db" 2>>"$state/errors"; then dropped=yes; else dropped=no left="$left database"; fi
  drop_roles 2>>"$state/errors" || left="$left roles"
  clear_work 2>>"$state/errors" || left="$left files"
  [ -z "$left" ]
}`;
}

/** Newest first, the first one of which all sums hold. Sets what the parts of a restore test use. */
const choose = sh`
listed() {
  tr -d '\n' <"$1" | grep -o '{[^{}]*}' | grep '"bytes"' |
    sed -n 's/.*"path" *: *"\([^"\\]*\)".*"sha256" *: *"\([0-9a-f]\{64\}\)".*/\2  \1/p'
}
choose() {
  for candidate in $candidates; do
    set -- $(printf '%s' "$candidate" | tr / ' ')
    listed "$d/$1" >"$work/sums"
    if [ "$(wc -l <"$work/sums")" -ne "$2" ]; then
      note passed "$1
its list of files cannot be read"
      continue
    fi
    said=$({ cd "$d" && gently sha256sum -c "$work/sums"; echo "rc=$?"; } 2>&1 | LC_ALL=C grep -v ': OK$')
    if [ "$said" != rc=0 ]; then
      note passed "$1
$(printf '%s\n' "$said" | grep -v '^rc=' | head -n 8)"
      continue
    fi
    manifest=$d/$1 base=$3 archive=$4 globals=$5 encoding=$6 collate=$7 ctype=$8
    best=$d/$base
    if [ "$archive" = - ]; then archive=; else archive=$d/$archive; fi
    note chosen "$1"
    note manifest "$(cat "$manifest")"
    note sums "$(cat "$work/sums")"
    note tested "$base"
    note tested-at "$(stat -c %Y -- "$best")"
    note name "$db"
    return 0
  done
  return 1
}`;

/** A role that is missing is made without a password and cannot log in; the rest of them stays. */
const roles = sh`
roles() {
  [ "$globals" != - ] || return 0
  sed -n 's/^CREATE ROLE \(.*\);$/\1/p' "$d/$globals" >"$work/roles"
  while read -r role; do
    printf '%s\n' "$role" | LC_ALL=C grep -E -q -x '[a-z_][a-z0-9_$]*|"([^"]|"")+"' || { note role-failed "$role"; continue; }
    said=$(printf 'BEGIN;\nCREATE ROLE %s NOLOGIN;\nCOMMENT ON ROLE %s IS %s;\nCOMMIT;\n' "$role" "$role" ${`'${roleComment}'`} | q -d postgres 2>&1)
    case $?$said in
      0*) note role-made "$role" ;;
      *'already exists'*) note role-there "$role" ;;
      *) note role-failed "$role: $said" ;;
    esac
  done <"$work/roles"
}
grants() {
  [ "$role_of_service" != none ] || return 0
  q -v role="$role_of_service" -d "$db" -o /dev/null <<'END'
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), :'role') \gexec
SELECT format(g, nspname, :'role') FROM pg_namespace,
  unnest(ARRAY['GRANT USAGE ON SCHEMA %I TO %I', 'GRANT ALL ON ALL TABLES IN SCHEMA %I TO %I',
    'GRANT ALL ON ALL SEQUENCES IN SCHEMA %I TO %I', 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO %I']) g
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \gexec
END
}`;

const database = sh`
create() { printf 'CREATE DATABASE %s TEMPLATE %s%s;\nREVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$db" "$template" "$1" "$db" | q -d postgres; }
database() {
  case $encoding$collate$ctype in *[!A-Za-z0-9_.@-]*) encoding= ;; esac
  if ! create " ENCODING '$encoding' LC_COLLATE '$collate' LC_CTYPE '$ctype'" 2>"$work/create"; then
    note locale "$(tail -c 300 "$work/create")"
    if ! create " ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'" 2>"$work/create"; then
      note restore created
      note complaint "$(tail -c 800 "$work/create")"
      return 1
    fi
  fi
  usual=$IFS
  format=directory
  if [ ! -d "$best" ]; then detect $(head263 <"$best"); fi
  if [ $format = gzip ]; then
    detect $(gzip -dc <"$best" 2>/dev/null | head263)
    [ $format != sql ] || format=sql.gz
  fi
  note started "$(clock)"
  case $format in
    custom | directory | pg-tar | sql | sql.gz) into_database 2>"$work/errors" ;;
    *) echo "no dump of pg_dump: $format" >"$work/errors"; false ;;
  esac
  status=$?
  note restore $status
  note restored "$(clock)"
  note complaint "$(tail -c 1500 "$work/errors")"
  [ $status = 0 ] || return 1
  roles
  echo 'SET default_statistics_target = 10; ANALYZE;' | q -d "$db" 2>/dev/null
  grants 2>"$work/errors" || note grants "$(tail -c 500 "$work/errors")"
  return 0
}
# In one snapshot from before the service may write.
contents() {
  q -d "$db" <<'END'
SET statement_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT count(*) FROM pg_class;
\! : >"$TEIKI_READY"
${contentsOfSnapshot}
COMMIT;
END
}`;

/**
 * The whole drill. What it finds goes to `result`, which appears when all is torn down again; the
 * trap sees to that, whatever ends the script.
 */
export function drillScript(change: DrillChange, params: DrillParams): ShellText {
  const { target, template, scratch, role, jobs, timeoutSeconds } = params;
  const leftovers = change.leftovers.join(' ');
  return sh`
umask 027
${ownStateFolder(drillState)}
rm -f "$state/result"
: >"$state/new"
limit=${timeoutSeconds} now=$(date +%s) jobs=${jobs} production=${params.database} filter=${sqlFilter}
d=${withoutSlash(params.directory)} db=${target} template=${template} role_of_service=${role}
candidates=${change.candidates.join(' ')} leftovers=${leftovers}
scratch=${scratch}
work=$scratch/drill
${markerFunction}
[ "$(marker)" = ok ] || { echo "this host is no target of drills" >&2; exit 1; }
[ -d "$scratch" ] && [ -O "$scratch" ] && [ ! -h "$scratch" ] && [ ! -h "$work" ] || { echo "$scratch is not ours" >&2; exit 1; }
${backupTools}
PGHOST=${change.host} PGPORT=${change.port}
${asLoginUser}
${scratchFunctions}
${detectFormat}
${restoreFunction}
${restoreUploads}
${notes}
${teardown(params)}
${choose}
${roles}
${database}
${serviceFunctions(params)}
guard "$db" || exit
identity=$(echo 'SELECT system_identifier FROM pg_control_system();' | q -d postgres) || exit
[ "$identity" = ${change.systemIdentifier} ] || { echo "another cluster answers: $identity" >&2; exit 1; }
if [ -n "$leftovers" ]; then
  teardown || { cat "$state/errors" >&2; echo "left by an earlier drill and not removed:$left" >&2; exit 1; }
  note cleared-before yes
fi
mkdir "$work" || exit
counting=
finish() {
  trap '' TERM INT HUP
  [ -z "$phase" ] || to 1
  [ -z "$counting" ] || kill "$counting" 2>/dev/null
  from teardown
  teardown
  to $?
  note left "$left"
  note left-said "$(tail -c 800 "$state/errors")"
  note dropped $dropped
  note ended "$(clock)"
  mv "$state/new" "$state/result"
  rm -f "$state/running"
}
echo "$db $$" >"$state/running"
phase=
trap finish EXIT
trap 'exit 143' TERM INT HUP
note declared "$(date +%s)"
note began "$(clock)"
from choose
choose
status=$?
to $status
[ $status = 0 ] || exit 0
from database
database
status=$?
to $status
[ $status = 0 ] || exit 0
if [ -n "$archive" ]; then
  from uploads
  uploads
  grep -z -q -x 'unpacked=0' "$state/new" || status=1
  to $status
fi
TEIKI_READY=$work/ready
export TEIKI_READY
from integrity
phase=
contents >"$work/contents" 2>"$work/counting" &
counting=$!
while [ ! -e "$work/ready" ] && kill -0 $counting 2>/dev/null; do sleep 0.1; done
from service
service
up=$?
to $up
if [ $up = 0 ]; then
  from functional
  functionals
  status=$?
  to $status
  note recovered "$(clock)"
fi
wait $counting
status=$?
counting=
phase=integrity
note counted $status
note contents "$(cat "$work/contents")"
note looking "$(tail -c 500 "$work/counting")"
to $status
exit 0`;
}
