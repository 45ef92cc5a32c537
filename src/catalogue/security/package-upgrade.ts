import { sh } from '../../core/shell.ts';

/** dpkg's own limit: ended only when it hangs, for an upgrade that is cut off is half done. */
export const upgradeLimitSeconds = 3000;

/**
 * First all that can go wrong without harm: the state of before, a simulation that must come to
 * exactly these packages, the packages of before, the download. Then the change.
 * Left to itself apt would take along all other packages of the same source (`Upgrade-By-Source-Package`).
 */
export const upgradePackages = sh`
apt() { # as apt-get, waiting for the locks of others, also for those that have no time-out of their own
  waited=0
  while :; do
    timeout -k 30 ${upgradeLimitSeconds} apt-get -y -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
      -o APT::Get::Upgrade-By-Source-Package=false \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 \
      "$@" </dev/null 9>&- >"$work/apt" 2>&1
    status=$?
    [ "$status" -ne 0 ] && [ "$waited" -lt 300 ] &&
      grep -qE 'Could not get lock|Unable to lock|Unable to acquire' "$work/apt" || break
    sleep 5
    waited=$((waited+5))
  done
  tail -c 6000 "$work/apt"
  return "$status"
}
upgrade() {
  left=$(half_done)
  [ -z "$left" ] || fail 'dpkg was interrupted, and nothing was changed:' "$left"
  left=$(differing)
  [ -z "$left" ] || fail 'The host has other versions than the plan says, and nothing was changed:' "$left"
  set -- $(awk '$2 != "-" { print $1 "=" $3 }' "$work/orders")
  [ "$#" -gt 0 ] || fail 'No package to upgrade'
  apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade --no-remove install "$@" >"$work/simulation" 2>&1 ||
    fail 'apt-get cannot do this, and nothing was changed:' "$(tail -c 3000 "$work/simulation")"
  awk '$1 == "Inst" { from = "-"; to = $3
      if (substr($3, 1, 1) == "[") { from = substr($3, 2, length($3) - 2); to = $4 }
      print $2, from, substr(to, 2) }
    $1 == "Remv" { print "removal", $2 }' "$work/simulation" | sort >"$work/would"
  cut -d ' ' -f 1-3 "$work/orders" | sort >"$work/should"
  cmp -s "$work/would" "$work/should" ||
    fail 'apt-get would do something else than the plan says, and nothing was changed:' "$(diff "$work/should" "$work/would")"
  cut -d ' ' -f 1 "$work/orders" >"$store/last"
  chmod 644 "$store/last"
  keep_packages
  apt --only-upgrade --no-remove --download-only install "$@" ||
    fail 'The packages cannot be fetched, and nothing was changed'
  apt --only-upgrade --no-remove install "$@"
  status=$?
  restore_marks || status=1
  prune_store
  [ "$status" -eq 0 ] || fail "apt-get has ended with $status"
}`;
