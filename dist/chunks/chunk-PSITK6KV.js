import{folderStateScript}from"./chunk-W6YXQYPY.js";import{withoutSlash}from"./chunk-22MPUYVE.js";import{sh}from"./chunk-S7DLJ3SP.js";var manifest=sh`
line() { read -r sum name || [ -n "$sum" ]; }
sums() {
  if [ -f "$best.sha256" ]; then while line; do
    name=\${name#\*}
    if [ -e "$best/$name" ]; then name=$base/$name; fi
    printf '%s  %s\n' "\${sum#\\}" "$name"
  done <"$best.sha256"
  elif [ -f "$best/SHA256SUMS" ]; then while line; do
    printf '%s  %s/%s\n' "$sum" "$base" "\${name#\*}"
  done <"$best/SHA256SUMS"
  else while line; do
    name=\${name#\*}
    case \${name#./} in "$base" | "$base"/* | "$d/$base" | "$d/$base"/*)
      printf '%s  %s\n' "$sum" "$name" ;;
    esac
  done <"$d/SHA256SUMS"
  fi
}
# All of it is told, and the sums of what it lists: who reads them compares.
json() {
  for f in "$d"/manifest_*.json; do
    [ -f "$f" ] && [ -r "$f" ] || continue
    grep -q -F -e "\"$base\"" -e "\"$base/" "$f" || continue
    command -v sha256sum >/dev/null || { put manifest no-tool; return; }
    manifested=yes
    put json "$(cat "$f")"
    if [ -d "$best" ]; then to_sum=members; else to_sum=file; fi
    return
  done
  false
}
manifested=no
to_sum=
manifest() {
  ! json || return 0
  for f in "$best.sha256" "$best/SHA256SUMS" "$d/SHA256SUMS"; do [ ! -f "$f" ] || break; done
  if [ ! -f "$f" ]; then put manifest none; return; fi
  if [ ! -r "$f" ]; then put manifest denied; return; fi
  command -v sha256sum >/dev/null || { put manifest no-tool; return; }
  listed=$(sums)
  if [ -z "$listed" ]; then put manifest none; return; fi
  to_sum=listed
  if [ ! -d "$best" ]; then
    to_sum=file
    case $listed in 'SHA256 '*) listed=\${listed##* } ;; esac
    put wanted "\${listed%%[!0-9a-fA-F]*}"
  fi
}
summing() {
  case $to_sum in
    file) gently sha256sum <"$best" ;;
    listed) cd "$d" && printf '%s\n' "$listed" | gently sha256sum -c ;;
    members) cd "$d" && find "$base" -type f -print0 | gently xargs -0 sha256sum ;;
  esac 2>&1
  echo "rc=$?"
}
summed() {
  status=\${1##*rc=}
  set -- "\${1%rc=*}"
  if [ $manifested = yes ]; then put sums "$1" && put manifest "json $status"
  else case $to_sum in
    listed)
      put manifest "checked $status"
      put sums "$(printf '%s' "$1" | grep -v ': OK$' | head -n 5)"
      ;;
    file) put manifest "summed $status" && put sum "\${1%% *}" ;;
  esac; fi
}`;function findNewest(settleSeconds){return sh`
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
done`}var backupTools=sh`
put() { printf '%s=%s\0' "$1" "$2"; }
need() { command -v "$1" >/dev/null || { put missing "$1"; exit 0; }; }
calm=
if command -v nice >/dev/null; then calm='nice -n 19'; fi
if ionice -c 3 true 2>/dev/null; then calm="$calm ionice -c 3"; fi
gently() {
  left=$((limit + now - $(date +%s)))
  [ $left -gt 0 ] || return 124
  if command -v timeout >/dev/null; then timeout $left $calm "$@"; else $calm "$@"; fi
}
# The newest pg_restore there is: the one in PATH may belong to an old cluster.
pg=$(command -v pg_restore) || pg=
major=0
for f in /usr/lib/postgresql/*/bin/pg_restore /usr/pgsql-*/bin/pg_restore; do
  [ -x "$f" ] || continue
  v=\${f%/bin/*}
  v=\${v##*[/-]}
  case $v in '' | *[!0-9]*) continue ;; esac
  if [ "$v" -gt $major ]; then major=$v pg=$f; fi
done`,detectFormat=sh`
head263() { od -An -v -tx1 -N 263; }
detect() {
  IFS=
  hex="$*"
  IFS=$usual
  case $hex in
    '') format=empty ;;
    5047444d50*) format=custom ;;
    1f8b*) format=gzip ;;
    2d2d0a2d2d20506f737467726553514c*) format=sql ;;
    746f632e64617400*7573746172??) format=pg-tar ;;
    *7573746172??) if [ \${#hex} -eq 526 ]; then format=tar; else format=other; fi ;;
    *[!0]*) format=other ;;
    *) format=zeros ;;
  esac
}`,readers=sh`
restore() {
  if [ -z "$pg" ]; then put missing pg_restore; exit 0; fi
  put tool "$("$pg" --version)"
  set -- $({ gently "$pg" -l "$best"; printf '\n;rc %s\n' $?; } | awk '
    /^; +Compression:/ { compression = $3 }
    /^; +Dumped by pg_dump version:/ { version = $6 }
    /^[0-9]+; [0-9]+ [0-9]+ TABLE DATA / { tables++; oids = oids "," $3 }
    /^;rc/ { rc = $2 }
    END { print rc, tables + 0, compression == "" ? "-" : compression, version == "" ? "-" : version, substr(oids, 2) }')
  put toc "$1" && put tables "$2" && put compression "$3" && put dumped "$4"
  if [ "$manifested" = yes ]; then put oids "\${5-}"; fi
  [ "$1" = 0 ] || return 0
  gently "$pg" -f /dev/null "$best" >/dev/null
  put restore $?
}
# The last line is tar's exit status; tar may stop before the end, so cat reads on for gzip's sake.
entries() { { gently tar -tf -; echo $?; cat >/dev/null; } | awk '
  { if (NR > 1 && last !~ /\/$/) files++; last = $0 }
  END { print last, NR - 1, files + 0 }'; }
counted() { tar=$1 && put tar "$1" && put entries "$2" && put files "$3"; }
# Both tars take a cut between two members for an end; the real one is a block of zeros.
ended() { case $(tail -c 512 | od -An -v -tx1) in *[1-9a-f]*) put ended 0 ;; *) put ended 1 ;; esac; }
trailer() {
  put trailer "$(tail -n 12 | grep -E -c -x -e '-- PostgreSQL database( cluster)? dump complete')"
}
# One reading serves all; each puts its own fact as it ends, through 3, which is the output.
unzip() { gently gzip -dc <"$best"; put gzip $? >&3; }
unzip_tar() {
  { { unzip | tee /dev/fd/4 | ended >&3; } 4>&1 | { counted $(entries) >&3; }; } 3>&1
}
unzip_sql() { { unzip | trailer; } 3>&1; }
# An emptied member reads as the end of its data, and pg_restore takes that for no rows at all. The
# data of a table always ends with a line of its own; only a large object may be empty.
hollow() {
  for f in "$best"/[0-9]*.dat "$best"/*.dat.gz "$best"/*.dat.lz4 "$best"/*.dat.zst; do
    if [ -e "$f" ] && [ ! -s "$f" ]; then put hollow "\${f##*/}"; return; fi
  done
}
examine() {
  case $format in
    custom) restore ;;
    directory)
      hollow
      restore
      ;;
    pg-tar | tar)
      need tar
      ended <"$best"
      counted $(entries <"$best")
      ;;
    sql) trailer <"$best" ;;
    sql.gz) unzip_sql ;;
    tar.gz)
      need tar
      need tee
      unzip_tar
      ;;
    gzip)
      gently gzip -t <"$best"
      put gzip $?
      ;;
  esac
}`,usualSettleSeconds=60;function integrityScript(directory,{pattern},timeoutSeconds,settleSeconds=usualSettleSeconds){return sh`
d=${withoutSlash(directory)}
p=${pattern}
limit=${timeoutSeconds}
now=$(date +%s)
${backupTools}
${folderStateScript}
put folder $state
[ $state = listed ] || exit 0
${findNewest(settleSeconds)}
if [ -z "$best" ]; then exit 0; fi
base=\${best#"$d"/}
put file "$base"
before=$(stat -c '%Y %s' -- "$best")
if [ -d "$best" ]; then set -- "$best" "$best"/*; else set -- "$best" && put size "\${before#* }"; fi
for f; do [ -r "$f" ] || { put denied "$f"; exit 0; }; done
${detectFormat}
format=directory
if [ ! -d "$best" ]; then detect $(head263 <"$best"); fi
if [ $format = gzip ]; then
  need gzip
  detect $(gzip -dc <"$best" 2>/dev/null | head263)
  case $format in sql) format=sql.gz ;; tar | zeros) format=tar.gz ;; *) format=gzip ;; esac
fi
put format $format
put begins "\${hex%"\${hex#????????????????}"}"
${manifest}
manifest
${readers}
# Both read all of the backup, at the same time: its sums are caught, its facts go to 5, the output.
{
  caught=$(
    summing &
    {
      # pg_restore may never come back from a cut tar, and does not see every cut: tar goes first.
      examine
      if [ $format = pg-tar ] && [ "$tar" = 0 ]; then restore; fi
      put end yes
    } >&5
    wait
  )
} 5>&1
summed "$caught"
[ "$(stat -c '%Y %s' -- "$best")" = "$before" ] || put changed yes`}export{findNewest,backupTools,detectFormat,integrityScript};
