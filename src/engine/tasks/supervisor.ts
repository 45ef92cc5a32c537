import { type ShellProbe, shell } from '../../core/probe.ts';
import { lines, type ShellText, sh } from '../../core/shell.ts';
import { readings, type Secrets } from '../secrets.ts';
import type { Places } from './conduct.ts';
import { lockFunctions } from './lock.ts';

/**
 * Work that outlives its runner. `start` puts the script with a supervisor into a folder that only
 * the login user can enter, and leaves them running apart from the connection; `poll` waits for
 * the exit status. Whoever comes later finds the folder: see `leftovers.ts`.
 */
export interface Work {
  readonly token: string;
  readonly script: ShellText;
  readonly timeoutSeconds: number;
  /** One line of JSON: what the next run needs to know if this one is lost. */
  readonly about: string;
  /** Handed to the script through a pipe, by shells' own printf and read: no file ever has them. */
  readonly secrets: Secrets;
}

/** The lease of the lock while work goes on, and how often the supervisor renews it. */
export const leaseSeconds = 120;

/** What is left of it when the work has ended. */
const graceSeconds = 45;

/** `$teiki_work`, the folder of all work of this login user; nothing in it is trusted but our own. */
export function workFolder(places: Places): ShellText {
  return sh`
teiki_work=${places.state}/teiki-\${teiki_uid:-$(id -u)}
[ -d "$teiki_work" ] || mkdir -m 700 "$teiki_work"
[ -O "$teiki_work" ] && [ ! -h "$teiki_work" ] || { echo "$teiki_work is not ours" >&2; exit 1; }`;
}

/** Runs as `sh supervisor FOLDER LIMIT`, with the functions of the lock before it. */
const supervise = sh`
cd /
trap '' HUP
# What the script reads, and nobody else: nothing, or its secrets.
exec 3<&0 </dev/null
teiki_s=$1 teiki_limit=$2
echo "$$" >"$teiki_s/pid"
teiki_group=
command -v setsid >/dev/null && teiki_group=setsid
$teiki_group /bin/sh "$teiki_s/script" >"$teiki_s/stdout" 2>"$teiki_s/stderr" <&3 3<&- &
teiki_child=$!
echo "$teiki_child" >"$teiki_s/child"
exec 3<&-
(
  teiki_n=0
  while [ "$teiki_n" -lt "$teiki_limit" ]; do
    [ $((teiki_n%20)) = 0 ] && teiki_renew ${leaseSeconds}
    sleep 1
    teiki_n=$((teiki_n+1))
  done
  : >"$teiki_s/timed-out"
  kill -TERM "-$teiki_child" || kill -TERM "$teiki_child"
  sleep 5
  kill -KILL "-$teiki_child" || kill -KILL "$teiki_child"
) >/dev/null 2>&1 </dev/null &
teiki_watch=$!
wait "$teiki_child"
teiki_status=$?
kill "$teiki_watch" 2>/dev/null
[ -f "$teiki_s/timed-out" ] && teiki_status=timeout
# The runner is waiting and renews the lease at once; when it is lost, the host is free again soon.
teiki_owner
[ "$teiki_by" = "$teiki_token" ] &&
  teiki_write "$teiki_run" "$teiki_since" "$(($(date +%s)+${graceSeconds}))"
echo "$teiki_status" >"$teiki_s/status.new"
mv "$teiki_s/status.new" "$teiki_s/status"`;

