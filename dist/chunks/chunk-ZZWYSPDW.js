import{countTables,ownStateFolder,restOfContents,stateFolder}from"./chunk-4MSX2FYJ.js";import{backupTools,detectFormat,findNewest}from"./chunk-PSITK6KV.js";import{contents,filesOf,parseSums,readManifest}from"./chunk-B6RAGJP2.js";import{folderMessages,folderStateScript,folderStates}from"./chunk-W6YXQYPY.js";import{backupFields,folder,withoutSlash}from"./chunk-22MPUYVE.js";import{finding}from"./chunk-2YMXSEGA.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{quote,sh}from"./chunk-S7DLJ3SP.js";import{array,int,literal,strictObject,string,union}from"./chunk-APVUYG4K.js";var lists={table:"tables",sequence:"sequences",extension:"extensions"};function parseContents(text){let found={tables:[],sequences:[],extensions:[]},invalid=[],objects;for(let line of text.split(`
`)){let[,word="",json=""]=/^([a-z]+) (\{.*\})$/.exec(line)??[];word in lists&&found[lists[word]]?.push(parse(json)),word==="invalid"&&invalid.push(String(parse(json).name)),word==="objects"&&(objects=parse(json))}let read=contents.safeParse({...found,invalid,objects});if(!read.success)throw new Unparsable("what the database holds",text.slice(-300));return read.data}function parse(json){try{return JSON.parse(json)}catch{throw new Unparsable("an object of JSON from psql",json.slice(0,200))}}var full=({schema,name})=>`${schema}.${name}`;function compareContents(found,wanted){let tables=new Map(found.tables.map(table=>[full(table),table.rows])),extensions=new Set(found.extensions.map(({name})=>name)),invalidBefore=new Set(wanted.invalid);return[...wanted.tables.flatMap(table=>{let[name,rows]=[full(table),tables.get(full(table))];return rows===void 0?[{what:"table-missing",name,rows:table.rows}]:rows===table.rows?[]:[{what:"rows",name,rows,wanted:table.rows}]}),...compareSequences(found.sequences,wanted.sequences),...wanted.extensions.filter(({name})=>!extensions.has(name)).map(({name})=>({what:"extension",name})),...found.invalid.filter(name=>!invalidBefore.has(name)).map(name=>({what:"invalid",name})),...Object.entries(wanted.objects).flatMap(([name,count])=>{let there=found.objects[name]??0;return there<count?[{what:"objects",name,found:there,wanted:count}]:[]})]}var reached=({increment},value,most)=>value!==null&&(increment>0?value>=most:value<=most);function compareSequences(found,wanted){let original=new Map(wanted.map(sequence=>[full(sequence),sequence])),restored=new Set(found.map(full));return[...wanted.filter(sequence=>!restored.has(full(sequence))).map(sequence=>({what:"sequence-missing",name:full(sequence)})),...found.flatMap(sequence=>{let{value,most}=sequence,before=original.get(full(sequence)),name=full(sequence),behind=(limit,what)=>[{what,name,value:value??0,most:limit}];if(before&&before.value!==null&&!reached(sequence,value,before.value))return behind(before.value,"sequence-behind");if(most===null||reached(sequence,value,most))return[];let was=before!==void 0&&before.value===value&&before.most===most;return behind(most,was?"sequence-behind-before":"sequence-behind")})]}function compareUploads({sample},sums){let found=parseSums(sums);return sample.toSorted((a,b)=>a.path<b.path?-1:1).flatMap(({path,sha256})=>{let sum=found.get(path);return sum===void 0?[{what:"upload-missing",name:path}]:sum===sha256?[]:[{what:"upload",name:path}]})}var tolerance=.02;function compareWithLive(found,live){let tables=new Map(found.tables.map(table=>[full(table),table.rows]));return live.flatMap(table=>{let[name,rows]=[full(table),tables.get(full(table))];return rows===void 0?[{what:"table-missing",name,rows:table.rows}]:Math.abs(rows-table.rows)>tolerance*Math.max(table.rows,100)?[{what:"rows",name,rows,wanted:table.rows}]:[]})}var kept=50;function parseResult(facts,cleared,manifest){let text=name=>facts.get(name)??"",number=name=>{let value=Number(facts.get(name)??Number.NaN);if(!Number.isFinite(value))throw new Unparsable(`a number for ${name}`,text(name));return value},status=text("restore"),restore=status==="0"?"done":status==="created"?"created":"failed",contents2=text("counted")==="0"?parseContents(text("contents")):null,live=parseLive(text("live")),comparedWith=manifest?"manifest":live.length>0?"live":"nothing",differences=[];if(manifest&&differences.push(...compareSums(text("sums"),text("tested"),manifest)),contents2&&restore==="done"){let wanted=manifest?.contents;wanted?differences.push(...compareContents(contents2,wanted)):differences.push(...compareSequences(contents2.sequences,[])),comparedWith==="live"&&differences.push(...compareWithLive(contents2,live))}let unpacked=facts.has("archive");unpacked&&manifest?.uploads&&text("unpacked")==="0"&&differences.push(...compareUploads(manifest.uploads,text("sample")));let[entries=0,files=0]=text("members").split(" ").map(Number),began=number("began");return{file:text("tested"),modifiedAtSeconds:number("tested-at"),scratch:text("name"),dropped:text("dropped")==="yes",cleared,restore,complaint:[text("complaint"),text("looking"),text("unpacking"),text("dropping")].join(`
`).trim().slice(0,2e3),counted:contents2!==null,restoreSeconds:restore==="done"?round(number("restored")-number("started")):0,totalSeconds:round(number("ended")-began),tables:contents2?.tables.length??0,rows:contents2?.tables.reduce((sum,{rows})=>sum+rows,0)??0,comparedWith,differences:differences.slice(0,kept),differencesCount:differences.length,otherLocale:facts.has("locale"),smoke:facts.has("smoke-status")?smoke(text("smoke-status"),text("smoke")):null,uploads:unpacked?{file:text("archive"),failed:text("unpacked")!=="0",entries,files,wantedEntries:manifest?.uploads?.entries??null,sampled:parseSums(text("sample")).size}:null}}var round=seconds=>Math.round(seconds*10)/10;function smoke(status,output){let answer=output.trim();return{failed:status!=="0"||["","f","0"].includes(answer),answer}}function compareSums(text,file,manifest){let sums=parseSums(text);return filesOf(manifest,file).filter(({path,sha256})=>sums.get(path)!==sha256).map(({path})=>({what:"dump",name:path}))}function parseLive(text){return text.split(`
`).flatMap(line=>{let json=/^live (\{.*\})$/.exec(line)?.[1];return json===void 0?[]:[JSON.parse(json)]})}function recordsOf(stdout){return stdout.split("\0").slice(0,-1).map(record=>{let cut=record.indexOf("=");return[record.slice(0,cut),record.slice(cut+1)]})}function parseRestore({look:look2}){let records=recordsOf(look2.stdout),end=records.findIndex(([key])=>key==="result-follows"),facts=new Map(end<0?records:[...records.slice(0,end),...records.slice(-1)]),folder2=folderStates.find(state=>state===facts.get("folder"));if(folder2===void 0||facts.get("end")!=="yes")throw new Unparsable("folder=… and end=yes",look2.stdout.slice(0,300));let reading=facts.has("json")?readManifest(facts.get("json")??""):null,manifest=reading&&"manifest"in reading?reading.manifest:null,kibibytes=name2=>{let value=facts.get(name2)??"";return/^\d+$/.test(value)?Number(value)*1024:null},[name="",alive]=facts.get("running")?.split(" ")??[],archive=facts.get("archive");return{folder:folder2,backup:parseBackup(facts,kibibytes("size")??0),archive:archive===void 0?null:{file:archive,sizeBytes:kibibytes("archive-size")??0},manifest:reading===null?"none":manifest?"read":"unusable",databaseBytes:manifest?.database.sizeBytes??null,uploadsBytes:manifest?.uploads?.bytes??null,locale:localeOf(manifest),scratchBytes:kibibytes("scratch"),scratchLeft:facts.get("scratch-left")??null,tool:majorOf(facts.get("tool")??""),cluster:parseCluster(facts,kibibytes("data")),running:name===""?null:{name,alive:alive==="yes"},result:end<0?null:parseTested(records.slice(end+1),facts.get("file"),manifest)}}function parseTested(records,newest,manifest){let facts=new Map(records),cleared=records.filter(([key])=>key==="cleared").map(([,value])=>value),own=facts.has("json")?readManifest(facts.get("json")??""):null,compared=own&&"manifest"in own?own.manifest:null;return parseResult(facts,cleared,compared??(facts.get("tested")===newest?manifest:null))}function localeOf(manifest){if(!manifest)return null;let{encoding,collate,ctype}=manifest.database;return{encoding,collate,ctype}}var majorOf=text=>{let major=/(?:\) |version )(\d+)/.exec(text)?.[1];return major===void 0?null:Number(major)};function parseBackup(facts,sizeBytes){let file=facts.get("file");if(file===void 0)return null;let header2=facts.get("header")??"",format=facts.get("format")??"",plain=format.startsWith("sql"),lineWith=words=>header2.split(`
`).find(line=>line.includes(words))??"";return{file,format,readable:facts.get("readable")==="yes",sizeBytes,modifiedAtSeconds:Number(facts.get("at")??0),server:majorOf(lineWith("Dumped from database version").replace("version:","version")),dumpedBy:majorOf(lineWith("Dumped by pg_dump version").replace("version:","version")),elsewhere:plain&&/^(\\connect|CREATE DATABASE|DROP DATABASE)/m.test(header2),complaint:/^pg_restore: error/m.test(header2)?header2.slice(0,500):""}}function parseCluster(facts,freeBytes){let answer=facts.get("server");if(answer===void 0)return null;let[,status="",host="",port="",text=""]=/^(\d+) (\S+) (\d+) ([\s\S]*)$/.exec(answer)??[];if(status!=="0")return{complaint:text.slice(0,500),place:`${host}:${port}`};let[systemIdentifier="",version="",recovery,superuser,createdb,owns]=text.split("|");if(!/^\d+$/.test(systemIdentifier)||!/^\d+$/.test(version))throw new Unparsable("a line about the cluster",text.slice(0,300));return{host,port:Number(port),systemIdentifier,major:Math.floor(Number(version)/1e4),recovery:recovery==="t",superuser:superuser==="t",mayCreate:createdb==="t",ownsProduction:owns==="t",freeBytes,scratches:(facts.get("scratches")??"").split(`
`).filter(Boolean)}}var scratchPattern=/^mks_(restore_)?test(_[a-z0-9]+)?$/,scratchExpression="mks_(restore_)?test(_[a-z0-9]+)?",ours=/^(mks_(?:restore_)?test)_t(\d{9,11})p\d+$/;function refusedName(name,production){return spelling(name)===spelling(production)?"production":scratchPattern.test(name)?null:"pattern"}function spelling(name){return name.normalize("NFKC").replaceAll(new RegExp("[\"'`\\s]|\\p{Cf}","gu"),"").toLowerCase()}function madeAtSeconds(name){let seconds=ours.exec(name)?.[2];return seconds===void 0?void 0:Number(seconds)}var roomFactor=3,growth=1.2;function planRestore(facts,params,{host}){let{backup,cluster:cluster2,archive}=facts,refused=[...backupObstacles(facts,params),...clusterObstacles(facts,params)];if(refused.length>0||!backup||!cluster2||"complaint"in cluster2)return{kind:"refused",findings:refused};let{result}=facts;if(result?.file===backup.file&&result.modifiedAtSeconds===backup.modifiedAtSeconds&&isGood(result)){let{file:file2}=backup;return{kind:"no-op",reason:{id:"tested",args:{file:file2}}}}let{leftovers,others}=sortScratches(cluster2,facts,params,host.epochSeconds),{file,sizeBytes}=backup,place=`${cluster2.host}:${cluster2.port}`;return{kind:"change",change:{file,archive:archive?.file??null,host:cluster2.host,port:cluster2.port,systemIdentifier:cluster2.systemIdentifier,locale:facts.locale,leftovers},changes:[...leftovers.map(name=>({id:"drop-leftover",args:{name}})),{id:"restore",args:{file,sizeBytes,target:params.target,place}},...archive?[{id:"unpack",args:{file:archive.file,sizeBytes:archive.sizeBytes,scratch:params.scratch}}]:[],{id:"compare",args:{manifest:facts.manifest}},{id:"drop",args:{target:params.target}}],findings:[...leftovers.map(name=>finding(`leftover:${name}`,"note","leftover",{name})),...others.map(name=>finding(`scratch:${name}`,"note","other",{name})),...cluster2.freeBytes===null?[finding("space","warning","space-unknown",{place},"space-unknown-remedy")]:[]]}}function isGood(result){let{restore,counted,dropped,comparedWith,differencesCount,smoke:smoke2,uploads}=result;return restore==="done"&&counted&&dropped&&comparedWith==="manifest"&&differencesCount===0&&!smoke2?.failed&&!uploads?.failed}function sortScratches({scratches},{running},{timeoutSeconds},nowSeconds){let leftovers=[],others=[];for(let name of scratches){let at=madeAtSeconds(name);if(at===void 0)continue;((running?.name===name?!running.alive:nowSeconds-at>timeoutSeconds+600)?leftovers:others).push(name)}return{leftovers,others}}function backupObstacles(facts,params){let{directory,pattern,scratch}=params,{backup,folder:folder2,tool}=facts,place={directory:quote(directory)};if(folder2!=="listed")return[finding("folder","unknown",folder2,{directory},folder2==="unreadable"?"remedy-unreadable":"remedy-missing",place)];if(!backup)return[finding("dump","critical","none",{pattern,directory},"none-remedy",place)];let{file,dumpedBy,server}=backup;if(!backup.readable){let args={path:quote(`${directory}/${file}`)};return[finding("dump","unknown","denied",{file},"remedy-closed",args)]}let found=[];if(!["custom","directory","pg-tar","sql","sql.gz"].includes(backup.format)){let args={file,format:backup.format};found.push(finding("dump","critical","no-dump",args,"none-remedy",place))}if(backup.elsewhere&&found.push(finding("dump","critical","elsewhere",{file},"elsewhere-remedy")),tool===null)found.push(finding("tool","unknown","no-tool",{},"no-tool-remedy"));else if((dumpedBy??0)>tool||/unsupported version \(/.test(backup.complaint)){let args={file,tool,dumpedBy:dumpedBy??"unknown"};found.push(finding("tool","critical","old-tool",args,"old-tool-remedy"))}else if(backup.complaint!==""){let damaged=finding("dump","critical","damaged",{file},"damaged-remedy",place);found.push({...damaged,evidence:backup.complaint})}let{cluster:cluster2}=facts,major=cluster2&&!("complaint"in cluster2)?cluster2.major:null;if(major!==null&&server!==null&&server>major){let args={file,server,major};found.push(finding("server","critical","newer-server",args,"newer-server-remedy"))}if(facts.archive){let guess=roomFactor*facts.archive.sizeBytes,needBytes=Math.ceil(growth*(facts.uploadsBytes??guess)),freeBytes=facts.scratchBytes;if(freeBytes===null||freeBytes<needBytes){let args={scratch,freeBytes:freeBytes??0,needBytes};found.push(finding("scratch","critical","scratch-space",args,"scratch-space-remedy"))}}return found}function clusterObstacles(facts,params){let{clusters,database,target}=params,{cluster:cluster2,backup}=facts;if(cluster2===null)return[];if("complaint"in cluster2)return[{...finding("cluster","critical","down",{place:cluster2.place},"down-remedy"),evidence:cluster2.complaint}];let{host,port,systemIdentifier,major}=cluster2,allowed=clusters.some(one=>one.systemIdentifier===systemIdentifier&&one.host===host&&one.port===port),found=[];if(!allowed){let args={place:`${host}:${port}`,systemIdentifier,host,port};found.push(finding("cluster","critical","not-allowed",args,"not-allowed-remedy"))}if(refusedName(target,database)&&found.push(finding("target","critical","name",{target,database},"name-remedy")),cluster2.superuser||cluster2.ownsProduction){let id=cluster2.superuser?"superuser":"owner";found.push(finding("role","critical",id,{database},"role-remedy"))}else cluster2.mayCreate||found.push(finding("role","critical","no-createdb",{},"role-remedy"));if(cluster2.recovery&&found.push(finding("cluster","critical","recovery",{major},"recovery-remedy")),backup&&cluster2.freeBytes!==null){let room=Math.max(roomFactor*backup.sizeBytes,growth*(facts.databaseBytes??0)),[needBytes,freeBytes]=[Math.ceil(room),cluster2.freeBytes];if(freeBytes<needBytes){let args={place:`${host}:${port}`,freeBytes,needBytes};found.push(finding("space","critical","space",args,"space-remedy"))}}return found}var restoreState="teiki-restore-test",asLoginUser=sh`
bin=\${pg%/*}
q() { PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -q -A -t -w -b -v ON_ERROR_STOP=1 "$@"; }
export PGCONNECT_TIMEOUT=10 PGAPPNAME=teiki PGCLIENTENCODING=UTF8
export PGHOST PGPORT`;function chooseBackup(params){return sh`
d=${withoutSlash(params.directory)}
now=$(date +%s)
archive=
p=${params.uploadsPattern}
if [ "$p" != none ]; then
  ${findNewest(60)}
  archive=$best
fi
p=${params.pattern}
${findNewest(60)}
base=\${best#"$d"/}
${detectFormat}
if [ -n "$best" ]; then
  format=directory
  if [ ! -d "$best" ]; then detect $(head263 <"$best"); fi
  if [ $format = gzip ]; then
    detect $(gzip -dc <"$best" 2>/dev/null | head263)
    [ $format != sql ] || format=sql.gz
  fi
fi
# The manifest that lists this backup.
manifest=
for f in "$d"/manifest_*.json; do
  [ -n "$best" ] && [ -f "$f" ] && [ -r "$f" ] || continue
  if grep -q -F -e "\"$base\"" -e "\"$base/" "$f"; then manifest=$f; fi
done`}var header=sh`
header() {
  case $format in
    sql) head -n 60 <"$best" ;;
    sql.gz) gzip -dc <"$best" 2>/dev/null | head -n 60 ;;
    custom | directory | pg-tar)
      [ -n "$pg" ] || return 0
      gently "$pg" -l "$best" 2>&1 | head -n 16
      ;;
  esac
}`,serverQuery=sh`
SELECT (SELECT system_identifier FROM pg_control_system()), current_setting('server_version_num'),
  pg_is_in_recovery(), r.rolsuper, r.rolcreatedb,
  EXISTS (SELECT FROM pg_database WHERE datname = :'production' AND pg_has_role(datdba, 'MEMBER')),
  coalesce((SELECT setting FROM pg_settings WHERE name = 'data_directory'), '')
FROM pg_roles r WHERE r.rolname = current_user;`;function restoreLook(params){let{clusters,scratch,database,target}=params,list=clusters.length>0?clusters:[{host:"/var/run/postgresql",port:5432}],scratches=`SELECT datname FROM pg_database
    WHERE pg_get_userbyid(datdba) = current_user AND datname ~ '^${target}_t[0-9]+p[0-9]+$';`,places=list.map(({host,port})=>`${host} ${port}`);return sh`
limit=50
${chooseBackup(params)}
${backupTools}
${folderStateScript}
put folder $state
if [ -n "$best" ]; then
  put file "$base"
  put format "$format"
  if [ -r "$best" ]; then put readable yes; fi
  put at "$(stat -c %Y -- "$best")"
  size=$(du -sk -- "$best") && put size "\${size%%[!0-9]*}"
  ${header}
  put header "$(header)"
fi
if [ -n "$archive" ]; then
  put archive "\${archive#"$d"/}"
  size=$(du -sk -- "$archive") && put archive-size "\${size%%[!0-9]*}"
fi
if [ -n "$manifest" ]; then put json "$(cat "$manifest")"; fi
put scratch "$(df -P -k -- ${scratch} | tail -n 1 | awk '{ print $4 }')"
left=${scratch}/teiki-restore-$(id -u)
if [ -e "$left" ]; then put scratch-left "$left"; fi
put tool "$([ -z "$pg" ] || "$pg" --version)"
if [ -n "$pg" ]; then
  ${asLoginUser}
  for place in ${places}; do
    PGHOST=\${place% *} PGPORT=\${place#* }
    answer=$(echo ${serverQuery.text} | q -v production=${database} -d postgres 2>&1)
    status=$?
    put server "$status $place $answer"
    [ $status != 0 ] || break
  done
  if [ $status = 0 ]; then
    folder=\${answer##*|}
    case $PGHOST:$folder in /*:/*) put data "$(df -P -k -- "$folder" 2>/dev/null | tail -n 1 | awk '{ print $4 }')" ;; esac
    put scratches "$(echo ${scratches} | q -d postgres 2>&1)"
  fi
fi
${stateFolder(restoreState)}
if [ -f "$state/running" ] && read -r name pid <"$state/running"; then
  alive=no
  if grep -q -F teiki "/proc/$pid/cmdline" 2>/dev/null; then alive=yes; fi
  put running "$name $alive"
fi
if [ -f "$state/result" ]; then put result-follows yes && cat "$state/result"; fi
put end yes`}var restoreResultMessages={restored:{ja:"{file} を {scratch} にリストア: テーブル {tables} 個、{rows} 行、{seconds} 秒",en:"{file} restored into {scratch}: {tables, plural, one {# table} other {# tables}}, {rows, plural, one {# row} other {# rows}}, {seconds} s"},dropped:{ja:"試験用データベース {scratch} を削除",en:"The scratch database {scratch} was dropped"},cleared:{ja:"残っていたデータベース {name} を削除",en:"The database {name} that was left over was dropped"},"not-tested":{ja:"{file} のリストアの試験は最後まで行われていません",en:"The restore of {file} was not tested to its end"},"not-tested-remedy":{ja:"証跡のエラーを除いてから、もう一度実行してください",en:"Remove the error in the evidence and run it again"},"not-created":{ja:"試験用データベース {scratch} を作れませんでした",en:"The scratch database {scratch} could not be made"},"not-created-remedy":{ja:"証跡のエラーを見てください。権限は ALTER ROLE … CREATEDB、拡張のひな形は template で指定します",en:"See the error in the evidence; the right is ALTER ROLE … CREATEDB, a template for extensions is `template`"},"not-restored":{ja:"ダンプ {file} はリストアできませんでした",en:"The dump {file} could not be restored"},"not-counted":{ja:"{file} はリストアできましたが、行数を数えられませんでした",en:"{file} was restored, but its rows could not be counted"},live:{ja:"{file} にマニフェストがないため、稼働中のデータベースの統計と比べました(誤差 2 %)",en:"{file} has no manifest: it was compared with the statistics of the live database, within 2 %"},"no-comparison":{ja:"{file} にマニフェストがなく、稼働中のデータベースも見えないため、行数が正しいかは分かりません",en:"{file} has no manifest and the live database cannot be seen, so whether all rows are there is not known"},"no-comparison-remedy":{ja:"backup.run でバックアップを取ると、行数のマニフェストも書かれます",en:"Make the backups with backup.run, which writes a manifest with row counts"},"no-tables":{ja:"{file} からは 1 つのテーブルもリストアされませんでした",en:"Not one table was restored from {file}"},"other-locale":{ja:"{file} のロケールがこのホストにないため、C ロケールでリストアしました(並び順だけが異なります)",en:"This host has not the locale of {file}; it was restored with locale C, which only sorts differently"},smoke:{ja:"{file} をリストアしたデータベースで、確認の問い合わせ(smoke)が期待どおりの値を返しません",en:"In the database restored from {file} the smoke query does not return what it should"},"smoke-remedy":{ja:"証跡の値を見て、データか手順書の smoke を直してください",en:"See its answer in the evidence; correct the data, or `smoke` in the runbook"},more:{ja:"違いはほかに {more} 件あります",en:"There are {more, plural, one {# more difference} other {# more differences}}"},"not-dropped":{ja:"試験用データベース {scratch} を削除できませんでした(本番のデータが残っています)",en:"The scratch database {scratch} could not be dropped, and holds production data"},"drop-remedy":{ja:"手で削除: dropdb --force {scratch}",en:"Drop it by hand: dropdb --force {scratch}"},"table-missing":{ja:"テーブル {name} ({rows} 行)が {file} からリストアされていません",en:"The table {name} ({rows, plural, one {# row} other {# rows}}) was not restored from {file}"},rows:{ja:"テーブル {name} は {file} から {rows} 行リストアされましたが、バックアップの時点では {wanted} 行でした",en:"The table {name} has {rows, plural, one {# row} other {# rows}} when restored from {file}, of {wanted} when the backup was made"},"rows-live":{ja:"テーブル {name} は {file} から {rows} 行リストアされましたが、稼働中のデータベースの統計では約 {wanted} 行です",en:"The table {name} has {rows, plural, one {# row} other {# rows}} when restored from {file}; the live database has about {wanted}"},"content-remedy":{ja:"このバックアップを当てにせず、取り直してもう一度試験してください。その前のバックアップも確かめてください",en:"Do not rely on this backup: make a new one and test it, and look at the one before it too"},sequence:{ja:"シーケンス {name} は {value} で、{most} に達していません(次の番号が既存の行と衝突します)",en:"The sequence {name} is at {value}, short of {most}: its next numbers are taken already"},"sequence-before":{ja:"シーケンス {name} は {value} で、列の最大値 {most} より小さくなっています(バックアップの時点から同じ)",en:"The sequence {name} is at {value}, short of {most} in its column; it was so when the backup was made"},"sequence-remedy":{ja:"本番で直すなら: SELECT setval(''{name}'', {most})",en:"To correct it in production: SELECT setval(''{name}'', {most})"},"sequence-missing":{ja:"シーケンス {name} が {file} からリストアされていません",en:"The sequence {name} was not restored from {file}"},extension:{ja:"拡張 {name} がリストアされていません",en:"The extension {name} was not restored"},"extension-remedy":{ja:"スーパーユーザーしか作れない拡張なら、入れたひな形を用意して手順書の template に書いてください",en:"If only a superuser may create it, prepare a template with it and name that in `template` of the runbook"},invalid:{ja:"制約または索引 {name} が有効になっていません",en:"The constraint or index {name} is not valid"},objects:{ja:"{kind, select, constraints {制約} indexes {索引} views {ビュー} triggers {トリガー} other {{kind}}}が {found} 個で、バックアップの時点の {wanted} 個より減っています",en:"There are {found} {kind}, of {wanted} when the backup was made"},sum:{ja:"{name} の sha256 がマニフェストと一致しません",en:"The sha256 of {name} differs from the manifest"},"not-unpacked":{ja:"アップロード {archive} を最後まで展開できません",en:"The uploads {archive} cannot be unpacked to the end"},"no-files":{ja:"アップロード {archive} に 1 つもファイルが入っていません",en:"The uploads {archive} hold not one file"},entries:{ja:"アップロード {archive} の項目は {entries} 個で、バックアップの時点の {wantedEntries} 個と異なります",en:"The uploads {archive} have {entries, plural, one {# entry} other {# entries}}, of {wantedEntries} when the backup was made"},upload:{ja:"アップロード {archive} の中の {name} の sha256 が、バックアップの時点と異なります",en:"In the uploads {archive} the sha256 of {name} is not what it was when the backup was made"},"upload-missing":{ja:"アップロード {archive} の中に {name} がありません",en:"In the uploads {archive} there is no {name}"}};var restoreMessages={...folderMessages,...restoreResultMessages,restore:{ja:"{file} ({sizeBytes}) を {place} の試験用データベース {target}_… にリストア",en:"Restore {file} ({sizeBytes}) into a scratch database {target}_… at {place}"},unpack:{ja:"{file} ({sizeBytes}) を {scratch} の下に展開して確認",en:"Unpack {file} ({sizeBytes}) below {scratch} and look at it"},compare:{ja:"全テーブルの行数・シーケンス・制約・拡張を{manifest, select, read {マニフェスト} other {稼働中のデータベースの統計}}と比較",en:"Compare the rows of all tables, sequences, constraints and extensions with {manifest, select, read {the manifest} other {the statistics of the live database}}"},drop:{ja:"試験用データベースと展開したファイルを削除(失敗したときも)",en:"Drop the scratch database and remove the files, also after a failure"},"drop-leftover":{ja:"途中で終わった試験の残り {name} を削除",en:"Drop {name}, left by a test that was cut short"},leftover:{ja:"前の試験は途中で終わり、データベース {name} が残っていました",en:"An earlier test was cut short and had left the database {name}"},other:{ja:"試験用データベース {name} があります。ほかの試験が使用中かもしれないので、触りません",en:"There is a scratch database {name}; another test may be using it, so it is left alone"},tested:{ja:"{file} は前回の試験でリストアできています",en:"{file} has been restored without a fault before"},none:{ja:"完成したダンプ({pattern})が {directory} にありません",en:"There is no finished dump ({pattern}) in {directory}"},"none-remedy":{ja:"バックアップの有無を確かめる: ls -lt {directory} | head。名前が違うなら手順書の pattern を直してください",en:"See what is there: ls -lt {directory} | head. If it has another name, correct `pattern` in the runbook"},denied:{ja:"ダンプ {file} を読む権限がありません",en:"The maintenance user may not read the dump {file}"},"no-dump":{ja:"{file} は pg_dump のダンプではありません({format})",en:"{file} is not a dump of pg_dump ({format})"},elsewhere:{ja:"平文のダンプ {file} は --create で作られており、流し込むと元のデータベースに書き込むため、リストアしません",en:"The plain dump {file} was made with --create and would be written to the database it came from, so it is not restored"},"elsewhere-remedy":{ja:"pg_dump から -C / --create を外してください",en:"Take -C / --create away from pg_dump"},"no-tool":{ja:"ホストに pg_restore がありません",en:"The host has no pg_restore"},"no-tool-remedy":{ja:"ホストに入れる: sudo apt-get install postgresql-client",en:"Install it on the host: sudo apt-get install postgresql-client"},"old-tool":{ja:"{file} は pg_restore {tool} より新しい pg_dump{dumpedBy, select, unknown {} other { {dumpedBy}}}のもので、リストアできません",en:"{file} was made by a pg_dump {dumpedBy, select, unknown {} other {{dumpedBy} }}that is newer than pg_restore {tool}, and cannot be restored"},"old-tool-remedy":{ja:"同じか新しいバージョンを入れる: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}",en:"Install the same version or a newer one: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}"},"newer-server":{ja:"{file} は PostgreSQL {server} のもので、試験先の {major} にはリストアできません",en:"{file} is of PostgreSQL {server}; the cluster for tests has {major} and cannot take it"},"newer-server-remedy":{ja:"PostgreSQL {server} 以上のクラスターを手順書の clusters に書いてください",en:"Name a cluster of PostgreSQL {server} or newer in `clusters` of the runbook"},damaged:{ja:"ダンプ {file} は壊れています(pg_restore が目次を読めません)",en:"The dump {file} is damaged: pg_restore cannot read its table of contents"},"damaged-remedy":{ja:"バックアップを取り直し、その前のもので復元できるか確かめてください: ls -lt {directory} | head",en:"Make a new one, and see that the one before it can be restored: ls -lt {directory} | head"},"scratch-space":{ja:"展開先 {scratch} の空きは {freeBytes} で、{needBytes} に足りません",en:"{scratch} has {freeBytes} left, less than the {needBytes} that unpacking takes"},"scratch-space-remedy":{ja:"手順書の scratch に、空きのあるフォルダーを書いてください",en:"Name a folder with more room in `scratch` of the runbook"},down:{ja:"試験用のクラスター {place} に接続できません",en:"No connection to the cluster for tests at {place}"},"down-remedy":{ja:`動いていれば、保守ユーザーのロールを作る: sudo -u postgres psql -c 'CREATE ROLE "mks-maint" LOGIN CREATEDB' -c 'GRANT pg_monitor TO "mks-maint"'(名前はログインユーザーと同じ)`,en:`If it is running, make the role of the maintenance user: sudo -u postgres psql -c 'CREATE ROLE "mks-maint" LOGIN CREATEDB' -c 'GRANT pg_monitor TO "mks-maint"' (its name is that of the login user)`},"not-allowed":{ja:"クラスター {place} (識別子 {systemIdentifier})は試験先として許可されていません",en:"The cluster at {place} (system identifier {systemIdentifier}) is not among those that may be used for tests"},"not-allowed-remedy":{ja:`試験に使ってよいクラスターなら、手順書に書く: clusters: ['{' systemIdentifier: "{systemIdentifier}", host: {host}, port: {port} '}']`,en:`If tests may use it, say so in the runbook: clusters: ['{' systemIdentifier: "{systemIdentifier}", host: {host}, port: {port} '}']`},name:{ja:"試験用の名前 {target} は本番のデータベース {database} と紛らわしいか、決まりに合いません",en:"The name {target} may be taken for the production database {database}, or is none of a scratch database"},"name-remedy":{ja:"手順書に target: mks_restore_test と書いてください",en:"Write target: mks_restore_test in the runbook"},superuser:{ja:"試験に使うロールがスーパーユーザーです。{database} も消せてしまうため、使いません",en:"The role for the test is a superuser, who could drop {database} too; it is not used"},owner:{ja:"試験に使うロールは {database} の所有者(またはその一員)です。消せてしまうため、使いません",en:"The role for the test owns {database}, or is a member of who does, and could drop it; it is not used"},"no-createdb":{ja:"試験に使うロールにはデータベースを作る権限がありません",en:"The role for the test may not create databases"},"role-remedy":{ja:`権限を直す(スーパーユーザーや所有者にはしない): sudo -u postgres psql -c 'ALTER ROLE "mks-maint" NOSUPERUSER CREATEDB'`,en:`Correct its rights, never superuser nor owner: sudo -u postgres psql -c 'ALTER ROLE "mks-maint" NOSUPERUSER CREATEDB'`},recovery:{ja:"試験用のクラスター(PostgreSQL {major})はレプリカなので、書き込めません",en:"The cluster for tests (PostgreSQL {major}) is a replica and cannot be written to"},"recovery-remedy":{ja:"レプリカでないクラスターを手順書の clusters に書いてください",en:"Name a cluster that is no replica in `clusters` of the runbook"},space:{ja:"クラスター {place} のディスクの空きは {freeBytes} で、リストアに要る {needBytes} に足りません",en:"The disk of the cluster at {place} has {freeBytes} left, less than the {needBytes} that a restore takes"},"space-remedy":{ja:"ディスクを増やすか、別のクラスターを手順書の clusters に書いてください",en:"Enlarge the disk, or name another cluster in `clusters` of the runbook"},"space-unknown":{ja:"クラスター {place} のディスクの空きが分からないまま、リストアします",en:"How much room the disk of the cluster at {place} has is not known"},"space-unknown-remedy":{ja:`データの場所を読む権限を与える: sudo -u postgres psql -c 'GRANT pg_monitor TO "mks-maint"'`,en:`Let the role see where the data is: sudo -u postgres psql -c 'GRANT pg_monitor TO "mks-maint"'`}};var cluster=strictObject({systemIdentifier:string().regex(/^\d{10,20}$/,{error:"Expected the digits of the system identifier, in quotes"}).describe("As `SELECT system_identifier FROM pg_control_system()` shows it, in quotes"),host:string().regex(/^[A-Za-z0-9/][A-Za-z0-9._/:-]*$/,{error:"Expected a folder of sockets or a host"}).default("/var/run/postgresql").describe("Folder of its socket, or a host (a password then is in ~/.pgpass)"),port:int().min(1).max(65535).default(5432).describe("Its port")}),restoreParams=strictObject({directory:backupFields.directory,pattern:string().default("db_*.dump").pipe(backupFields.kinds.unwrap().element.shape.pattern).describe("Shell pattern of the dumps; the newest finished one is restored"),uploadsPattern:union([literal("none"),backupFields.kinds.unwrap().element.shape.pattern]).default("uploads_*.tar.gz").describe('Shell pattern of the archives of uploads; "none" for a dump alone'),database:string().min(1).max(63).default("mks_db").describe("Name of the production database, which is never touched"),target:string().regex(scratchPattern,{error:"Expected mks_test or mks_restore_test"}).default("mks_restore_test").describe("Beginning of the name of the scratch database; time and process follow"),template:string().regex(/^[a-z_][a-z0-9_]*$/).default("template0").describe("Template of it: one with the extensions that only a superuser may create"),clusters:array(cluster).default([]).describe("Where a scratch database may be made; of several the first that answers"),scratch:folder.default("/var/tmp").describe("Folder in which uploads are unpacked for a while, in a folder of their own"),smoke:string().max(2e3).optional().describe("A query on the restored database that must return something other than f or 0"),jobs:int().min(1).max(16).default(2).describe("Connections that restore at once"),timeoutSeconds:int().min(60).max(24*3600).default(2*3600).describe("Time for all of it")}).refine(({target,database})=>refusedName(target,database)===null,{error:"Expected a target that cannot be taken for the production database",path:["target"]});var sqlFilter=String.raw`
copying { print; if ($0 == "\\.") copying = 0; next }
/^\\(un)?restrict / { next }
/^\\/ || /^(CREATE|DROP|ALTER) DATABASE / {
  print "the dump leaves the scratch database: " substr($0, 1, 80) > "/dev/stderr"
  exit 3
}
/^ALTER .* OWNER TO [^ ]+;$/ || /^(GRANT|REVOKE) / || /^ALTER DEFAULT PRIVILEGES / { next }
/^COMMENT ON EXTENSION / || /^SECURITY LABEL / { next }
/^(CREATE|ALTER) (PUBLICATION|SUBSCRIPTION) / || /^SET default_tablespace / { next }
/^COPY .* FROM stdin;$/ { copying = 1 }
{ print }`;var restoreUploads=sh`
uploads() {
  mkdir "$work/uploads"
  note archive "\${archive#"$d"/}"
  gently tar -xzvf "$archive" -C "$work/uploads" --no-same-owner >"$work/members" 2>"$work/errors"
  note unpacked $?
  note unpacking "$(tail -c 500 "$work/errors")"
  note members "$(awk '{ if (!/\/$/) files++ } END { print NR, files + 0 }' "$work/members")"
  [ -n "$manifest" ] || return 0
  sed -n 's/^ *{"path": "\(.*\)", "sha256": "[0-9a-f]*"},\{0,1\}$/\1/p' "$manifest" | sed 's/\\"/"/g' |
    tr '\n' '\0' >"$work/sample"
  note sample "$(cd "$work/uploads" && gently xargs -0 sha256sum -- <"$work/sample" 2>/dev/null)"
}`;var scratchFunctions=sh`
guard() {
  case $1 in '' | *[!a-z0-9_]*) false ;; *) true ;; esac &&
    printf '%s\n' "$1" | LC_ALL=C grep -E -q -x ${scratchExpression} &&
    [ "$1" != "$production" ] || {
    echo "teiki: $1 is no name for a scratch database" >&2
    return 1
  }
}
drop() {
  guard "$1" || return
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12; do
    printf 'DROP DATABASE IF EXISTS %s WITH (FORCE);\n' "$1" | q -d postgres && return
    sleep 5
  done
  return 1
}`,restoreFunction=sh`
into_database() {
  case $format in
    custom | directory | pg-tar)
      # Comments on extensions are their owner's, event triggers a superuser's.
      "$pg" -l "$best" | LC_ALL=C grep -v -E '^[0-9]+; [0-9]+ [0-9]+ (COMMENT - EXTENSION|COMMENT - EVENT TRIGGER|EVENT TRIGGER) ' >"$work/list"
      [ $format != pg-tar ] || jobs=1
      "$pg" --exit-on-error --no-owner --no-privileges --no-publications --no-subscriptions \
        --no-tablespaces --no-security-labels -w -j "$jobs" -L "$work/list" -d "$db" "$best"
      ;;
    sql | sql.gz)
      { if [ $format = sql ]; then cat "$best"; else gzip -dc "$best"; fi; echo $? >"$work/read"; } |
        { awk "$filter"; echo $? >"$work/filter"; } | q -d "$db" -o /dev/null || return
      read -r status <"$work/filter" && [ "$status" = 0 ] || return
      read -r status <"$work/read" && [ "$status" = 0 ]
      ;;
  esac
}`,look=sh`
contents() {
  q -d "$db" <<'END'
SET statement_timeout = 0;
${countTables}
${restOfContents}
END
}
# Without a manifest, what the server believes of the live database is all there is to compare with.
live() {
  PGOPTIONS='-c default_transaction_read_only=on' "$bin/psql" -X -q -A -t -w -d "$production" <<'END'
SELECT 'live ' || json_build_object('schema', n.nspname, 'name', c.relname, 'rows', pg_stat_get_live_tuples(c.oid))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1;
END
}
smoke() { printf 'SET default_transaction_read_only = on;\n%s;\n' "$query" | q -d "$db"; }`;function restoreScript(change,params){let{target,database,template,scratch,smoke:smoke2="",jobs,timeoutSeconds}=params,{encoding="",collate="",ctype=""}=change.locale??{};return sh`
${ownStateFolder(restoreState)}
limit=${timeoutSeconds} jobs=${jobs} production=${database} query=${smoke2} filter=${sqlFilter}
work=${scratch}/teiki-restore-$(id -u)
if [ -h "$work" ] || { [ -e "$work" ] && [ ! -O "$work" ]; }; then echo "$work is not ours" >&2; exit 1; fi
${chooseBackup(params)}
[ "$base" = ${change.file} ] || { echo "the newest backup is another by now: $base" >&2; exit 1; }
${backupTools}
PGHOST=${change.host} PGPORT=${change.port}
${asLoginUser}
${scratchFunctions}
${restoreFunction}
${look}
${restoreUploads}
note() { printf '%s=%s\0' "$1" "$2" >>"$state/new"; }
clock() { read -r up rest </proc/uptime; echo "$up"; }
clear_work() { [ ! -e "$work" ] || { chmod -R u+rwX "$work"; rm -rf "$work"; } 2>/dev/null; }
rm -f "$state/result"
: >"$state/new"
clear_work
identity=$(echo 'SELECT system_identifier FROM pg_control_system();' | q -d postgres) || exit
[ "$identity" = ${change.systemIdentifier} ] || { echo "another cluster answers: $identity" >&2; exit 1; }
for old in ${change.leftovers}; do drop "$old" && note cleared "$old"; done
db=${target}_t$(date +%s)p$$
guard "$db" || exit
mkdir -m 700 "$work" || exit
finish() {
  trap '' TERM INT HUP
  if drop "$db" 2>>"$work/dropping"; then note dropped yes; else note dropped no; note dropping "$(tail -c 500 "$work/dropping")"; fi
  clear_work
  note name "$db"
  note ended "$(clock)"
  mv "$state/new" "$state/result"
  rm -f "$state/running"
}
echo "$db $$" >"$state/running"
trap finish EXIT
trap 'exit 143' TERM INT HUP
note tested "$base"
note tested-at "$(stat -c %Y -- "$best")"
# There may be a newer backup, with another manifest, when this is read.
if [ -n "$manifest" ]; then note json "$(cat "$manifest")"; fi
note began "$(clock)"
# openssl uses what the processor has for it, and leaves the processor to the restore.
(cd "$d" && find "$base" -type f -print0 |
  gently xargs -0 sh -c 'openssl dgst -r -sha256 "$@" 2>/dev/null || sha256sum -- "$@"' sh >"$work/sums" 2>&1) &
summing=$!
create() { printf 'CREATE DATABASE %s TEMPLATE %s%s;\nREVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$db" ${template} "$1" "$db" | q -d postgres; }
as_it_was="" encoding=${encoding} collate=${collate} ctype=${ctype}
case $encoding$collate$ctype in *[!A-Za-z0-9_.@-]*) encoding= ;; esac
if [ -n "$encoding" ]; then as_it_was=" ENCODING '$encoding' LC_COLLATE '$collate' LC_CTYPE '$ctype'"; fi
if ! create "$as_it_was" 2>"$work/create"; then
  # A locale that this system lacks: the data can be restored all the same.
  note locale "$(tail -c 300 "$work/create")"
  if [ -z "$as_it_was" ] || ! create " ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'" 2>"$work/create"; then
    note restore created
    note complaint "$(tail -c 800 "$work/create")"
    exit 0
  fi
fi
note started "$(clock)"
into_database 2>"$work/errors"
note restore $?
note restored "$(clock)"
note complaint "$(tail -c 1500 "$work/errors")"
# Statistics for the smoke query, rough ones, while the tables are being counted.
(echo 'SET default_statistics_target = 10; ANALYZE;' | q -d "$db" 2>"$work/analyze") &
analyzing=$!
text=$(contents 2>"$work/errors")
note counted $?
note contents "$text"
note looking "$(tail -c 500 "$work/errors")"
wait $analyzing
note analyzed $?
note compared "$(clock)"
if [ -z "$manifest" ]; then note live "$(live 2>&1)"; fi
if [ -n "$query" ]; then
  text=$(smoke 2>&1)
  note smoke-status $?
  note smoke "$(printf '%s' "$text" | head -c 300)"
fi
if [ -n "$archive" ]; then uploads; fi
wait $summing
note sums "$(cat "$work/sums")"
exit 0`}function verifyRestore({after,change},{directory}){let{result}=after;if(result?.file!==change.file){let args={file:change.file};return{findings:[finding("dump","critical","not-tested",args,"not-tested-remedy")]}}return{findings:[...databaseFindings(result,directory),...result.differences.map(one=>differenceFinding(one,result)),...uploadFindings(result,directory),...result.cleared.map(name=>finding(`leftover:${name}`,"note","leftover",{name}))],measurements:measure(result),changes:[...result.cleared.map(name=>({id:"cleared",args:{name}})),{id:"restored",args:{file:result.file,scratch:result.scratch,tables:result.tables,rows:result.rows,seconds:result.restoreSeconds}},...result.dropped?[{id:"dropped",args:{scratch:result.scratch}}]:[]]}}function databaseFindings(result,directory){let{file,scratch,restore,complaint,differencesCount,differences}=result,found=[],evidence=complaint?{evidence:complaint}:{};if(restore==="created"){let one=finding("cluster","critical","not-created",{scratch},"not-created-remedy");found.push({...one,...evidence})}else if(restore==="failed"){let one=finding("dump","critical","not-restored",{file},"damaged-remedy",{directory});found.push({...one,...evidence})}else if(result.counted){if(result.comparedWith!=="manifest"){let live=result.comparedWith==="live",[id,severity]=live?["live","note"]:["no-comparison","warning"];found.push(finding("manifest",severity,id,{file},"no-comparison-remedy"))}if(result.tables===0&&found.push(finding("dump","critical","no-tables",{file},"content-remedy")),result.otherLocale&&found.push(finding("locale","note","other-locale",{file})),result.smoke?.failed){let{answer}=result.smoke,one=finding("smoke","critical","smoke",{file},"smoke-remedy");found.push({...one,evidence:answer})}}else{let one=finding("dump","unknown","not-counted",{file},"not-tested-remedy");found.push({...one,...evidence})}let more=differencesCount-differences.length;if(more>0&&found.push(finding("differences","critical","more",{more},"content-remedy")),!result.dropped){let one=finding(`scratch:${scratch}`,"critical","not-dropped",{scratch},"drop-remedy");found.push({...one,...evidence})}return found}function differenceFinding(one,{file,comparedWith,uploads}){let{name}=one,severity=comparedWith==="live"?"warning":"critical",archive=uploads?.file??"";switch(one.what){case"table-missing":return finding(`table:${name}`,severity,"table-missing",{file,name,rows:one.rows},"content-remedy");case"rows":{let args={file,name,rows:one.rows,wanted:one.wanted};return finding(`table:${name}`,severity,comparedWith==="live"?"rows-live":"rows",args,"content-remedy")}case"sequence-behind":{let args={name,value:one.value,most:one.most};return finding(`sequence:${name}`,"critical","sequence",args,"sequence-remedy")}case"sequence-behind-before":{let args={name,value:one.value,most:one.most};return finding(`sequence:${name}`,"warning","sequence-before",args,"sequence-remedy")}case"sequence-missing":return finding(`sequence:${name}`,"critical","sequence-missing",{file,name},"content-remedy");case"extension":return finding(`extension:${name}`,"critical","extension",{name},"extension-remedy");case"invalid":return finding(`invalid:${name}`,"critical","invalid",{name},"content-remedy");case"objects":{let args={kind:name,found:one.found,wanted:one.wanted};return finding(`objects:${name}`,"critical","objects",args,"content-remedy")}case"dump":return finding(`file:${name}`,"critical","sum",{name},"content-remedy");case"upload":return finding(`upload:${name}`,"critical","upload",{archive,name},"content-remedy");case"upload-missing":return finding(`upload:${name}`,"critical","upload-missing",{archive,name},"content-remedy")}}function uploadFindings({uploads},directory){if(!uploads)return[];let{file:archive,entries,wantedEntries}=uploads;return uploads.failed?[finding("uploads","critical","not-unpacked",{archive},"damaged-remedy",{directory})]:uploads.files===0?[finding("uploads","critical","no-files",{archive},"content-remedy")]:wantedEntries!==null&&entries!==wantedEntries?[finding("uploads","critical","entries",{archive,entries,wantedEntries},"content-remedy")]:[]}function measure(result){let{restore,restoreSeconds,totalSeconds,tables,rows,uploads}=result,object="db";return[...restore==="done"?[{name:"restore",object,value:restoreSeconds,unit:"seconds"},{name:"tables",object,value:tables,unit:"count"},{name:"rows",object,value:rows,unit:"count"}]:[],{name:"total",value:totalSeconds,unit:"seconds"},...uploads?[{name:"sampled",object:"uploads",value:uploads.sampled,unit:"count"}]:[]]}export{parseResult,parseRestore,scratchPattern,refusedName,planRestore,clusterObstacles,asLoginUser,restoreLook,restoreMessages,restoreParams,sqlFilter,restoreUploads,scratchFunctions,restoreFunction,restoreScript,verifyRestore,databaseFindings,differenceFinding,uploadFindings};
