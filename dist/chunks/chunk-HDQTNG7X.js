import{Unparsable}from"./chunk-DZJFZHMR.js";import{lines,sh,sudo}from"./chunk-S7DLJ3SP.js";import{string}from"./chunk-APVUYG4K.js";var refreshCommand=["/usr/bin/apt-get","update","-q","-o","APT::Update::Error-Mode=any"];function updatesScript({refresh,lockWaitSeconds}){return lines(sh`
command -v apt-get >/dev/null || {
  manager=
  for tool in dnf yum; do command -v "$tool" >/dev/null && { manager=$tool; break; }; done
  if [ -n "$manager" ]; then
    out=$("$manager" -q updateinfo list security 2>&1)
    printf '%%%% dnf\n%s\n%%%% dnf-status\n%s\n' "$out" "$?"
  fi`,boot,sh`
  printf '%%%% end\n'
  exit 0
}
printf '%%%% apt\n'`,waitForLocks(lockWaitSeconds),refresh?refreshLists(lockWaitSeconds):sh``,listFacts,aptFacts,boot,sh`printf '%%%% end\n'`)}function waitForLocks(seconds){return sh`
busy() {
  set -- $(stat -c %i /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock \
    /var/cache/apt/archives/lock 2>/dev/null)
  while read -r number kind mode access pid place rest; do
    [ "$kind" = POSIX ] || continue
    for inode do
      [ "\${place##*:}" = "$inode" ] || continue
      name=
      read -r name <"/proc/$pid/comm"
      return 0
    done
  done
  return 1
} </proc/locks 2>/dev/null
waited=0
while busy; do
  [ "$waited" -lt ${seconds} ] || { printf '%%%% lock\n%s %s\n' "$pid" "$name"; break; }
  sleep 2
  waited=$((waited+2))
done`}function refreshLists(lockWaitSeconds){return sh`
while :; do
  out=$(${sudo(...refreshCommand)} 2>&1)
  status=$?
  case $out in *'Unable to lock'*|*'Could not get lock'*) ;; *) break ;; esac
  [ "$waited" -lt ${lockWaitSeconds} ] || break
  sleep 2
  waited=$((waited+2))
done
printf '%%%% refresh\n%s\n%%%% refresh-status\n%s\n' "$out" "$status"`}var dpkgAudit=sh`
printf '%%%% audit\n'
dpkg-query -W -f '\${db:Status-Status} \${db:Status-Eflag} \${binary:Package} \${Version}\n' | awk '
  $1 ~ /^(half-installed|unpacked|half-configured|triggers-awaited|triggers-pending)$/ || $2 ~ /^reinst/ { print $3, $4 " (" $1 ($2 == "ok" ? "" : ", " $2) ")" }'
set -- /var/lib/dpkg/updates/[0-9]*
[ ! -e "$1" ] || printf 'dpkg was interrupted\n'`,listFacts=sh`
printf '%%%% lists\n'
stat -c %Y /var/lib/apt/lists /var/lib/apt/lists/partial \
  /var/lib/apt/periodic/update-success-stamp /var/lib/apt/periodic/update-stamp 2>/dev/null
printf '%%%% expiry\n'
for file in /var/lib/apt/lists/*InRelease /var/lib/apt/lists/*_Release; do
  [ -r "$file" ] || continue
  while read -r key value; do
    case $key in
      Valid-Until:) printf '%s %s\n' "\${file##*/}" "$value" ;;
      MD5Sum:|SHA256:) break ;;
    esac
  done <"$file"
done
printf '%%%% sources\n'
apt-cache policy 2>&1`,aptFacts=sh`
out=$(apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
names=$(printf '%s\n' "$out" | awk '
  /^Inst / { back = 0; if (!/(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ]*-security[ ,]/) print $2; next }
  /^[^ ].*(kept back|phasing):$/ { back = 1; next }
  /^ / { if (back) for (i = 1; i <= NF; i++) print $i; next }
  { back = 0 }')
held=$(apt-mark showhold)
printf '%%%% held\n%s\n%%%% candidates\n' "$held"
[ -z "$names$held" ] || apt-cache policy $names $held
${dpkgAudit}
printf '%%%% unattended\n'
[ ! -x /usr/bin/unattended-upgrade ] || echo installed
apt-config dump APT::Periodic::Unattended-Upgrade
[ ! -d /run/systemd/system ] || printf 'timer %s\n' "$(systemctl is-active apt-daily-upgrade.timer)"`,boot=sh`
printf '%%%% kernels\n'
for file in /boot/vmlinuz-*; do [ ! -e "$file" ] || printf '%s\n' "\${file##*/vmlinuz-}"; done
[ ! -e /run/reboot-required ] || printf '%%%% reboot\n'
[ ! -r /run/reboot-required.pkgs ] || while read -r line; do printf '%s\n' "$line"; done </run/reboot-required.pkgs`;var packagePattern=string().regex(/^[A-Za-z0-9.+*_-]+$/,"Expected the name of a package, with * for any characters"),defaultDeferred=["postgres*","nginx*","linux-image-*","linux-headers-*","linux-modules-*","libc6*","libc-bin","libc-dev-bin","locales","openssl","libssl*","python3","python3-minimal","python3.*","libpython3*","kernel","kernel-*","glibc*","openssl-*","python3-libs"];function isDeferred(name,patterns){return patterns.some(pattern=>matcher(pattern).test(name))}function matcher(pattern){let source=pattern.replaceAll(/[.+]/g,"\\$&").replaceAll("*",".*");return new RegExp(`^${source}$`)}function failureOf(sections,name){let text=sections.text(name);if(text===void 0)return null;let status=sections.text(`${name}-status`)??"";if(!/^\d+$/.test(status))throw new Unparsable(`the exit status of "${name}"`,status);return status==="0"||name==="dnf"&&status==="100"?null:{exitStatus:Number(status),text:text.slice(-1500)}}function isSecurityOrigin(origin){return origin.split(", ").some(one=>{let[label="",archive=""]=one.split(":");return label==="Debian-Security"||label.startsWith("UbuntuESM")||archive.endsWith("-security")})}function parseSimulation(text){if(!/^\d+ (packages )?upgraded, \d+ newly installed,|^ {2}Upgrading: \d+|^Summary:/m.test(text))throw new Unparsable('the summary of "apt-get -s dist-upgrade"',text.slice(-400));let lines2=text.split(`
`),proposals=lines2.flatMap(line=>line.startsWith("Inst ")?[parseInst(line)]:[]);return{upgrades:proposals.filter(({from})=>from!==""),installs:proposals.filter(({from})=>from===""),removals:lines2.flatMap(line=>/^Remv (\S+) /.exec(line)?.[1]??[]),keptBack:listUnder(lines2,/kept back:$|^Not upgrading( yet)?:/i),phased:listUnder(lines2,/phasing:$/)}}var inst=/^Inst (\S+) (?:\[(\S+)\] )?\((\S+) (.*) \[[^\]]+\]\)/;function parseInst(line){let[,name,from="",to,origin]=inst.exec(line)??[];if(name===void 0||to===void 0||origin===void 0)throw new Unparsable('"Inst package [old] (new origin [architecture])"',line);return{name,from,to,origin}}function listUnder(lines2,heading){let start=lines2.findIndex(line=>!line.startsWith(" ")&&heading.test(line));if(start<0)return[];let rest=lines2.slice(start+1),end=rest.findIndex(line=>!line.startsWith("  "));return rest.slice(0,end<0?rest.length:end).flatMap(line=>line.trim().split(/\s+/)).filter(name=>name!=="")}function parseArchives(text){let archives=new Map,[source,priority]=["",0];for(let line of text.split(`
`)){let[,points,place]=/^ *(-?\d+) (\S.*) Packages$/.exec(line)??[];points!==void 0&&place!==void 0&&([source,priority]=[place,Number(points)]);let release=/^ +release (.*)$/.exec(line)?.[1];if(release===void 0||source==="")continue;let field=key=>new RegExp(`(?:^|,)${key}=([^,]*)`).exec(release)?.[1]??"";archives.set(source,{origin:`${field("l")}:${field("v")}/${field("a")}`,priority})}return archives}function securitySourceOf(archives){let list=[...archives.values()],highest=some=>Math.max(...some.map(({priority})=>priority)),security=list.filter(({origin})=>isSecurityOrigin(origin));if(security.length===0)return"missing";let others=list.filter(({origin})=>/^(Debian|Ubuntu):/.test(origin)&&!isSecurityOrigin(origin));return highest(security)<100||highest(security)<highest(others)?"outranked":"configured"}function parseCandidates(text,archives){return text.split(/^(?=\S+:$)/m).flatMap(block=>{let name=/^(\S+):$/m.exec(block)?.[1],installed=/^ {2}Installed: (\S+)$/m.exec(block)?.[1];if(name===void 0||installed===void 0||installed==="(none)")return[];let version="",fix;for(let line of block.slice(block.indexOf("Version table:")).split(`
`)){if(line.startsWith(" *** "))break;version=/^ {5}(\S+) -?\d+/.exec(line)?.[1]??version;let{origin}=archives.get(/^ {7,}-?\d+ (\S.*) Packages$/.exec(line)?.[1]??"")??{};origin!==void 0&&isSecurityOrigin(origin)&&(fix??={security:version,origin})}return[{name,installed,security:fix?.security??null,origin:fix?.origin??""}]})}function parseApt(sections){let failure=failureOf(sections,"simulation"),simulation=failure?{upgrades:[],installs:[],removals:[],keptBack:[],phased:[]}:parseSimulation(sections.text("simulation")??""),{archives,...lists}=parseLists(sections),fixes=parseCandidates(sections.text("candidates")??"",archives).flatMap(({name,installed,security,origin})=>security===null?[]:[{name,from:installed,to:security,origin,severity:null}]),isSecurity=({name,origin})=>isSecurityOrigin(origin)||fixes.some(fix=>fix.name===name),pending=simulation.upgrades.filter(isSecurity),upgraded=new Set(simulation.upgrades.map(({name})=>name)),origins=[...archives.values()].map(({origin})=>origin),unattended=sections.lines("unattended"),{removals,keptBack,phased}=simulation;return{manager:"apt",pending:pending.map(update=>({...update,severity:null})),stuck:fixes.filter(({name},index)=>!upgraded.has(name)&&!phased.includes(name)&&fixes.findIndex(fix=>fix.name===name)===index),failure,apt:{...lists,hasExtendedSupport:origins.some(origin=>origin.startsWith("UbuntuESM")),otherUpdates:simulation.upgrades.length-pending.length,removals,held:sections.lines("held"),keptBack,phased,audit:parseAudit(sections),unattended:{installed:unattended.includes("installed"),on:unattended.some(line=>/Unattended-Upgrade "[1-9]\d*[dhms]?";/.test(line)),timer:unattended.find(line=>line.startsWith("timer "))?.slice(6)??""}}}}function parseLists(sections){let archives=parseArchives(sections.text("sources")??"");return{lock:parseLock(sections.text("lock")),refresh:failureOf(sections,"refresh"),listsAtSeconds:newest(sections.lines("lists")),expiries:sections.lines("expiry").map(parseExpiry),securitySource:securitySourceOf(archives),archives}}function parseAudit(sections){return(sections.text("audit")??"").slice(0,1e3)}function parseLock(text){let[,pid,command=""]=/^(\d+) (.*)$/.exec(text??"")??[];return pid===void 0?null:{pid:Number(pid),command}}function newest(seconds){return seconds.length===0?null:Math.max(...seconds.map(Number))}function parseExpiry(line){let space=line.indexOf(" "),time=Date.parse(line.slice(space+1));if(Number.isNaN(time))throw new Unparsable('a date after "Valid-Until:"',line);return{list:line.slice(0,space),at:new Date(time).toISOString()}}var sourceMessages={locked:{ja:"別のパッケージ操作が終わらないため判定できません({command}、PID {pid} がロック中)",en:"Another package operation has not ended, so nothing can be told ({command}, process {pid}, holds the lock)"},"remedy-locked":{ja:"何が動いているかを確かめる: ps -o pid,etime,args -p {pid}。終わらない場合も、強制終了の前に dpkg の状態を確かめてください",en:"See what is running: ps -o pid,etime,args -p {pid}. Look at the state of dpkg before you end it by force"},"refresh-failed":{ja:"パッケージ一覧を更新できません: {reason}",en:"The package lists cannot be refreshed: {reason}"},"remedy-refresh-failed":{ja:"ホストで試す: sudo apt-get update。使わないリポジトリなら /etc/apt/sources.list.d から外してください",en:"Try it on the host: sudo apt-get update. A repository that is no longer used belongs out of /etc/apt/sources.list.d"},"refresh-denied":{ja:"パッケージ一覧を更新する権限がありません(sudo {command})",en:"The login user may not refresh the package lists (sudo {command})"},"remedy-refresh-denied":{ja:"必要な sudo の規則を出力して設置する: teiki sudoers",en:"Print the sudo rules that are needed, and install them: teiki sudoers"},"lists-old":{ja:"パッケージ一覧が古く({hours} 時間前、上限 {limitHours} 時間)、その後の更新は分かりません",en:"The package lists are {hours} hours old (limit: {limitHours}): what came since is not known"},"lists-missing":{ja:"パッケージ一覧がありません。このホストでは apt-get update が実行されていません",en:"There are no package lists: apt-get update has not been run on this host"},"lists-expired":{ja:"リポジトリの一覧 {list} は有効期限({expiredAt})を過ぎています。取得に失敗し続けている可能性があります",en:"The list {list} is past its own expiry ({expiredAt}): fetching it has probably kept failing"},"remedy-lists":{ja:"一覧を更新する: sudo apt-get update。確認のたびに更新させるなら、手順の with に refresh: true を書いてください",en:"Refresh them: sudo apt-get update. To have each check do so, write refresh: true in the step"},"no-security-source":{ja:"セキュリティ更新の配布元が設定されていません。更新が 0 件でも安全とは言えません",en:"No security archive is configured, so that no pending update means nothing"},"remedy-no-security-source":{ja:"配布元を確かめる: apt-cache policy。Debian なら <リリース名>-security、Ubuntu なら <リリース名>-security を加えます",en:"See the sources: apt-cache policy. Debian and Ubuntu both have a suite <codename>-security to add"},"security-outranked":{ja:"セキュリティ更新の配布元の優先度が低く、更新の候補になりません。更新が 0 件でも安全とは言えません",en:"The security archive has too low a priority to be chosen, so that no pending update means nothing"},"remedy-security-outranked":{ja:"優先度を確かめる: apt-cache policy。/etc/apt/preferences.d の Pin か APT::Default-Release を直してください",en:"See the priorities: apt-cache policy. Mend the pin in /etc/apt/preferences.d, or APT::Default-Release"},"manager-failed":{ja:"{manager} が更新の一覧を出せません(終了コード {exitStatus})",en:"{manager} cannot list the updates (exit status {exitStatus})"},"remedy-manager-failed":{ja:"証跡のエラーを確かめる。依存関係の破損なら: sudo apt-get -s -f install",en:"The error is in the evidence. For broken dependencies: sudo apt-get -s -f install"},"no-manager":{ja:"apt も dnf も yum もないため、更新の有無を調べられません",en:"There is neither apt nor dnf nor yum, so updates cannot be looked for"},"no-advisories":{ja:"このディストリビューション({os})はセキュリティ情報を配布していないため、dnf では判定できません",en:"This distribution ({os}) publishes no security advisories, so dnf cannot tell"},"remedy-unsupported":{ja:"command チェックで、このホストに合う確認方法を書いてください",en:"Use the `command` check for a way that fits this host"},interrupted:{ja:"パッケージの導入が途中で止まったままです",en:"The installation of packages was interrupted and is half done"},"remedy-interrupted":{ja:"状態を確かめて続きを行う: dpkg --audit、sudo dpkg --configure -a",en:"Look at the state, then finish it: dpkg --audit, sudo dpkg --configure -a"},held:{ja:"保留中のパッケージ: {packages}",en:"Packages on hold: {packages}"},"kept-back":{ja:"依存関係のため見送られたパッケージ: {packages}",en:"Packages that are kept back: {packages}"},phased:{ja:"段階的な配布がまだこのホストに来ていないパッケージ: {packages}",en:"Packages whose phased roll-out has not reached this host: {packages}"},removals:{ja:"全体の更新では次のパッケージが削除されます: {packages}",en:"A full upgrade would remove: {packages}"}};function judgeReliance(lists,maxListAgeHours,context){let{lock}=lists;if(lock===null)return[...judgeRefresh(lists),...judgeLists(lists,maxListAgeHours,context)];let{pid,command}=lock;return[{key:"lock",severity:"unknown",message:{id:"locked",args:{pid,command}},remedy:{id:"remedy-locked",args:{pid}}}]}function judgeAudit({audit}){return audit===""?[]:[interrupted(audit)]}var interrupted=audit=>({key:"dpkg",severity:"critical",message:{id:"interrupted",args:{}},remedy:{id:"remedy-interrupted",args:{}},evidence:audit});function judgeSource({securitySource,listsAtSeconds}){if(securitySource==="configured"||listsAtSeconds===null)return[];let id=securitySource==="missing"?"no-security-source":"security-outranked";return[{key:"security-source",severity:"unknown",message:{id,args:{}},remedy:{id:`remedy-${id}`,args:{}}}]}function judgeRefresh({refresh}){if(refresh===null)return[];let base={key:"refresh",severity:"unknown",evidence:refresh.text};if(/^sudo: /m.test(refresh.text)){let message2={id:"refresh-denied",args:{command:refreshCommand.join(" ")}};return[{...base,message:message2,remedy:{id:"remedy-refresh-denied",args:{}}}]}let message={id:"refresh-failed",args:{reason:/^E: (.*)$/m.exec(refresh.text)?.[1]??refresh.text.slice(-200)}};return[{...base,message,remedy:{id:"remedy-refresh-failed",args:{}}}]}function judgeLists({listsAtSeconds,expiries},limitHours,{host,now}){let finding=(id,args)=>({key:"lists",severity:"unknown",message:{id,args},remedy:{id:"remedy-lists",args:{}}});if(listsAtSeconds===null)return[finding("lists-missing",{})];let hours=Math.floor((host.epochSeconds-listsAtSeconds)/3600);if(hours>=limitHours)return[finding("lists-old",{hours,limitHours})];let expired=expiries.find(({at})=>Date.parse(at)<now.getTime());return expired===void 0?[]:[finding("lists-expired",{list:expired.list,expiredAt:expired.at})]}export{isSecurityOrigin,parseSimulation,failureOf,parseApt,parseLists,parseAudit,refreshCommand,updatesScript,waitForLocks,refreshLists,dpkgAudit,listFacts,judgeReliance,judgeAudit,judgeSource,packagePattern,defaultDeferred,isDeferred,sourceMessages};