/** Starts the work, unless it has been started: to be sent again after a lost connection. */
export function startWork(
  places: Places,
  { token, script, timeoutSeconds, about, secrets }: Work,
): ShellProbe {
  const environment = sh`
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
[ "$(id -u)" = 0 ] && sudo() { shift; "$@"; }`;
  const work = `${readings(secrets)}${lines(environment, script).text}`;
  const supervisor = lines(lockFunctions(places, token), supervise);
  const values = Object.values(secrets);
  // A unit's environment and input can be seen by all; so work with secrets is a plain process.
  const feed = values.length === 0 ? sh`:` : sh`printf '%s\n' ${values}`;
  const start = sh`
s=$teiki_work/${token}
mkdir "$s" 2>/dev/null || { [ -f "$s/supervisor" ] && echo started; exit; }
printf '%s\n' ${about} >"$s/about" &&
printf '%s\n' ${work} >"$s/script" &&
printf '%s\n' ${supervisor.text} >"$s/new" &&
mv "$s/new" "$s/supervisor" || exit 1
set -- /bin/sh "$s/supervisor" "$s" ${timeoutSeconds}
if ${values.length === 0 ? sh`true` : sh`false`} && [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] &&
  systemd-run --quiet --collect --unit=teiki-${token} -p RuntimeMaxSec=${timeoutSeconds + 60} "$@" </dev/null
then :
elif command -v setsid >/dev/null; then ${feed} | setsid "$@" >/dev/null 2>&1 &
else ${feed} | "$@" >/dev/null 2>&1 &
fi
echo started`;
  const text = lines(
    lockFunctions(places, token),
    sh`teiki_renew ${leaseSeconds}`,
    workFolder(places),
    start,
  );
  return shell(text, { timeoutSeconds: 30 });
}

/** Prints `exited N`, `timed-out`, `running` or `gone`, then the end of what the work has printed. */
export function pollWork(places: Places, token: string, waitSeconds: number): ShellProbe {
  const poll = sh`
s=$teiki_work/${token}
n=0
while [ ! -f "$s/status" ] && [ "$n" -lt ${waitSeconds} ]; do
  sleep 1
  read -r pid <"$s/pid" || continue
  read -r child <"$s/child" || child=$pid
  [ -d "/proc/$pid" ] || [ -d "/proc/$child" ] || break
  n=$((n+1))
done 2>/dev/null
${stateOfWork}
tail -c 16384 "$s/stdout"
tail -c 6000 "$s/stderr" >&2`;
  return shell(
    lines(lockFunctions(places, token), sh`teiki_renew ${leaseSeconds}`, workFolder(places), poll),
    { timeoutSeconds: waitSeconds + 30 },
  );
}

/**
 * Of the work in the folder `$s`. It has a group of its own, so it goes on when its supervisor alone
 * is killed (out of memory, say): then nobody will write its status, but it is not yet gone.
 */
export const stateOfWork = sh`
pid= child=
{ read -r pid <"$s/pid"; read -r child <"$s/child"; } 2>/dev/null
if read -r status 2>/dev/null <"$s/status"; then
  if [ "$status" = timeout ]; then echo timed-out; else echo "exited $status"; fi
elif [ -n "$pid" ] && grep -qF "$s/supervisor" "/proc/$pid/cmdline" 2>/dev/null; then echo running
elif [ -n "$child" ] && grep -qF "$s/script" "/proc/$child/cmdline" 2>/dev/null; then echo running
elif [ -z "$pid" ] && [ -n "$(find "$s" -maxdepth 0 -mmin -1)" ]; then echo running
else echo gone
fi`;

export type WorkState =
  | { readonly kind: 'exited'; readonly exitStatus: number }
  | { readonly kind: 'timed-out' | 'running' | 'gone' };

export function parseState(line: string): WorkState | undefined {
  const exited = /^exited (\d+)$/.exec(line)?.[1];
  if (exited !== undefined) return { kind: 'exited', exitStatus: Number(exited) };
  const kind = (['timed-out', 'running', 'gone'] as const).find((word) => word === line);
  return kind && { kind };
}

/** Forgets the work, and that of a lost run, and gives the lock back. */
export function finishWork(places: Places, token: string, other = token): ShellProbe {
  const folders = [token, other].flatMap((one) => [one, `${one}-rollback`]);
  const forget = sh`
teiki_work=${places.state}/teiki-\${teiki_uid:-$(id -u)}
[ -O "$teiki_work" ] && for one in ${folders}; do rm -rf "$teiki_work/$one"; done
teiki_release`;
  return shell(lines(lockFunctions(places, token), forget));
}
