import{asLoginUser,clusterObstacles,databaseFindings,differenceFinding,parseRestore,parseResult,refusedName,restoreFunction,restoreLook,restoreMessages,restoreParams,restoreUploads,scratchFunctions,scratchPattern,sqlFilter,uploadFindings}from"./chunk-ZZWYSPDW.js";import{databaseName}from"./chunk-7Z2ZNI73.js";import{contentsOfSnapshot,ownStateFolder,stateFolder}from"./chunk-4MSX2FYJ.js";import{defineTask}from"./chunk-ABEPA6W4.js";import{backupTools,detectFormat}from"./chunk-PSITK6KV.js";import{readManifest}from"./chunk-B6RAGJP2.js";import"./chunk-W6YXQYPY.js";import{globToRegExp,withoutSlash}from"./chunk-22MPUYVE.js";import{finding}from"./chunk-2YMXSEGA.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{quote,sh,sudo}from"./chunk-S7DLJ3SP.js";import"./chunk-THPCVUWC.js";import{array,int,literal,number,strictObject,string,union}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var phaseNames=["choose","database","uploads","service","functional","integrity","teardown"];function parseDrill(records,params){let facts=new Map(records),all=key=>records.filter(([name])=>name===key).map(([,value])=>value),number2=name=>{let value=Number(facts.get(name)??Number.NaN);if(!Number.isFinite(value))throw new Unparsable(`a number for ${name}`,"");return value},declared=number2("declared"),began=number2("began"),instant=uptime=>new Date(Math.round((declared+uptime-began)*1e3)).toISOString(),chosen=parseChosen(facts),checks=all("check").map(line=>{let[index,state,...said]=line.split(" ");return{url:params.checks[Number(index)]?.url??"",ok:state==="ok",said:said.join(" ")}}),service=["healthy","unhealthy","not-started"].find(one=>one===facts.get("service")),whole=checks.length===params.checks.length&&checks.every(({ok})=>ok),recovered=service==="healthy"&&whole?number2("recovered")-began:null,split=text=>{let cut=text.indexOf(`
`);return{manifest:text.slice(0,cut),why:text.slice(cut+1)}},roles2=key=>all(key).length;return{declaredAt:instant(began),passed:all("passed").map(split),chosen,roles:{made:roles2("role-made"),there:roles2("role-there"),failed:all("role-failed").join(`
`).slice(0,1e3)},service:service??"not-reached",serviceSaid:facts.get("service-said")??"",grants:facts.get("grants")??"",checks,recoverySeconds:recovered===null?null:Math.round(recovered*10)/10,lostSeconds:chosen?Math.max(0,Math.round(declared-Date.parse(chosen.snapshotAt)/1e3)):null,left:(facts.get("left")??"").split(" ").filter(Boolean),leftSaid:facts.get("left-said")??"",cleared:facts.has("cleared-before"),phases:phaseNames.flatMap(name=>{let[from,to]=[facts.get(`${name}-from`),facts.get(`${name}-to`)];if(from===void 0||to===void 0)return[];let failed=facts.has(`${name}-failed`);return[{name,startedAt:instant(Number(from)),endedAt:instant(Number(to)),failed}]})}}function parseChosen(facts){let manifest=facts.get("chosen");if(manifest===void 0)return null;let reading=readManifest(facts.get("manifest")??"");if("unusable"in reading)throw new Unparsable("the manifest of the chosen backup","");let at=new Date(reading.manifest.snapshot.at).toISOString();return{manifest,snapshotAt:at,restore:parseResult(facts,[],reading.manifest)}}function parseDrillFacts({look,drill},params){let records=drill.stdout.split("\0").slice(0,-1).map(record=>{let cut=record.indexOf("=");return[record.slice(0,cut),record.slice(cut+1)]}),start=records.findIndex(([key])=>key==="result-follows"),seen=start<0?records:records.slice(0,start),facts=new Map(seen);if(records.at(-1)?.[0]!=="end"||!facts.has("marker"))throw new Unparsable("marker=… and end=yes",drill.stdout.slice(0,300));let all=key=>seen.filter(([name])=>name===key).map(([,value])=>value),read=all("manifest").map(text=>readOne(text,params)),sorted=read.flatMap(one=>one.kind==="candidate"?[one]:[]).toSorted((a,b)=>a.candidate.snapshotAt<b.candidate.snapshotAt?1:-1),manifests=read.flatMap(one=>one.content?[one.content]:[]),of=pick=>[...new Set(manifests.map(pick))].sort(),newest=sorted[0]?.content,result=start<0?null:parseDrill(records.slice(start+1),params);return{restore:{...parseRestore({look}),running:null,result:null},marker:facts.get("marker")??"",name:facts.get("name")??"",candidates:sorted.map(({candidate})=>candidate),unusable:[...read.flatMap(one=>one.kind==="candidate"?[]:[{manifest:one.manifest,why:one.why}]),...all("closed").map(manifest=>({manifest,why:"permission denied"}))],origins:{hosts:of(({host})=>host),clusters:of(({database:database2})=>database2.systemIdentifier),databases:of(({database:database2})=>database2.name)},versions:newest?{server:Math.floor(newest.database.serverVersionNum/1e4),dumpedBy:Number(/\) (\d+)/.exec(newest.dump.pgDump)?.[1]??Number.NaN)||null}:null,cluster:parseCluster(facts.get("cluster")),service:parseService(facts.get("service")??""),http:facts.has("http"),ownScratch:facts.get("scratch")==="own",filesLeft:facts.get("files")??null,running:facts.has("running")?facts.get("running")==="yes"?"alive":"ended":null,result,phases:result?.phases??[]}}var plainName=/^[A-Za-z0-9_][A-Za-z0-9._+:@-]*$/;function readOne(text,{pattern:pattern2,uploadsPattern:uploadsPattern2}){let cut=text.indexOf(`
`),manifest=text.slice(0,cut),reading=readManifest(text.slice(cut+1));if("unusable"in reading)return{kind:"unusable",manifest,why:reading.unusable,content:null};let content=reading.manifest,no=why=>({kind:"unusable",manifest,why,content}),{files,database:database2,uploads,snapshot}=content,names=[...new Set(files.map(({path})=>path.split("/")[0]??""))],matching=glob=>names.find(name=>globToRegExp(glob).test(name)),dump=matching(pattern2),archive=uploadsPattern2==="none"?void 0:matching(uploadsPattern2),globals=names.find(name=>/^globals_.*\.sql$/.test(name)),odd=[manifest,...names].find(name=>!plainName.test(name));if(odd!==void 0)return no(`the name ${JSON.stringify(odd)}`);if(dump===void 0)return no(`no file of ${pattern2}`);if(archive===void 0&&uploadsPattern2!=="none")return no(`no file of ${uploadsPattern2}`);let of=name=>path=>path===name||path.startsWith(`${name}/`);return{kind:"candidate",candidate:{manifest,dump,archive:archive??null,globals:globals??null,files:files.length,dumpBytes:files.filter(({path})=>of(dump)(path)).reduce((sum,{bytes})=>sum+bytes,0),databaseBytes:database2.sizeBytes,uploadsBytes:archive===void 0?0:uploads?.bytes??0,snapshotAt:new Date(snapshot.at).toISOString(),locale:{encoding:database2.encoding,collate:database2.collate,ctype:database2.ctype}},content}}function parseCluster(answer){if(answer===void 0)return null;let lines=answer.split(`
`),after=word=>lines.filter(line=>line.startsWith(`${word} `)).map(line=>line.slice(word.length+1));return{databases:after("database").map(rest=>({ours:rest[0]==="t",name:rest.slice(2)})),made:after("made"),mayCreateRoles:after("createrole").includes("t"),hasRole:after("role").length>0}}function parseService(text){let value=name=>new RegExp(`^${name}=(.*)$`,"m").exec(text)?.[1]??"";return{id:value("Id"),load:value("LoadState"),active:value("ActiveState")}}var drillState="teiki-dr-drill",roleComment="teiki dr.drill",candidates=8,markerFunction=sh`
marker() {
  m=/etc/teiki/drill-target
  if [ ! -e "$m" ]; then echo missing; return; fi
  for f in /etc/teiki "$m"; do
    [ ! -h "$f" ] || { echo unsafe; return; }
    set -- $(stat -c '%u %a' -- "$f")
    case $1:$2 in 0:*[2367]? | 0:*[2367]) echo unsafe; return ;; 0:*) ;; *) echo unsafe; return ;; esac
  done
  read -r id <"$m"
  read -r own </etc/machine-id
  if [ -n "$own" ] && [ "$id" = "$own" ]; then echo ok; else echo foreign; fi
}`,query=sh`
SELECT concat_ws(' ', 'database', pg_has_role(datdba, 'USAGE'), datname) FROM pg_database;
SELECT concat_ws(' ', 'made', rolname) FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = ${roleComment};
SELECT concat_ws(' ', 'createrole', rolcreaterole) FROM pg_roles WHERE rolname = current_user;
SELECT concat_ws(' ', 'role', rolname) FROM pg_roles WHERE rolname = :'role';`;function drillLook(params){let{directory:directory2,clusters:clusters2,scratch,role,unit:unit2}=params,list=clusters2.length>0?clusters2:[{host:"/var/run/postgresql",port:5432}];return sh`
limit=50
now=$(date +%s)
d=${withoutSlash(directory2)}
${backupTools}
${markerFunction}
put marker "$(marker)"
put name "$(uname -n)"
(cd "$d" 2>/dev/null && printf '%s\n' manifest_*.json) | sort -r | head -n ${candidates} | while read -r f; do
  [ -f "$d/$f" ] && [ ! -h "$d/$f" ] || continue
  if [ -r "$d/$f" ]; then put manifest "$f
