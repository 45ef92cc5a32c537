import { sh } from '../../core/shell.ts';

/**
 * find(1) deletes by itself: it opens every folder on its way without following links and removes
 * names relative to that, which no list of paths in the hands of rm(1) could do.
 *
 * It runs as the owner of the files, who can have no more deleted by a trick than he could delete
 * himself. Where he may not write into the folder, and root alone may, root does it: nobody else
 * can play tricks there.
 */
export const eraseScript = sh`
# Sets $worker.
choose_worker() {
  worker=$name
  as "$name" test -w . && return
  [ -n "$(find . -maxdepth 0 -uid 0 '!' -perm /022)" ] && worker=root
}
# Passes on what find complains of, but for folders that are closed to the owner: shut doors are
# not in his way, as long as nothing that he was to delete stays.
complaints() {
  awk '(/: cannot (delete|remove|move|create) / || !/^find: .*: Permission denied$/) && ++n <= 20 { print }
    END { exit n > 0 }' >&2
}
delete() {
  enter_root || { echo "$root: $state" >&2; return 1; }
  uid=$(id -u "$name") || return
  choose_worker
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" -links 1 '!' '(' $busy ')' '!' -path './systemd-private-*' -delete 2>&1 >/dev/null | complaints
  failed=$?
  delete_folders "$@" || failed=1
  return "$failed"
}
delete_folders() {
  [ "$empty_folders" = 1 ] || return 0
  as "$worker" find . -ignore_readdir_race -xdev -mindepth 1 -type d "$@" '!' -newermt "@$((asof-age))" \
    -uid "$uid" '!' -path './systemd-private-*' -empty -delete 2>&1 >/dev/null | complaints
}`;
