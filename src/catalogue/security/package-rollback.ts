import { sh } from '../../core/shell.ts';
import { upgradeLimitSeconds } from './package-upgrade.ts';

/**
 * Back to the packages of before, whatever state the upgrade has left: apt-get knows the order; where
 * it cannot (dpkg half done), dpkg takes all of them at once. Ends well only when every version is back.
 */
export const putBack = sh`
put_back() {
  differing >"$work/undo"
  if [ ! -s "$work/undo" ] && [ -z "$(half_done)" ]; then
    restore_marks
    return
  fi
  [ -d "$folder" ] || fail "No packages were kept in $folder"
  debs= missing= new=
  while read -r name from to mark; do
    if [ "$from" = - ]; then new="$new $name"; continue; fi
    found=
    for deb in "$folder/\${name%%:*}_"*.deb; do
      [ "$(dpkg-deb -W --showformat='\${Package} \${Version}' "$deb" 2>/dev/null)" = "\${name%%:*} $from" ] || continue
      case $name in
        *:*) [ "$(dpkg-deb -f "$deb" Architecture)" = "\${name#*:}" ] || continue ;;
        *) case $(dpkg-deb -f "$deb" Architecture) in "$(dpkg --print-architecture)"|all) ;; *) continue ;; esac ;;
      esac
      found=$deb
    done
    if [ -n "$found" ]; then debs="$debs $found"; else missing="$missing $name=$from"; fi
  done <"$work/undo"
  set --
  for name in $new; do set -- "$@" "$name-"; done
  if [ -n "$(half_done)" ] || [ -z "$debs" ] || ! only_new_removed $debs "$@" ||
    ! apt --allow-downgrades install $debs "$@"
  then
    [ -z "$debs" ] || with_dpkg -i $debs
    [ -z "$new" ] || with_dpkg --remove $new
    with_dpkg --configure -a
  fi
  restore_marks
  left=$(differing)
  [ -z "$left$missing" ] || fail "Not all packages are back:$missing" "$left"
  left=$(half_done)
  [ -z "$left" ] || fail 'dpkg is half done:' "$left"
  forget_copies
  echo "The packages of before are back"
}
only_new_removed() {
  apt-get -s -o Debug::NoLocking=1 --allow-downgrades install "$@" >"$work/simulation" 2>&1 || return
  for name in $(awk '$1 == "Remv" { print $2 }' "$work/simulation"); do
    case " $new " in *" $name "*) ;; *) return 1 ;; esac
  done
}
with_dpkg() {
  waited=0
  while :; do
    timeout -k 30 ${upgradeLimitSeconds} dpkg --force-confdef --force-confold "$@" </dev/null 9>&- >"$work/dpkg" 2>&1
    status=$?
    [ "$status" -ne 0 ] && [ "$waited" -lt 300 ] && grep -q 'lock' "$work/dpkg" || break
    sleep 5
    waited=$((waited+5))
  done
  tail -c 3000 "$work/dpkg"
  return "$status"
}
# Of packages that are gone; what lay there before stays.
forget_copies() {
  copies | while read -r copy; do
    grep -qxF "$copy" "$folder/copies" || rm -f "$copy"
  done
}
restart_stopped() {
  for service in $services; do
    systemctl is-active -q "$service" || restart_service "$service"
  done
}
restart_all() {
  for service in $services; do restart_service "$service"; done
}
restart_service() {
  systemctl reset-failed "$1" 2>/dev/null
  timeout 120 systemctl restart "$1" || fail "$1 does not start"
}`;
