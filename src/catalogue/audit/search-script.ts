import { lines, type ShellText, sh } from '../../core/shell.ts';

/** Within what may be read: the newest half of it whole, the rest in 8 slices from what is older. */
const spread: ShellText = sh`
spread() {
  left=$cap all=0 taken=0 sampled=no pieces=
  while read -r name from to cut; do
    [ -n "$name" ] || continue
    n=$((to - from)) all=$((all + to - from))
    if [ "$n" -le "$left" ]; then
      left=$((left - n)) taken=$((taken + n))
      pieces="$name $from $to $cut
$pieces"
      continue
    fi
    sampled=yes
    [ "$left" -ge 65536 ] || continue
    taken=$((taken + left))
    case $name in *.gz) pieces="$name $from $((from + left)) $cut
$pieces" left=0; continue ;; esac
    half=$((left / 2)) step=$(((n - left / 2) / 8)) k=7
    pieces="$name $((to - half)) $to cut
$pieces"
    while [ $k -ge 0 ]; do
      at=$((from + k * step))
      pieces="$name $at $((at + half / 8)) cut
$pieces" k=$((k - 1))
    done
    left=0
  done <<LIST
$newest
LIST
}`;

/**
 * grep reads a file that is wanted whole by itself, for a pipe would cost more than the search; `-b`
 * then tells awk where lines are that were written after we had taken the size.
 */
const readers: ShellText = sh`
part() { tail -c +$(($2 + 1)) -- "$1" | head -c $(($3 - $2)); }
unzipped() { gzip -dc <"$1" | tail -c +$(($2 + 1)) | head -c $(($3 - $2)); }
whole() { if [ "$1" = cut ]; then sed 1d; else cat; fi; }
# The shell reads the rest of a line that is not whole byte by byte, and leaves all else to grep.
found() {
  if [ "$1" = cut ]; then IFS= read -r rest; fi
  shift
  grep -aF "$@"
}
search() {
  direct=no
  if [ "$(echo x | grep -abF x 2>/dev/null)" = 0:x ]; then direct=yes; fi
  # GNU grep looks for the last character of a single pattern, which a digit is everywhere, but for
  # the first ones of two: with one that no line has it takes a quarter less time.
  case $direct$# in yes2) case $2 in *[0-9]) set -- "$@" -e ${'\u0001\u0001'} ;; esac ;; esac
  while read -r name from to cut; do
    [ -n "$name" ] || continue
    case $name in *.gz)
      printf '\001pipe\n'
      unzipped "$name" "$from" "$to" | tr -d '\000' | found "$cut" "$@"
      continue ;;
    esac
    if [ "$from" = 0 ] && [ $direct = yes ] && [ "$to" -gt 1048576 ] && [ "$cut" = - ]; then
      printf '\001direct %s\n' "$to"
      grep -abF "$@" -- "$name"
    else
      printf '\001pipe\n'
      if [ $((to - from)) -gt 33554432 ]; then part "$name" "$from" "$to"; else part "$name" "$from" "$to" | tr -d '\000'; fi |
        found "$cut" "$@"
    fi
  done <<LIST
$pieces
LIST
}`;

/** `spread` cuts what was chosen down to what may be read; `search` greps it, oldest first. */
export const searchScript = lines(spread, readers);
