import { type ShellText, sh } from '../../core/shell.ts';

/**
 * Sets `best` to the newest finished backup of `$p` in `$d`, empty when there is none, by the rules
 * of backup.freshness, with built-ins (`-nt` is in dash, bash and busybox alike): unfinished names,
 * links, folders without toc.dat, the just touched and those from the future are left out. One that a
 * manifest names is finished however young: the manifest is written last.
 */
export function findNewest(settleSeconds: number): ShellText {
  return sh`
newest() {
  best=
  for f; do
    case $f in *.partial | *.part | *.tmp) continue ;; esac
    [ ! -h "$f" ] || continue
    if [ -d "$f" ]; then [ ! -x "$f" ] || [ -e "$f/toc.dat" ] || continue
    else [ -f "$f" ] || continue; fi
    if [ -z "$best" ] || ! [ "$best" -nt "$f" ]; then best=$f; fi
  done
  [ -n "$best" ]
}
listed() { grep -qsF '"'"$1"'"' "$d"/manifest_*.json; }
usual=$IFS
IFS=
set -- "$d"/$p
IFS=$usual
while newest "$@"; do
  at=$(stat -c %Y -- "$best") || at=0
  { [ $((now - at)) -lt ${settleSeconds} ] && ! listed "\${best##*/}"; } || [ $((at - now)) -gt 300 ] || break
  for f; do
    shift
    [ "$f" = "$best" ] || set -- "$@" "$f"
  done
done`;
}
