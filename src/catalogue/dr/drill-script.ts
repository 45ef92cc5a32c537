import { type ShellText, sh } from '../../core/shell.ts';
import { backupTools, detectFormat } from '../backup/integrity-script.ts';
import { withoutSlash } from '../backup/kinds.ts';
import { asLoginUser } from '../backup/restore-look-script.ts';
import { restoreFunction, scratchFunctions } from '../backup/restore-script.ts';
import { sqlFilter } from '../backup/restore-sql-filter.ts';
import { restoreUploads } from '../backup/restore-uploads-script.ts';
import { ownStateFolder } from '../backup/state-folder.ts';
import { drillState, markerFunction, roleComment } from './drill-look-script.ts';
import type { DrillParams } from './drill-params.ts';
import { choose, database, roles } from './drill-restore-script.ts';
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
