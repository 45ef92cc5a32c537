import { type ShellText, sh } from '../../core/shell.ts';
import { awkTable, tableLimit } from './awk-table.ts';
import { weekSeconds } from './choose-script.ts';

/**
 * The address is what follows the last " from ": a user name may hold any text, the address comes
 * from the kernel. Only what a password opened counts as a success after guesses.
 */
const program = String.raw`
${awkTable}
BEGIN { OFMT = CONVFMT = "%.0f"; limit = ENVIRON["T_TABLE"] + 0; guesses = ENVIRON["T_GUESSES"] + 0 }
function leave(k) { delete streak[k] }
{
  i = index($0, "]: ")
  if (!i) next
  text = substr($0, i + 3)
  if (text !~ /^(Failed (password|keyboard-interactive\/pam)|Accepted (password|keyboard-interactive\/pam)|Invalid user|Connection closed by authenticating) ?/) next
  if (!match(text, / from [0-9a-fA-F.:]+ port [0-9]+( ssh2)?$/)) next
  a = substr(text, RSTART + 6)
  sub(/ .*$/, "", a)
  if (substr(text, 1, 6) == "Failed") {
    failures++
    if (!(a in cnt)) { admit(a); addresses++ }
    cnt[a]++; streak[a]++
  } else if (substr(text, 1, 8) == "Accepted") {
    if (streak[a] >= guesses && nhits++ < 20) print "hit=" a " " streak[a]
    delete streak[a]
  }
}
END {
  print "failures=" failures + 0
  print "addresses=" addresses + 0
  for (k in cnt) all[++n] = k
  m = front(all, 10, n)
  for (i = 1; i <= m; i++) print "address=" all[i] " " cnt[all[i]]
}`;

/** Failed logins of sshd since a time, from the journal, and whether fail2ban runs. Needs no root. */
export function sshScript({
  enabled,
  since,
  hours,
  guesses,
}: {
  readonly enabled: boolean;
  /** Seconds since the epoch; 0 for the last `hours`. */
  readonly since: number;
  readonly hours: number;
  readonly guesses: number;
}): ShellText {
  if (!enabled) return sh`printf 'state=off\nend=yes\n'`;
  return sh`
put() { printf '%s=%s\n' "$1" "$2"; }
done_with() { put state "$1"; put end yes; exit 0; }
state=absent
if command -v fail2ban-client >/dev/null; then state=inactive; fi
if [ $state = inactive ] && systemctl -q is-active fail2ban 2>/dev/null; then state=active; fi
put fail2ban $state
command -v journalctl >/dev/null || done_with absent
# Without the group journalctl shows nothing, says so on stderr and succeeds.
case $(journalctl -n 1 --no-pager -o cat 2>&1 >/dev/null) in
  *'not seeing messages'* | *ermission*) done_with denied ;;
  *'No journal files'*) done_with absent ;;
esac
now=$(date +%s) since=${since}
if [ $since -eq 0 ] || [ $since -gt $now ]; then since=$((now - ${hours} * 3600)); fi
if [ $since -lt $((now - ${weekSeconds})) ]; then since=$((now - ${weekSeconds})); fi
put since $since
export T_TABLE=${tableLimit} T_GUESSES=${guesses}
journalctl -q -u ssh -u sshd --since "@$since" --no-pager -o short-unix | awk ${program}
done_with read`;
}
