import{parseSections}from"./chunk-AP2DKIZJ.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{ShellText,lines,sh,sudoIfPresent}from"./chunk-S7DLJ3SP.js";var manager="systemd-manager";function parseRestart({stdout}){let sections=parseSections(stdout),units=new Map,processes=new Map,sessions=new Set,ways=[],note=(all,name,file)=>{let files=all.get(name)??new Set;all.set(name,file===void 0?files:files.add(file))},maps=sections.lines("maps");if(sections.text("maps")!==void 0){if(maps.at(-1)!=="end")throw new Unparsable("the list of deleted files",maps.join(`
`));ways.push("maps");for(let line of maps.slice(0,-1)){let[pid="",group,comm="",file]=line.split("	");if(group===void 0||file===void 0||!/^\d+$/.test(pid))throw new Unparsable("pid, control group, name and path",line);let owner=ownerOf(group);owner.kind==="unit"?note(units,owner.name,file):owner.kind==="session"?sessions.add(`${comm} (${pid}, ${owner.name})`):note(processes,comm,file)}}let batch=needrestart(sections);batch!==void 0&&ways.push("needrestart");for(let unit of batch?.get("SVC")??[])note(units,unit);for(let session of batch?.get("SESS")??[])sessions.add(session);for(let one of batch?.get("PID")??[])note(processes,one.replace(/=.*/,""));if(sections.text("dnf-services")!==void 0){ways.push("needs-restarting");for(let unit of sections.lines("dnf-services"))/^\S+\.\w+$/.test(unit.trim())&&note(units,unit.trim())}let sorted=all=>[...all].map(([name,files])=>({name,files:[...files].sort()})).sort((a,b)=>a.name<b.name?-1:1);return{ways,units:sorted(units),processes:sorted(processes),sessions:[...sessions].sort(),kernel:kernelFacts(sections,batch)}}function kernelFacts(sections,batch){let number=name=>{let text=batch?.get(name)?.[0];return text===void 0||!/^\d+$/.test(text)?null:Number(text)};return{state:number("KSTA"),expected:batch?.get("KEXP")?.[0]??null,microcode:number("UCSTA"),installed:sections.lines("kernels"),build:sections.text("build")??"",packageVersion:sections.lines("package")[0]??null,rebootRequired:sections.text("reboot")===void 0?null:[...new Set(sections.lines("reboot"))],advised:sections.text("dnf-reboot-status")==="1"?sections.text("dnf-reboot")??"":null}}function needrestart(sections){let text=sections.text("needrestart");if(text===void 0)return;let found=new Map;for(let[,key="",value=""]of text.matchAll(/^NEEDRESTART-([A-Z]+): *(.*)$/gm))found.set(key,[...found.get(key)??[],value.trim()]);if(!found.has("VER"))throw new Unparsable("NEEDRESTART-VER: …",text.slice(0,300));return found}function ownerOf(group){let name=group.split("/").findLast(part=>/\.(service|scope)$/.test(part));return name===void 0?{kind:"none",name:""}:group.includes("/user.slice/")?{kind:"session",name}:{kind:"unit",name:name==="init.scope"?manager:name}}var deletedFiles=rootHelper("deleted-files",sh`
grep -sHE '^[^ ]+ ..x. .* /.* \(deleted\)$' /proc/[0-9]*/maps | awk '
  {
    path = $0
    for (i = 0; i < 5; i++) sub(/^[^ ]+ +/, "", path)
    sub(/ \(deleted\)$/, "", path)
    if (path ~ /^\/(memfd:|SYSV|dev\/|drm|i915|anon_hugepage|\[|tmp\/|var\/tmp\/|run\/|proc\/)/) next
    split($1, part, "/")
    pid = part[3]
    if (seen[pid, path]++) next
    if (!(pid in name)) {
      file = "/proc/" pid "/comm"
      name[pid] = "?"
      if ((getline line < file) > 0) name[pid] = line
      close(file)
      gsub(/\t/, " ", name[pid])
      file = "/proc/" pid "/cgroup"
      while ((getline line < file) > 0)
        if (sub(/^(0:|[0-9]+:name=systemd):/, "", line) && length(line) > length(group[pid])) group[pid] = line
      close(file)
    }
    printf "%s\t%s\t%s\t%s\n", pid, group[pid], name[pid], path
  }'
echo end`),listDeleted=new ShellText(sudoHelper(deletedFiles).text,sudoHelper(deletedFiles).sudo.map(command=>({...command,ifPresent:!0}))),restartScript=lines(sh`
if [ -x ${deletedFiles.path} ]; then
  printf '%%%% maps\n'
  ${listDeleted} || exit
fi
if command -v needrestart >/dev/null; then
  out=$(${sudoIfPresent("/usr/sbin/needrestart","-b","-r","l")}) || exit
  printf '%%%% needrestart\n%s\n' "$out"
fi
if command -v needs-restarting >/dev/null; then
  out=$(${sudoIfPresent("/usr/bin/needs-restarting","-s")}) || exit
  printf '%%%% dnf-services\n%s\n' "$out"
  out=$(needs-restarting -r 2>&1)
  printf '%%%% dnf-reboot-status\n%s\n%%%% dnf-reboot\n%s\n' "$?" "$out"
fi
printf '%%%% kernels\n'
for file in /boot/vmlinuz-*; do [ ! -e "$file" ] || printf '%s\n' "\${file##*/vmlinuz-}"; done
printf '%%%% build\n%s\n%%%% package\n' "$(uname -v)"
release=$(uname -r)
[ ! -e "/boot/vmlinuz-$release" ] || ! command -v dpkg-query >/dev/null ||
  dpkg-query -W -f '\${Version}\n' "linux-image-$release" 2>/dev/null
[ ! -e /run/reboot-required ] || printf '%%%% reboot\n'
[ ! -r /run/reboot-required.pkgs ] || while read -r line; do printf '%s\n' "$line"; done </run/reboot-required.pkgs
printf '%%%% end\n'`);export{manager,parseRestart,deletedFiles,restartScript};
