import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{sh}from"./chunk-S7DLJ3SP.js";var helper=rootHelper("pss",sh`
n=0
while IFS= read -r pid; do
  case $pid in '' | *[!0-9]* | ????????*) echo "no process id" >&2; exit 2 ;; esac
  n=$((n+1))
  [ "$n" -le 100 ] || { echo "too many processes" >&2; exit 2; }
  while read -r key value rest; do
    [ "$key" = Pss: ] && { printf 'pss %s %s\n' "$pid" "$value"; break; }
  done 2>/dev/null <"/proc/$pid/smaps_rollup"
done
exit 0`),readPss=sh`
if [ -n "$pids" ]; then
  printf '%s\n' $pids | ${sudoHelper(helper,"read")} 2>&1 || echo 'pss denied'
fi`;function parsePss(stdout){let lines=[...stdout.matchAll(/^pss (\d+) (\d+)$/gm)];if(lines.length!==0)return new Map(lines.map(([,pid,kB])=>[Number(pid),Number(kB)*1024]))}export{readPss,parsePss};
