import { lines, sh } from '../../core/shell.ts';
import { rebuildPackage } from './package-rebuild.ts';

/**
 * Keeps the packages of before: from apt's cache, else from the archive if that still has them
 * (most keep only the newest), else rebuilt from what is installed.
 */
const keep = sh`
file_of() { # NAME VERSION ARCHITECTURE
  printf '%s_%s_%s.deb' "\${1%%:*}" "$(printf %s "$2" | sed s/:/%3a/g)" "$3"
}
is_deb() { # FILE PACKAGE VERSION: whole, and what its name says
  [ "$(dpkg-deb -W --showformat='\${Package} \${Version}' "$1" 2>/dev/null)" = "\${2%%:*} $3" ] &&
    dpkg-deb --fsys-tarfile "$1" >/dev/null 2>&1
}
keep_packages() {
  umask 077
  fresh=$folder.new
  rm -rf "$folder" "$store"/*.new
  mkdir "$fresh" "$work/download" || exit 1
  copies >"$fresh/copies"
  awk '$2 != "-"' "$work/orders" >"$work/old"
  : >"$work/wanted"
  native=$(dpkg --print-architecture)
  while read -r name from to mark; do
    # Of the same name for two architectures, the one without its architecture is the host's own.
    architecture=\${name#*:}
    [ "$architecture" != "$name" ] || architecture=$(dpkg-query -W -f '\${Architecture}\n' "$name" | grep -xE "$native|all") || exit 1
    printf '%s %s %s %s\n' "$name" "$from" "$(file_of "$name" "$from" "$architecture")" \
      "\${name%%:*}$([ "$architecture" = all ] || echo ":$architecture")" >>"$work/wanted"
  done <"$work/old"
  from_cache
  from_archive
  while read -r name from file full; do
    [ ! -e "$fresh/$file" ] || continue
    rebuild_package "$full" "$fresh/$file" && is_deb "$fresh/$file" "$name" "$from" && continue
    rm -f "$fresh/$file"
    [ "$mode" = best-effort ] || {
      rm -rf "$fresh"
      fail "The package $name $from can neither be fetched nor rebuilt, so there would be no way back: nothing was changed"
    }
    echo "No way back for $name $from"
  done <"$work/wanted"
  # Folder and files reach the disk before the first change does.
  sync -f "$fresh" && mv -T "$fresh" "$folder" || exit 1
  umask 022
}
from_cache() {
  while read -r name from file full; do
    cached=/var/cache/apt/archives/$file
    [ -f "$cached" ] && is_deb "$cached" "$name" "$from" || continue
    cp "$cached" "$fresh/$file" || exit 1
  done <"$work/wanted"
}
from_archive() {
  set -- $(cut -d ' ' -f 1 "$work/wanted")
  [ "$#" -gt 0 ] || return 0
  # "name | version | source": only what archives have, not what is installed.
  apt-cache madison "$@" 2>/dev/null | awk 'NR == FNR { there[$1 " " $3] = 1; next }
    { bare = $1; sub(/:.*/, "", bare) } there[$1 " " $2] || there[bare " " $2] { print $1 "=" $2 }' - "$work/wanted" >"$work/there"
  [ -s "$work/there" ] || return 0
  set -- $(cat "$work/there")
  ( cd "$work/download" && timeout 300 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
    download "$@" >/dev/null 2>&1 )
  while read -r name from file full; do
    [ -f "$work/download/$file" ] && is_deb "$work/download/$file" "$name" "$from" || continue
    cp "$work/download/$file" "$fresh/$file" || exit 1
  done <"$work/wanted"
}
prune_store() {
  ls -1dt "$store"/*/ 2>/dev/null | awk -v keep="$keep" 'NR > keep' | while read -r old; do
    case $old in "$store"/????????????????/) rm -rf "$old" ;; esac
  done
}`;

export const keepPackages = lines(rebuildPackage, keep);
