import { type ShellText, sh } from '../../core/shell.ts';
import { backupTools, detectFormat } from './integrity-script.ts';
import { withoutSlash } from './kinds.ts';
import { folderStateScript } from './listing.ts';
import { findNewest } from './newest-script.ts';
import type { RestoreParams } from './restore-params.ts';
import { stateFolder } from './state-folder.ts';

export const restoreState = 'teiki-restore-test';

/** psql as the login user; the role is that of the same name, by peer authentication. */
export const asLoginUser: ShellText = sh`
bin=\${pg%/*}
q() { PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -q -A -t -w -b -v ON_ERROR_STOP=1 "$@"; }
export PGCONNECT_TIMEOUT=10 PGAPPNAME=teiki PGCLIENTENCODING=UTF8
export PGHOST PGPORT`;

/** Sets `best`, `base` and `format` of the newest dump, `archive` of the newest uploads. */
export function chooseBackup(params: RestoreParams): ShellText {
  return sh`
d=${withoutSlash(params.directory)}
now=$(date +%s)
archive=
p=${params.uploadsPattern}
if [ "$p" != none ]; then
  ${findNewest(60)}
  archive=$best
fi
p=${params.pattern}
${findNewest(60)}
base=\${best#"$d"/}
${detectFormat}
if [ -n "$best" ]; then
  format=directory
  if [ ! -d "$best" ]; then detect $(head263 <"$best"); fi
  if [ $format = gzip ]; then
    detect $(gzip -dc <"$best" 2>/dev/null | head263)
    [ $format != sql ] || format=sql.gz
  fi
fi
# The manifest that lists this backup.
manifest=
for f in "$d"/manifest_*.json; do
  [ -n "$best" ] && [ -f "$f" ] && [ -r "$f" ] || continue
  if grep -q -F -e "\"$base\"" -e "\"$base/" "$f"; then manifest=$f; fi
done`;
}

const header = sh`
header() {
  case $format in
    sql) head -n 60 <"$best" ;;
    sql.gz) gzip -dc <"$best" 2>/dev/null | head -n 60 ;;
    custom | directory | pg-tar)
      [ -n "$pg" ] || return 0
      gently "$pg" -l "$best" 2>&1 | head -n 16
      ;;
  esac
}`;

/** What a role may and what there is, in one line; owned is of the production database. */
const serverQuery = sh`
SELECT (SELECT system_identifier FROM pg_control_system()), current_setting('server_version_num'),
  pg_is_in_recovery(), r.rolsuper, r.rolcreatedb,
  EXISTS (SELECT FROM pg_database WHERE datname = :'production' AND pg_has_role(datdba, 'MEMBER')),
  coalesce((SELECT setting FROM pg_settings WHERE name = 'data_directory'), '')
FROM pg_roles r WHERE r.rolname = current_user;`;

/** Changes nothing. Facts are `key=value`, each ended by NUL. */
export function restoreLook(params: RestoreParams): ShellText {
  const { clusters, scratch, database, target } = params;
  const list = clusters.length > 0 ? clusters : [{ host: '/var/run/postgresql', port: 5432 }];
  const scratches = `SELECT datname FROM pg_database
    WHERE pg_get_userbyid(datdba) = current_user AND datname ~ '^${target}_t[0-9]+p[0-9]+$';`;
  const places = list.map(({ host, port }) => `${host} ${port}`);
  return sh`
limit=50
${chooseBackup(params)}
${backupTools}
${folderStateScript}
put folder $state
if [ -n "$best" ]; then
  put file "$base"
  put format "$format"
  if [ -r "$best" ]; then put readable yes; fi
  put at "$(stat -c %Y -- "$best")"
  size=$(du -sk -- "$best") && put size "\${size%%[!0-9]*}"
  ${header}
  put header "$(header)"
fi
if [ -n "$archive" ]; then
  put archive "\${archive#"$d"/}"
  size=$(du -sk -- "$archive") && put archive-size "\${size%%[!0-9]*}"
fi
if [ -n "$manifest" ]; then put json "$(cat "$manifest")"; fi
put scratch "$(df -P -k -- ${scratch} | tail -n 1 | awk '{ print $4 }')"
left=${scratch}/teiki-restore-$(id -u)
if [ -e "$left" ]; then put scratch-left "$left"; fi
put tool "$([ -z "$pg" ] || "$pg" --version)"
if [ -n "$pg" ]; then
  ${asLoginUser}
  for place in ${places}; do
    PGHOST=\${place% *} PGPORT=\${place#* }
    answer=$(echo ${serverQuery.text} | q -v production=${database} -d postgres 2>&1)
    status=$?
    put server "$status $place $answer"
    [ $status != 0 ] || break
  done
  if [ $status = 0 ]; then
    folder=\${answer##*|}
    case $PGHOST:$folder in /*:/*) put data "$(df -P -k -- "$folder" 2>/dev/null | tail -n 1 | awk '{ print $4 }')" ;; esac
    put scratches "$(echo ${scratches} | q -d postgres 2>&1)"
  fi
fi
${stateFolder(restoreState)}
if [ -f "$state/running" ] && read -r name pid <"$state/running"; then
  alive=no
  if grep -q -F teiki "/proc/$pid/cmdline" 2>/dev/null; then alive=yes; fi
  put running "$name $alive"
fi
if [ -f "$state/result" ]; then put result-follows yes && cat "$state/result"; fi
put end yes`;
}
