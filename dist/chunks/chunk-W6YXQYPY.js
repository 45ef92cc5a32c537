import{unfinishedSuffixes,withoutSlash}from"./chunk-22MPUYVE.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh,sudo}from"./chunk-S7DLJ3SP.js";var folderStates=["listed","missing","not-a-folder","unreadable"],folderStateScript=sh`
if [ -d "$d" ] && [ -r "$d" ] && [ -x "$d" ]; then state=listed
else
  case $(ls -d -- "$d/." 2>&1) in
    *'No such file'*) state=missing ;;
    *'Not a directory'*) state=not-a-folder ;;
    *) state=unreadable ;;
  esac
fi`,sudoListing=directory=>sudo("/usr/bin/find","-H",directory,"-mindepth","1","-maxdepth","2","-printf","%y/%T@/%s/","-print0");function listingScript(directory,kinds){let root=withoutSlash(directory),tests=kinds.flatMap(({pattern})=>["",...unfinishedSuffixes].map(suffix=>pattern+suffix)).flatMap((name,index)=>[...index?["-o"]:[],"-name",name]);return sh`
d=${root}
${folderStateScript}
list() {
  find -H "$d" -mindepth 1 -maxdepth 2 \( ! -path "$d/*/*" ! \( ${tests} \) -prune \) -o "$@"
}
printf 'state=%s\0' $state
if [ $state = listed ]; then
  if find / -maxdepth 0 -printf '' 2>/dev/null; then list -printf '%y/%T@/%s/%p\0'
  else list -exec stat -c '%f/%Y/%s/%n/' {} +; fi
elif [ $state = unreadable ]; then ${sudoListing(root)}; fi
printf 'rc=%s\0' $?`}var entry=/^([a-z]|[0-9a-f]{3,8})\/(-?\d+)(?:\.\d+)?\/(\d+)\/([\s\S]+)$/;function parseListing(stdout,stderr,directory){let prefix=`${withoutSlash(directory)}/`,[head,...records]=stdout.replaceAll(/\/\n(?=[0-9a-f]{3,8}\/|rc=\d+\0$)/g,"\0").split("\0"),state=folderStates.find(name=>head===`state=${name}`),exit=/^rc=(\d+)$/.exec(records.at(-2)??"")?.[1];if(state===void 0||exit===void 0)throw new Unparsable("state=…, entries and rc=…",stdout.slice(0,200));let complaints=stderr.split(`
`).filter(line=>line.startsWith("find: ")),harmless=/(Permission denied|No such file or directory)$/;if(state==="listed"&&exit!=="0"&&!complaints.some(line=>harmless.test(line)))throw new Unparsable("find to list the folder",stderr.slice(0,500));if(state!=="listed"&&(state!=="unreadable"||exit!=="0"))return{state,files:[],closed:[]};let files=records.slice(0,-2).flatMap(record=>{let[,type,mtime,size,path]=entry.exec(record)??[];if(!type||!path?.startsWith(prefix))throw new Unparsable("<type>/<mtime>/<size>/<path> from find or stat",record.slice(0,200));let folder=/^(d|4...)$/.test(type);if(!folder&&!/^(f|8...)$/.test(type))return[];let at={modifiedAtSeconds:Number(mtime),sizeBytes:Number(size)};return[{path:path.slice(prefix.length),folder,...at}]}),denied=complaints.filter(line=>line.endsWith("Permission denied")),closed=files.filter(({path,folder})=>folder&&denied.some(line=>line.includes(prefix+path))).map(({path})=>path);return{state:"listed",files,closed}}var folderMessages={missing:{ja:"バックアップのフォルダー {directory} がありません(パスの誤りか、マウントされていません)",en:"There is no folder {directory}: the path is wrong or nothing is mounted there"},"not-a-folder":{ja:"{directory} はフォルダーではありません",en:"{directory} is not a folder"},unreadable:{ja:"バックアップのフォルダー {directory} を読む権限がありません",en:"The folder {directory} may not be read by the maintenance user"},"remedy-missing":{ja:"ホストで確かめる: ls -ld {directory}; findmnt -T {directory}。場所が違うなら手順書の directory を直してください",en:"Look on the host: ls -ld {directory}; findmnt -T {directory}. If backups are elsewhere, correct `directory` in the runbook"},"remedy-unreadable":{ja:"グループに読み取りを許す: sudo chgrp mks-maint {directory} && sudo chmod g+rx {directory}(mks-maint は保守ユーザーのグループ)",en:"Let its group read: sudo chgrp mks-maint {directory} && sudo chmod g+rx {directory} (mks-maint being the group of the maintenance user)"},"remedy-closed":{ja:"グループに読み取りを許す: sudo chgrp -R mks-maint {path} && sudo chmod -R g+rX {path}。次回分はバックアップのスクリプトで umask 027 とグループを設定してください",en:"Let the group read: sudo chgrp -R mks-maint {path} && sudo chmod -R g+rX {path}. For the next ones, set umask 027 and the group in the backup script"}};export{folderMessages,folderStates,folderStateScript,listingScript,parseListing};
