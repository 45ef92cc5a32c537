import{kindsOf}from"./chunk-7Z2ZNI73.js";import{contentsOfSnapshot,ownStateFolder,stateFolder}from"./chunk-4MSX2FYJ.js";import{evaluateIntegrity,integrityMessages,parseIntegrity}from"./chunk-BALMQOQI.js";import{integrityScript}from"./chunk-PSITK6KV.js";import{median,newestOf}from"./chunk-FMSTK6MA.js";import{parseListing}from"./chunk-W6YXQYPY.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{finding}from"./chunk-2YMXSEGA.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{quote,sh,sudo}from"./chunk-S7DLJ3SP.js";function parseRun(outputs,params){let lookText=outputs.look?.stdout??"",lines=lookText.split(`
`),value=name=>lines.find(line=>line.startsWith(`${name}=`))?.slice(name.length+1),listing=outputs.listing,{state,...listed}=parseListing(listing?.stdout??"",listing?.stderr??"",params.directory),kinds=kindsOf(params),[script,scriptPlace=""]=value("script")?.split(" ")??[],scripted=params.script!==void 0;if(scripted?script===void 0:value("server")===void 0)throw new Unparsable(scripted?"script=…":"server=…",lookText.slice(0,300));return{look:scripted?null:parseLook(value,lines),script:scripted?oneOf(script,["ok","missing","unsafe"])??"unsafe":null,unsafe:scriptPlace,folder:state,kinds:kinds.map(kind=>({name:kind.name,backups:newestOf(kind,{state,...listed})})),checked:kinds.flatMap(({name})=>{let output=outputs[`checked-${name}`];return output?.stdout?parseIntegrity(name,output):[]})}}function oneOf(word,words){return words.find(one=>one===word)}function parseLook(value,lines){let[folder,unsafe=""]=value("folder")?.split(" ")??[],kibibytes=name=>{let text=value(name)??"";return/^\d+$/.test(text)?Number(text)*1024:null},tool=/\) (\d+)/.exec(value("tool")??"")?.[1];return{folder:oneOf(folder,["ok","missing","unsafe"])??"missing",unsafe,lock:value("lock")==="held"?"held":"free",freeBytes:kibibytes("free"),leftovers:lines.flatMap(line=>{let[,at,path]=/^leftover=(\d+) (.+)$/.exec(line)??[];return at===void 0||path===void 0?[]:[{path,modifiedAt:new Date(Number(at)*1e3).toISOString()}]}),uploads:oneOf(value("uploads"),["none","ok","missing"])??"missing",uploadsBytes:kibibytes("uploads-size"),server:parseServer(value("server")??""),tool:tool===void 0?null:Number(tool)}}function parseServer(text){let[,version,recovery,size]=/^(\d+)\|([tf])\|(\d+)$/.exec(text)??[];return version!==void 0?{state:"up",major:Math.floor(Number(version)/1e4),recovery:recovery==="t",sizeBytes:Number(size)}:text==="no-tools"?{state:"no-tools"}:{state:"failed",complaint:text.replace(/^failed /,"").slice(0,500)}}var roomFactor=1.5,smallShare=.7;function planBackup(facts,params,{host}){let{directory,script,notAgainWithinMinutes}=params,refused=facts.look?obstacles(facts.look,facts,params):scriptObstacles(facts,params);if(facts.folder!=="listed"&&refused.length===0){let id=facts.folder;refused.push(finding("folder","unknown",id,{directory},`remedy-${readable(id)}`))}if(refused.length>0)return{kind:"refused",findings:refused};let ages=facts.kinds.map(({backups})=>finished(backups)[0]).map(one=>one&&(host.epochSeconds-one.modifiedAtSeconds)/60);if(ages.every(age=>age!==void 0&&age>=0&&age<notAgainWithinMinutes)){let minutes=Math.max(...ages.map(age=>Math.floor(age??0)));return{kind:"no-op",reason:{id:"recent",args:{directory,minutes}}}}if(!facts.look)return{kind:"change",change:{by:"script"},changes:[{id:"run-script",args:{script:script??"",directory}}]};let{server,leftovers,uploadsBytes}=facts.look,databaseBytes=server.state==="up"?server.sizeBytes:0,sizeBytes=expectedBytes(facts),{database,format,uploads}=params;return{kind:"change",change:{by:"built-in"},changes:[{id:"dump",args:{database,databaseBytes,format,directory}},...uploads==="none"?[]:[uploading(uploads,uploadsBytes)],{id:"manifest",args:{directory,sizeBytes}},...leftovers.map(({path,modifiedAt})=>({id:"remove-leftover",args:{path,modifiedAt}}))],findings:[...ofReplica(facts,params),...leftBehind(facts)]}}var uploading=(path,bytes)=>bytes===null?{id:"archive",args:{path}}:{id:"archive-sized",args:{path,uploadsBytes:bytes}},ofReplica=({look:look2},{database})=>look2?.server.state==="up"&&look2.server.recovery?[finding("server","note","replica",{database})]:[],leftBehind=({look:look2})=>(look2?.leftovers??[]).map(({path,modifiedAt})=>finding(`leftover:${path}`,"note","leftover",{path,modifiedAt})),readable=state=>state==="unreadable"?"unreadable":"missing",finished=backups=>backups.filter(({state})=>state==="finished");function expectedBytes({kinds,look:look2}){let last=kinds.map(({backups})=>finished(backups)[0]?.sizeBytes);if(last.every(bytes=>bytes!==void 0))return last.reduce((sum,one)=>sum+one,0);let server=look2?.server;return((server?.state==="up"?server.sizeBytes:0)+(look2?.uploadsBytes??0))/2}function obstacles(look2,facts,params){let{directory,database,port,uploads}=params,found=[],place={directory:quote(directory)};if(look2.folder==="missing")found.push(finding("folder","critical","no-folder",{directory},"no-folder-remedy"));else if(look2.folder==="unsafe"){let args={directory,path:look2.unsafe};found.push(finding("folder","critical","unsafe",args,"unsafe-remedy"))}look2.lock==="held"&&found.push(finding("lock","warning","held",{directory},"held-remedy",place)),look2.uploads==="missing"&&found.push(finding("uploads","critical","no-uploads",{uploads},"no-uploads-remedy"));let{server,tool,freeBytes}=look2;if(server.state==="no-tools")found.push(finding("server","unknown","no-tools",{},"no-tools-remedy"));else if(server.state==="failed"){let one=finding("server","critical","down",{database,port},"down-remedy");found.push({...one,evidence:server.complaint})}else if(tool!==null&&tool<server.major){let args={tool,major:server.major};found.push(finding("server","critical","old-pg-dump",args,"old-pg-dump-remedy"))}let needBytes=Math.ceil(roomFactor*expectedBytes(facts));if(look2.folder==="ok"&&freeBytes===null)found.push(finding("space","unknown","space-unknown",{directory},"space-remedy",place));else if(freeBytes!==null&&freeBytes<needBytes){let args={directory,freeBytes,needBytes};found.push(finding("space","critical","space",args,"space-remedy",place))}return found}function scriptObstacles({script,unsafe},params){let path=params.script??"";return script==="missing"?[finding("script","critical","no-script",{path},"no-script-remedy")]:script==="ok"?[]:[finding("script","critical","unsafe-script",{script:path,path:unsafe},"unsafe-remedy")]}function verifyBackup({before,after},params,context){let{directory,timeoutSeconds}=params,kinds=kindsOf(params),findings=[],written=[];for(let{name:kind}of kinds){let[newest,...earlier]=backupsOf(after,kind),[last]=backupsOf(before,kind);if(!(newest!==void 0&&(newest.file!==last?.file||newest.modifiedAtSeconds>last.modifiedAtSeconds))){let args={kind,directory,newest:newest?.file??"-"};findings.push(finding(kind,"critical","not-written",args,"not-written-remedy"));continue}let{file,sizeBytes}=newest;written.push({id:"written",args:{kind,file,sizeBytes}});let usualBytes=median(earlier.slice(0,7).map(one=>one.sizeBytes));if(usualBytes!==void 0&&sizeBytes<smallShare*usualBytes){let args={kind,file,sizeBytes,usualBytes};findings.push(finding(`${kind}:size`,"warning","shrunken",args,"shrunken-remedy"))}after.checked.find(one=>one.kind===kind)?.file!==file&&findings.push(finding(kind,"unknown","not-read",{kind,file},"not-read-remedy"))}let fresh=after.checked.filter(({kind,file})=>written.some(({args})=>args.kind===kind&&args.file===file)),judged=evaluateIntegrity({kinds:fresh},{directory,kinds,timeoutSeconds},{...context,history:[]});return{findings:[...findings,...judged.findings,...ofReplica(after,params),...leftBehind(before)],measurements:judged.measurements??[],changes:written}}var backupsOf=({kinds},kind)=>finished(kinds.find(({name})=>name===kind)?.backups??[]);var runMessages={...integrityMessages,dump:{ja:"データベース {database} ({databaseBytes}) を {format} 形式で {directory} にダンプし、同じ時点の全テーブルの行数も記録",en:"Dump the database {database} ({databaseBytes}) to {directory} in {format} format, with the row counts of all tables at the same moment"},archive:{ja:"アップロード {path} を tar.gz に保存",en:"Archive the uploads {path} as a tar.gz"},"archive-sized":{ja:"アップロード {path} ({uploadsBytes}) を tar.gz に保存",en:"Archive the uploads {path} ({uploadsBytes}) as a tar.gz"},manifest:{ja:"ロールなどの定義とマニフェスト(sha256・行数)を書き、全体を読み直して確認(合計 約 {sizeBytes}、{directory})",en:"Write roles and other globals and a manifest (sha256, row counts), then read it all to its end (about {sizeBytes} in {directory})"},"remove-leftover":{ja:"途中で終わったバックアップの残り {path} ({modifiedAt}) を削除",en:"Remove {path}, left half-written at {modifiedAt}"},"run-script":{ja:"{script} を root で実行し、{directory} にできたものを最後まで読んで確認",en:"Run {script} as root, then read what it has made in {directory} to its end"},written:{ja:"{kind}: {file} ({sizeBytes}) を作成",en:"{kind}: {file} ({sizeBytes}) was made"},recent:{ja:"{directory} に {minutes} 分前のバックアップがあるので、取り直しません",en:"There is a backup of {minutes, plural, one {# minute} other {# minutes}} ago in {directory}, so none is made"},replica:{ja:"レプリカから取ります。{database} の内容はプライマリーより遅れていることがあります(時点はマニフェストに記録)",en:"It is made from a replica, where {database} may lag behind; the manifest says of when it is"},leftover:{ja:"前回のバックアップは途中で終わっています: {path} ({modifiedAt})",en:"An earlier backup was cut short: {path} ({modifiedAt})"},"no-folder":{ja:"バックアップのフォルダー {directory} がありません(シンボリックリンクも使えません)",en:"There is no folder {directory} for the backups (a symbolic link does not count)"},"no-folder-remedy":{ja:"作る: sudo install -d -o root -g mks-maint -m 750 {directory}(mks-maint は保守ユーザーのグループ)。マウント先なら findmnt で確認してください",en:"Make it: sudo install -d -o root -g mks-maint -m 750 {directory} (mks-maint being the group of the maintenance user). If it is to be mounted, look at findmnt"},unsafe:{ja:"{path} は root 以外も変更できるため、root で {directory} に書くのは危険です",en:"{path} can be changed by others than root, so root does not write to {directory}"},"unsafe-remedy":{ja:"root だけが変更できるようにする: sudo chown root {path} && sudo chmod go-w {path}",en:"Let only root change it: sudo chown root {path} && sudo chmod go-w {path}"},held:{ja:"{directory} へのバックアップがほかで実行中です",en:"Another backup to {directory} is going on"},"held-remedy":{ja:"終わるのを待つか、実行中のものを見てください: sudo fuser -v {directory}",en:"Wait for its end, or see what it is: sudo fuser -v {directory}"},"no-uploads":{ja:"アップロードのフォルダー {uploads} がありません(マウントされていない可能性)",en:"There is no folder {uploads} with the uploads (is it mounted?)"},"no-uploads-remedy":{ja:"findmnt -T {uploads} で確かめるか、手順書の uploads を直してください(なければ uploads: none)",en:"Look at findmnt -T {uploads}, or correct `uploads` in the runbook (none: without uploads)"},"no-tools":{ja:"ホストに pg_dump と psql がありません",en:"The host has no pg_dump and psql"},"no-tools-remedy":{ja:"ホストに入れる: sudo apt-get install postgresql-client",en:"Install them on the host: sudo apt-get install postgresql-client"},down:{ja:"データベース {database} (ポート {port}) に接続できません",en:"No connection to the database {database} (port {port})"},"down-remedy":{ja:"状態を確かめる: systemctl status postgresql; sudo -u postgres psql -p {port} -l",en:"See whether it runs: systemctl status postgresql; sudo -u postgres psql -p {port} -l"},"old-pg-dump":{ja:"pg_dump {tool} はサーバー {major} より古く、ダンプできません",en:"pg_dump {tool} is older than the server ({major}) and cannot dump it"},"old-pg-dump-remedy":{ja:"同じバージョンを入れる: sudo apt-get install postgresql-client-{major}",en:"Install the same version: sudo apt-get install postgresql-client-{major}"},"space-unknown":{ja:"{directory} の空き容量が分かりません",en:"How much space is left in {directory} is not known"},space:{ja:"{directory} の空きは {freeBytes} で、{needBytes} (前回の 1.5 倍) に足りません",en:"{directory} has {freeBytes} left, less than {needBytes} (1.5 times the last backup)"},"space-remedy":{ja:"古いバックアップを別の場所に移すか、ディスクを増やしてください: sudo du -xh --max-depth=1 {directory} | sort -h",en:"Move old backups elsewhere or enlarge the disk: sudo du -xh --max-depth=1 {directory} | sort -h"},"no-script":{ja:"バックアップのスクリプト {path} がありません",en:"There is no backup script {path}"},"no-script-remedy":{ja:"手順書の script を直すか、消して組み込みのバックアップを使ってください",en:"Correct `script` in the runbook, or leave it out for the built-in backup"},"unsafe-script":{ja:"{path} は root 以外も変更できるため、{script} を root では実行しません",en:"{path} can be changed by others than root, so {script} is not run as root"},"not-written":{ja:"{kind} の新しいバックアップが {directory} にできていません(最新は {newest})",en:"No new {kind} backup has appeared in {directory}; the newest is {newest}"},"not-written-remedy":{ja:"バックアップの出力を確かめてください: ls -lt {directory} | head",en:"See what is there and what the backup has said: ls -lt {directory} | head"},shrunken:{ja:"{kind} のバックアップ {file} は {sizeBytes} で、ふだん({usualBytes})よりかなり小さくなっています",en:"The {kind} backup {file} has {sizeBytes}, far less than usual ({usualBytes})"},"shrunken-remedy":{ja:"元のデータが減っていないか、対象が外れていないか確かめてください",en:"See whether data has gone, or is no longer included"},"not-read":{ja:"{kind} のバックアップ {file} を最後まで読む確認ができていません",en:"The {kind} backup {file} has not been read to its end"},"not-read-remedy":{ja:"backup.integrity を実行してください",en:"Run backup.integrity"}};var session=sh`
# Sets bin to PostgreSQL's programs of this major version, or to the newest there are.
choose_bin() {
  bin= newest=0
  for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    [ -x "$dir/pg_dump" ] && [ -x "$dir/psql" ] || continue
    major=\${dir%/bin}
    major=\${major##*[/-]}
    case $major in '' | *[!0-9]*) continue ;; esac
    if [ "$major" -eq "$1" ]; then bin=$dir; return; fi
    if [ "$major" -gt "$newest" ]; then newest=$major bin=$dir; fi
  done
  if [ -z "$bin" ] && [ -x /usr/bin/pg_dump ] && [ -x /usr/bin/psql ]; then bin=/usr/bin; fi
}
sql() {
  PGOPTIONS='-c client_min_messages=warning' PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 PGAPPNAME=teiki \
    runuser -u postgres -- "$bin/psql" -X -q -A -t -w -b -v ON_ERROR_STOP=1 -p "$port" -d "$1"
}`,dump=sh`
back_up_database() {
  choose_bin 0
  [ -n "$bin" ] || die "no pg_dump"
  version=$(echo 'SHOW server_version_num;' | sql "$database") || die "no connection to $database"
  choose_bin $((version / 10000))
  case $format in
    custom) TEIKI_DUMP="-Fc -Z $compress" ;;
    directory) TEIKI_DUMP="-Fd -f /proc/self/fd/9 -Z $compress" ;;
    tar) TEIKI_DUMP=-Ft ;;
    plain) TEIKI_DUMP="-Fp -Z $((compress > 0 ? compress : 1))" ;;
  esac
  TEIKI_DUMP="$bin/pg_dump -w -p $port --lock-wait-timeout=60s $TEIKI_DUMP"
  TEIKI_OUT=9
  [ "$format" != directory ] || TEIKI_OUT=2
  export TEIKI_DUMP TEIKI_OUT TEIKI_DATABASE="$database"
  if [ "$format" = directory ]; then
    mkdir "$stage/$db" && chown postgres: "$stage/$db" && exec 9<"$stage/$db" || exit
  else exec 9>"$stage/$db" || exit; fi
  began=$(date +%s)
  sql "$database" >"$notes/contents" <<'END' || die "the database could not be dumped"
SET lock_timeout = '60s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv TEIKI_SNAPSHOT :snapshot
SELECT 'snapshot ' || json_build_object('at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'lsn', CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END);
SELECT 'database ' || json_build_object('name', current_database(),
  'systemIdentifier', (SELECT system_identifier::text FROM pg_control_system()),
  'serverVersion', current_setting('server_version'),
  'serverVersionNum', current_setting('server_version_num')::integer,
  'encoding', pg_encoding_to_char(encoding), 'collate', datcollate, 'ctype', datctype,
  'sizeBytes', pg_database_size(oid), 'recovery', pg_is_in_recovery())
FROM pg_database WHERE datname = current_database();
${contentsOfSnapshot}
\! $TEIKI_DUMP --snapshot="$TEIKI_SNAPSHOT" "$TEIKI_DATABASE" </dev/null >&$TEIKI_OUT; echo "dumped $?"
COMMIT;
END
  exec 9>&-
  dumping=$(($(date +%s) - began))
  grep -q -x 'dumped 0' "$notes/contents" || die "pg_dump failed"
  if [ "$format" = directory ]; then chown -hR root: "$stage/$db"; fi
  runuser -u postgres -- "$bin/pg_dumpall" -w -p "$port" --globals-only --no-role-passwords \
    >"$stage/globals_$stamp.sql" || die "pg_dumpall failed"
}`,backupDatabase=sh`${session}${dump}`;var writeManifest=sh`
listed() { sed -n "s/^$1 \({.*}\)$/\1/p" "$notes/contents" | sed '$!s/$/,/'; }
single() { sed -n "s/^$1 \({.*}\)$/\1/p" "$notes/contents"; }
# Sums of the files that did not change; the three lists name a file alike.
sample() { awk '
  function name(line) { sub(/^[0-9]+ [0-9]+ [0-9]+ /, "", line); return line }
  FILENAME ~ /before$/ { before[$0] = 1; next }
  FILENAME ~ /after$/ { if ($0 in before) same[name($0)] = 1; next }
  { path = substr($0, 67); if (path in same) {
    gsub(/"/, "\\\"", path)
    printf "%s      {\"path\": \"%s\", \"sha256\": \"%s\"}", sep, path, substr($0, 1, 64); sep = ",\n" } }
  END { if (sep) print "" }' "$notes/before" "$notes/after" "$notes/sums"; }
about_uploads() {
  if [ "$uploads" = - ]; then echo '  "uploads": null,'; return; fi
  total=$(sed -n 's/^Total bytes written: \([0-9]*\).*/\1/p' "$notes/tar")
  echo '  "uploads": {'
  printf '    "path": "%s", ' "$uploads"
  awk '{ if (!/\/$/) files++ } END { printf "\"entries\": %d, \"files\": %d, ", NR, files }' "$notes/members"
  printf '"bytes": %s, "changed": %s,\n' "\${total:-0}" "$([ "$status" -eq 0 ] && echo false || echo true)"
  printf '    "sample": [\n'
  sample
  printf '    ]\n  },\n'
}
sums() {
  cd "$stage" || exit
  find $files -type f -exec sha256sum -- {} + >"$notes/files" || die "the files cannot be read"
  while read -r sum path; do
    printf '    {"path": "%s", "bytes": %s, "sha256": "%s"}\n' "$path" "$(stat -c %s -- "$path")" "$sum"
  done <"$notes/files" | sed '$!s/$/,/'
}
write_manifest() {
  {
    printf '{\n  "schema": "teiki.backup/1",\n  "startedAt": "%s",\n' "$started"
    printf '  "host": "%s",\n' "$(uname -n)"
    printf '  "database": %s,\n  "snapshot": %s,\n' "$(single database)" "$(single snapshot)"
    printf '  "dump": {"format": "%s", "pgDump": "%s", "seconds": %s},\n' "$format" \
      "$("$bin/pg_dump" --version)" "$dumping"
    printf '  "contents": {\n    "tables": [\n'
    listed table
    printf '    ],\n    "sequences": [\n'
    listed sequence
    printf '    ],\n    "extensions": [\n'
    listed extension
    printf '    ],\n    "invalid": ['
    sed -n 's/^invalid {"name" : \(.*\)}$/\1/p' "$notes/contents" | sed '$!s/$/,/'
    printf '],\n    "objects": %s\n  },\n' "$(single objects)"
    about_uploads
    printf '  "files": [\n'
    sums
    printf '  ],\n  "endedAt": "%s"\n}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  } >"$stage/manifest_$stamp.json" || die "the manifest could not be written"
  rm -rf -- "$notes"
}`;var archiveUploads=sh`
sampled=500
as_owner() { (cd "\${uploads%/*}/" && runuser -u "$owner" -- "$@"); }
states() { as_owner xargs -0 -r stat -c '%Y %Z %s %n' -- <"$notes/names" 2>/dev/null; }
archive_uploads() {
  [ -d "$uploads" ] || die "no folder $uploads"
  owner=$(stat -c %U -- "$uploads")
  id -u "$owner" >/dev/null 2>&1 || owner=nobody
  # Names that are no text, or that would need escapes in JSON, are not for the sample.
  as_owner find "\${uploads##*/}" -type f -print0 2>/dev/null |
    LC_ALL=C.UTF-8 grep -z -a -x '[^[:cntrl:]\\]*' | shuf -z -n "$sampled" >"$notes/names"
  states >"$notes/before"
  archive=$stage/uploads_$stamp.tar.gz
  { tar --create --directory="\${uploads%/*}/" --verbose --index-file="$notes/members" --totals \
      -- "\${uploads##*/}" 2>"$notes/tar"; echo $? >"$notes/tar-status"; } |
    gzip -n -"$((compress > 0 ? compress : 1))" >"$archive" || die "the uploads could not be compressed"
  read -r status <"$notes/tar-status"
  # 1: a file changed or went away while it was read. The archive is whole.
  [ "$status" -le 1 ] || { cat "$notes/tar" >&2; die "tar failed with $status"; }
  as_owner xargs -0 -r sha256sum -- <"$notes/names" >"$notes/sums" 2>/dev/null
  states >"$notes/after"
}`;var arguments_=sh`
[ $# -eq 8 ] || { echo 'usage: look|write DIRECTORY PORT DATABASE UPLOADS FORMAT COMPRESS SECONDS' >&2; exit 2; }
verb=$1 directory=$2 port=$3 database=$4 uploads=$5 format=$6 compress=$7 limit=$8
die() { printf 'teiki: %s\n' "$*" >&2; exit 1; }
plain_path() {
  case $1 in *[!A-Za-z0-9._/@:+-]* | *//* | */./* | */../* | */. | */.. | */) return 1 ;; /?*) ;; *) return 1 ;; esac
}
number() { case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac; }
case $verb in look | write | writing) ;; *) die "unknown verb" ;; esac
plain_path "$directory" || die "no absolute path for the folder"
[ "$uploads" = - ] || plain_path "$uploads" || die "no absolute path for the uploads"
number "$port" && number "$limit" || die "no number for port or seconds"
case $database in [!A-Za-z0-9_]* | *[!A-Za-z0-9_.-]*) die "no plain name of a database" ;; esac
case $format in custom | directory | tar | plain) ;; *) die "unknown format" ;; esac
case $compress in [0-9]) ;; *) die "no level of compression" ;; esac`,folders=sh`
# Sets theirs to the first folder from this one up that others than root can change.
only_root() {
  theirs=$1
  while :; do
    [ ! -h "$theirs" ] || return 1
    set -- $(stat -c '%u %a' -- "$theirs")
    [ "$1" = 0 ] || return 1
    case $2 in *[2367]? | *[2367]) return 1 ;; esac
    [ "$theirs" != / ] || return 0
    theirs=\${theirs%/*}
    [ -n "$theirs" ] || theirs=/
  done
}
# Without a file: whoever holds the folder itself makes a backup. All children hold it too.
lock() { exec 8<"$directory" && flock -n 8; }
leftovers() { for stage in "$directory"/.backup_*.partial; do
  if [ -d "$stage" ] && [ ! -h "$stage" ]; then "$@" "$stage"; fi
done; }`,look=sh`
look() {
  if [ -h "$directory" ] || [ ! -d "$directory" ]; then echo folder=missing
  elif only_root "$directory"; then echo folder=ok
  else echo "folder=unsafe $theirs"; fi
  if [ -d "$directory" ]; then
    if lock; then echo lock=free; else echo lock=held; fi
    echo "free=$(df -P -k -- "$directory" | tail -n 1 | awk '{ print $4 }')"
    leftovers stat -c 'leftover=%Y %n' --
  fi
  if [ "$uploads" = - ]; then echo uploads=none
  elif [ -d "$uploads" ]; then
    echo uploads=ok
    size=$(timeout 20 du -sk -- "$uploads" 2>/dev/null) && echo "uploads-size=\${size%%[!0-9]*}"
  else echo uploads=missing; fi
  choose_bin 0
  if [ -z "$bin" ]; then echo server=no-tools
  elif answer=$(sql "$database" 2>&1 <<'END'
SELECT current_setting('server_version_num'), pg_is_in_recovery(), pg_database_size(current_database());
END
  ); then
    echo "server=$answer"
    choose_bin "\${answer%????|*|*}"
    echo "tool=$("$bin/pg_dump" --version)"
  else echo "server=failed $(printf '%s' "$answer" | tr '\n' ' ')"; fi
}`,write=sh`
writing() {
  [ ! -h "$directory" ] && [ -d "$directory" ] || die "no folder $directory"
  only_root "$directory" || die "$theirs can be changed by others than root"
  lock || die "another backup to $directory is going on"
  leftovers rm -rf --
  umask 077
  started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  case $format in plain) db=db_$stamp.sql.gz ;; *) db=db_$stamp.dump ;; esac
  files="globals_$stamp.sql $db"
  stage=$directory/.backup_$stamp.partial
  mkdir "$stage" || die "cannot write to $directory"
  trap 'rm -rf -- "$stage"' EXIT
  trap 'exit 143' TERM INT HUP
  notes=$stage/.notes
  mkdir "$notes"
  back_up_database
  if [ "$uploads" != - ]; then
    files="$files uploads_$stamp.tar.gz"
    archive_uploads
  fi
  write_manifest
  chgrp -R --reference="$directory" -- "$stage"
  find "$stage" -type f -exec chmod 640 {} + -exec sync -- {} +
  find "$stage" -type d -exec chmod 750 {} +
  for file in $files "manifest_$stamp.json"; do
    [ ! -e "$directory/$file" ] || die "$file is there already"
    mv -T -- "$stage/$file" "$directory/$file" || die "$file cannot be renamed"
  done
  sync -- "$directory"
  echo "written=$files manifest_$stamp.json"
}
case $verb in
  look) look ;;
  writing) writing ;;
  write)
    shift
    exec timeout -k 30 "$limit" "$0" writing "$@"
    ;;
esac`,backupHelper=rootHelper("backup-run",sh`${arguments_}
${folders}
${backupDatabase}
${archiveUploads}
${writeManifest}
${look}
${write}`);var stateName="teiki-backup";function helper(verb,params){let{directory,port,database,uploads,format,compress,timeoutSeconds}=params;return sudoHelper(backupHelper,verb,directory,String(port),database,uploads==="none"?"-":uploads,format,String(compress),String(timeoutSeconds))}function theirScript(script,timeoutSeconds){return sudo("/usr/bin/timeout","-k","30",String(timeoutSeconds),script)}function privilegedOfRun(params){let{script,timeoutSeconds}=params;return script!==void 0?[theirScript(script,timeoutSeconds)]:[helper("look",params),helper("write",params)]}function lookScript(params){let{script}=params;return script===void 0?helper("look",params):sh`
f=${script}
if [ ! -e "$f" ]; then echo script=missing
elif [ -h "$f" ] || [ ! -f "$f" ]; then echo "script=unsafe $f"
else
  at=$f safe=yes
  while [ $safe = yes ]; do
    set -- $(stat -c '%u %a' -- "$at")
    case $1:$2 in 0:*[2367]? | 0:*[2367]) safe=no ;; 0:*) ;; *) safe=no ;; esac
    if [ $safe = no ] || [ "$at" = / ]; then break; fi
    at=\${at%/*}
    [ -n "$at" ] || at=/
  done
  if [ $safe = no ]; then echo "script=unsafe $at"; else echo script=ok; fi
fi`}function checkedScript(kind){return sh`
${stateFolder(stateName)}
[ -f "$state/${kind}" ] || exit 0
cat "$state/${kind}.err" >&2
cat "$state/${kind}"`}function makeScript(params,also=sh`:`){let{script,directory,timeoutSeconds}=params,make=script===void 0?helper("write",params):theirScript(script,timeoutSeconds),checks=kindsOf({...params,etc:[]}).map(kind=>sh`
(
${integrityScript(directory,kind,timeoutSeconds,0)}
) >"$state/${kind.name}" 2>"$state/${kind.name}.err" </dev/null`);return sh`
${ownStateFolder(stateName)}
rm -f "$state"/*
${make} || exit
${also} || exit
${checks.reduce((all,one)=>sh`${all}${one}`,sh``)}
exit 0`}export{parseRun,planBackup,verifyBackup,runMessages,folders,privilegedOfRun,lookScript,checkedScript,makeScript};
