import { type ShellText, sh } from '../../core/shell.ts';
import { contentsOfSnapshot } from '../backup/contents-script.ts';
import { roleComment } from './drill-look-script.ts';

/** Newest first, the first one of which all sums hold. Sets what the parts of a restore test use. */
export const choose: ShellText = sh`
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
export const roles: ShellText = sh`
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

export const database: ShellText = sh`
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
