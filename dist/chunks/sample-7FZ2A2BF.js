import{memorySample,parseMemory}from"./chunk-PJ4KNLB4.js";import{cpuTimeSample,parseCpuTime}from"./chunk-ROOZR7QZ.js";import{every2Seconds,seconds}from"./chunk-LH2AR25Q.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable,defineCheck}from"./chunk-DZJFZHMR.js";import{lines,sh}from"./chunk-S7DLJ3SP.js";import{array,int,strictObject,string}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var backupsScript=(directory,kinds)=>sh`
cd ${directory} 2>/dev/null || { echo missing; exit 0; }
i=0
IFS=
for pattern in ${kinds.map(({pattern})=>pattern)}; do
  count=0
  newest=
  for file in $pattern; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    count=$((count + 1))
    [ -n "$newest" ] && [ ! "$file" -nt "$newest" ] || newest=$file
  done
  size=
  [ -n "$newest" ] && size=$(stat -c %s -- "$newest")
  printf '%s %s %s\n' "$i" "$count" "$size"
  i=$((i + 1))
done
:`;function parseBackups(stdout,kinds){let lines2=stdout.split(`
`);return lines2[0]==="missing"?null:kinds.map(({name},index)=>{let line=lines2.find(candidate=>candidate.startsWith(`${index} `)),[,count,size]=line?.split(" ")??[];return{kind:name,count:Number(count??0),newestBytes:size?Number(size):null}})}var directoriesScript=(paths,timeoutSeconds)=>sh`
read -r self line </proc/self/stat
{ ionice -c 3 -p "$self"; renice -n 19 -p "$self"; } >/dev/null 2>&1
i=0
for path in ${paths}; do
  if [ -d "$path" ]; then
    size=$(timeout ${timeoutSeconds} du -skx "$path/.")
    printf '%s %s %s\n' "$i" "$?" "\${size%%[!0-9]*}"
  else
    printf '%s missing\n' "$i"
  fi
  i=$((i + 1))
done
:`,timedOut=new Set(["124","143"]);function parseDirectories(stdout,paths){let answers=new Map(stdout.split(`
`).map(line=>{let[index="",status,kibibytes]=line.split(" ");return[index,{status,kibibytes}]}));return paths.map((path,index)=>{let answer=answers.get(String(index));if(!answer?.status)throw new Unparsable(`the size of ${path}`,stdout);let{status,kibibytes}=answer;return status==="missing"?{path,bytes:null,trouble:"missing"}:timedOut.has(status)?{path,bytes:null,trouble:"timeout"}:status!=="0"||!kibibytes?{path,bytes:null,trouble:"incomplete"}:{path,bytes:Number(kibibytes)*1024,trouble:null}})}var fileSystemsScript=sh`
set --
while read -r device mount type rest; do
  case $type in
  ext[234] | xfs | btrfs | zfs | f2fs | jfs | reiserfs | bcachefs | vfat | ntfs* | fuseblk) ;;
  *) continue ;;
  esac
  case $mount in *\\*) mount=$(printf %b "$mount") ;; esac
  set -- "$@" "$mount"
