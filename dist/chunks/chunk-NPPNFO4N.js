import{beforeAndAfter,defineTask}from"./chunk-ABEPA6W4.js";import{dpkgAudit,failureOf,isDeferred,isSecurityOrigin,judgeAudit,judgeReliance,judgeSource,listFacts,parseAudit,parseLists,parseSimulation,refreshCommand,refreshLists,sourceMessages,waitForLocks}from"./chunk-HDQTNG7X.js";import{parseSections}from"./chunk-AP2DKIZJ.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{finding}from"./chunk-2YMXSEGA.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{ShellText,lines,sh,sudo}from"./chunk-S7DLJ3SP.js";import{_enum,array,boolean,int,number,strictObject,string,url}from"./chunk-APVUYG4K.js";var rebuildPackage=sh`
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
}`;var keep=sh`
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
}`,keepPackages=lines(rebuildPackage,keep);var readOrders=sh`
name_is_fine() {
  case $1 in *:*:*|*:|*-|[!a-z0-9]*|*[!a-z0-9+.:-]*|*:*[!a-z0-9]*|?|'') return 1 ;; esac
}
version_is_fine() {
  case $1 in [!A-Za-z0-9]*|*[!A-Za-z0-9.+:~-]*|*-|*+|'') return 1 ;; esac
}
read_orders() {
  mode=required keep=5 services= ended=
  : >"$work/orders"
  while read -r word a b c d rest; do
    line="$word $a $b $c $d $rest"
    [ -z "$ended$rest" ] || fail "Unexpected: $line"
    case $word in
      rollback)
        case $a in required|best-effort) mode=$a ;; *) fail "Unexpected: $line" ;; esac ;;
      keep)
        case $a in [1-9]|[1-9][0-9]) keep=$a ;; *) fail "Unexpected: $line" ;; esac ;;
      package)
        name_is_fine "$a" && version_is_fine "$c" || fail "Unexpected: $line"
        [ "$b" = - ] || version_is_fine "$b" || fail "Unexpected: $line"
        case $d in auto|manual) ;; *) fail "Unexpected: $line" ;; esac
        printf '%s %s %s %s\n' "$a" "$b" "$c" "$d" >>"$work/orders" ;;
      service)
        for known do
          [ "$known" != "$a" ] || { services="$services $a"; continue 2; }
        done
        fail "Not a service of this rule: $a" ;;
      end) ended=yes ;;
      *) fail "Unexpected: $line" ;;
    esac
  done
  [ -n "$ended" ] || fail 'The orders were cut off'
  if [ "$verb" != restart ]; then
    [ -s "$work/orders" ] || fail 'No packages'
    sort -u -o "$work/orders" "$work/orders"
    folder=$store/$(cut -d ' ' -f 1-3 "$work/orders" | sha256sum | cut -c 1-16)
  fi
}`;var upgradeLimitSeconds=3e3,upgradePackages=sh`
apt() { # as apt-get, waiting for the locks of others, also for those that have no time-out of their own
  waited=0
  while :; do
    timeout -k 30 ${upgradeLimitSeconds} apt-get -y -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
      -o APT::Get::Upgrade-By-Source-Package=false \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 \
      "$@" </dev/null 9>&- >"$work/apt" 2>&1
    status=$?
    [ "$status" -ne 0 ] && [ "$waited" -lt 300 ] &&
      grep -qE 'Could not get lock|Unable to lock|Unable to acquire' "$work/apt" || break
    sleep 5
    waited=$((waited+5))
  done
  tail -c 6000 "$work/apt"
  return "$status"
}
upgrade() {
  left=$(half_done)
  [ -z "$left" ] || fail 'dpkg was interrupted, and nothing was changed:' "$left"
  left=$(differing)
  [ -z "$left" ] || fail 'The host has other versions than the plan says, and nothing was changed:' "$left"
  set -- $(awk '$2 != "-" { print $1 "=" $3 }' "$work/orders")
  [ "$#" -gt 0 ] || fail 'No package to upgrade'
  apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade --no-remove install "$@" >"$work/simulation" 2>&1 ||
    fail 'apt-get cannot do this, and nothing was changed:' "$(tail -c 3000 "$work/simulation")"
  awk '$1 == "Inst" { from = "-"; to = $3
      if (substr($3, 1, 1) == "[") { from = substr($3, 2, length($3) - 2); to = $4 }
      print $2, from, substr(to, 2) }
    $1 == "Remv" { print "removal", $2 }' "$work/simulation" | sort >"$work/would"
  cut -d ' ' -f 1-3 "$work/orders" | sort >"$work/should"
  cmp -s "$work/would" "$work/should" ||
    fail 'apt-get would do something else than the plan says, and nothing was changed:' "$(diff "$work/should" "$work/would")"
  cut -d ' ' -f 1 "$work/orders" >"$store/last"
  chmod 644 "$store/last"
  keep_packages
  apt --only-upgrade --no-remove --download-only install "$@" ||
    fail 'The packages cannot be fetched, and nothing was changed'
  apt --only-upgrade --no-remove install "$@"
  status=$?
  restore_marks || status=1
  prune_store
  [ "$status" -eq 0 ] || fail "apt-get has ended with $status"
}`;var putBack=sh`
put_back() {
  differing >"$work/undo"
  if [ ! -s "$work/undo" ] && [ -z "$(half_done)" ]; then
    restore_marks
    return
  fi
  [ -d "$folder" ] || fail "No packages were kept in $folder"
  debs= missing= new=
  while read -r name from to mark; do
    if [ "$from" = - ]; then new="$new $name"; continue; fi
    found=
    for deb in "$folder/\${name%%:*}_"*.deb; do
      [ "$(dpkg-deb -W --showformat='\${Package} \${Version}' "$deb" 2>/dev/null)" = "\${name%%:*} $from" ] || continue
      case $name in
        *:*) [ "$(dpkg-deb -f "$deb" Architecture)" = "\${name#*:}" ] || continue ;;
        *) case $(dpkg-deb -f "$deb" Architecture) in "$(dpkg --print-architecture)"|all) ;; *) continue ;; esac ;;
      esac
      found=$deb
    done
    if [ -n "$found" ]; then debs="$debs $found"; else missing="$missing $name=$from"; fi
  done <"$work/undo"
  set --
  for name in $new; do set -- "$@" "$name-"; done
  if [ -n "$(half_done)" ] || [ -z "$debs" ] || ! only_new_removed $debs "$@" ||
    ! apt --allow-downgrades install $debs "$@"
  then
    [ -z "$debs" ] || with_dpkg -i $debs
    [ -z "$new" ] || with_dpkg --remove $new
    with_dpkg --configure -a
  fi
  restore_marks
  left=$(differing)
  [ -z "$left$missing" ] || fail "Not all packages are back:$missing" "$left"
  left=$(half_done)
  [ -z "$left" ] || fail 'dpkg is half done:' "$left"
  forget_copies
  echo "The packages of before are back"
}
only_new_removed() {
  apt-get -s -o Debug::NoLocking=1 --allow-downgrades install "$@" >"$work/simulation" 2>&1 || return
  for name in $(awk '$1 == "Remv" { print $2 }' "$work/simulation"); do
    case " $new " in *" $name "*) ;; *) return 1 ;; esac
  done
}
with_dpkg() {
  waited=0
  while :; do
    timeout -k 30 ${upgradeLimitSeconds} dpkg --force-confdef --force-confold "$@" </dev/null 9>&- >"$work/dpkg" 2>&1
    status=$?
    [ "$status" -ne 0 ] && [ "$waited" -lt 300 ] && grep -q 'lock' "$work/dpkg" || break
    sleep 5
    waited=$((waited+5))
  done
  tail -c 3000 "$work/dpkg"
  return "$status"
}
# Of packages that are gone; what lay there before stays.
forget_copies() {
  copies | while read -r copy; do
    grep -qxF "$copy" "$folder/copies" || rm -f "$copy"
  done
}
restart_stopped() {
  for service in $services; do
    systemctl is-active -q "$service" || restart_service "$service"
  done
}
restart_all() {
  for service in $services; do restart_service "$service"; done
}
restart_service() {
  systemctl reset-failed "$1" 2>/dev/null
  timeout 120 systemctl restart "$1" || fail "$1 does not start"
}`;var packageStore="/var/lib/teiki/packages",setUp=sh`
verb=\${1:-}
[ "$#" -eq 0 ] || shift
store=${packageStore}
HOME=/root DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
NEEDRESTART_MODE=l APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
export HOME DEBIAN_FRONTEND DEBCONF_NONINTERACTIVE_SEEN NEEDRESTART_MODE APT_LISTCHANGES_FRONTEND UCF_FORCE_CONFFOLD
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}
work=$(mktemp -d /run/teiki-packages.XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM`,facts=sh`
# What is installed, as "name version status", names as apt has them.
installed() {
  dpkg-query -W -f '\${Package} \${Architecture} \${Version} \${db:Status-Abbrev}\n' |
    awk -v native="$(dpkg --print-architecture)" 'NF == 4 {
      print ($2 == native || $2 == "all" ? $1 : $1 ":" $2), $3, substr($4, 2, 1) }'
}
# Packages of the orders that are not as they were before.
differing() {
  installed >"$work/installed"
  awk 'NR == FNR { version[$1] = $2; state[$1] = $3; next }
    $2 == "-" { if (state[$1] != "" && state[$1] != "c" && state[$1] != "n") print; next }
    version[$1] != $2 || state[$1] != "i"' "$work/installed" "$work/orders"
}
half_done() {
  set -- /var/lib/dpkg/updates/[0-9]*
  [ ! -e "$1" ] || { echo 'dpkg was interrupted'; return; }
  dpkg --audit 2>&1
}
# Copies that dpkg lays beside changed configuration files.
copies() {
  for name in $(awk '$2 != "-" { print $1 }' "$work/orders"); do
    dpkg-query -W -f '\${Conffiles}\n' "$name"
  done 2>/dev/null | while read -r path sum; do
    for copy in "$path.dpkg-dist" "$path.dpkg-new"; do
      [ ! -f "$copy" ] || printf '%s\n' "$copy"
    done
  done
}
restore_marks() {
  for kind in auto manual; do
    set -- $(awk -v kind="$kind" '$2 != "-" && $4 == kind { print $1 }' "$work/orders")
    [ "$#" -eq 0 ] || apt-mark "$kind" "$@" >/dev/null || return
  done
}`,verbs=sh`
install -d -m 755 /var/lib/teiki "$store" || exit 1
read_orders "$@"
exec 9>"$store/.lock" || exit 1
flock -w 600 9 || fail 'Another upgrade of packages is going on'
case $verb in
  upgrade) upgrade ;;
  rollback) put_back; restart_stopped ;;
  restart) restart_all ;;
  *) fail 'usage: upgrade | rollback [SERVICE...] | restart [SERVICE...]' ;;
esac`,packageHelper=rootHelper("packages",lines(setUp,facts,readOrders,keepPackages,upgradePackages,putBack,verbs));var upgrade=sudoHelper(packageHelper,"upgrade"),putBack2=({services})=>sudoHelper(packageHelper,"rollback",...services),restart=({services})=>sudoHelper(packageHelper,"restart",...services);function upgradePrivileges(params){return[...params.refresh?[sudo(...refreshCommand)]:[],upgrade,putBack2(params),restart(params)]}var timeoutSeconds=upgradeLimitSeconds+2400;function applyUpgrade(change,params){return{script:lines(wayBackIsAllowed(params),sh`
printf '%s\n' ${orders(change,params)} | ${upgrade}
status=$?`,patience(change),sh`
well >/dev/null
exit "$status"`),timeoutSeconds}}function wayBackIsAllowed(params){let listed=[putBack2(params),restart(params)].map(({text,sudo:commands})=>{let question=new ShellText(text.replace(/^sudo -n /,"sudo -n -l "),commands);return sh`${question} >/dev/null 2>&1 || { echo 'sudo: the way back is not allowed' >&2; exit 1; }`});return lines(sh`[ "$(id -u)" = 0 ] || {`,...listed,sh`}`)}function undoUpgrade(change,params){let services=[...change.services.map(name=>`service ${name}`),"end"];return{script:lines(sh`printf '%s\n' ${[...orders(change,params).slice(0,-1),...services]} | ${putBack2(params)} || exit`,patience(change),sh`
well && exit
printf '%s\n' ${services} | ${restart(params)} || exit
well`),timeoutSeconds}}function orders({packages},{rollback,keepRuns}){return[`rollback ${rollback}`,`keep ${keepRuns}`,...packages.map(({name,from,to,automatic})=>`package ${name} ${from||"-"} ${to} ${automatic?"auto":"manual"}`),"end"]}function patience({services,health}){return sh`
well() {
  bad=
  for unit in ${services}; do
    n=0
    until systemctl is-active -q "$unit"; do
      if [ "$n" -ge 30 ] || { [ "$n" -ge 3 ] && systemctl is-failed -q "$unit"; }; then
        echo "$unit is not active"
        bad=yes
        break
      fi
      sleep 1
      n=$((n+1))
    done
  done
  for url in ${health}; do
    n=0
    [ -z "$bad" ] || break
    command -v curl >/dev/null || { sleep 5; break; }
    until curl -fsS -o /dev/null --max-time 5 "$url" 2>/dev/null; do
      [ "$n" -lt 30 ] || { echo "$url does not answer well"; bad=yes; break; }
      sleep 1
      n=$((n+1))
    done
  done
  ${services.length>0?sh`sleep 3`:sh`:`}
  [ -z "$bad" ]
}`}function parseSpace(sections){let numbers=word=>sections.lines("sizes").flatMap(line=>line.startsWith(word)?line.split(" ").slice(1).map(Number):[]),[downloadBytes=0,newKib=0]=numbers("new"),[oldKib=0]=numbers("old"),mounts=sections.lines("space").filter(line=>!line.startsWith("Filesystem")).map(line=>{let[,,,available,,mount]=line.trim().split(/\s+/),freeBytes=Number(available)*1024;if(mount===void 0||Number.isNaN(freeBytes))throw new Unparsable('the lines of "df -P -k"',line);return{mount,freeBytes}});return{mounts:mounts.filter(({mount},at)=>mounts.findIndex(one=>one.mount===mount)===at),downloadBytes,newBytes:newKib*1024,oldBytes:oldKib*1024}}var mebibyte=1024*1024;function shortagesOf({mounts,downloadBytes,newBytes,oldBytes},spare,hasKernel){let growth=Math.max(0,newBytes-oldBytes)+Math.min(newBytes,256*mebibyte),kept=downloadBytes+oldBytes,has=mount=>mounts.some(one=>one.mount===mount);return mounts.map(({mount,freeBytes})=>{if(mount==="/boot")return{mount,freeBytes,neededBytes:hasKernel?spare.minFreeBootMiB*mebibyte:0};let takesFiles=mount==="/usr"||mount==="/"&&!has("/usr"),takesPackages=mount==="/var"||mount==="/"&&!has("/var"),use=(takesFiles?growth:0)+(takesPackages?kept:0);return{mount,freeBytes,neededBytes:Math.ceil(spare.minFreeMiB*mebibyte+use)}}).filter(({freeBytes,neededBytes})=>freeBytes<neededBytes)}function parseUpgrade(outputs,health){let{packages}=outputs;if(packages===void 0||!("stdout"in packages))throw new Unparsable("packages","");let sections=parseSections(packages.stdout);return{apt:sections.text("apt")===void 0?null:parseAptUpgrade(sections),other:sections.text("other")??"",health:health.map((url2,index)=>({url:url2,answer:answerOf(outputs[`health${index}`])}))}}function answerOf(output){return output===void 0||"stdout"in output?"not asked":output.error?.code??output.status}var nothing={upgrades:[],installs:[],removals:[],keptBack:[],phased:[]};function parseAptUpgrade(sections){let{archives:_,...lists}=parseLists(sections),failure=failureOf(sections,"simulation")??failureOf(sections,"exact"),read=name=>failure||sections.text(name)===void 0?nothing:parseSimulation(sections.text(name)??""),exact=read("exact"),{keptBack,phased}=read("simulation"),automatic=new Set(sections.lines("automatic")),chosen=sections.lines("chosen").map(one=>one.replace(/=.*/,""));return{...lists,failure,packages:[...exact.upgrades,...exact.installs].map(update=>({...update,automatic:update.from===""||automatic.has(update.name)})),removals:exact.removals,chosen,deferred:sections.lines("fixes").filter(fix=>!chosen.includes(fix.replace(/=.*/,""))).map(fix=>fix.replace("="," ")),held:sections.lines("held"),keptBack,phased,audit:parseAudit(sections),failedUnits:sections.lines("failed"),services:sections.lines("services").map(line=>parseService(line,sections.lines("words"))),conffiles:sections.lines("conffiles").toSorted(),space:parseSpace(sections),installed:parseInstalled(sections)}}function parseService(line,journal){let[name=""]=line.split(" "),words=journal.filter(one=>one.startsWith(`${name} `)).map(one=>one.slice(name.length+1));return{...words.length>0&&{words},name,state:/ActiveState=(\S+)/.exec(line)?.[1]??"unknown",restarts:Number(/NRestarts=(\d+)/.exec(line)?.[1]??0)}}function parseInstalled(sections){let native=sections.text("native")??"";return Object.fromEntries(sections.lines("installed").flatMap(line=>{let[name="",architecture="",version="",status=""]=line.split(" ");return status.slice(1,2)!=="i"?[]:[[architecture===native||architecture==="all"?name:`${name}:${architecture}`,version]]}))}var upgradeMessages={...sourceMessages,upgrade:{ja:"{package} {from} → {to} (配布元 {origin})",en:"{package} {from} → {to} (from {origin})"},install:{ja:"{package} {to} を新しく導入 (更新に必要なもの。配布元 {origin})",en:"Install {package} {to}, which the upgrade needs (from {origin})"},"up-to-date":{ja:"適用する更新はありません",en:"There is nothing to upgrade"},"nothing-now":{ja:"いま適用する更新はありません (待っているもの: {packages})",en:"There is nothing to upgrade now (what waits: {packages})"},deferred:{ja:"月次の作業枠を待つセキュリティ更新 {count} 件は適用しません (サービスの停止を伴うため): {packages}",en:"{count, plural, one {# security update is} other {# security updates are}} left for the monthly window, as the upgrade interrupts the service: {packages}"},"not-apt":{ja:"このホストには apt がないので、更新を適用できません ({tool})",en:"This host has no apt, so the upgrade cannot be done here ({tool})"},"other-manager":{ja:"このホスト ({system}) は apt ではなく {tool} を使うので、この作業では更新を適用できません",en:"This host ({system}) has {tool} and no apt: this task cannot upgrade it"},"remedy-other-manager":{ja:"この手順の hosts から外し、そのホストは {tool} で更新してください",en:"Take the host out of the hosts of this runbook, and upgrade it with {tool}"},"remedy-dnf":{ja:"この手順の hosts から外し、そのホストは自動更新か手で更新してください: systemctl enable --now dnf-automatic-install.timer、または sudo {tool} upgrade --security。更新の有無の確認 (security.updates) は {tool} でもできます",en:"Take the host out of the hosts of this runbook, and upgrade it by itself or by hand: systemctl enable --now dnf-automatic-install.timer, or sudo {tool} upgrade --security. Whether there are updates (security.updates) can be checked with {tool} too"},"no-manager":{ja:"このホスト ({system}) には apt も dnf もないので、更新を適用できません",en:"This host ({system}) has neither apt nor dnf, so it cannot be upgraded"},"remedy-no-manager":{ja:"この手順の hosts から外してください",en:"Take the host out of the hosts of this runbook"},"would-remove":{ja:"更新するとパッケージが削除されるので、適用しません: {packages}",en:"The upgrade would remove packages, and is refused: {packages}"},"remedy-would-remove":{ja:"理由を確かめる: apt-get -s dist-upgrade。そのパッケージだけ外すなら: sudo apt-mark hold <パッケージ>、または手順の with の deferred に加えます",en:"See why: apt-get -s dist-upgrade. To leave that package out: sudo apt-mark hold <package>, or add it to deferred in the step"},"comes-along":{ja:"セキュリティ更新に、適用しないはずのパッケージが付いてきます: {packages}",en:"The security updates need packages that are not to be upgraded now: {packages}"},"remedy-comes-along":{ja:"これを必要とするパッケージを deferred に加えて月次の更新に回すか、承認を得てください。関係を見る: apt-get -s --only-upgrade install <パッケージ>=<版>",en:"Add what needs them to deferred, so that the monthly update takes both. To see what does: apt-get -s --only-upgrade install <package>=<version>"},major:{ja:"{package} のメジャーバージョンが変わるので、適用しません ({from} → {to})",en:"The upgrade would change the major version of {package}, and is refused ({from} → {to})"},"remedy-major":{ja:"移行の手順を別に用意してください。それまで止めておくには: sudo apt-mark hold {package}",en:"This needs a migration of its own. To leave it out until then: sudo apt-mark hold {package}"},"no-space":{ja:"{mount} の空きが足りません (空き {freeBytes}、必要 {neededBytes}。更新の前のパッケージの保存と余裕を含む)",en:"There is too little space on {mount} ({freeBytes} free, {neededBytes} needed, with the packages of before and the reserve)"},"remedy-no-space":{ja:"空ける: sudo apt-get clean、sudo apt-get autoremove --purge (古いカーネル)、journalctl --vacuum-size=500M",en:"Make room: sudo apt-get clean, sudo apt-get autoremove --purge (old kernels), journalctl --vacuum-size=500M"},"service-not-active":{ja:"{service} は更新の前から動いていないため、更新の影響を確かめられません ({state})",en:"{service} was not active even before the upgrade ({state}), so that its effect on it cannot be verified"},"remedy-service-not-active":{ja:"先に確かめる: systemctl status {service}。動かさないものなら services から外してください",en:"Look at it first: systemctl status {service}. If it is not meant to run, take it out of services"},"unhealthy-before":{ja:"{url} は更新の前から正常に応答していないため、更新の影響を確かめられません ({answer})",en:"{url} did not answer well even before the upgrade ({answer}), so that its effect on it cannot be verified"},"remedy-unhealthy-before":{ja:"先に確かめる: curl -i {url}",en:"Look at it first: curl -i {url}"},upgraded:{ja:"{package} {from} → {to}",en:"{package} {from} → {to}"},installed:{ja:"{package} {to} を導入",en:"Installed {package} {to}"},"wrong-version":{ja:"{package} が計画した版になっていません (いま {found}、計画 {to})",en:"{package} is not at the version of the plan ({found} now, {to} planned)"},"unit-failed":{ja:"更新のあと、ユニット {unit} が失敗しています",en:"The unit {unit} has failed since the upgrade"},"service-down":{ja:"更新のあと、{service} が動いていません ({state})",en:"{service} is not active after the upgrade ({state})"},"service-crashing":{ja:"更新のあと、{service} が再起動を繰り返しています ({count} 回)",en:"{service} keeps restarting since the upgrade ({count, plural, one {# time} other {# times}})"},"remedy-service":{ja:"原因を見る: systemctl status {unit}、journalctl -u {unit} -n 50",en:"See why: systemctl status {unit}, journalctl -u {unit} -n 50"},unhealthy:{ja:"更新のあと、{url} が正常に応答しません ({answer})",en:"{url} does not answer well after the upgrade ({answer})"},"remedy-unhealthy":{ja:"ホストで確かめる: curl -i {url}",en:"Try it on the host: curl -i {url}"},"remedy-version":{ja:"証跡の apt-get の出力を確かめる。いまの状態: apt-cache policy {package}、dpkg --audit",en:"Read what apt-get said, in the evidence. The state now: apt-cache policy {package}, dpkg --audit"},conffiles:{ja:"設定ファイルは今のままにしました。新しい版が横に置かれています: {files}",en:"The configuration files are as they were; new versions lie beside them: {files}"},"remedy-conffiles":{ja:"差を見て取り込み、新しい版のファイルを消してください: diff {file} {copy}",en:"Compare, take over what is needed, and remove the copy: diff {file} {copy}"}};function standInTheWay({apt,other},scope,{maxListAgeHours},context){if(apt===null){let{osId,osVersion}=context.host,system=`${osId} ${osVersion}`.trim()||"?";if(other==="")return[finding("manager","unknown","no-manager",{system},"remedy-no-manager")];let remedy=/^(dnf|yum)$/.test(other)?"remedy-dnf":"remedy-other-manager";return[finding("manager","unknown","other-manager",{system,tool:other},remedy)]}let reliance=judgeReliance(apt,maxListAgeHours,context);if(apt.lock)return reliance;let all=[...judgeAudit(apt),...reliance,...scope.kind==="security"?judgeSource(apt):[]];return apt.failure&&apt.audit===""&&all.push(failed(apt.failure)),all}function failed({exitStatus,text}){return{...finding("manager","unknown","manager-failed",{manager:"apt-get",exitStatus}),remedy:{id:"remedy-manager-failed",args:{}},evidence:text}}function refuse(apt,scope,params){let{packages,removals,space}=apt,hasKernel=packages.some(({name})=>name.startsWith("linux-image-"));return[...removals.length===0?[]:[finding("removals","critical","would-remove",{packages:removals.join(", ")},"remedy-would-remove")],...strangers(apt,scope),...packages.filter(changesMajor).map(({name,from,to})=>finding(`major:${name}`,"critical","major",{package:name,from,to},"remedy-major")),...shortagesOf(space,params,hasKernel).map(shortage=>finding(`filesystem:${shortage.mount}`,"critical","no-space",{...shortage},"remedy-no-space"))]}function strangers({packages,chosen},scope){if(scope.kind==="all")return[];let others=packages.filter(({name,origin})=>!chosen.includes(name)&&(!isSecurityOrigin(origin)||isDeferred(name.replace(/:.*/,""),scope.deferred)));if(others.length===0)return[];let args={packages:others.map(({name,to})=>`${name} ${to}`).join(", ")};return[finding("comes-along","critical","comes-along",args,"remedy-comes-along")]}var generations=[[/^postgresql(-client|-contrib|-server-dev-all|-doc)?$/,/^\d+/],[/^(lib)?python3(-minimal|-stdlib|-dev|-venv)?$/,/^\d+\.\d+/],[/^nginx(-(common|core|light|full|extras))?$/,/^\d+\.\d+/]];function changesMajor({name,from,to}){let major=generations.find(([pattern])=>pattern.test(name.replace(/:.*/,"")))?.[1];if(major===void 0||from==="")return!1;let of=version=>major.exec(version.replace(/^\d+:/,""))?.[0];return of(from)!==of(to)}function planUpgrade(facts2,scope,params,context){let{apt}=facts2,obstacles=standInTheWay(facts2,scope,params,context);if(apt===null||obstacles.length>0)return{kind:"refused",findings:obstacles};let waiting=leftOut(apt),{packages}=apt;if(packages.length===0&&apt.removals.length===0){let names=[...apt.deferred,...apt.held,...apt.keptBack].join(", ");return{kind:"no-op",reason:names===""?{id:"up-to-date",args:{}}:{id:"nothing-now",args:{packages:names}},findings:waiting}}let refusals=refuse(apt,scope,params);if(refusals.length>0)return{kind:"refused",findings:[...refusals,...waiting]};let sorted=packages.toSorted((a,b)=>a.name<b.name?-1:1);return{kind:"change",change:{packages:sorted.map(({name,from,to,automatic})=>({name,from,to,automatic})),services:apt.services.filter(({state})=>state==="active").map(({name})=>name),health:facts2.health.filter(({answer})=>isGood(answer)).map(({url:url2})=>url2)},changes:sorted.map(({name,from,to,origin})=>from===""?{id:"install",args:{package:name,to,origin}}:{id:"upgrade",args:{package:name,from,to,origin}}),findings:[...waiting,...alreadyBad({health:facts2.health,services:apt.services})]}}function isGood(answer){return typeof answer=="number"&&answer>=200&&answer<400}function leftOut({deferred,held:held2,keptBack,phased}){let note=(id,names)=>names.length===0?[]:[finding(id,"note",id,{packages:names.join(", ")})],count=deferred.length;return[...count===0?[]:[finding("deferred","note","deferred",{count,packages:deferred.join(", ")})],...note("held",held2),...note("kept-back",keptBack.filter(name=>!held2.includes(name))),...note("phased",phased)]}function alreadyBad({health,services}){return[...services.filter(({state})=>state!=="active").map(({name,state})=>finding(`service:${name}`,"warning","service-not-active",{service:name,state},"remedy-service-not-active")),...health.filter(({answer})=>!isGood(answer)).map(({url:url2,answer})=>finding(url2,"warning","unhealthy-before",{url:url2,answer},"remedy-unhealthy-before"))]}var held=sh`
printf '%%%% held\n'
held=$(apt-mark showhold)
printf '%s\n' "$held"`,choosePending=lines(held,sh`
out=$(apt-get -s -o Debug::NoLocking=1 --with-new-pkgs upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
chosen=$(printf '%s\n' "$out" | awk '$1 == "Inst" && $3 ~ /^\[/ { print $2 "=" substr($4, 2) }')`);function chooseSecurity(deferred){return lines(held,sh`
out=$(apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
fixes=$(printf '%s\n' "$out" | awk '
  $1 == "Inst" && $3 ~ /^\[/ && /(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ,]*-security[ ,]/ { print $2 "=" substr($4, 2) }')
others=$(printf '%s\n' "$out" | awk '
  $1 == "Inst" && $3 ~ /^\[/ && !/(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ,]*-security[ ,]/ { print $2 }')
[ -z "$others" ] || fixes="$fixes
$({ apt-cache policy; printf '%%%% tables\n'; apt-cache policy $others; } | awk '
  $1 == "%%" { tables = 1; next }
  !tables && / Packages$/ { source = $0; sub(/^ *-?[0-9]+ /, "", source); next }
  !tables && $1 == "release" { if (/(,|^ *release )(l=Debian-Security|l=UbuntuESM|a=[^,]*-security)/) safe[source] = 1; next }
  !tables { next }
  /^[^ ]+:$/ { name = substr($0, 1, length($0) - 1); found = 0; table = 0; next }
  /^ +Version table:/ { table = 1; next }
  !table { next }
  /^ \*\*\* / { table = 0; next }
  /^     [^ ]/ { version = $1; next }
  { source = $0; sub(/^ *-?[0-9]+ /, "", source); if (!found && source in safe) { print name "=" version; found = 1 } }')"
chosen=$(printf '%s\n' "$fixes" | TEIKI_LATER=${expressionOf(deferred)} awk -F = '
  $1 == "" { next }
  { bare = $1; sub(/:.*/, "", bare) }
  bare !~ ENVIRON["TEIKI_LATER"]')
printf '%%%% fixes\n%s\n' "$fixes"`,withoutCompany)}var withoutCompany=sh`
needs_others() {
  apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade install $chosen 2>/dev/null | CHOSEN=$chosen awk '
    BEGIN { n = split(ENVIRON["CHOSEN"], list); for (i = 1; i <= n; i++) { sub(/=.*/, "", list[i]); own[list[i]] = 1 } }
    $1 == "Inst" && $3 ~ /^\[/ && !($2 in own) { found = 1 }
    END { exit !found }'
}
if [ -n "$chosen" ] && needs_others; then
  copy=$(mktemp) || exit
  CHOSEN=$chosen awk -v native="$(dpkg --print-architecture)" '
    BEGIN { n = split(ENVIRON["CHOSEN"], list); for (i = 1; i <= n; i++) { sub(/=.*/, "", list[i]); own[list[i]] = 1 } RS = ""; FS = "\n" }
    { name = architecture = ""
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^Package: /) name = substr($i, 10)
        if ($i ~ /^Architecture: /) architecture = substr($i, 15) }
      if (!(name in own && (architecture == native || architecture == "all")) && !(name ":" architecture in own))
        sub(/\nStatus: install ok /, "\nStatus: hold ok ")
      print $0 "\n" }' /var/lib/dpkg/status >"$copy"
  possible=$(apt-get -s -o Debug::NoLocking=1 -o Dir::State::status="$copy" --with-new-pkgs upgrade 2>/dev/null |
    awk '$1 == "Inst" { print $2 }')
  rm -f "$copy"
  chosen=$(printf '%s\n' "$chosen" | POSSIBLE=$possible awk -F = '
    BEGIN { n = split(ENVIRON["POSSIBLE"], list, "\n"); for (i = 1; i <= n; i++) can[list[i]] = 1 }
    $1 in can')
fi`;function expressionOf(patterns){let parts=patterns.map(one=>one.replaceAll(/[.+]/g,"[$&]").replaceAll("*",".*"));return parts.length===0?"^$":`^(${parts.join("|")})$`}function upgradeScript(params,scope){return lines(sh`
command -v apt-get >/dev/null || {
  for tool in dnf yum zypper apk; do command -v "$tool" >/dev/null && { printf '%%%% other\n%s\n' "$tool"; break; }; done
  printf '%%%% end\n'
  exit 0
}
printf '%%%% apt\n'`,waitForLocks(params.lockWaitSeconds),params.refresh?refreshLists(params.lockWaitSeconds):sh``,listFacts,scope.kind==="all"?choosePending:chooseSecurity(scope.deferred),exactly,dpkgAudit,sh`
printf '%%%% failed\n'
[ ! -d /run/systemd/system ] || systemctl list-units --failed --plain --no-legend --no-pager | awk '{ print $1 }'
printf '%%%% services\n'
down=
for unit in ${params.services}; do
  state=$(systemctl show -p ActiveState -p NRestarts "$unit" | tr '\n' ' ')
  printf '%s %s\n' "$unit" "$state"
  case $state in *ActiveState=active*) ;; *) down="$down $unit" ;; esac
done
printf '%%%% words\n'
for unit in $down; do
  case $unit in *.*) name=$unit ;; *) name=$unit.service ;; esac
  journalctl -q --no-pager -o cat -n 10 "_SYSTEMD_UNIT=$name" 2>/dev/null |
    awk -v unit="$unit" '{ print unit, substr($0, 1, 300) }'
done
printf '%%%% conffiles\n'
find /etc -xdev -type f \( -name '*.dpkg-dist' -o -name '*.dpkg-new' -o -name '*.ucf-dist' \) 2>/dev/null
printf '%%%% space\n'
df -P -k / /usr /var /boot 2>/dev/null
printf '%%%% end\n'`)}var exactly=sh`
out= status=0
[ -z "$chosen" ] || { out=$(apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade install $chosen 2>&1); status=$?; }
printf '%%%% chosen\n%s\n' "$chosen"
[ -z "$chosen" ] || printf '%%%% exact\n%s\n%%%% exact-status\n%s\n' "$out" "$status"
names= versions=
while read -r name version; do
  [ -z "$name" ] || { names="$names $name"; versions="$versions $name=$version"; }
done <<.
$(printf '%s\n' "$out" | awk '$1 == "Inst" { v = $3 ~ /^\[/ ? $4 : $3; print $2, substr(v, 2) }')
.
printf '%%%% sizes\n'
[ -z "$versions" ] || apt-cache show $versions 2>/dev/null |
  awk '$1 == "Size:" { size += $2 } $1 == "Installed-Size:" { installed += $2 } END { printf "new %d %d\n", size, installed }'
[ -z "$names" ] || dpkg-query -W -f '\${Installed-Size}\n' $names 2>/dev/null | awk '{ sum += $1 } END { printf "old %d\n", sum }'
printf '%%%% automatic\n'
[ -z "$names" ] || apt-mark showauto $names 2>/dev/null
printf '%%%% native\n'
dpkg --print-architecture
printf '%%%% installed\n'
[ ! -r ${packageStore}/last ] || while read -r name; do names="$names $name"; done <${packageStore}/last
[ -z "$names" ] || dpkg-query -W -f '\${Package} \${Architecture} \${Version} \${db:Status-Abbrev}\n' $names 2>/dev/null`;function verifyUpgrade({before,after,change}){let[old,now]=[before.apt,after.apt];if(old===null||now===null)return{findings:[finding("manager","unknown","not-apt",{tool:"-"})]};let{packages}=change,isThere=({name,to})=>now.installed[name]===to;return{findings:[...packages.flatMap(one=>isThere(one)?[]:[wrongVersion(one.name,one.to,now)]),...judgeAudit(now),...judgeUnits(old,now,change),...judgeServices(old,now,change),...judgeHealth(after,change),...judgeConffiles(old,now),...stillBad(after,change),...leftOut(now)],changes:packages.filter(isThere).map(({name,from,to})=>from===""?{id:"installed",args:{package:name,to}}:{id:"upgraded",args:{package:name,from,to}}),measurements:beforeAndAfter("pending",old.packages.length,now.packages.length,{unit:"count"})}}function stillBad({apt,health},change){return alreadyBad({services:(apt?.services??[]).filter(({name})=>!change.services.includes(name)),health:health.filter(({url:url2})=>!change.health.includes(url2))})}function wrongVersion(name,to,{installed}){let args={package:name,to,found:installed[name]??"-"};return finding(`package:${name}`,"critical","wrong-version",args,"remedy-version")}function judgeUnits(before,after,{services}){return after.failedUnits.filter(unit2=>!before.failedUnits.includes(unit2)&&!isOneOf(unit2,services)).map(unit2=>finding(`unit:${unit2}`,"critical","unit-failed",{unit:unit2},"remedy-service"))}function isOneOf(unit2,services){return services.includes(unit2)||services.includes(unit2.replace(/\.service$/,""))}function judgeServices(before,after,{services}){return services.flatMap(service=>{let now=after.services.find(({name})=>name===service),key=`service:${service}`,args={service,unit:service,state:now?.state??"unknown"};if(now?.state!=="active")return[{...finding(key,"critical","service-down",args,"remedy-service"),...now?.words&&{evidence:now.words.join(`
`)}}];let old=before.services.find(({name})=>name===service)?.restarts??0;if(now.restarts<=old)return[];let times={...args,count:now.restarts-old};return[finding(key,"critical","service-crashing",times,"remedy-service")]})}function judgeHealth({health},change){return health.filter(({url:url2,answer})=>change.health.includes(url2)&&!isGood(answer)).map(({url:url2,answer})=>finding(url2,"critical","unhealthy",{url:url2,answer},"remedy-unhealthy"))}function judgeConffiles(before,after){let files=after.conffiles.filter(file2=>!before.conffiles.includes(file2)),[copy]=files;if(copy===void 0)return[];let file=copy.replace(/\.(dpkg|ucf)-(dist|new)$/,""),args={files:files.join(", "),file,copy};return[finding("conffiles","warning","conffiles",args,"remedy-conffiles")]}function upgradeTask({scopeOf,...rest}){return defineTask({...rest,sources:["apt-get(8), apt-mark(8), apt-cache(8)","dpkg(1), dpkg-deb(1), dpkg-repack(1)","deb-version(7)"],level:2,messages:upgradeMessages,measures:{pendingBefore:{ja:"適用できる更新 (前)",en:"Packages to upgrade, before"},pending:{ja:"適用できる更新",en:"Packages to upgrade"}},privileged:params=>upgradePrivileges(params),probes:params=>({packages:shell(upgradeScript(params,scopeOf(params)),{requires:["awk","stat","df","find"],timeoutSeconds:150+params.lockWaitSeconds+(params.refresh?240:0),weight:"heavy",maxOutputBytes:2*1024*1024}),...Object.fromEntries(params.health.map((url2,index)=>[`health${index}`,healthProbe(url2)]))}),parse:(outputs,params)=>parseUpgrade(outputs,params.health),plan:(facts2,params,context)=>planUpgrade(facts2,scopeOf(params),params,context),apply:(change,params)=>applyUpgrade(change,params),verify:seen=>verifyUpgrade(seen),rollback:(change,params)=>undoUpgrade(change,params)})}function healthProbe(url2){return{kind:"http",from:"host",method:"GET",url:url2,...{timeoutSeconds:10,maxBodyBytes:1024}}}var unit=string().regex(/^[A-Za-z0-9][A-Za-z0-9@_.:-]*$/,"Expected the name of a systemd unit"),upgradeParams=strictObject({refresh:boolean().default(!1).describe("Run apt-get update first, through sudo; a repository that fails refuses the upgrade"),maxListAgeHours:number().min(1).default(48).describe("Older package lists refuse the upgrade"),lockWaitSeconds:int().min(0).max(600).default(60).describe("How long to wait for another package operation to end"),minFreeMiB:number().min(0).default(1024).describe("Free space that has to stay on /, /usr and /var after the upgrade"),minFreeBootMiB:number().min(0).default(150).describe("The same on /boot, when a kernel is among the packages"),services:array(unit).default([]).describe("Units that must be as active after the upgrade as before; else it is rolled back"),health:array(url({protocol:/^http$/})).default([]).describe("URLs on the host, such as http://127.0.0.1:5100/health, that must answer with 2xx or 3xx after the upgrade if they did before"),rollback:_enum(["required","best-effort"]).default("required").describe("required: nothing is changed unless every package of before could be kept; best-effort: upgrade all the same"),keepRuns:int().min(1).max(99).default(5).describe("Packages of so many upgrades are kept on the host")});export{upgradeTask,upgradeParams};
