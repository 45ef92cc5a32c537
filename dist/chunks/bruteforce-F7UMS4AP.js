import{Lines,awkTable,isUnderstood,judgeReading,lastPosition,logParams,logProbe,measureReading,readingMeasures,readingMessages,readingOf,shownAddress,tableLimit,time,weekSeconds}from"./chunk-4FFW6CBC.js";import{shell}from"./chunk-ZPJSWFJT.js";import{defineCheck}from"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import{array,boolean,int,number,object,strictObject,string,unknown}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var bruteforceProgram=String.raw`
${awkTable}
BEGIN {
  limit = ENVIRON["T_TABLE"] + 0
  wanted = ENVIRON["T_PATH"]; verb = ENVIRON["T_METHOD"]
  failed = ENVIRON["T_FAILED"]; succeeded = ENVIRON["T_SUCCEEDED"]
  most = ENVIRON["T_MOST"] + 0; mosthour = ENVIRON["T_HOUR"] + 0
  guesses = ENVIRON["T_GUESSES"] + 0; sprayers = ENVIRON["T_SPRAYERS"] + 0
  ringsize = most + 1 > guesses ? most + 1 : guesses
  # "address failures last" of those who were guessing when the last run ended.
  for (i = split(ENVIRON["T_CARRY"], word, " ") - 2; i >= 1; i -= 3) {
    carried[word[i]] = word[i + 1] + 0; carriedat[word[i]] = word[i + 2] + 0
  }
}
function leave(k,  i) {
  if (cnt[k] > 1) for (i = 0; i < ringsize; i++) delete ring[k, i]
  delete last[k]; delete streak[k]
}
# One failure of an address ("a…") or account ("u…").
function note(k, t,  n) {
  if (!(k in cnt)) admit(k)
  n = ++cnt[k]
  if (n == 2) ring[k, 1] = last[k]
  if (n > 1) ring[k, n % ringsize] = t
  if (n > most && t - ring[k, (n - most) % ringsize] <= 600 && !(k in over) && nover < 5000) { over[k] = t; nover++ }
}
function fail(a, t,  k) {
  failures++
  minutes[int(t / 60)]++
  if (!firstat || t < firstat) firstat = t
  if (t > lastat) lastat = t
  k = "a" a
  if (!(k in cnt) || t - last[k] > 3600) {
    starts++
    begun[starts % sprayers] = t
    if (starts >= sprayers && t - begun[(starts + 1) % sprayers] <= 3600 && !sprayed) sprayed = t
  }
  if (!(k in cnt)) {
    addresses++
    note(k, t)
    if (a in carried) { streak[k] = carried[a]; delete carried[a] }
  } else note(k, t)
  streak[k]++
  last[k] = t
  if (account != "" && account != "-") {
    k = "u" clean(account, 64)
    if (!(k in cnt)) accounts++
    note(k, t)
    last[k] = t
  }
}
function succeed(a, t,  k, n) {
  successes++
  k = "a" a
  if (!(k in cnt)) {
    if ((a in carried) && carried[a] >= guesses) hit(a, carried[a], t)
    delete carried[a]
    return
  }
  n = cnt[k]
  if (streak[k] >= guesses) hit(a, streak[k], t)
  else if (guesses > 1 && n >= guesses && t - ring[k, (n - guesses + 1) % ringsize] <= 3600) hit(a, n, t)
  streak[k] = 0
}
function hit(a, n, t) {
  hits++
  if ((a in hitn) || nhits >= 100) return
  nhits++
  hitn[a] = n; hitat[a] = t; hitaccount[a] = account == "-" ? "" : clean(account, 64)
}
!ours() { next }
{
  if (!parse(1)) { bad++; next }
  if (status != failed && status != succeeded) next
  if ((verb != "" && method != verb) || (path != wanted && path != wanted "/")) next
  if (when < since || when > now + 3600) { outside++; next }
  who = counted(client())
  if (who == "") { left++; next }
  if (who == "-") { bad++; next }
  if (status == failed) fail(who, when)
  else succeed(who, when)
}
END {
  print "failures=" failures + 0
  print "successes=" successes + 0
  print "addresses=" addresses + 0
  print "accounts=" accounts + 0
  print "floor=" floor + 0
  print "evicted=" evicted + 0
  print "outside=" outside + 0
  print "blind=" blind + 0
  print "ignored=" left + 0
  print "between=" firstat + 0 " " lastat + 0
  # The hour with most failures, to the minute.
  for (m in minutes) for (i = 0; i < 60; i++) hour[m + i] += minutes[m]
  for (m in hour) if (hour[m] > peak || (hour[m] == peak && m + 0 > peakat)) { peak = hour[m]; peakat = m + 0 }
  print "peak=" peak + 0 " " (peak ? (peakat - 59) * 60 : 0)
  print "sprayed=" sprayed + 0
  for (k in over) { if (substr(k, 1, 1) == "a") overa++; else overu++ }
  print "over=" overa + 0 " " overu + 0
  print "hits=" hits + 0
  for (a in hitn) print "hit=" a " " hitn[a] " " hitat[a] " " hitaccount[a]
  for (k in cnt) {
    if (substr(k, 1, 1) == "u") users[++nusers] = k
    else {
      all[++nall] = k
      if (streak[k] > 1) open[++nopen] = k
    }
  }
  n = front(all, 10, nall)
  for (i = 1; i <= n; i++) print "address=" substr(all[i], 2) " " cnt[all[i]] " " last[all[i]] " " (all[i] in over)
  n = front(users, 10, nusers)
  for (i = 1; i <= n; i++) print "account=" cnt[users[i]] " " (users[i] in over) " " substr(users[i], 2)
  n = front(open, 50, nopen)
  for (i = 1; i <= n; i++) print "carry=" substr(open[i], 2) " " streak[open[i]] " " last[open[i]]
  # Those who have not come back yet may still do.
  for (a in carried) if (carriedat[a] > now - 604800 && ncarried++ < 50) print "carry=" a " " carried[a] " " carriedat[a]
}`;function sshFactsOf(lines){let state=lines.text("state"),fail2ban=lines.text("fail2ban");if(state!=="read")return{state:state==="off"||state==="denied"?state:"absent",fail2ban,failures:0,addresses:0,top:[],hits:[]};let pairs=key=>lines.all(key).map(text=>{let[address="",failures=""]=text.split(" ");return{address,failures:Number(failures)}});return{state,fail2ban,fromAt:time(lines.number("since")),failures:lines.number("failures"),addresses:lines.number("addresses"),top:pairs("address"),hits:pairs("hit")}}var Carried=object({key:string().regex(/^[0-9a-f.:]{3,45}$/),failures:number().int().positive(),at:number().int().nonnegative()}),none={failures:0,successes:0,addresses:0,accounts:0,countsLowBy:0,peakPerHour:0,fastAddresses:0,fastAccounts:0,hits:[],top:[],topAccounts:[],carried:[]};function bruteforceFacts(outputs,params2){let lines=new Lines(outputs.log),reading=readingOf(lines,params2),ssh=sshFactsOf(new Lines(outputs.ssh)),{path}=params2;if(reading.state!=="read"||!isUnderstood(reading))return{...reading,path,...none,ssh};let at=(key,seconds=0)=>seconds>0?{[key]:time(seconds)}:{},[first,last]=lines.numbers("between"),[peakPerHour=0,peakFrom]=lines.numbers("peak"),[fastAddresses=0,fastAccounts=0]=lines.numbers("over");return{...reading,path,failures:lines.number("failures"),successes:lines.number("successes"),addresses:lines.number("addresses"),accounts:lines.number("accounts"),countsLowBy:lines.number("floor"),...at("firstFailureAt",first),...at("lastFailureAt",last),peakPerHour,...at("peakFromAt",peakFrom),...at("sprayedAt",lines.number("sprayed")),fastAddresses,fastAccounts,hits:lines.all("hit").map(text=>{let[key="",failures="",seconds="",...account]=text.split(" ");return{address:shownAddress(key),failures:Number(failures),at:time(Number(seconds)),account:account.join(" ")}}),top:lines.all("address").map(text=>{let[key="",failures="",seconds="",fast]=text.split(" ");return{address:shownAddress(key),failures:Number(failures),lastAt:time(Number(seconds)),fast:fast==="1"}}),topAccounts:lines.all("account").map(text=>{let[failures="",fast,...account]=text.split(" ");return{account:account.join(" "),failures:Number(failures),fast:fast==="1"}}),carried:lines.all("carry").flatMap(text=>{let[key,failures,at2]=text.split(" "),one=Carried.safeParse({key,failures:Number(failures),at:Math.floor(Number(at2))});return one.success?[one.data]:[]}),ssh}}var withCarried=object({position:object({at:number()}),carried:array(unknown())});function carriedWords(history){return(history.map(({facts})=>withCarried.safeParse(facts)).find(({success})=>success)?.data?.carried??[]).flatMap(one=>{let{data}=Carried.safeParse(one);return data?[`${data.key} ${data.failures} ${data.at}`]:[]}).join(" ")}var bruteforceMessages={...readingMessages,success:{ja:"{address} から {path} へのログインが {failures} 回失敗した後に成功しています({successAt}、同様の接続元は {addresses} 個)。パスワードが破られた可能性があります",en:"{address} logged in at {path} after {failures} failures ({successAt}; {addresses, plural, one {# such address} other {# such addresses}}): a password may have been guessed"},spraying:{ja:"{path} のログイン失敗が 1 時間以内に {limit} 個以上の接続元に広がっています({sprayedAt}、{fromAt} 以降の接続元は {addresses} 個、失敗は {failures} 回): 分散型の攻撃の疑い",en:"Within an hour {limit} or more addresses failed to log in at {path} ({sprayedAt}; {failures} failures from {addresses} addresses since {fromAt}): a distributed attack"},address:{ja:"{addresses} 個の接続元が {path} のログインに 10 分間で {limit} 回を超えて失敗しています(最多は {address}: {failures} 回、{fromAt} 以降)",en:"{addresses, plural, one {# address} other {# addresses}} failed more than {limit} times within 10 minutes to log in at {path} (most: {address}, {failures} failures since {fromAt})"},account:{ja:"{accounts} 個のアカウントで、{path} のログイン失敗が 10 分間に {limit} 回を超えています(最多は {failures} 回、{fromAt} 以降)",en:"{accounts, plural, one {# account} other {# accounts}} had more than {limit} failed logins within 10 minutes at {path} (at most {failures} since {fromAt})"},total:{ja:"{path} のログイン失敗が 1 時間に {perHour} 回あり(上限 {limit} 回)、{peakAt} からが最多です({fromAt} 以降の合計 {failures} 回、接続元 {addresses} 個)",en:"{path} had {perHour} failed logins within an hour from {peakAt} on (limit {limit}; {failures} from {addresses, plural, one {# address} other {# addresses}} since {fromAt})"},"ssh-success":{ja:"{address} から SSH のパスワードログインが {failures} 回失敗した後に成功しています",en:"{address} logged in by SSH with a password after {failures} failures"},"ssh-failures":{ja:"SSH のログイン失敗は {fromAt} 以降 {failures} 回、接続元 {addresses} 個です(fail2ban: {fail2ban})",en:"{failures} failed SSH logins from {addresses, plural, one {# address} other {# addresses}} since {fromAt} (fail2ban: {fail2ban})"},"ssh-absent":{ja:"journald がないため、SSH のログイン失敗は調べていません(fail2ban: {fail2ban})",en:"There is no journal, so failed SSH logins are not looked at (fail2ban: {fail2ban})"},"ssh-denied":{ja:"ジャーナルを読む権限がないため、SSH のログイン失敗を調べられません",en:"The journal cannot be read, so failed SSH logins are not known"},"remedy-success":{ja:"まず本人に確かめ、違えばそのアカウントのセッションを切りパスワードを変える。ログ: sudo grep -F {address} {log}",en:"Ask the person first; if it was not them, end the sessions of the account and change its password. The log: sudo grep -F {address} {log}"},"remedy-ban":{ja:"遮断の案(実行前に、自社・監視・ロードバランサー・GitHub ランナーのアドレスでないことを必ず確かめる。ignoredAddresses も参照): sudo fail2ban-client set <jail> banip {address}、なければ sudo ufw insert 1 deny from {address}。解除: sudo fail2ban-client set <jail> unbanip {address}、sudo ufw delete deny from {address}",en:"Proposed (first make sure that it is not your office, monitoring, load balancer or runner; see `ignoredAddresses`): sudo fail2ban-client set <jail> banip {address}, or without it sudo ufw insert 1 deny from {address}. To undo: sudo fail2ban-client set <jail> unbanip {address}, sudo ufw delete deny from {address}"},"remedy-limit":{ja:"接続元ごとの遮断では止まりません。nginx の limit_req でログインの頻度を制限し、アプリ側のロックアウトと二要素認証を確かめてください: sudo nginx -T | grep limit_req",en:"Banning single addresses will not stop this. Limit logins with limit_req in nginx, and see that the application locks accounts and asks for a second factor: sudo nginx -T | grep limit_req"},"remedy-ssh":{ja:"本人に確かめ、違えばセッションを切りパスワードを変える: sudo journalctl -u ssh -g {address}。鍵だけにするには sshd_config で PasswordAuthentication no",en:"Ask the person; if it was not them, end the session and change the password: sudo journalctl -u ssh -g {address}. Keys only: PasswordAuthentication no in sshd_config"},"remedy-ssh-denied":{ja:'接続ユーザーを systemd-journal グループ(または adm)に入れる: sudo usermod -aG systemd-journal "$USER"。調べないならランブックに ssh: false',en:'Put the login user into the group systemd-journal (or adm): sudo usermod -aG systemd-journal "$USER". Or set ssh: false in the runbook'}};function judgeLogins(facts,{warning,warningPerHour,sprayingAddresses}){let{path,log,failures,addresses,fromAt="",hits,top,topAccounts}=facts,findings=[],key=name=>`endpoint:${path}:${name}`,evidence=evidenceOf(facts),base={log,path,failures,addresses,fromAt},[hit]=hits;if(hit){let args={...base,address:hit.address,failures:hit.failures,successAt:hit.at};findings.push({key:key("success"),severity:"critical",message:{id:"success",args:{...args,addresses:hits.length}},remedy:{id:"remedy-success",args},evidence:hits.map(({address,failures:failures2,at,account})=>`${address}	${failures2} → ok	${at}	${account}`).join(`
`)})}facts.sprayedAt!==void 0&&findings.push({key:key("spraying"),severity:"critical",message:{id:"spraying",args:{...base,limit:sprayingAddresses,sprayedAt:facts.sprayedAt}},remedy:{id:"remedy-limit",args:{}},evidence});let worst=top.find(({fast})=>fast)??top[0];if(facts.fastAddresses>0&&worst){let args={...base,address:worst.address,failures:worst.failures,limit:warning};findings.push({key:key("address"),severity:"warning",message:{id:"address",args:{...args,addresses:facts.fastAddresses}},remedy:{id:"remedy-ban",args},evidence})}if(facts.fastAccounts>0){let args={...base,limit:warning,accounts:facts.fastAccounts};findings.push({key:key("account"),severity:"warning",message:{id:"account",args:{...args,failures:topAccounts[0]?.failures??0}},remedy:{id:"remedy-limit",args:{}},evidence:topAccounts.map(({account,failures:failures2})=>`${failures2}	${account}`).join(`
`)})}if(facts.peakPerHour>warningPerHour){let args={...base,perHour:facts.peakPerHour,limit:warningPerHour};findings.push({key:key("total"),severity:"warning",message:{id:"total",args:{...args,peakAt:facts.peakFromAt??""}},remedy:{id:"remedy-limit",args:{}},evidence})}return findings}function evidenceOf({top,addresses,countsLowBy}){let rows=top.map(({address,failures,lastAt,fast})=>[failures,address,lastAt,fast?"> 10 min":""].join("	").trimEnd()),more=addresses-top.length;return more>0&&rows.push(`… +${more}${countsLowBy>0?` (counts −${countsLowBy} at most)`:""}`),rows.join(`
`)}function judgeSsh({ssh}){let{state,fail2ban,failures,addresses,fromAt="",hits,top}=ssh;if(state==="off")return[];if(state==="denied")return[{key:"ssh:denied",severity:"unknown",message:{id:"ssh-denied",args:{}},remedy:{id:"remedy-ssh-denied",args:{}}}];if(state==="absent")return[{key:"ssh",severity:"note",message:{id:"ssh-absent",args:{fail2ban}}}];let rows=list=>list.map(one=>`${one.failures}	${one.address}`).join(`
`),[hit]=hits;return[...hit?[{key:"ssh:success",severity:"critical",message:{id:"ssh-success",args:{...hit}},remedy:{id:"remedy-ssh",args:{...hit}},evidence:rows(hits)}]:[],...failures>0?[{key:"ssh",severity:"note",message:{id:"ssh-failures",args:{failures,addresses,fromAt,fail2ban}},evidence:rows(top)}]:[]]}var rare="ZQXJKYVUWBqzjxvkwbyfu";function rarePart(path){let within=path.slice(0,Math.max(0,path.length-6+1)),[best]=rare.split("").filter(character=>within.includes(character));return best===void 0?path:path.slice(path.indexOf(best))}var program=String.raw`
${awkTable}
BEGIN { OFMT = CONVFMT = "%.0f"; limit = ENVIRON["T_TABLE"] + 0; guesses = ENVIRON["T_GUESSES"] + 0 }
function leave(k) { delete streak[k] }
{
  i = index($0, "]: ")
  if (!i) next
  text = substr($0, i + 3)
  if (text !~ /^(Failed (password|keyboard-interactive\/pam)|Accepted (password|keyboard-interactive\/pam)|Invalid user|Connection closed by authenticating) ?/) next
  if (!match(text, / from [0-9a-fA-F.:]+ port [0-9]+( ssh2)?$/)) next
  a = substr(text, RSTART + 6)
  sub(/ .*$/, "", a)
  if (substr(text, 1, 6) == "Failed") {
    failures++
    if (!(a in cnt)) { admit(a); addresses++ }
    cnt[a]++; streak[a]++
  } else if (substr(text, 1, 8) == "Accepted") {
    if (streak[a] >= guesses && nhits++ < 20) print "hit=" a " " streak[a]
    delete streak[a]
  }
}
END {
  print "failures=" failures + 0
  print "addresses=" addresses + 0
  for (k in cnt) all[++n] = k
  m = front(all, 10, n)
  for (i = 1; i <= m; i++) print "address=" all[i] " " cnt[all[i]]
}`;function sshScript({enabled,since,hours,guesses}){return enabled?sh`
put() { printf '%s=%s\n' "$1" "$2"; }
done_with() { put state "$1"; put end yes; exit 0; }
state=absent
if command -v fail2ban-client >/dev/null; then state=inactive; fi
if [ $state = inactive ] && systemctl -q is-active fail2ban 2>/dev/null; then state=active; fi
put fail2ban $state
command -v journalctl >/dev/null || done_with absent
# Without the group journalctl shows nothing, says so on stderr and succeeds.
case $(journalctl -n 1 --no-pager -o cat 2>&1 >/dev/null) in
  *'not seeing messages'* | *ermission*) done_with denied ;;
  *'No journal files'*) done_with absent ;;
