import { sh } from '../../core/shell.ts';

/**
 * Each owner moves his files himself, into a folder of his own below the quarantine's, which only
 * root can write into: `<plan's time>-<rule>-<uid>-<1, 2 …>`. -execdir starts mv in the very folder that find
 * has opened, with names of one part, and mv only renames, as it is one file system.
 */
export const quarantineScript = sh`
# Sets $held: none, ok, link, foreign, unreachable, or elsewhere with the real path.
enter_hold() {
  if [ "$1" = make ] && [ ! -e "$hold" ] && [ ! -L "$hold" ]; then
    enter "\${hold%/*}" || { held=$state; return 1; }
    mkdir -m 0711 "\${hold##*/}" || { held=unreachable; return 1; }
  fi
  enter "$hold" || { held=$state; return 1; }
  held=foreign
  [ -n "$(find . -maxdepth 0 -uid 0 '!' -perm /022)" ] || { cd / || exit; return 1; }
  held=ok
}
survey_hold() {
  [ -n "$hold" ] || return 0
  if enter_hold look; then stat -c 'hold ok %d' .; else echo "hold $held"; fi
  # Where it is still to be made it will be on the file system of the folder above.
  [ "$held" = missing ] && enter "\${hold%/*}" && stat -c 'above %d' .
  [ "$held" = ok ] && { enter_hold look; expired | awk 'END { print "expired", NR }'; }
  cd / || exit
}
expired() {
  for one in [1-9]*-[1-9]*-[0-9]*-[1-9]*; do
    case $one in *[!0-9-]*) continue ;; esac
    [ -d "$one" ] && [ $((\${one%%-*}+hold_seconds)) -le "$((now-now%3600))" ] && echo "$one"
  done
}
purge() {
  enter_hold look || { echo "$hold: $held" >&2; return 1; }
  purged=0
  for one in $(expired); do
    who=$(stat -c %U "$one") of=\${one%-*}
    [ "\${of##*-}" = "$(stat -c %u "$one")" ] || { purged=1; continue; }
    ( cd "$one" && as "$who" find . -mindepth 1 -delete ) && rmdir "$one" || purged=1
  done
  return "$purged"
}
# Sets $last to the number of the last move by this plan, and $place to the names without it.
moves() {
  uid=$(id -u "$name") || return
  place=$asof-$number-$uid last=0
  while [ -e "$place-$((last+1))" ]; do last=$((last+1)); done
}
quarantine() {
  enter_hold make || { echo "$hold: $held" >&2; return 1; }
  device=$(stat -c %d .)
  moves || return
  place=$place-$((last+1))
  mkdir -m 0700 "$place" && chown "$uid:$(id -g "$name")" "$place" || return
  enter_root || { echo "$root: $state" >&2; return 1; }
  [ "$(stat -c %d .)" = "$device" ] || refuse "$hold is on another file system than $root"
  worker=$name
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" -links 1 '!' '(' $busy ')' '!' -path './systemd-private-*' \
    -execdir sh -c "$move" sh "$root" "$hold/$place" {} + 2>&1 >/dev/null | complaints
  failed=$?
  delete_folders "$@" || failed=1
  return "$failed"
}
restore() {
  enter_hold look || { echo "$hold: $held" >&2; return 1; }
  moves || return
  [ "$last" != 0 ] || return 0
  place=$place-$last
  cd -P "$place" || return
  as "$name" find . -xdev -mindepth 1 -type f -execdir sh -c "$move" sh "$hold/$place" "$root" {} + 2>&1 >/dev/null | complaints
  as "$name" find . -mindepth 1 -type d -empty -delete 2>/dev/null
  enter_hold look && rmdir "$place"
}
# Folders are made anew below the other end. The point keeps a newline at the end of a path.
move='from=$1 to=$2; shift 2
here=$(pwd -P; echo .)
here=\${here%??}
to=$to\${here#"$from"}
mkdir -p "$to" && mv -n -t "$to" -- "$@"'`;