$(cat "$d/$f")"; else put closed "$f"; fi
done
if [ -n "$pg" ]; then
  ${asLoginUser}
  for place in ${list.map(({host,port})=>`${host} ${port}`)}; do
    PGHOST=\${place% *} PGPORT=\${place#* }
    if answer=$(printf '%s\n' ${query.text} | q -v role=${role} -d postgres 2>/dev/null); then
      put cluster "$answer"
      break
    fi
  done
fi
put service "$(systemctl show -p Id,LoadState,ActiveState -- ${unit2} 2>&1)"
if command -v curl >/dev/null || command -v wget >/dev/null; then put http yes; fi
s=${scratch}
if [ -d "$s" ] && [ -O "$s" ] && [ -w "$s" ] && [ ! -h "$s" ]; then put scratch own; fi
if [ -e "$s/drill" ] || [ -h "$s/drill" ]; then put files "$s/drill"; fi
${stateFolder(drillState)}
if [ -f "$state/running" ] && read -r name pid <"$state/running"; then
  alive=no
  if grep -q -F teiki "/proc/$pid/cmdline" 2>/dev/null; then alive=yes; fi
  put running "$alive"
fi
if [ -f "$state/result" ]; then put result-follows yes && cat "$state/result"; fi
put end yes`}var drillResultMessages={declared:{ja:"{at} に訓練を開始",en:"Declared at {at}"},"restored-drill":{ja:"{file} ({at} までのデータ)を復元: テーブル {tables} 個、{rows} 行、{seconds} 秒",en:"{file} with data up to {at} restored: {tables, plural, one {# table} other {# tables}}, {rows, plural, one {# row} other {# rows}}, {seconds} s"},roles:{ja:"ロール {made} 個を作成({there} 個は作成済み)",en:"{made, plural, one {# role} other {# roles}} made, {there} there already"},recovered:{ja:"{unit} は {minutes} 分で復旧(RTO)、失われるデータは {lost} 分(RPO)",en:"{unit} recovered in {minutes} min (RTO); {lost} min of data would be lost (RPO)"},"torn-down":{ja:"{unit} を止め、{target} と展開したファイルを削除",en:"{unit} was stopped, {target} dropped and the files removed"},cleared:{ja:"途中で終わった訓練の残りを片付けました",en:"What a drill that was cut short had left was cleared away"},"not-drilled":{ja:"訓練は最後まで行われていません",en:"The drill did not get to its end"},"not-drilled-remedy":{ja:"証跡のエラーを除いてから、もう一度実行してください。残りは次の回が片付けます",en:"Remove the error in the evidence and run it again; what is left is cleared away then"},passed:{ja:"より新しいバックアップ {manifest} は照合に失敗し、{chosen} を使いました",en:"The newer backup {manifest} did not verify; {chosen} was used"},"not-verified":{ja:"バックアップ {manifest} は照合に失敗しました",en:"The backup {manifest} did not verify"},"none-verified":{ja:"照合できたバックアップが 1 組もなく、復旧できません",en:"Not one backup verified: nothing could be recovered"},"passed-remedy":{ja:"証跡のファイルを元の場所のものと比べ、コピーし直してください: cd {directory} && sha256sum …",en:"Compare the files in the evidence with those they were copied from, and copy them again: cd {directory} && sha256sum …"},"not-started":{ja:"サービス {unit} を起動できませんでした",en:"The service {unit} could not be started"},unhealthy:{ja:"サービス {unit} は起動しましたが、{health} が 2xx を返しません",en:"The service {unit} was started, but {health} does not answer 2xx"},"service-remedy":{ja:"ログを見て、ユニットや設定を直してください: journalctl -u {unit} -n 50",en:"See its log and correct the unit or its configuration: journalctl -u {unit} -n 50"},"check-failed":{ja:"機能確認 {url} が期待どおりではありません(ステータス {status}、本文 {text})",en:"The functional check {url} did not answer as expected (status {status}, text {text})"},"roles-failed":{ja:"globals のロールのうち、作れないものがありました",en:"Some roles of the globals could not be made"},"no-grants":{ja:"サービスのロールに、復元したテーブルの権限を与えられませんでした",en:"The role of the service could not be given its rights on the restored tables"},"not-recovered":{ja:"サービスは復旧せず、RTO {rtoMinutes} 分の目標は達成できていません",en:"The service did not recover, so the objective of {rtoMinutes} min (RTO) was not met"},rto:{ja:"復旧に {minutes} 分かかり、RTO の目標 {rtoMinutes} 分を超えました(最も長かったのは{slowest, select, choose {照合} database {データベースの復元} uploads {アップロードの復元} service {サービスの起動} other {機能確認}})",en:"Recovery took {minutes} min, over the objective of {rtoMinutes} min (RTO); most of it was {slowest, select, choose {verifying the backup} database {restoring the database} uploads {restoring the uploads} service {starting the service} other {the functional checks}}"},"rto-remedy":{ja:"時間のかかった段階を記録の経過で見て、縮めるか目標を見直してください(手順書の rtoMinutes)",en:"See in the timeline of the record what took so long; shorten it, or reconsider the objective (`rtoMinutes` in the runbook)"},rpo:{ja:"復元したデータは宣言の {minutes} 分前までで、RPO の目標 {rpoMinutes} 分を超えました",en:"The recovered data ends {minutes} min before the declaration, over the objective of {rpoMinutes} min (RPO)"},"rpo-remedy":{ja:"バックアップと別の場所へのコピーの間隔を短くするか、WAL の連続アーカイブを検討してください",en:"Make backups and their off-host copies more often, or consider continuous archiving of WAL"},left:{ja:"撤収できなかったものがあります: {what}(本番のデータが残っています)",en:"Not everything could be torn down: {what}; production data is left"},"left-remedy":{ja:"手で片付ける: sudo systemctl stop {unit}; dropdb --if-exists --force {target}; rm -rf {scratch}/drill",en:"Clear it away by hand: sudo systemctl stop {unit}; dropdb --if-exists --force {target}; rm -rf {scratch}/drill"}};var drillMessages={...restoreMessages,...drillResultMessages,clear:{ja:"途中で終わった訓練の残り {what} を片付ける",en:"Clear away {what}, left by a drill that was cut short"},choose:{ja:"{at} までのデータがある {file} を照合し、合わなければその前のもの(ほか {older} 組)を選ぶ",en:"Verify {file} with data up to {at}; if it does not hold, choose the newest of {older, plural, one {# other} other {# others}} that does"},restore:{ja:"{file} ({sizeBytes}、復元すると {databaseBytes})を {place} の {target} に復元(空き {known, select, yes {{freeBytes}} other {不明}})",en:"Restore {file} ({sizeBytes}, {databaseBytes} when restored) into {target} at {place} ({known, select, yes {{freeBytes} free} other {free space unknown}})"},unpack:{ja:"{file} ({sizeBytes})を {scratch}/drill に展開(空き {freeBytes})",en:"Unpack {file} ({sizeBytes}) below {scratch}/drill ({freeBytes} free)"},start:{ja:"サービス {unit} を起動し、機能確認 {checks} 件を行う",en:"Start {unit} and make {checks, plural, one {# functional check} other {# functional checks}}"},compare:{ja:"データをマニフェストと照合し、RTO {rtoMinutes} 分・RPO {rpoMinutes} 分の目標と比べる",en:"Compare the data with the manifest, and the times with the objectives: RTO {rtoMinutes} min, RPO {rpoMinutes} min"},"tear-down":{ja:"撤収: {unit} を止め、{target} と展開したファイルを削除(失敗したときも)",en:"Tear down: stop {unit}, drop {target} and remove the files, also after a failure"},leftover:{ja:"前の訓練は途中で終わり、{what} が残っていました",en:"An earlier drill was cut short and has left {what}"},drilled:{ja:"{manifest} のバックアップの訓練は、さきほど問題なく終わっています",en:"A drill of the backup {manifest} has just gone well"},unusable:{ja:"マニフェスト {manifest} を使えないため、そのバックアップは候補にしません",en:"The manifest {manifest} cannot be used, so its backup is no candidate"},"unusable-remedy":{ja:"証跡のわけを見て、コピーし直すかバックアップのスクリプトを直してください: ls -l {directory}",en:"See the evidence; copy it again, or correct the backup script: ls -l {directory}"},unlisted:{ja:"最新のダンプ {file} はどのマニフェストにもなく、照合できないため候補にしません",en:"The newest dump {file} is in no manifest and cannot be verified, so it is no candidate"},"unlisted-remedy":{ja:"マニフェストも一緒にコピーしてください(backup.run が manifest_*.json を書きます)",en:"Copy the manifests too; backup.run writes manifest_*.json"},"no-createrole":{ja:"ロールを作る権限がないため、globals のうち足りないロールは復元できません",en:"Without CREATEROLE the roles of the globals that are missing cannot be restored"},"createrole-remedy":{ja:`訓練用のクラスターで: sudo -u postgres psql -c 'ALTER ROLE "mks-maint" CREATEROLE'`,en:`On the cluster for drills: sudo -u postgres psql -c 'ALTER ROLE "mks-maint" CREATEROLE'`},"no-checks":{ja:"機能確認(checks)がないので、復旧は health の応答だけで判断します",en:"There are no functional checks (`checks`): recovery is judged by `health` alone"},"no-target":{ja:"{name} は訓練用のホストだと確かめられません({marker, select, missing {/etc/teiki/drill-target がない} foreign {/etc/teiki/drill-target の machine-id が別のホストのもの} other {/etc/teiki/drill-target を root 以外が変更できる}})",en:"Nothing shows that {name} is for drills: /etc/teiki/drill-target {marker, select, missing {does not exist} foreign {has the machine-id of another host} other {can be changed by others than root}}"},"no-target-remedy":{ja:"本番に使わないホストでだけ: sudo install -d /etc/teiki && sudo install -m 644 /etc/machine-id /etc/teiki/drill-target",en:"Only on a host that is never production: sudo install -d /etc/teiki && sudo install -m 644 /etc/machine-id /etc/teiki/drill-target"},"source-host":{ja:"{name} はこのバックアップを取ったホスト(本番)なので、訓練には使いません",en:"{name} is the host that the backups are from; it is production and not used"},"source-host-remedy":{ja:"手順書の hosts に、本番から切り離したホストのグループを書いてください: hosts: [dr]",en:"Write the group of a host apart from production in the runbook: hosts: [dr]"},busy:{ja:"別の訓練が進行中です",en:"Another drill is going on"},"no-candidates":{ja:"{directory} に、マニフェストのあるバックアップ({pattern})がありません",en:"There is no backup ({pattern}) with a manifest in {directory}"},"no-candidates-remedy":{ja:"別の場所へのコピーが届いているか確かめてください: ls -lt {directory} | head",en:"See whether the off-host copies arrive: ls -lt {directory} | head"},"source-cluster":{ja:"クラスター {place} の識別子 {systemIdentifier} はバックアップ元と同じです。本番かその複製なので、使いません",en:"The cluster at {place} has the system identifier {systemIdentifier} of the one that was backed up: it is production or a copy of it, and is not used"},"has-production":{ja:"クラスター {place} には本番の名前のデータベース {name} があるため、使いません",en:"The cluster at {place} has a database with the production name {name}, and is not used"},"own-cluster-remedy":{ja:"訓練だけに使うクラスターを作り、手順書の clusters に書いてください: sudo pg_createcluster 15 drill --start",en:"Make a cluster for drills alone and name it in `clusters` of the runbook: sudo pg_createcluster 15 drill --start"},"not-seen":{ja:"クラスター {place} のデータベースの一覧を読めません",en:"The databases of the cluster at {place} could not be listed"},taken:{ja:"{place} の {target} は保守ユーザーのものではないため、触りません",en:"{target} at {place} is not the maintenance user’s own, and is left alone"},"taken-remedy":{ja:"手順書の target に別の名前を書いてください(例: mks_restore_test_dr)",en:"Write another name as `target` in the runbook, such as mks_restore_test_dr"},"no-role":{ja:"訓練用のクラスターに、サービスのロール {role} がありません",en:"The cluster for drills has no role {role} for the service"},"no-role-remedy":{ja:"ロールを作る: sudo -u postgres createuser {role}。使わないなら手順書に role: none",en:"Make it: sudo -u postgres createuser {role}. If it is not needed: `role: none` in the runbook"},"no-service":{ja:"ホストに訓練用のサービス {unit} がありません",en:"The host has no service {unit}"},"no-service-remedy":{ja:"復元したデータだけにつながるユニットを用意してください: sudo systemctl edit --force --full {unit}.service",en:"Prepare a unit that connects to the restored data alone: sudo systemctl edit --force --full {unit}.service"},"bad-service":{ja:"サービス {unit} の状態は {state} で、起動できるか分かりません",en:"The service {unit} is {state}; whether it can be started is not known"},alias:{ja:"{unit} は {id} の別名です。訓練用のユニットではないため、使いません",en:"{unit} is another name of {id}, not a unit for drills; it is not used"},active:{ja:"サービス {unit} は訓練の前から動いています({state})",en:"The service {unit} is up before the drill ({state})"},"active-remedy":{ja:"使っている人がいないか確かめてから止める: sudo systemctl stop {unit}",en:"See that nobody needs it, then stop it: sudo systemctl stop {unit}"},"no-http":{ja:"ホストに curl も wget もないため、サービスを確認できません",en:"The host has neither curl nor wget, so the service cannot be asked"},"no-http-remedy":{ja:"ホストに入れる: sudo apt-get install curl",en:"Install it on the host: sudo apt-get install curl"},"no-scratch":{ja:"保守ユーザー自身のフォルダー {scratch} がありません",en:"There is no folder {scratch} of the maintenance user’s own"},"no-scratch-remedy":{ja:"サービスのグループ(例では mks)で作る: sudo install -d -o mks-maint -g mks -m 2750 {scratch}",en:"Make it with the group of the service (here mks): sudo install -d -o mks-maint -g mks -m 2750 {scratch}"}};var{directory,pattern,uploadsPattern,template,clusters,jobs}=restoreParams.shape,unit=string().regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*-(dr|drill)$/,{error:"Expected a unit of its own for drills, whose name ends in -dr or -drill"}).default("mks-backend-dr").describe("Unit that is started on the restored data; its name ends in -dr or -drill"),url=string().regex(/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/[^\s'"\\]*)?$/,{error:"Expected a URL of the host itself: http://127.0.0.1:<port>/…"}),functional=strictObject({url:url.describe("What is asked for, on the host itself"),status:int().min(100).max(599).default(200).describe("Status that must be answered"),contains:string().min(1).max(500).regex(/^[^\0\n]*$/,{error:"Expected one line"}).optional().describe("Text that must be in the answer")}),drillParams=strictObject({directory:directory.unwrap().default("/backup/off-host").describe("Folder on the target where the off-host copies arrive"),pattern:pattern.describe("Shell pattern of the dumps"),uploadsPattern,database:databaseName.default("mks_db").describe("Name of the production database; no cluster that has it is used"),target:string().regex(scratchPattern,{error:"Expected mks_test or mks_restore_test and more"}).default("mks_restore_test_drill").describe("Database that is restored into, and that the service is configured for"),template,clusters:clusters.describe("Cluster of the target host, by its identifier"),scratch:restoreParams.shape.scratch.unwrap().default("/var/lib/teiki-drill").describe("Folder of the maintenance user’s own; uploads are in drill/uploads below it"),role:union([literal("none"),string().regex(/^[a-z_][a-z0-9_]*$/)]).default("mks_dr").describe("Role of the service on the target, which may use the restored tables"),unit,health:url.default("http://127.0.0.1:5100/api/v1/health").describe("URL on the target that answers 2xx when the service is healthy"),waitSeconds:int().min(1).max(1800).default(120).describe("How long health is waited for"),checks:array(functional).max(50).default([]).describe("Functional checks, which are part of the recovery time"),rtoMinutes:number().positive().default(240).describe("Objective for the recovery time"),rpoMinutes:number().positive().default(1440).describe("Objective for lost data"),notAgainWithinHours:number().min(0).default(12).describe("A drill of the same backup that went well so lately is not done again"),jobs,timeoutSeconds:int().min(60).max(24*3600).default(4*3600).describe("Time for all of it")}).refine(({target,database:database2})=>refusedName(target,database2)===null,{error:"Expected a target that cannot be taken for the production database",path:["target"]});function asRestore(params){let{directory:directory2,pattern:pattern2,uploadsPattern:uploadsPattern2,database:database2,target,template:template2}=params,{clusters:clusters2,scratch,jobs:jobs2,timeoutSeconds}=params;return{directory:directory2,pattern:pattern2,uploadsPattern:uploadsPattern2,database:database2,target,template:template2,clusters:clusters2,scratch,jobs:jobs2,timeoutSeconds}}var growth=1.2;function obstacles(facts,params){return[...hostObstacles(facts),...backupObstacles(facts,params),...clusterGuards(facts,params),...serviceObstacles(facts,params),...folderObstacles(facts,params)]}function hostObstacles({marker,name,origins,running}){let found=[];return marker!=="ok"&&found.push(finding("host","critical","no-target",{marker,name},"no-target-remedy")),origins.hosts.includes(name)&&found.push(finding("host","critical","source-host",{name},"source-host-remedy")),running==="alive"&&found.push(finding("drill","critical","busy",{})),found}function backupObstacles(facts,{directory:directory2,pattern:pattern2}){let{restore,candidates:candidates2,unusable}=facts,place={directory:quote(directory2)};if(restore.folder!=="listed"){let remedy=restore.folder==="unreadable"?"remedy-unreadable":"remedy-missing";return[finding("folder","unknown",restore.folder,{directory:directory2},remedy,place)]}if(candidates2.length>0)return[];let one=finding("backup","critical","no-candidates",{directory:directory2,pattern:pattern2},"no-candidates-remedy",place),why=unusable.map(({manifest,why:why2})=>`${manifest}: ${why2}`).join(`
`);return[why?{...one,evidence:why.slice(0,1e3)}:one]}function clusterGuards(facts,params){let{restore,origins,candidates:candidates2,cluster:seen,versions}=facts,[newest]=candidates2,{tool,backup}=restore;if(tool===null)return[finding("tool","unknown","no-tool",{},"no-tool-remedy")];let measured=newest&&backup&&{...restore,backup:{...backup,sizeBytes:newest.dumpBytes},databaseBytes:newest.databaseBytes},found=[...clusterObstacles(measured??restore,asRestore(params))],{cluster}=restore;if(!cluster||"complaint"in cluster)return found;let{systemIdentifier,host,port,major}=cluster,place=`${host}:${port}`;if(origins.clusters.includes(systemIdentifier)){let args={place,systemIdentifier};found.push(finding("cluster","critical","source-cluster",args,"own-cluster-remedy"))}if(!seen)return[...found,finding("cluster","unknown","not-seen",{place},"down-remedy")];let names=new Set([params.database,...origins.databases]);for(let{name}of seen.databases.filter(one=>names.has(one.name))){let args={place,name};found.push(finding("cluster","critical","has-production",args,"own-cluster-remedy"))}let{target,role}=params;if(seen.databases.some(({name,ours})=>name===target&&!ours)&&found.push(finding("target","critical","taken",{target,place},"taken-remedy")),role!=="none"&&!seen.hasRole&&found.push(finding("role","critical","no-role",{role},"no-role-remedy")),newest&&versions&&versions.server>major){let args={file:newest.dump,server:versions.server,major};found.push(finding("server","critical","newer-server",args,"newer-server-remedy"))}if(newest&&versions&&(versions.dumpedBy??0)>tool){let args={file:newest.dump,tool,dumpedBy:versions.dumpedBy??"unknown"};found.push(finding("tool","critical","old-tool",args,"old-tool-remedy"))}return found}function serviceObstacles({service,running,http},{unit:unit2}){let found=[],wanted=unit2.includes(".service")?unit2:`${unit2}.service`;if(service.load==="not-found")found.push(finding("service","critical","no-service",{unit:unit2},"no-service-remedy"));else if(service.load!=="loaded"){let args={unit:unit2,state:service.load||"-"};found.push(finding("service","unknown","bad-service",args,"service-remedy"))}else if(service.id!==wanted){let args={unit:unit2,id:service.id};found.push(finding("service","critical","alias",args,"no-service-remedy"))}else if(running===null&&!["inactive","failed"].includes(service.active)){let args={unit:unit2,state:service.active};found.push(finding("service","critical","active",args,"active-remedy"))}return http||found.push(finding("http","critical","no-http",{},"no-http-remedy")),found}function folderObstacles(facts,{scratch}){if(!facts.ownScratch)return[finding("scratch","critical","no-scratch",{scratch},"no-scratch-remedy")];let[newest]=facts.candidates,needBytes=Math.ceil(growth*(newest?.uploadsBytes??0)),freeBytes=facts.restore.scratchBytes;return freeBytes!==null&&freeBytes>=needBytes?[]:[finding("scratch","critical","scratch-space",{scratch,freeBytes:freeBytes??0,needBytes},"scratch-space-remedy")]}function planDrill(facts,params,{host}){let{candidates:candidates2,restore,result}=facts,refused=obstacles(facts,params),[newest,...older]=candidates2,{cluster}=restore;if(refused.length>0||!newest||!cluster||"complaint"in cluster)return{kind:"refused",findings:refused};let ageHours=result?(host.epochSeconds-Date.parse(result.declaredAt)/1e3)/3600:0;if(result&&wentWell(result,params)&&result.chosen?.manifest===newest.manifest&&ageHours<params.notAgainWithinHours)return{kind:"no-op",reason:{id:"drilled",args:{manifest:newest.manifest}}};let leftovers=leftoversOf(facts,params),{unit:unit2,scratch,target,checks,rtoMinutes,rpoMinutes,directory:directory2}=params,place=`${cluster.host}:${cluster.port}`;return{kind:"change",change:{candidates:candidates2.map(inOneWord),host:cluster.host,port:cluster.port,systemIdentifier:cluster.systemIdentifier,leftovers},changes:[...leftovers.map(what=>({id:"clear",args:{what}})),{id:"choose",args:{file:newest.dump,at:newest.snapshotAt,older:older.length}},{id:"restore",args:{file:newest.dump,sizeBytes:newest.dumpBytes,databaseBytes:newest.databaseBytes,target,place,freeBytes:cluster.freeBytes??0,known:cluster.freeBytes===null?"no":"yes"}},...newest.archive?[{id:"unpack",args:{file:newest.archive,sizeBytes:newest.uploadsBytes,scratch,freeBytes:restore.scratchBytes??0}}]:[],{id:"start",args:{unit:unit2,checks:checks.length}},{id:"compare",args:{rtoMinutes,rpoMinutes}},{id:"tear-down",args:{target,unit:unit2}}],findings:[...leftovers.map(what=>finding(`leftover:${what}`,"note","leftover",{what})),...facts.unusable.map(({manifest,why})=>({...finding(`manifest:${manifest}`,"warning","unusable",{manifest},"unusable-remedy",{directory:quote(directory2)}),evidence:why})),...unlisted(facts),...newest.globals&&!facts.cluster?.mayCreateRoles?[finding("roles","note","no-createrole",{},"createrole-remedy")]:[],...checks.length===0?[finding("checks","note","no-checks",{})]:[]]}}function wentWell(result,{rtoMinutes,rpoMinutes}){let{chosen,recoverySeconds,lostSeconds,left}=result;return chosen!==null&&chosen.restore.counted&&chosen.restore.differencesCount===0&&!chosen.restore.uploads?.failed&&left.length===0&&recoverySeconds!==null&&recoverySeconds<=rtoMinutes*60&&lostSeconds!==null&&lostSeconds<=rpoMinutes*60}function inOneWord({manifest,files,dump,archive,globals,locale}){let{encoding="",collate="",ctype=""}=locale??{};return[manifest,`${files}`,dump,archive??"-",globals??"-",...[encoding,collate,ctype].map(word=>word.replaceAll(/[^A-Za-z0-9_.@-]/g,"")||"C")].join("/")}function leftoversOf({cluster,filesLeft,running,service},params){return[...cluster?.databases.find(({name})=>name===params.target)?[params.target]:[],...filesLeft?[filesLeft]:[],...running==="ended"&&service.active!=="inactive"?[params.unit]:[],...cluster?.made??[]]}function unlisted({restore,candidates:candidates2}){let file=restore.backup?.file;return file===void 0||restore.manifest!=="none"?[]:candidates2.some(({dump})=>dump===file)?[]:[finding("dump","warning","unlisted",{file},"unlisted-remedy")]}var choose=sh`
listed() {
  tr -d '\n' <"$1" | grep -o '{[^{}]*}' | grep '"bytes"' |
    sed -n 's/.*"path" *: *"\([^"\\]*\)".*"sha256" *: *"\([0-9a-f]\{64\}\)".*/\2  \1/p'
}
choose() {
  for candidate in $candidates; do
    set -- $(printf '%s' "$candidate" | tr / ' ')
    listed "$d/$1" >"$work/sums"
    if [ "$(wc -l <"$work/sums")" -ne "$2" ]; then
      note passed "$1
its list of files cannot be read"
      continue
    fi
    said=$({ cd "$d" && gently sha256sum -c "$work/sums"; echo "rc=$?"; } 2>&1 | LC_ALL=C grep -v ': OK$')
    if [ "$said" != rc=0 ]; then
      note passed "$1
$(printf '%s\n' "$said" | grep -v '^rc=' | head -n 8)"
      continue
    fi
    manifest=$d/$1 base=$3 archive=$4 globals=$5 encoding=$6 collate=$7 ctype=$8
    best=$d/$base
    if [ "$archive" = - ]; then archive=; else archive=$d/$archive; fi
    note chosen "$1"
    note manifest "$(cat "$manifest")"
    note sums "$(cat "$work/sums")"
    note tested "$base"
    note tested-at "$(stat -c %Y -- "$best")"
    note name "$db"
    return 0
  done
  return 1
}`,roles=sh`
roles() {
  [ "$globals" != - ] || return 0
  sed -n 's/^CREATE ROLE \(.*\);$/\1/p' "$d/$globals" >"$work/roles"
  while read -r role; do
    printf '%s\n' "$role" | LC_ALL=C grep -E -q -x '[a-z_][a-z0-9_$]*|"([^"]|"")+"' || { note role-failed "$role"; continue; }
    said=$(printf 'BEGIN;\nCREATE ROLE %s NOLOGIN;\nCOMMENT ON ROLE %s IS %s;\nCOMMIT;\n' "$role" "$role" ${`'${roleComment}'`} | q -d postgres 2>&1)
    case $?$said in
      0*) note role-made "$role" ;;
      *'already exists'*) note role-there "$role" ;;
      *) note role-failed "$role: $said" ;;
    esac
  done <"$work/roles"
}
grants() {
  [ "$role_of_service" != none ] || return 0
  q -v role="$role_of_service" -d "$db" -o /dev/null <<'END'
SELECT format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), :'role') \gexec
SELECT format(g, nspname, :'role') FROM pg_namespace,
  unnest(ARRAY['GRANT USAGE ON SCHEMA %I TO %I', 'GRANT ALL ON ALL TABLES IN SCHEMA %I TO %I',
    'GRANT ALL ON ALL SEQUENCES IN SCHEMA %I TO %I', 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO %I']) g
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \gexec
END
}`,database=sh`
create() { printf 'CREATE DATABASE %s TEMPLATE %s%s;\nREVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$db" "$template" "$1" "$db" | q -d postgres; }
database() {
  case $encoding$collate$ctype in *[!A-Za-z0-9_.@-]*) encoding= ;; esac
  if ! create " ENCODING '$encoding' LC_COLLATE '$collate' LC_CTYPE '$ctype'" 2>"$work/create"; then
    note locale "$(tail -c 300 "$work/create")"
    if ! create " ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'" 2>"$work/create"; then
      note restore created
      note complaint "$(tail -c 800 "$work/create")"
      return 1
    fi
  fi
  usual=$IFS
  format=directory
  if [ ! -d "$best" ]; then detect $(head263 <"$best"); fi
  if [ $format = gzip ]; then
    detect $(gzip -dc <"$best" 2>/dev/null | head263)
    [ $format != sql ] || format=sql.gz
  fi
  note started "$(clock)"
  case $format in
    custom | directory | pg-tar | sql | sql.gz) into_database 2>"$work/errors" ;;
    *) echo "no dump of pg_dump: $format" >"$work/errors"; false ;;
  esac
  status=$?
  note restore $status
  note restored "$(clock)"
  note complaint "$(tail -c 1500 "$work/errors")"
  [ $status = 0 ] || return 1
  roles
  echo 'SET default_statistics_target = 10; ANALYZE;' | q -d "$db" 2>/dev/null
  grants 2>"$work/errors" || note grants "$(tail -c 500 "$work/errors")"
  return 0
}
# In one snapshot from before the service may write.
contents() {
  q -d "$db" <<'END'
SET statement_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT count(*) FROM pg_class;
\! : >"$TEIKI_READY"
${contentsOfSnapshot}
COMMIT;
END
}`;var seconds=150,startService=({unit:unit2})=>sudo("/usr/bin/timeout",`${seconds}`,"/usr/bin/systemctl","start",unit2),stopService=({unit:unit2})=>sudo("/usr/bin/timeout",`${seconds}`,"/usr/bin/systemctl","stop",unit2);function serviceFunctions(params){let{unit:unit2,health,waitSeconds,checks}=params,list=checks.map(({url:url2,status,contains=""},index)=>sh`
functional ${index} ${url2} ${status} ${contains}`);return sh`
# Sets answer to the status and leaves the body behind. A proxy has no business here.
ask() {
  : >"$work/body"
  if command -v curl >/dev/null; then
    answer=$(curl -sS -m 10 --noproxy '*' -o "$work/body" -w '%{http_code}' "$1" 2>&1)
  else
    answer=$(unset http_proxy https_proxy; timeout 12 wget -q -O "$work/body" "$1" 2>&1) && answer=200
  fi
}
service_said() {
  note service-said "$(printf '%s\n' "$answer"; systemctl status --no-pager --full -n 15 ${unit2} 2>&1 | head -c 1500)"
}
service() {
  answer=
  if ! ${startService(params)} 2>"$work/errors"; then
    answer=$(cat "$work/errors")
    service_said
    note service not-started
    return 1
  fi
  tries=$(($(date +%s) + ${waitSeconds}))
  while :; do
    ask ${health}
    case $answer in 2??) if systemctl is-active --quiet ${unit2}; then note service healthy; return 0; fi ;; esac
    [ "$(date +%s)" -lt $tries ] || break
    ! systemctl is-failed --quiet ${unit2} || break
    sleep 0.2
  done
  service_said
  note service unhealthy
  return 1
}
functional() {
  ask "$2"
  if [ "$answer" != "$3" ]; then note check "$1 failed $answer"
  elif [ -n "$4" ] && ! grep -q -F -e "$4" "$work/body"; then note check "$1 failed $answer $(head -c 300 "$work/body")"
  else note check "$1 ok $answer"; return 0
  fi
  bad=yes
}
functionals() {
  bad=no
  ${list.reduce((all,one)=>sh`${all}${one}`,sh`:`)}
  [ $bad = no ]
}`}var notes=sh`
note() { printf '%s=%s\0' "$1" "$2" >>"$state/new"; }
clock() { read -r up rest </proc/uptime; echo "$up"; }
from() { phase=$1; note "$1-from" "$(clock)"; }
to() { note "$phase-to" "$(clock)"; [ "$1" = 0 ] || note "$phase-failed" "$1"; phase=; }`;function teardown(params){return sh`
clear_work() { [ ! -e "$work" ] || { chmod -R u+rwX "$work"; rm -rf "$work"; }; }
drop_roles() {
  drops=$(printf '%s\n' ${`SELECT format('DROP ROLE %I;', rolname) FROM pg_roles WHERE NOT rolcanlogin AND shobj_description(oid, 'pg_authid') = '${roleComment}';`} | q -d postgres) || return
  [ -z "$drops" ] || printf '%s\n' "$drops" | q -d postgres
}
teardown() {
  left=
  : >"$state/errors"
  { ${stopService(params)} || [ "$(systemctl show -p LoadState --value -- ${params.unit})" = not-found ]
  } 2>>"$state/errors" || left="$left service"
  if drop "$db" 2>>"$state/errors"; then dropped=yes; else dropped=no left="$left database"; fi
  drop_roles 2>>"$state/errors" || left="$left roles"
  clear_work 2>>"$state/errors" || left="$left files"
  [ -z "$left" ]
}`}function drillScript(change,params){let{target,template:template2,scratch,role,jobs:jobs2,timeoutSeconds}=params,leftovers=change.leftovers.join(" ");return sh`
umask 027
${ownStateFolder(drillState)}
rm -f "$state/result"
: >"$state/new"
limit=${timeoutSeconds} now=$(date +%s) jobs=${jobs2} production=${params.database} filter=${sqlFilter}
d=${withoutSlash(params.directory)} db=${target} template=${template2} role_of_service=${role}
candidates=${change.candidates.join(" ")} leftovers=${leftovers}
scratch=${scratch}
work=$scratch/drill
${markerFunction}
[ "$(marker)" = ok ] || { echo "this host is no target of drills" >&2; exit 1; }
[ -d "$scratch" ] && [ -O "$scratch" ] && [ ! -h "$scratch" ] && [ ! -h "$work" ] || { echo "$scratch is not ours" >&2; exit 1; }
${backupTools}
PGHOST=${change.host} PGPORT=${change.port}
${asLoginUser}
${scratchFunctions}
${detectFormat}
${restoreFunction}
${restoreUploads}
${notes}
${teardown(params)}
${choose}
${roles}
${database}
${serviceFunctions(params)}
guard "$db" || exit
identity=$(echo 'SELECT system_identifier FROM pg_control_system();' | q -d postgres) || exit
[ "$identity" = ${change.systemIdentifier} ] || { echo "another cluster answers: $identity" >&2; exit 1; }
if [ -n "$leftovers" ]; then
  teardown || { cat "$state/errors" >&2; echo "left by an earlier drill and not removed:$left" >&2; exit 1; }
  note cleared-before yes
