import{quote}from"./chunk-S7DLJ3SP.js";function compileScript(probes,nonce){let sampling=probes.filter(({probe})=>probe.sampling),light=probes.filter(({probe})=>!probe.sampling&&probe.weight==="light"),heavy=probes.filter(({probe})=>!probe.sampling&&probe.weight==="heavy");return{text:[`teiki_nonce=${nonce}`,"teiki_main() {",prelude,...probes.map(probeFunction),sampling.length===0?phase([...light,...heavy]):overlapped(sampling,light)+phase(heavy),String.raw`printf '\n%s Z\n' "$teiki_nonce"`,String.raw`printf '\n%s Z\n' "$teiki_nonce" >&2`,"}","teiki_main",""].join(`
`),nonce,limitSeconds:limitOf(probes)}}function limitOf(probes){let seconds=({probe})=>probe.sampling?probe.sampling.everySeconds*probe.sampling.count:probe.timeoutSeconds;return probes.reduce((sum,probe)=>sum+seconds(probe)+2,10)}var prelude=String.raw`
exec </dev/null
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset ENV BASH_ENV LANGUAGE CDPATH GREP_OPTIONS
umask 077
IFS=' 	
'
while read -r teiki_key teiki_uid teiki_rest; do
  [ "$teiki_key" = Uid: ] && break
done </proc/self/status
# Root needs no sudo, and may not have it.
[ "$teiki_uid" = 0 ] && sudo() { shift; "$@"; }
teiki_begin() {
  read -r teiki_up teiki_rest </proc/uptime
  printf '\n%s B %s %s\n' "$teiki_nonce" "$1" "$teiki_up"
  printf '\n%s B %s\n' "$teiki_nonce" "$1" >&2
}
teiki_end() {
  read -r teiki_up teiki_rest </proc/uptime
  printf '\n%s E %s %s %s\n' "$teiki_nonce" "$1" "$2" "$teiki_up"
  printf '\n%s E %s\n' "$teiki_nonce" "$1" >&2
}
teiki_clock() {
  # A subshell's own process id is in no POSIX variable, but the shell itself opens /proc/self.
  read -r teiki_me teiki_rest </proc/self/stat
  trap 'teiki_ticks=$((teiki_ticks+1))' USR1
  # Its last sleep outlives it: with a stream of ours open, that would hold up the connection.
  while sleep 1; do kill -USR1 "$teiki_me" || exit; done >/dev/null 2>&1 3>&- 4>&- &
  teiki_ticker=$!
}
teiki_clock_end() {
  trap '' USR1
  kill "$teiki_ticker" 2>/dev/null
}
teiki_children() {
  for teiki_stat in /proc/[0-9]*/stat; do
    read -r teiki_line <"$teiki_stat" || continue
    set -- "$1" ${"${teiki_line##*) }"}
    [ "$3" = "$1" ] || continue
    teiki_pid=${"${teiki_line%% *}"}
    printf '%s ' "$teiki_pid"
    ( teiki_children "$teiki_pid" )
  done
} 2>/dev/null
teiki_kill() {
  # The probe's shell first, or it would go on with its next command.
  teiki_tree=$(teiki_children "$1")
  kill -KILL "$1"
  kill -TERM $teiki_tree
  sleep 1
  kill -KILL $teiki_tree
} 2>/dev/null
teiki_need() {
  for teiki_tool do
    command -v "$teiki_tool" >/dev/null || return
  done
}
# A probe tells itself how it ended: between a tick and an end at the same moment some shells
# forget the status. (The nonce comes as an argument, whatever the probe did to its variables.)
teiki_exit() {
  teiki_status=$?
  teiki_nonce=$1
  teiki_end "$2" "$teiki_status"
}
teiki_probe() {
  trap "teiki_exit $teiki_nonce $teiki_frame" EXIT
  "teiki_probe_$teiki_frame"
  # Not the last command, which the shell may become instead of starting it.
  exit
}
teiki_run() {
  teiki_begin "$1"
  teiki_frame=$1 teiki_limit=$2
  shift 2
  teiki_need "$@" || {
    teiki_end "$teiki_frame" "missing:$teiki_tool"
    return
  }
  teiki_ticks=0
  teiki_probe 3>&- 4>&- &
  teiki_child=$!
  while :; do
    wait "$teiki_child"
    teiki_status=$?
    [ "$teiki_status" -gt 128 ] || return
    # Above 128: the child was killed, or a tick has interrupted the wait.
    kill -0 "$teiki_child" 2>/dev/null || break
    [ "$teiki_ticks" -gt "$teiki_limit" ] || continue
    teiki_kill "$teiki_child"
    teiki_status=timeout
    break
  done
  # Counts only where the probe could not tell.
  teiki_end "$teiki_frame" "$teiki_status"
}
teiki_begin host
printf '%s\n' "$teiki_up" "$teiki_uid"
date +%s
for teiki_file in /sys/devices/system/cpu/online /proc/sys/kernel/osrelease; do
  teiki_line=
  read -r teiki_line <"$teiki_file"
  printf '%s\n' "$teiki_line"
done 2>/dev/null
while read -r teiki_line; do
  case $teiki_line in ID=* | VERSION_ID=*) printf '%s\n' "$teiki_line" ;; esac
done 2>/dev/null </etc/os-release
teiki_end host 0`;function probeFunction({frame,probe,before=""}){return`teiki_probe_${frame}() {
${before}${probe.script.text.trim()}
}`}function phase(probes){return probes.length===0?":":["teiki_clock",...probes.map(({frame,probe})=>["teiki_run",frame,String(probe.timeoutSeconds),...probe.requires].map(quote).join(" ")),"teiki_clock_end"].join(`
`)}function overlapped(sampling,light){let seconds=Math.max(...sampling.map(({probe})=>lastSample(probe)));return`
exec 3>&1
{
exec 4>&1 >&3
${phase(light)}
} | {
teiki_second=0
while :; do
${sampling.map(takeSample).join(`
`)}
[ "$teiki_second" -ge ${seconds} ] && break
sleep 1
teiki_second=$((teiki_second+1))
done
read -r teiki_rest
${sampling.map(showSamples).join(`
`)}
} >&3
exec 3>&-
`}function takeSample({frame,probe}){return`[ $((teiki_second%${probe.sampling?.everySeconds??1})) = 0 ] && [ "$teiki_second" -le ${lastSample(probe)} ] &&
{ teiki_out_${frame}="$teiki_out_${frame}$(teiki_probe_${frame} 2>/dev/null 3>&-)
" || teiki_status_${frame}=$?; }`}function showSamples({frame,probe}){let need=["teiki_need",...probe.requires].map(quote).join(" ");return`teiki_begin ${frame}
printf '%s' "$teiki_out_${frame}"
${need} || teiki_status_${frame}="missing:$teiki_tool"
teiki_end ${frame} "\${teiki_status_${frame}:-0}"`}function lastSample({sampling}){return sampling?sampling.everySeconds*(sampling.count-1):0}export{compileScript};
