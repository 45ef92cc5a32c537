import { sh } from '../../core/shell.ts';

/**
 * A package made again of what it has installed, as dpkg-repack(1) does it: the control fields of
 * dpkg's status, the maintainer scripts, the files.
 *
 * - A folder of the package that is a symbolic link on the host (`/bin`) is a folder again.
 * - What another package has diverted is taken from where it was diverted to.
 * - Files that are not there (excluded by a `path-exclude`, removed by hand) are left out.
 * - A configuration file that was changed gets one more line end: dpkg then goes on to see the
 *   host's own as changed, and no later upgrade overwrites it without a word.
 */
export const rebuildPackage = sh`
rebuild_package() { # NAME[:ARCHITECTURE] FILE
  tree=$(mktemp -d "$work/tree.XXXXXX") || return
  chmod 755 "$tree"
  rebuild_control "$1" && rebuild_files "$1" && rebuild_conffiles &&
    dpkg-deb -Zgzip -z1 --build "$tree" "$2" >/dev/null
  rebuilt=$?
  rm -rf "$tree"
  return "$rebuilt"
}
rebuild_control() {
  mkdir -m 755 "$tree/DEBIAN" || return
  dpkg-query -s "$1" >"$work/status" || return
  awk '/^[^ ]/ { drop = /^(Status|Conffiles|Config-Version|Triggers-Pending|Triggers-Awaited):/ }
    !drop && NF' "$work/status" >"$tree/DEBIAN/control"
  awk '/^[^ ]/ { inside = /^Conffiles:/; next } inside && $3 == "" { print $2, $1 }' "$work/status" >"$work/conffiles"
  dpkg-query --control-list "$1" >"$work/control" || return
  while read -r part; do
    [ "$part" != conffiles ] || continue
    path=$(dpkg-query --control-path "$1" "$part") && cp -p "$path" "$tree/DEBIAN/$part" || return
  done <"$work/control"
  chmod -R u=rwX,go=rX "$tree/DEBIAN"
}
rebuild_files() {
  list=/var/lib/dpkg/info/$1.list
  [ -f "$list" ] || list=/var/lib/dpkg/info/\${1%%:*}.list
  [ -f "$list" ] || return
  # "kind<TAB>path<TAB>place on this host"; of diversions, three lines are path, place and package.
  awk -v package="\${1%%:*}" 'FILENAME != ARGV[ARGC-1] {
      if (FNR % 3 == 1) path = $0
      else if (FNR % 3 == 2) place = $0
      else if ($0 != package) moved[path] = place
      next }
    $0 == "/." || $0 == "" { next }
    { all[++n] = $0; parent = $0; sub(/\/[^\/]*$/, "", parent); folder[parent] = 1 }
    END { for (i = 1; i <= n; i++) { p = all[i]
      print (p in folder ? "folder" : "file") "\t" p "\t" (p in moved ? moved[p] : p) } }' \
    /var/lib/dpkg/diversions "$list" >"$work/files" || return
  : >"$work/plain"
  tab=$(printf '\t')
  while IFS=$tab read -r kind path place; do
    if [ "$kind" = folder ] && { [ -h "$path" ] || [ ! -e "$path" ]; }; then
      mkdir -p -m 755 "$tree$path" || return
    elif [ "$path" != "$place" ]; then
      [ -e "$place" ] || [ -h "$place" ] || continue
      mkdir -p "$tree\${path%/*}" && cp -a "$place" "$tree$path" || return
    elif [ -e "$path" ] || [ -h "$path" ]; then
      printf '.%s\0' "$path" >>"$work/plain"
    fi
  done <"$work/files"
  # Hard links, owners, modes and times as they are.
  tar -C / -c --no-recursion --null --verbatim-files-from -T "$work/plain" |
    tar -C "$tree" -x -p --same-owner --numeric-owner
}
rebuild_conffiles() {
  : >"$tree/DEBIAN/conffiles"
  while read -r sum path; do
    [ -f "$tree$path" ] && [ ! -h "$tree$path" ] || continue
    printf '%s\n' "$path" >>"$tree/DEBIAN/conffiles"
    now=$(md5sum <"$tree$path") || return
    [ "\${now%% *}" = "$sum" ] || echo >>"$tree$path"
  done <"$work/conffiles"
  [ -s "$tree/DEBIAN/conffiles" ] || rm "$tree/DEBIAN/conffiles"
}`;
