import { type ShellText, sh } from '../../core/shell.ts';

export interface RedisParams {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly password?: { readonly name: string } | undefined;
  readonly database: number;
  readonly prefix?: string | undefined;
  readonly cacheOnly: boolean;
  readonly maxKeys: number;
}

/** Keys whose memory is asked for one by one; that of the others is reckoned from these. */
export const memorySample = 1000;

/** Exit statuses of the removal that have words of their own. */
export const removalStatuses = { refused: 30, format: 31 };

/**
 * A function `cli`: redis-cli on the database. The password is in the environment of redis-cli
 * alone, which only its user and root may read, and in no argument.
 */
function client({ host, port, user, password, database }: RedisParams): ShellText {
  const account = user === undefined ? [] : ['--user', user];
  const auth = password ? sh`REDISCLI_AUTH="$secret_password" ` : sh``;
  return sh`
unset REDISCLI_AUTH
cli() { ${auth}redis-cli -h ${host} -p ${port} ${account} -n ${database} "$@"; }`;
}

/**
 * Names as redis-cli prints them quoted, a line each, whatever bytes are in them; and the same
 * quoting is what it reads on standard input. So a name with line breaks stays one name, and no
 * script blocks the server: SCAN goes in small steps, and needs no right to EVAL. An old redis-cli
 * that does not quote is found by awk, which takes only quoted names of the prefix.
 */
function scan(prefix: string): ShellText {
  return sh`cli --no-raw --scan --pattern ${`${prefix}*`} 2>&1`;
}

/** For awk: whether the line is such a name. */
const isName = sh`substr($0, 1, length(start)) == start && /"$/`;
const startOf = (prefix: string) => `start="${prefix}`;

/**
 * Sections for `parseRedis`. redis-cli ends with 0 on most errors, and when the database cannot be
 * chosen it goes on in database 0: so its words are kept, and the choice is tried first.
 */
export function redisReads(params: RedisParams): ShellText {
  const { database, prefix } = params;
  return sh`
command -v redis-cli >/dev/null || { echo '%% absent'; exit 0; }
${client(params)}
echo '%% role'
cli ROLE 2>&1
echo '%% select'
chosen=$(cli SELECT ${database} 2>&1)
printf '%s\n' "$chosen"
echo '%% keyspace'
cli INFO keyspace 2>&1
echo '%% keys'
if [ "\${chosen##*
}" = OK ]; then
${prefix === undefined ? sh`:` : count(prefix)}
fi
echo '%% end'`;
}

function count(prefix: string): ShellText {
  return sh`
${scan(prefix)} | awk -v ${startOf(prefix)} '
  ${isName} { n++; next }
  NF && odd < 3 { odd++; print "odd", substr($0, 1, 300) }
  END { print "keys", n + 0 }'
${scan(prefix)} | awk -v ${startOf(prefix)} -v most=${memorySample} '
  ${isName} { print "MEMORY USAGE", $0; if (++n == most) exit }' | cli 2>&1 | awk '
  /^[0-9]+$/ { sum += $0; seen++ }
  END { printf "bytes %.0f %d\n", sum, seen }'`;
}

/** Removes what is under the prefix, 200 names a command; UNLINK frees them in the background. */
export function removeKeys(params: RedisParams, prefix: string): ShellText {
  return sh`
${guarded(params)}
${scan(prefix)} | awk -v ${startOf(prefix)} '
  !(${isName}) { print "ECHO teiki-odd"; print substr($0, 1, 300) >"/dev/stderr"; odd = 1; exit }
  { line = line " " $0 }
  ++n == 200 || length(line) > 60000 { print "UNLINK" line; line = ""; n = 0 }
  END { if (n && !odd) print "UNLINK" line }' | cli 2>&1 | awk '
  /^[0-9]+$/ { sum += $0; next }
  /^teiki-odd$/ { status = ${removalStatuses.format}; exit }
  NF { print >"/dev/stderr"; status = ${removalStatuses.refused}; exit }
  END { print "removed", sum + 0; exit status }'`;
}

/** Empties a database that is declared to hold nothing but cache. */
export function flushDatabase(params: RedisParams): ShellText {
  return sh`
${guarded(params)}
said=$(cli FLUSHDB ASYNC 2>&1)
[ "$said" = OK ] || { printf '%s\n' "$said" >&2; exit ${removalStatuses.refused}; }`;
}

/** Once more, for the script runs later than the plan: the right database, of a master. */
function guarded(params: RedisParams): ShellText {
  return sh`
${client(params)}
said=$(cli SELECT ${params.database} 2>&1; cli ROLE 2>&1)
case $said in
  "OK
master"*) ;;
  *) printf '%s\n' "$said" >&2; exit ${removalStatuses.refused} ;;
esac`;
}