done </proc/self/mounts || exit
[ $# -gt 0 ] || exit 0
df -P -k -- "$@"
:`,dfLine=/^(\S.*?) +(\d+) +(\d+) +(-?\d+) +(?:\d+%|-) +(\/.*)$/;function parseFileSystems(stdout){let sizes=stdout.split(`
`).filter(line=>line!=="").slice(1).map(line=>{let[,device,size,used,available,mountPoint]=dfLine.exec(line)??[];if(!device||!mountPoint)throw new Unparsable("a line of df -P",line);return{mountPoint,device,sizeBytes:Number(size)*1024,usedBytes:Number(used)*1024,availableBytes:Math.max(0,Number(available)*1024)}}),byDevice=new Map;for(let size of sizes){let known=byDevice.get(size.device);(!known||size.mountPoint.length<known.mountPoint.length)&&byDevice.set(size.device,size)}return[...byDevice.values()]}var folder=string().startsWith("/"),params=strictObject({directories:array(folder).max(20).default(["/opt/mks/uploads","/var/log/mks-backend"]).describe("Folders whose growth matters"),backupDirectory:folder.default("/backup/mks").describe("Folder of backups"),kinds:array(strictObject({name:string().min(1).describe("Name of the kind"),pattern:string().regex(/^[^/\0-][^/\0]*$/,'Expected a file name pattern without "/"').describe("Shell pattern of its files")})).default([{name:"db",pattern:"db_*.dump"},{name:"uploads",pattern:"uploads_*.tar.gz"}]).describe("Kinds of backups"),seconds:seconds(10),directoryTimeoutSeconds:int().min(1).max(600).default(60).describe("Time limit for measuring one folder")}),messages={missing:{ja:"{path} がないため、大きさを記録できません",en:"{path} does not exist, so its size is not recorded"},incomplete:{ja:"{path} の全体を読めないため、大きさを記録できません",en:"{path} cannot be read whole, so its size is not recorded"},timeout:{ja:"{path} の大きさを {seconds} 秒以内に測れませんでした",en:"The size of {path} could not be measured within {seconds} s"},"remedy-missing":{ja:"場所を確かめ、ランブックの directories と backupDirectory を合わせる: ls -ld {path}",en:"Check the place, and correct `directories` or `backupDirectory` in the runbook: ls -ld {path}"},"remedy-incomplete":{ja:'接続ユーザーに読み取りを許す: sudo setfacl -R -m u:"$USER":rX {path}',en:'Let the login user read it: sudo setfacl -R -m u:"$USER":rX {path}'},"remedy-timeout":{ja:"かかる時間を測り、directoryTimeoutSeconds を延ばす: time sudo du -skx {path}",en:"See how long it takes, and raise `directoryTimeoutSeconds`: time sudo du -skx {path}"}},check=defineCheck({id:"capacity.sample",title:{ja:"容量の記録",en:"Capacity sample"},description:{ja:"ファイルシステム・フォルダー・バックアップの大きさと、CPU・メモリの使用率を記録します。良し悪しは判断せず、傾向と予測の計算に使います。",en:"Records the sizes of file systems, folders and backups and the use of CPU and memory. It judges nothing: trends and forecasts are computed from it."},sources:["POSIX XCU df, du","proc(5) /proc/stat, /proc/meminfo"],level:1,params,messages,measures:{size:{ja:"ファイルシステムの大きさ",en:"Size of file system"},used:{ja:"ファイルシステムの使用量",en:"Used on file system"},available:{ja:"ファイルシステムの空き",en:"Left on file system"},directory:{ja:"フォルダーの大きさ",en:"Size of folder"},backup:{ja:"最新のバックアップの大きさ",en:"Size of newest backup"},"cpu-p50":{ja:"CPU 使用率 (p50)",en:"CPU busy (p50)"},"cpu-p95":{ja:"CPU 使用率 (p95)",en:"CPU busy (p95)"},"memory-p50":{ja:"メモリ使用率 (p50)",en:"Memory in use (p50)"},"memory-p95":{ja:"メモリ使用率 (p95)",en:"Memory in use (p95)"}},probes:({directories,backupDirectory,kinds,seconds:window,directoryTimeoutSeconds})=>({fileSystems:shell(fileSystemsScript,{requires:["df"]}),directories:shell(directoriesScript(directories,directoryTimeoutSeconds),{requires:["du","timeout"],weight:"heavy",timeoutSeconds:directories.length*directoryTimeoutSeconds+10}),backups:shell(backupsScript(backupDirectory,kinds),{requires:["stat"]}),load:shell(lines(cpuTimeSample,memorySample),{sampling:every2Seconds(window),timeoutSeconds:window+30})}),parse:({fileSystems,directories,backups,load},params2)=>({fileSystems:parseFileSystems(fileSystems.stdout),directories:parseDirectories(directories.stdout,params2.directories),backups:parseBackups(backups.stdout,params2.kinds),cpu:parseCpuTime(load.stdout),memory:parseMemory(load.stdout)}),evaluate:(facts,params2)=>{let trouble=(path,id)=>({key:`directory:${path}`,severity:id==="missing"?"note":"unknown",message:{id,args:{path,seconds:params2.directoryTimeoutSeconds}},remedy:{id:`remedy-${id}`,args:{path}}});return{findings:[...facts.directories.flatMap(({path,trouble:id})=>id?[trouble(path,id)]:[]),...facts.backups?[]:[trouble(params2.backupDirectory,"missing")]],measurements:measure(facts)}}});function measure({fileSystems,directories,backups,cpu,memory}){let bytes=(name,object,value)=>value===null?[]:[{name,object,value,unit:"bytes"}];return[...fileSystems.flatMap(({mountPoint,sizeBytes,usedBytes,availableBytes})=>[...bytes("size",mountPoint,sizeBytes),...bytes("used",mountPoint,usedBytes),...bytes("available",mountPoint,availableBytes)]),...directories.flatMap(({path,bytes:size})=>bytes("directory",path,size)),...(backups??[]).flatMap(({kind,newestBytes})=>bytes("backup",kind,newestBytes)),{name:"cpu-p50",value:cpu.busyP50,unit:"percent"},{name:"cpu-p95",value:cpu.busyP95,unit:"percent"},{name:"memory-p50",value:memory.usedP50,unit:"percent"},{name:"memory-p95",value:memory.usedP95,unit:"percent"}]}export{check};
