import{checkedScript,folders,lookScript,makeScript,parseRun,planBackup,privilegedOfRun,runMessages,verifyBackup}from"./chunk-PTXDKLIY.js";import{kindsOf,runParams}from"./chunk-7Z2ZNI73.js";import"./chunk-4MSX2FYJ.js";import{defineTask}from"./chunk-ABEPA6W4.js";import{evaluateIntegrity}from"./chunk-BALMQOQI.js";import{integrityScript}from"./chunk-PSITK6KV.js";import"./chunk-FMSTK6MA.js";import"./chunk-B6RAGJP2.js";import{listingScript}from"./chunk-W6YXQYPY.js";import"./chunk-22MPUYVE.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{verdictOf}from"./chunk-QFR7FQBB.js";import"./chunk-2YMXSEGA.js";import{shell}from"./chunk-ZPJSWFJT.js";import"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import"./chunk-THPCVUWC.js";import{array,number,strictObject,string}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";function helperOf({directory,etc,timeoutSeconds}){return rootHelper("etc-archive",sh`
[ $# -eq 1 ] || { echo 'usage: make|check' >&2; exit 2; }
directory=${directory}
die() { printf 'teiki: %s\n' "$*" >&2; exit 1; }
${folders}
make() {
  [ ! -h "$directory" ] && [ -d "$directory" ] || die "no folder $directory"
  only_root "$directory" || die "$theirs can be changed by others than root"
  umask 077
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  name=etc_$stamp.tar.gz
  part=$directory/.$name.partial
  set --
  for path in ${etc}; do
    if [ -d "$path" ] || [ -f "$path" ]; then set -- "$@" "\${path#/}"; else echo "absent $path"; fi
  done
  [ $# -gt 0 ] || die "none of the parts of /etc is there"
  trap 'rm -f -- "$part"' EXIT
  timeout -k 30 ${timeoutSeconds} tar --create --gzip --file="$part" --directory=/ -- "$@"
  status=$?
  # 1: a file changed while it was read. The archive is whole.
  [ "$status" -le 1 ] || die "tar failed with $status"
  sum=$(sha256sum <"$part") || die "the archive cannot be read"
  printf '%s  %s\n' "\${sum%% *}" "$name" >"$directory/$name.sha256" || die "cannot write to $directory"
  sync -- "$part" "$directory/$name.sha256"
  mv -T -- "$part" "$directory/$name" || die "$name cannot be renamed"
  echo "written=$name"
}
check() {
${integrityScript(directory,{name:"etc",pattern:"etc_*.tar.gz"},timeoutSeconds,0)}
}
case $1 in
  make) make ;;
  check) check ;;
  *) die 'unknown verb' ;;
esac`)}function makeEtc(order){return order.etc.length===0?sh`:`:sudoHelper(helperOf(order),"make")}function checkEtc(order){return order.etc.length===0?sh`:`:sudoHelper(helperOf(order),"check")}function planPreBackup(facts,params2,context){let plan=planBackup(facts,params2,context);if(plan.kind==="no-op"&&isVerified(facts,params2,context))return plan;let anew=plan.kind==="no-op"?planBackup(facts,{...params2,notAgainWithinMinutes:0},context):plan;if(anew.kind!=="change"||params2.etc.length===0)return anew;let{directory,etc}=params2,archive={id:"etc",args:{paths:etc.join(", "),directory}};return{...anew,changes:[...anew.changes,archive]}}function isVerified(facts,params2,context){let{directory,timeoutSeconds}=params2,kinds=kindsOf(params2),read=facts.kinds.map(({name,backups})=>({kind:name,file:backups.find(({state})=>state==="finished")?.file})).flatMap(({kind,file})=>facts.checked.find(one=>one.kind===kind&&one.file!==null&&one.file===file)??[]);if(read.length<kinds.length)return!1;let{findings}=evaluateIntegrity({kinds:read},{directory,kinds,timeoutSeconds},{...context,history:[]});return!["critical","unknown"].includes(verdictOf(findings))}function verifyPreBackup(seen,params2,context){return verifyBackup(seen,params2,context)}var preBackupMessages={etc:{ja:"設定 {paths} を {directory} に保存 (root だけが読める)",en:"Archive the configuration {paths} in {directory} (for root’s eyes only)"}};var etcPath=string().regex(/^\/etc(\/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+$/,{error:"Expected a path below /etc, without a slash at its end"}),params=strictObject({...runParams.shape,etc:array(etcPath).default(["/etc/mks","/etc/nginx","/etc/postgresql","/etc/systemd"]).describe("Configuration that is archived too; what is not there is passed over"),notAgainWithinMinutes:number().min(0).max(120).default(120).describe("A backup that is younger than this, and was read to its end, will do")}),task=defineTask({id:"maint.pre-backup",title:{ja:"作業前のフルバックアップ",en:"Full backup before the work"},description:{ja:"データベース、ロールなどの定義、アップロードに加えて /etc の設定 (etc) を取り、すべて最後まで読んで確かめます。2 時間以内に取り、確かめ終えたものがあれば、それを使います。できなかったとき、計画だけのときは、同じ実行の中でレベル 2 以上の作業に進みません。/etc には鍵やパスワードがあるため、その保存は root だけが読めます。元に戻すには: tar -xzpf etc_….tar.gz -C / (root で)。",en:"Saves the database, the globals, the uploads and parts of /etc (`etc`), and reads all of it to its end. A backup of the last two hours that was read so will do. When it cannot be made, or is only planned, no later level 2 or 3 task of the run is applied. Only root may read the archive of /etc, for there are keys and passwords in it. The way back: tar -xzpf etc_….tar.gz -C / (as root)."},sources:["pg_dump(1) --snapshot","pg_dumpall(1) --globals-only --no-role-passwords","tar(1): exit status"],level:1,precondition:!0,params,messages:{...runMessages,...preBackupMessages},measures:{size:{ja:"バックアップの大きさ",en:"Size of the backup"},tables:{ja:"データのあるテーブルの数",en:"Tables with data"},entries:{ja:"アーカイブの項目数",en:"Entries in the archive"}},privileged:given=>[...privilegedOfRun(given),makeEtc(given),checkEtc(given)],probes:given=>({look:shell(lookScript(given),{timeoutSeconds:60}),listing:shell(listingScript(given.directory,kindsOf(given)),{requires:["find"],maxOutputBytes:1024*1024}),...Object.fromEntries(kindsOf(given).map(({name})=>[`checked-${name}`,shell(checkedScript(name),{maxOutputBytes:4*1024*1024})]))}),parse:(outputs,given)=>parseRun(outputs,given),plan:planPreBackup,apply:(_,given)=>{let etc=sh`${makeEtc(given)}`,check=sh`${checkEtc(given)} >"$state/etc" 2>"$state/etc.err" </dev/null`,none=given.etc.length===0;return{script:makeScript(given,none?sh`:`:sh`{ ${etc} && ${check}; }`),timeoutSeconds:3*given.timeoutSeconds+120}},verify:verifyPreBackup,rollback:()=>"irreversible"});export{task};
