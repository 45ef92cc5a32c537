import { type ShellProbe, shell } from '../../core/probe.ts';
import { lines, type ShellText, sh } from '../../core/shell.ts';
import type { ProbeAnswer } from '../reading.ts';
import type { Places } from './conduct.ts';

/**
 * The lock of a host: a folder, for mkdir is atomic everywhere. In it the file `owner`: token, run,
 * since and until when, in seconds since the epoch.
 *
 * It is a lease. The runner renews it with each of its scripts, and the supervisor on the host as
 * long as work is going on; so the lock of a lost run ends soon after its work, and not before.
 */
export interface LockHolder {
  readonly runId: string;
  /** ISO 8601; when the lock was taken. */
  readonly sinceAt: string;
}

export type LockAnswer =
  | { readonly kind: 'ours'; readonly stale?: LockHolder }
  | { readonly kind: 'held'; readonly holder: LockHolder }
  /** Expired, but of another login user: only that one or root may take it away. */
  | { readonly kind: 'foreign'; readonly holder: LockHolder; readonly path: string }
  | { readonly kind: 'failed'; readonly complaint: string };

/** Shell functions on the lock; `$teiki_lock` is its folder, `$teiki_token` this run's. */
export function lockFunctions(places: Places, token: string): ShellText {
  return sh`
teiki_token=${token}
teiki_lock=${places.lock}
{ [ -d "$teiki_lock" ] && [ -w "$teiki_lock" ]; } || teiki_lock=/tmp
teiki_lock=$teiki_lock/teiki.lock
teiki_owner() {
  teiki_by= teiki_run= teiki_since= teiki_until=
  { read -r teiki_by; read -r teiki_run; read -r teiki_since; read -r teiki_until; } 2>/dev/null <"$teiki_lock/owner"
  [ -n "$teiki_until" ] || {
    teiki_since=$(stat -c %Y "$teiki_lock" 2>/dev/null) || teiki_since=$(date +%s)
    teiki_until=$((teiki_since+60))
  }
}
teiki_write() { (
  umask 022
  printf '%s\n' "$teiki_token" "$1" "$2" "$3" >"$teiki_lock/owner.$teiki_token" &&
  mv -f "$teiki_lock/owner.$teiki_token" "$teiki_lock/owner"
) }
teiki_renew() {
  teiki_owner
  [ "$teiki_by" = "$teiki_token" ] || return 1
  teiki_end_at=$(($(date +%s)+$1))
  [ "$teiki_end_at" -le "$teiki_until" ] || teiki_write "$teiki_run" "$teiki_since" "$teiki_end_at"
}
teiki_release() {
  teiki_owner
  [ "$teiki_by" = "$teiki_token" ] || return 0
  rm -f "$teiki_lock/owner" && rmdir "$teiki_lock"
}`;
}

/** Takes the lock for so many seconds, or says who has it. Taking it twice is taking it once. */
export function acquireLock(
  places: Places,
  { token, runId, seconds }: { token: string; runId: string; seconds: number },
): ShellProbe {
  const take = sh`
run=${runId}
seconds=${seconds}
now=$(date +%s)
if (umask 022; mkdir "$teiki_lock" 2>/dev/null); then
  teiki_write "$run" "$now" "$((now+seconds))" && echo ours
  exit
fi
[ -d "$teiki_lock" ] || { mkdir "$teiki_lock"; exit 1; }
teiki_owner
if [ "$teiki_by" = "$teiki_token" ]; then
  teiki_renew "$seconds"
  echo ours
elif [ "$teiki_until" -ge "$now" ]; then
  printf '%s\n' held "$teiki_run" "$teiki_since"
elif [ -O "$teiki_lock" ] || [ "$(id -u)" = 0 ]; then
  # Of several runs that find it expired, one makes this folder and looks again.
  find "$teiki_lock/takeover" -maxdepth 0 -mmin +1 -exec rmdir {} \; 2>/dev/null
  mkdir "$teiki_lock/takeover" 2>/dev/null || { printf '%s\n' held "$teiki_run" "$teiki_since"; exit; }
  teiki_owner
  if [ "$teiki_until" -lt "$now" ]; then
    teiki_write "$run" "$now" "$((now+seconds))" && printf '%s\n' taken "$teiki_run" "$teiki_since"
  else
    printf '%s\n' held "$teiki_run" "$teiki_since"
  fi
  rmdir "$teiki_lock/takeover"
else
  printf '%s\n' foreign "$teiki_run" "$teiki_since" "$teiki_lock"
fi`;
  return shell(lines(lockFunctions(places, token), take));
}

export function parseLock(answer: ProbeAnswer | undefined): LockAnswer {
  if (answer === undefined) return { kind: 'failed', complaint: '' };
  if ('noFacts' in answer) return { kind: 'failed', complaint: answer.noFacts.evidence ?? '' };
  const { stdout, stderr } = answer.output as { stdout: string; stderr: string };
  const [word, runId = '', since = '', path = ''] = stdout.split('\n');
  const holder = {
    runId: runId === '' ? '?' : runId.slice(0, 100),
    sinceAt: new Date((Number(since) || 0) * 1000).toISOString(),
  };
  if (word === 'ours') return { kind: 'ours' };
  if (word === 'taken') return { kind: 'ours', stale: holder };
  if (word === 'held') return { kind: 'held', holder };
  if (word === 'foreign') return { kind: 'foreign', holder, path };
  return { kind: 'failed', complaint: stderr };
}
