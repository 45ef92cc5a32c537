import { rootHelper } from '../../core/root-helper.ts';
import { lines, sh } from '../../core/shell.ts';
import { keepPackages } from './package-keep.ts';
import { readOrders } from './package-orders.ts';
import { putBack } from './package-rollback.ts';
import { upgradePackages } from './package-upgrade.ts';

/** Where the packages of before are kept, in a folder for each set of versions; root's own. */
export const packageStore = '/var/lib/teiki/packages';

/** Below 0700 folders the debs are for root alone: a rebuilt one holds configuration files as they are. */
const setUp = sh`
verb=\${1:-}
[ "$#" -eq 0 ] || shift
store=${packageStore}
HOME=/root DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
NEEDRESTART_MODE=l APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
export HOME DEBIAN_FRONTEND DEBCONF_NONINTERACTIVE_SEEN NEEDRESTART_MODE APT_LISTCHANGES_FRONTEND UCF_FORCE_CONFFOLD
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}
work=$(mktemp -d /run/teiki-packages.XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM`;

const facts = sh`
# What is installed, as "name version status", names as apt has them.
installed() {
  dpkg-query -W -f '\${Package} \${Architecture} \${Version} \${db:Status-Abbrev}\n' |
    awk -v native="$(dpkg --print-architecture)" 'NF == 4 {
      print ($2 == native || $2 == "all" ? $1 : $1 ":" $2), $3, substr($4, 2, 1) }'
}
# Packages of the orders that are not as they were before.
differing() {
  installed >"$work/installed"
  awk 'NR == FNR { version[$1] = $2; state[$1] = $3; next }
    $2 == "-" { if (state[$1] != "" && state[$1] != "c" && state[$1] != "n") print; next }
    version[$1] != $2 || state[$1] != "i"' "$work/installed" "$work/orders"
}
half_done() {
  set -- /var/lib/dpkg/updates/[0-9]*
  [ ! -e "$1" ] || { echo 'dpkg was interrupted'; return; }
  dpkg --audit 2>&1
}
# Copies that dpkg lays beside changed configuration files.
copies() {
  for name in $(awk '$2 != "-" { print $1 }' "$work/orders"); do
    dpkg-query -W -f '\${Conffiles}\n' "$name"
  done 2>/dev/null | while read -r path sum; do
    for copy in "$path.dpkg-dist" "$path.dpkg-new"; do
      [ ! -f "$copy" ] || printf '%s\n' "$copy"
    done
  done
}
restore_marks() {
  for kind in auto manual; do
    set -- $(awk -v kind="$kind" '$2 != "-" && $4 == kind { print $1 }' "$work/orders")
    [ "$#" -eq 0 ] || apt-mark "$kind" "$@" >/dev/null || return
  done
}`;

const verbs = sh`
install -d -m 755 /var/lib/teiki "$store" || exit 1
read_orders "$@"
exec 9>"$store/.lock" || exit 1
flock -w 600 9 || fail 'Another upgrade of packages is going on'
case $verb in
  upgrade) upgrade ;;
  rollback) put_back; restart_stopped ;;
  restart) restart_all ;;
  *) fail 'usage: upgrade | rollback [SERVICE...] | restart [SERVICE...]' ;;
esac`;

/**
 * Upgrades to exact versions and back. On standard input, a line each, `end` the last:
 * `rollback required|best-effort`, `keep RUNS`, `package NAME FROM TO auto|manual` (FROM is `-` for one
 * that is new) and `service NAME`, which has to be one of the arguments, and so of the sudo rule.
 */
export const packageHelper = rootHelper(
  'packages',
  lines(setUp, facts, readOrders, keepPackages, upgradePackages, putBack, verbs),
);
