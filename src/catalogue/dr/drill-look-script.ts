import { type ShellText, sh } from '../../core/shell.ts';
import { backupTools } from '../backup/integrity-script.ts';
import { withoutSlash } from '../backup/kinds.ts';
import { asLoginUser } from '../backup/restore-look-script.ts';
import { stateFolder } from '../backup/state-folder.ts';
import type { DrillParams } from './drill-params.ts';

export const drillState = 'teiki-dr-drill';
/** By which the roles that a drill has made are known again. */
export const roleComment = 'teiki dr.drill';
/** Candidates that are looked at; older ones are no recovery. */
const candidates = 8;

/**
 * A host says itself that it is for drills, in a file that only root can write and that is of no
 * use on a clone: it has the host's machine-id. Prints ok, missing, unsafe or foreign.
 */
export const markerFunction: ShellText = sh`
marker() {
  m=/etc/teiki/drill-target
  if [ ! -e "$m" ]; then echo missing; return; fi
  for f in /etc/teiki "$m"; do
    [ ! -h "$f" ] || { echo unsafe; return; }
    set -- $(stat -c '%u %a' -- "$f")
    case $1:$2 in 0:*[2367]? | 0:*[2367]) echo unsafe; return ;; 0:*) ;; *) echo unsafe; return ;; esac
  done
  read -r id <"$m"
  read -r own </etc/machine-id
  if [ -n "$own" ] && [ "$id" = "$own" ]; then echo ok; else echo foreign; fi
}`;

const query = sh`
SELECT concat_ws(' ', 'database', pg_has_role(datdba, 'USAGE'), datname) FROM pg_database;
SELECT concat_ws(' ', 'made', rolname) FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = ${roleComment};
SELECT concat_ws(' ', 'createrole', rolcreaterole) FROM pg_roles WHERE rolname = current_user;
SELECT concat_ws(' ', 'role', rolname) FROM pg_roles WHERE rolname = :'role';`;

/** What a drill asks beyond a restore test. Changes nothing; `key=value`, each ended by NUL. */
export function drillLook(params: DrillParams): ShellText {
  const { directory, clusters, scratch, role, unit } = params;
  const list = clusters.length > 0 ? clusters : [{ host: '/var/run/postgresql', port: 5432 }];
  return sh`
limit=50
now=$(date +%s)
d=${withoutSlash(directory)}
${backupTools}
${markerFunction}
put marker "$(marker)"
put name "$(uname -n)"
(cd "$d" 2>/dev/null && printf '%s\n' manifest_*.json) | sort -r | head -n ${candidates} | while read -r f; do
  [ -f "$d/$f" ] && [ ! -h "$d/$f" ] || continue
  if [ -r "$d/$f" ]; then put manifest "$f
$(cat "$d/$f")"; else put closed "$f"; fi
done
if [ -n "$pg" ]; then
  ${asLoginUser}
  for place in ${list.map(({ host, port }) => `${host} ${port}`)}; do
    PGHOST=\${place% *} PGPORT=\${place#* }
    if answer=$(printf '%s\n' ${query.text} | q -v role=${role} -d postgres 2>/dev/null); then
      put cluster "$answer"
      break
    fi
  done
fi
put service "$(systemctl show -p Id,LoadState,ActiveState -- ${unit} 2>&1)"
if command -v curl >/dev/null || command -v wget >/dev/null; then put http yes; fi
s=${scratch}
if [ -d "$s" ] && [ -O "$s" ] && [ -w "$s" ] && [ ! -h "$s" ]; then put scratch own; fi
if [ -e "$s/drill" ] || [ -h "$s/drill" ]; then put files "$s/drill"; fi
${stateFolder(drillState)}
if [ -f "$state/running" ] && read -r name pid <"$state/running"; then
  alive=no
  if grep -q -F teiki "/proc/$pid/cmdline" 2>/dev/null; then alive=yes; fi
  put running "$alive"
fi
if [ -f "$state/result" ]; then put result-follows yes && cat "$state/result"; fi
put end yes`;
}
