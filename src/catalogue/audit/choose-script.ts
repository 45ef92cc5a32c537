import { type ShellText, sh } from '../../core/shell.ts';
import type { LogParams } from './log-params.ts';

export const weekSeconds = 7 * 24 * 3600;

/** What may be known, or not, of a file: its readers are `grep` and `tail`, so size is in bytes. */
const functions: ShellText = sh`
put() { printf '%s=%s\n' "$1" "$2"; }
# A folder that cannot be entered hides the log: that is not the same as no log.
lookup() {
  if [ -e "$log" ]; then
    [ -f "$log" ] || { put state special; exit 0; }
    [ -r "$log" ] || { put state denied; put at "$log"; exit 0; }
    return 0
  fi
  d=$log
  while d=\${d%/*}; [ -n "$d" ]; do
    [ -d "$d" ] || continue
    [ -x "$d" ] || { put state denied; put at "$d"; exit 0; }
    break
  done
  put state missing
  exit 0
}
plain() { case $1 in *.gz) gzip -dc <"$1" ;; *) cat <"$1" ;; esac; }
# As hash does, in one process; of a line with a NUL it comes to something else.
digest() {
  IFS= read -r digest <"$1" || { digest=; return; }
  digest=$(sha256sum <<LINE
$digest
LINE
  )
  digest=\${digest%% *}
}
# A first line that is not yet whole would have another hash tomorrow.
hash() {
  [ "$(plain "$1" 2>/dev/null | head -n 1 | wc -l)" = 1 ] || { echo -; return; }
  plain "$1" 2>/dev/null | head -n 1 | sha256sum | head -c 64
}
# "mtime inode size name" of what logrotate has put aside, newest first; of two that were written
# within one second "log.1" is newer than "log.2.gz".
rotated() {
  b=\${log%.*} e=\${log##*.}
  for f in "$log".[0-9]* "$log"-[0-9]* "$b"[.-][0-9]*."$e" "$b"[.-][0-9]*."$e".gz; do
    case $f in *[!A-Za-z0-9._/@:+-]* | *.xz | *.bz2 | *.zst) continue ;; esac
    [ -f "$f" ] || continue
    stat -L -c '%Y %i %s %n' -- "$f"
  done | sort -k1,1nr -k4,4 | head -n 60
}
# A gzip file tells in its last four bytes how much it holds (RFC 1952, modulo 4 GiB).
size() {
  case $1 in *.gz) set -- $(tail -c 4 -- "$1" | od -An -v -tu4) && echo "\${1:-0}" ;; *) stat -L -c %s -- "$1" ;; esac
}
# Seconds of the first line that has a time, in the last $2 bytes of $1.
first_time() { tail -c "$2" -- "$1" | head -c 65536 | tr -d '\000' | sed 1d | awk -F "$fs" "$common"'
  { if (parse(1)) { print int(when); exit } }'; }
# Where lines from $since on begin: a look at a few places instead of at all of them.
gallop() {
  for back in 1 4 16 64 256 1024 4096; do
    [ $((back * 1048576)) -lt "$2" ] || break
    seen=$(first_time "$1" $((back * 1048576)))
    case $seen in '' | *[!0-9]*) continue ;; esac
    if [ "$seen" -lt $((since - 600)) ]; then echo $(($2 - back * 1048576)); return; fi
  done
  echo 0
}`;

/**
 * Sets `newest`, what has to be read, newest first: "name from to cut" a line, where `cut` says
 * that the first line is not whole; `since`, from when lines count; `window`, from when they should
 * be there; `gap`, whether some may be lost; and what the next run has to know.
 *
 * A file is known by inode and first line, or by first line alone once it was compressed or copied
 * (`copytruncate`). Where the place is not found again, time decides.
 */