fi
mkdir "$work" || exit
counting=
finish() {
  trap '' TERM INT HUP
  [ -z "$phase" ] || to 1
  [ -z "$counting" ] || kill "$counting" 2>/dev/null
  from teardown
  teardown
  to $?
  note left "$left"
  note left-said "$(tail -c 800 "$state/errors")"
  note dropped $dropped
  note ended "$(clock)"
  mv "$state/new" "$state/result"
  rm -f "$state/running"
}
echo "$db $$" >"$state/running"
phase=
trap finish EXIT
trap 'exit 143' TERM INT HUP
note declared "$(date +%s)"
note began "$(clock)"
from choose
choose
status=$?
to $status
[ $status = 0 ] || exit 0
from database
database
status=$?
to $status
[ $status = 0 ] || exit 0
if [ -n "$archive" ]; then
  from uploads
  uploads
  grep -z -q -x 'unpacked=0' "$state/new" || status=1
  to $status
fi
TEIKI_READY=$work/ready
export TEIKI_READY
from integrity
phase=
contents >"$work/contents" 2>"$work/counting" &
counting=$!
while [ ! -e "$work/ready" ] && kill -0 $counting 2>/dev/null; do sleep 0.1; done
from service
service
up=$?
to $up
if [ $up = 0 ]; then
  from functional
  functionals
  status=$?
  to $status
  note recovered "$(clock)"