esac
now=$(date +%s) since=${since}
if [ $since -eq 0 ] || [ $since -gt $now ]; then since=$((now - ${hours} * 3600)); fi
if [ $since -lt $((now - ${weekSeconds})) ]; then since=$((now - ${weekSeconds})); fi
put since $since
export T_TABLE=${tableLimit} T_GUESSES=${guesses}
journalctl -q -u ssh -u sshd --since "@$since" --no-pager -o short-unix | awk ${program}
done_with read`:sh`printf 'state=off\nend=yes\n'`}var Web=object({log:string(),path:string(),hits:array(object({address:string(),failures:number(),at:string(),account:string()}))}),Ssh=object({ssh:object({hits:array(object({address:string(),failures:number()}))})});function withStandingHits(facts,{history,now}){let since=now.getTime()-weekSeconds*1e3,web=history.flatMap(earlier=>Web.safeParse(earlier.facts).data??[]).filter(({log,path})=>log===facts.log&&path===facts.path).flatMap(({hits})=>hits).filter(({at})=>Date.parse(at)>=since),ssh=history.filter(({at})=>at.getTime()>=since).flatMap(earlier=>Ssh.safeParse(earlier.facts).data?.ssh.hits??[]),once=(hits,key)=>[...new Map(hits.toReversed().map(hit=>[key(hit),hit])).values()];return{...facts,hits:once([...facts.hits,...web],({address,at})=>`${address} ${at}`).toReversed(),ssh:{...facts.ssh,hits:once([...facts.ssh.hits,...ssh],({address})=>address).toReversed()}}}var status=int().min(100).max(599),params=strictObject({...logParams,path:string().regex(/^\/[!-~]+$/,'Expected a path that begins with "/", as it stands in the log').default("/api/v1/auth/login").describe("Where clients log in"),method:string().regex(/^[A-Z]*$/).default("POST").describe('Method of a login; "" for any'),status:status.default(401).describe("Status of a failed login"),successStatus:status.default(200).describe("Status of a successful login"),warning:int().min(1).max(1e3).default(10).describe("More failures than this within 10 minutes, of one address or account, are found"),warningPerHour:int().min(1).default(10).describe("More failures than this within an hour, of all addresses, are found"),failuresBeforeSuccess:int().min(1).max(1e3).default(5).describe("A success after so many failures of the same address is critical"),sprayingAddresses:int().min(2).max(1e4).default(20).describe("So many addresses that begin to fail within an hour are critical"),ssh:boolean().default(!0).describe("Also look at failed logins of sshd in the journal")}),check=defineCheck({id:"audit.bruteforce",title:{ja:"ブルートフォース攻撃検知",en:"Brute-force attacks"},description:{ja:"ログインの失敗を接続元(IPv6 は /64)とアカウントごとに数え、短時間の連続失敗、失敗の後の成功、多数の接続元からの分散攻撃を探します。前回の続きからローテーション・圧縮されたログも含めて読みます。失敗の後の成功は、破られたパスワードが変わったかどうかをログから知りようがないので、1 週間は検出し続けます(確かめたら /waive)。パスは log に書かれた綴りのままで比べ、%xx で書き換えたものは数えません。接続元は自動では遮断しません。",en:"Counts failed logins by address (IPv6 by /64) and account: bursts, a success after failures, and attacks spread over many addresses. Reads on from where the last run ended, through rotated and compressed files. A success after failures stands for a week, as no log tells whether the password was changed (/waive it when that is clear). The path is compared as it stands in the log: one that is spelled with %xx is not counted. Bans nobody by itself."},sources:["nginx ngx_http_log_module","logrotate(8)","sshd(8)","OWASP Credential stuffing"],level:1,params,messages:bruteforceMessages,measures:{...readingMeasures,failures:{ja:"ログインの失敗",en:"Failed logins"},addresses:{ja:"失敗した接続元",en:"Addresses that failed"},"ssh-failures":{ja:"SSH ログインの失敗",en:"Failed SSH logins"}},probes:(params2,earlier)=>{let history=earlier?.history??[],position=lastPosition(history,params2);return{log:logProbe(params2,{position,audit:{wants:"little",patterns:[rarePart(params2.path),...params2.format==="json"?[params2.path.replaceAll("/","\\/")]:[]],program:bruteforceProgram,environment:{T_TABLE:String(tableLimit),T_PATH:params2.path,T_METHOD:params2.method,T_FAILED:String(params2.status),T_SUCCEEDED:String(params2.successStatus),T_MOST:String(params2.warning),T_GUESSES:String(params2.failuresBeforeSuccess),T_SPRAYERS:String(params2.sprayingAddresses),T_CARRY:carriedWords(history)}}}),ssh:shell(sshScript({enabled:params2.ssh,since:position?.at??0,hours:params2.firstHours,guesses:params2.failuresBeforeSuccess}),{timeoutSeconds:60,weight:"heavy"})}},parse:bruteforceFacts,evaluate:(read,params2,context)=>{let facts=withStandingHits(read,context),{findings,usable}=judgeReading(facts,params2,facts.failures);return{findings:[...usable?judgeLogins(facts,params2):[],...findings,...judgeSsh(facts)],measurements:[...measureReading(facts),...usable?[{name:"failures",value:facts.failures,unit:"count"},{name:"addresses",value:facts.addresses,unit:"count"}]:[],...facts.ssh.state==="read"?[{name:"ssh-failures",value:facts.ssh.failures,unit:"count"}]:[]]}}});export{check};