export function chooseScript({ log, firstHours }: LogParams): ShellText {
  return sh`
log=${log}
${functions}
# The open file stays the same one when its name goes to another.
look() {
  exec 3<"$log"
  live=/proc/self/fd/3
  set -- $(stat -L -c '%i %s %Y' -- $live /proc/self)
  # A process is as old as its folder, and this one has just begun.
  inode=$1 total=$2 now=$6
}
# Where the last reading has ended: inode, offset, first line, time.
begin() {
  last_inode=$1 last_offset=$2 last_hash=$3 last_at=$4
  since=$((now - ${firstHours} * 3600)) oldest=$((now - ${weekSeconds}))
  if [ "$last_at" -gt 0 ]; then since=$last_at; fi
  # A clock that was set back must not hide everything.
  if [ "$since" -gt "$now" ]; then since=$((now - ${firstHours} * 3600)); fi
  if [ "$since" -lt "$oldest" ]; then since=$oldest; fi
  window=$since
}
# Whether the log simply goes on where we stopped, with little more: then it is read in one go.
goes_on() {
  [ "$inode" = "$last_inode" ] && [ "$last_hash" != - ] && [ "$total" -ge "$last_offset" ] &&
    [ $((total - last_offset)) -le 16777216 ] || return
  digest $live
  [ "$digest" = "$last_hash" ]
}
choose() {
  hash_now=$(hash "$live")
  part=0
  if [ "$total" -gt 0 ] && [ -n "$(tail -c +"$total" -- "$live" | head -c 1 | tr -d '\n' | od -An -v -tx1)" ]; then
    # The last line is still being written: it is read next time.
    part=$(tail -c +$((total > 262144 ? total - 262143 : 1)) -- "$live" | head -c $((total > 262144 ? 262144 : total)) | tail -n 1 | wc -c)
  fi
  end=$((total - part))
  list="$now $inode $end $log
$(rotated)"
  place=
  if [ "$last_at" -gt 0 ]; then place=$(find_place); fi
  newest= gap=no denied= cut=
  # What was buffered by nginx is written late: where the place is known, time does not decide.
  [ -z "$place" ] || since=$oldest
  while read -r mtime i bytes name; do
    [ -n "$name" ] || continue
    if [ "$name" != "$log" ] && [ "$mtime" -lt "$since" ] && [ "$name" != "$place" ]; then break; fi
    if [ ! -r "$name" ]; then denied=$name; continue; fi
    from=0 cut=-
    [ "$name" = "$log" ] || bytes=$(size "$name")
    if [ "$name" = "$place" ]; then from=$last_offset; else
      case $name in *.gz) ;; *) if [ -z "$place" ]; then from=$(gallop "$name" "$bytes"); fi ;; esac
    fi
    if [ "$name" != "$place" ] && [ "$from" -gt 0 ]; then cut=cut; fi
    [ "$from" -ge "$bytes" ] || newest="$newest$name $from $bytes $cut
"
    [ "$name" != "$place" ] || break
    name=
  done <<LIST
$list
LIST
  # All was followed back to a file older than our last look, or some is gone.
  if [ "$last_at" -gt 0 ] && [ -z "$place" ] && [ -z "$name" ]; then gap=yes; fi
}
find_place() {
  while read -r mtime i bytes name; do
    [ "$i" = "$last_inode" ] && [ -r "$name" ] || continue
    case $name in *.gz) continue ;; esac
    [ "$bytes" -ge "$last_offset" ] || continue
    if [ "$last_hash" = - ] || [ "$(hash "$name")" = "$last_hash" ]; then echo "$name"; return; fi
  done <<LIST
$list
LIST
  [ "$last_hash" != - ] || return 0
  while read -r mtime i bytes name; do
    [ -n "$name" ] && [ "$name" != "$log" ] && [ -r "$name" ] || continue
    [ "$(hash "$name")" = "$last_hash" ] || continue
    [ "$(size "$name")" -ge "$last_offset" ] || continue
    echo "$name"
    return
  done <<LIST
$list
LIST
}`;
}