fi
wait $counting
status=$?
counting=
phase=integrity
note counted $status
note contents "$(cat "$work/contents")"
note looking "$(tail -c 500 "$work/counting")"
to $status
exit 0`}function verifyDrill({before,after},params){let{result}=after;if(!result||result.declaredAt===before.result?.declaredAt)return{findings:[finding("drill","critical","not-drilled",{},"not-drilled-remedy")]};let{chosen}=result,directory2=quote(params.directory),restored=chosen?[...databaseFindings(chosen.restore,params.directory),...chosen.restore.differences.map(one=>differenceFinding(one,chosen.restore)),...uploadFindings(chosen.restore,params.directory)]:[finding("backup","critical","none-verified",{},"passed-remedy",{directory:directory2})];return{findings:[...passedFindings(result,directory2),...restored,...serviceFindings(result,params),...objectiveFindings(result,params),...teardownFindings(result,params)],measurements:measure(result),changes:told(result,params)}}function passedFindings({passed,chosen},directory2){return passed.map(({manifest,why})=>{let args={manifest,chosen:chosen?.restore.file??"-"},id=chosen?"passed":"not-verified",severity=chosen?"warning":"critical";return{...finding(`backup:${manifest}`,severity,id,args,"passed-remedy",{directory:directory2}),evidence:why}})}function serviceFindings(result,{unit:unit2,health,checks}){let{service,serviceSaid,roles:roles2,grants}=result,found=[];if(service==="not-started"||service==="unhealthy"){let one=finding("service","critical",service,{unit:unit2,health},"service-remedy");found.push({...one,evidence:serviceSaid})}for(let{url:url2,said}of result.checks.filter(({ok})=>!ok)){let wanted=checks.find(check=>check.url===url2),args={url:url2,status:wanted?.status??200,text:wanted?.contains??"-"},one=finding(`check:${url2}`,"critical","check-failed",args,"service-remedy",{unit:unit2});found.push({...one,evidence:said})}if(roles2.failed){let one=finding("roles","warning","roles-failed",{},"createrole-remedy");found.push({...one,evidence:roles2.failed})}return grants&&found.push({...finding("role","warning","no-grants",{}),evidence:grants}),found}var minutes=seconds2=>Math.ceil(seconds2/6)/10;function objectiveFindings(result,params){let{recoverySeconds,lostSeconds}=result,{rtoMinutes,rpoMinutes}=params,found=[];if(recoverySeconds===null)found.push(finding("rto","critical","not-recovered",{rtoMinutes},"rto-remedy"));else if(recoverySeconds>rtoMinutes*60){let args={minutes:minutes(recoverySeconds),rtoMinutes,slowest:slowest(result)};found.push(finding("rto","critical","rto",args,"rto-remedy"))}if(lostSeconds!==null&&lostSeconds>rpoMinutes*60){let args={minutes:minutes(lostSeconds),rpoMinutes};found.push(finding("rpo","critical","rpo",args,"rpo-remedy"))}return found}var spent=({startedAt,endedAt})=>Math.round((Date.parse(endedAt)-Date.parse(startedAt))/100)/10;function slowest({phases}){return phases.filter(({name})=>!["integrity","teardown"].includes(name)).toSorted((a,b)=>spent(b)-spent(a))[0]?.name??"other"}function teardownFindings(result,{scratch,target,unit:unit2}){let{left,leftSaid,cleared}=result,found=cleared?[finding("leftover","note","cleared",{})]:[],others=left.filter(what=>what!=="database"||!result.chosen);if(others.length>0){let args={what:others.join(", ")},one=finding("teardown","critical","left",args,"left-remedy",{scratch,target,unit:unit2});found.push({...one,evidence:leftSaid})}return found}function measure(result){let{recoverySeconds,lostSeconds,phases,chosen}=result;return[...recoverySeconds===null?[]:[{name:"rto",value:recoverySeconds,unit:"seconds"}],...lostSeconds===null?[]:[{name:"rpo",value:lostSeconds,unit:"seconds"}],...phases.map(phase=>({name:phase.name,value:spent(phase),unit:"seconds"})),...chosen?.restore.counted?[{name:"tables",value:chosen.restore.tables,unit:"count"},{name:"rows",value:chosen.restore.rows,unit:"count"}]:[]]}function told(result,{unit:unit2,target}){let{chosen,declaredAt,recoverySeconds,lostSeconds,left,roles:roles2}=result,all=[{id:"declared",args:{at:declaredAt}}];if(chosen?.restore.restore==="done"){let{file,tables,rows,restoreSeconds}=chosen.restore,at=chosen.snapshotAt;all.push({id:"restored-drill",args:{file,at,tables,rows,seconds:restoreSeconds}})}if(roles2.made+roles2.there>0&&all.push({id:"roles",args:{made:roles2.made,there:roles2.there}}),recoverySeconds!==null&&lostSeconds!==null){let args={unit:unit2,minutes:minutes(recoverySeconds),lost:minutes(lostSeconds)};all.push({id:"recovered",args})}return left.length===0&&all.push({id:"torn-down",args:{target,unit:unit2}}),all}var task=defineTask({id:"dr.drill",title:{ja:"DR訓練",en:"Disaster recovery drill"},description:{ja:"本番から切り離したホストで復旧を最初から最後まで行い、時間を測ります: 宣言 → マニフェストの sha256 がすべて合う最新のバックアップを選ぶ → データベース・ロール・アップロードを復元 → サービスを起動 → 機能確認 → 全テーブルの行数・シーケンス・アップロードの照合 → 撤収(失敗しても必ず行い、中断された訓練の残りは次の回が片付けます)。RTO は宣言から機能確認が済むまで(検知と判断の時間は含みません)、RPO はスナップショットの時刻から宣言までです。目標に届かなければ重大とします。行うのは、root が /etc/teiki/drill-target に machine-id を書いたホストだけです。バックアップ元のホスト、本番と同じ識別子のクラスター、本番の名前のデータベースがあるクラスター、名前が -dr か -drill で終わらないサービスは使いません。root で行うのは、そのサービスの起動と停止だけです。",en:"Carries out a recovery from beginning to end on a host apart from production, and takes the time: declare, choose the newest backup of which all sums of the manifest hold, restore database, roles and uploads, start the service, functional checks, compare rows of all tables, sequences and uploads, tear down (also after a failure; what a drill that was cut short has left is removed by the next). The recovery time (RTO) is that from the declaration until the functional checks have passed, without detection and decision; the data loss (RPO) is that from the snapshot to the declaration. A missed objective is critical. Only a host where root has written the machine-id to /etc/teiki/drill-target is used; never one that backups are from, a cluster with the identifier of production or a database of its name, or a service whose name does not end in -dr or -drill. All that root does is to start and stop that service."},sources:["pg_restore(1)","sha256sum(1) --check","machine-id(5)","https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final (contingency planning: RTO, RPO, exercises)"],level:3,params:drillParams,messages:drillMessages,measures:{rto:{ja:"復旧までの時間(RTO)",en:"Recovery time (RTO)"},rpo:{ja:"失われたデータの時間(RPO)",en:"Data loss (RPO)"},choose:{ja:"バックアップの選択と照合",en:"Choosing and verifying a backup"},database:{ja:"データベースの復元",en:"Restoring the database"},uploads:{ja:"アップロードの復元",en:"Restoring the uploads"},service:{ja:"サービスの起動",en:"Starting the service"},functional:{ja:"機能確認",en:"Functional checks"},integrity:{ja:"データの照合",en:"Comparing the data"},teardown:{ja:"撤収",en:"Tearing down"},tables:{ja:"照合したテーブルの数",en:"Tables compared"},rows:{ja:"照合した行数",en:"Rows compared"}},privileged:params=>[startService(params),stopService(params)],probes:params=>({look:shell(restoreLook(asRestore(params)),{requires:["awk","df","du","grep","od","stat"],timeoutSeconds:90,maxOutputBytes:8*1024*1024}),drill:shell(drillLook(params),{requires:["grep","sha256sum","sort","stat","systemctl","tar"],timeoutSeconds:60,maxOutputBytes:16*1024*1024})}),parse:(outputs,params)=>parseDrillFacts(outputs,params),plan:planDrill,apply:(change,params)=>({script:drillScript(change,params),timeoutSeconds:params.timeoutSeconds+params.waitSeconds+600}),verify:verifyDrill,rollback:()=>"irreversible"});export{task};
