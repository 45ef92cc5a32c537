import { type ShellText, sh } from '../../core/shell.ts';
import type { DeletionOrder } from './order.ts';

/** How many names of each rule are shown. */
export const samples = 20;

/**
 * One pass of find over each folder, counted by awk as it goes, so that a million files cost no
 * memory. tr lets newline and NUL change places (by way of \001, which takes the third), so that
 * every name is a line of its own and nothing in it is lost.
 */
export function surveyScript({ emptyFolders, logs }: DeletionOrder): ShellText {
  const folders = emptyFolders
    ? sh`-o -type d -empty '(' $mine ')' '(' "$@" ')' '!' -newermt "@$((asof-age))" -printf 'd\0'`
    : sh``;
  return sh`
survey() {
  echo "== $number"
  enter_root || { echo "state $state"; return 0; }
  echo "state $state"
  stat -f -c 'free %a %S' . || exit
  stat -c 'device %d' . || exit
  {
    timeout 500 find . -ignore_readdir_race -xdev -mindepth 1 -type d -path './systemd-private-*' -prune -o \
      -type f '(' "$@" '!' -newermt "@$((asof-age))" '(' -links +1 -printf 'l\0' -o \
        '!' '(' $mine ')' -printf 'f %U\0' -o '(' $busy ')' -printf 'o\0' -o -printf 'm %U %s %T@ %P\0' ')' \
      -o -printf 'n\0' ')' ${folders}
    printf 'e %d\0' "$?"
  } | tr '\n\0\001' '\001\n\0' | awk '
$1 == "n" { n++; next }
$1 == "m" {
  n++
  count[$2]++
  bytes[$2] += $3
  if (!($2 in oldest) || $4 < oldest[$2]) oldest[$2] = $4
  if (++m <= ${samples}) print "name", substr($0, length($1 $2 $3 $4) + 5)
  next
}
$1 == "f" { n++; other[$2]++ }
$1 == "l" { n++; links++ }
$1 == "o" { n++; open++ }
$1 == "d" { folders++ }
$1 == "e" { status = $2 }
END {
  for (uid in count) printf "own %s %d %.0f %d\n", uid, count[uid], bytes[uid], oldest[uid]
  for (uid in other) printf "other %s %d\n", uid, other[uid]
  printf "files %d\nlinks %d\nopen %d\nfolders %d\nfind %s\n", n, links, open, folders, status
}'
  ${logs ? liveLogs : sh``}
}`;
}

/** Files that the patterns fit and that are in use: written within a day, or open for writing now. */
const liveLogs = sh`
  find . -ignore_readdir_race -xdev -mindepth 1 -type f "$@" -newermt "@$((now-86400))" -printf 'fresh %P\0' 2>/dev/null |
    tr '\n\0\001' '\001\n\0' | awk 'NR <= 200'
  find /proc/[0-9]*/fd -mindepth 1 -maxdepth 1 -type l -perm -200 -lname "$root/*" '!' -lname '* (deleted)' -printf 'writes %l\0' 2>/dev/null |
    tr '\n\0\001' '\001\n\0' | sort -u | awk 'NR <= 200'`;
