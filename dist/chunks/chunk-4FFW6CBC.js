import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{lines,sh}from"./chunk-S7DLJ3SP.js";import{_enum,array,int,ipv4,ipv6,number,object,strictObject,string}from"./chunk-APVUYG4K.js";var awkTable=String.raw`
function admit(k) {
  if (size >= limit) prune()
  size++
  entered++
  cnt[k] = 0
  if (floor) low[k] = floor
}
function prune(  k, n) {
  while (size > limit / 2) {
    floor++
    for (k in cnt) if (cnt[k] + (k in low ? low[k] : 0) <= floor) { leave(k); delete cnt[k]; delete low[k]; size--; evicted++ }
  }
}
# Puts the n keys of list that are counted most, most first, to its front; returns how many there are.
function front(list, n, total,  i, j, m, k, best) {
  m = 0
  for (i = 1; i <= total; i++) {
    k = list[i]
    if (m >= n && cnt[k] <= cnt[best[m]]) { if (cnt[k] < cnt[best[m]] || k >= best[m]) continue }
    for (j = m < n ? ++m : m; j > 1 && (cnt[k] > cnt[best[j - 1]] || (cnt[k] == cnt[best[j - 1]] && k < best[j - 1])); j--) best[j] = best[j - 1]
    best[j] = k
  }
  for (i = 1; i <= m; i++) list[i] = best[i]
  return m
}`,tableLimit=5e4;var readingMessages={missing:{ja:"アクセスログ {log} がありません",en:"There is no access log {log}"},denied:{ja:"{path} を読む権限がないため、{log} を監査できません",en:"{path} cannot be read, so {log} is not audited"},special:{ja:"{log} は通常のファイルではないため、監査できません",en:"{log} is not a regular file and cannot be audited"},"rotated-denied":{ja:"ローテーション済みの {path} を読めないため、前回からの一部を監査できていません",en:"The rotated log {path} cannot be read, so part of the time since the last run is not audited"},unparsable:{ja:"{log} の {percent}% の行が指定の形式({format})ではないため、判断できません",en:"{percent}% of the lines of {log} are not in the format {format}, so nothing can be said"},blind:{ja:"{log} では、信頼するプロキシ経由の {requests} 件に X-Forwarded-For の記録がなく、本当の接続元がわかりません",en:"{requests} requests came through a trusted proxy without X-Forwarded-For in {log}, so their real addresses are not known"},gap:{ja:"前回読み終えた位置が {log} とその過去分に見つからず、一部の行は消えている可能性があります(時刻で {fromAt} 以降を読みました)",en:"The place where the last run ended is in no file of {log}: lines may be lost (all since {fromAt} was read by time)"},sampled:{ja:"{log} は {fromAt} 以降で {windowBytes} あるため、新しい方を中心に {readBytes} だけを調べました(件数は下限です)",en:"{log} has {windowBytes} since {fromAt}; {readBytes} of it were read, mostly the newest (counts are lower bounds)"},empty:{ja:"{log} には {fromAt} から {toAt} までの行が 0 行でした",en:"{log} has 0 lines from {fromAt} to {toAt}"},"remedy-missing":{ja:"場所を確かめる: ls -l /var/log/nginx。違う場所ならランブックの log を直してください",en:"See where the log is: ls -l /var/log/nginx. If it is elsewhere, set `log` in the runbook"},"remedy-rotated-denied":{ja:"logrotate の create または createmode の権限をグループ adm が読めるものにする: ls -l {path}",en:"Let the group adm read what logrotate puts aside: ls -l {path}"},"remedy-denied":{ja:'接続ユーザーを adm グループに入れる: sudo usermod -aG adm "$USER"(次の接続から有効)。それでも読めなければ、logrotate の create の権限を 0640 root adm または www-data adm にしてください',en:'Put the login user into the group adm: sudo usermod -aG adm "$USER" (from the next login on). If that is not enough, let logrotate create the log as 0640 with group adm'},"remedy-special":{ja:"nginx の access_log が書き出すファイルを log に指定してください: grep -rn access_log /etc/nginx",en:"Set `log` to a file that nginx writes: grep -rn access_log /etc/nginx"},"remedy-unparsable":{ja:"ログの形式を確かめ、ランブックの format と keys を合わせる: grep -rn log_format /etc/nginx",en:"See what the format is and set `format` and `keys` in the runbook: grep -rn log_format /etc/nginx"},"remedy-blind":{ja:'log_format の末尾に "$http_x_forwarded_for" を加えるか、nginx の real_ip モジュールで接続元を直してください',en:'Add "$http_x_forwarded_for" to log_format as the last field, or let the realip module of nginx set the address'},"remedy-gap":{ja:"logrotate の rotate の数を、実行の間隔(最長 7 日)より長く残るようにしてください",en:"Let logrotate keep rotated files for longer than the time between two runs (7 days at most)"},"remedy-sampled":{ja:"すべてを読むなら maxMiB を上げてください(1 GiB でおよそ 1 秒かかります)",en:"To read all of it raise `maxMiB` (about a second for 1 GiB)"}};var Lines=class{#values;constructor({stdout}){let pairs=stdout.split(`
`).flatMap(line=>{let[,key2,value]=/^([a-z0-9]+)=(.*)$/.exec(line)??[];return key2===void 0||value===void 0?[]:[[key2,value]]}),grouped=Map.groupBy(pairs,([key2])=>key2);if(this.#values=new Map([...grouped].map(([key2,list])=>[key2,list.map(([,value])=>value)])),this.text("end")!=="yes"&&!["missing","denied","special"].includes(this.text("state")))throw new Unparsable("the facts to their end",stdout.slice(-300))}all(key2){return this.#values.get(key2)??[]}text(key2){return this.all(key2)[0]??""}number(key2){return this.numbers(key2)[0]??0}numbers(key2){let words=this.text(key2).split(" ");if(!words.every(word=>/^\d+(\.\d+)?$/.test(word)))throw new Unparsable(`a number for "${key2}"`,this.text(key2));return words.map(Number)}},badShareLimit=.05;function isUnderstood({sampleLines,badLines}){return badLines<=sampleLines*badShareLimit}function time(seconds){let date=new Date(seconds*1e3);return Number.isNaN(date.getTime())?"":date.toISOString()}var nothing={windowBytes:0,readBytes:0,gap:!1,files:[],blind:0},noSample={sampleLines:0,badLines:0,badShape:""};function readingOf(lines2,{log}){let state=lines2.text("state");if(state==="missing"||state==="special")return{log,state,...nothing,...noSample};if(state==="denied")return{log,state,deniedPath:lines2.text("at"),...nothing,...noSample};if(state!=="read")throw new Unparsable("the state of the log",state);let denied=lines2.text("denied"),reading2={log,state,...denied===""?{}:{deniedPath:denied},fromAt:time(lines2.number("window")),toAt:time(lines2.number("now")),windowBytes:lines2.number("all"),readBytes:lines2.number("taken"),gap:lines2.text("gap")==="yes",files:lines2.all("file"),sampleLines:lines2.number("checked"),badLines:lines2.number("bad"),badShape:lines2.text("shape"),blind:lines2.number("blind")};if(!isUnderstood(reading2))return reading2;let position={inode:lines2.text("inode"),offset:lines2.number("offset")-lines2.number("partial"),firstLine:lines2.text("first"),at:lines2.number("now")};return{...reading2,position}}function judgeReading(reading2,{log,format},counted){let{fromAt="",toAt="",windowBytes,readBytes,blind,deniedPath=log}=reading2,find=(id,severity,args,evidence="")=>({key:`log:${log}:${id}`,severity,message:{id,args:{log,...args}},remedy:{id:`remedy-${id}`,args:{log,...args}},...evidence===""?{}:{evidence}});if(reading2.state!=="read")return{findings:[find(reading2.state,"unknown",{path:deniedPath})],usable:!1};if(!isUnderstood(reading2)){let percent=Math.round(100*reading2.badLines/reading2.sampleLines);return{findings:[find("unparsable","unknown",{format,percent},reading2.badShape)],usable:!1}}let findings=[];if(reading2.deniedPath!==void 0&&findings.push(find("rotated-denied","unknown",{path:deniedPath})),blind>counted*badShareLimit&&findings.push(find("blind","unknown",{requests:blind})),reading2.gap&&findings.push(find("gap","note",{fromAt})),readBytes<windowBytes&&findings.push(find("sampled","note",{fromAt,windowBytes,readBytes})),windowBytes===0){let message={id:"empty",args:{log,fromAt,toAt}};findings.push({key:`log:${log}:empty`,severity:"note",message})}return{findings,usable:!0}}var readingMeasures={window:{ja:"調べた期間",en:"Time that was audited"},read:{ja:"読んだログの量",en:"Log that was read"}};function measureReading({fromAt,toAt,readBytes}){if(fromAt===void 0||toAt===void 0)return[];let hours=(Date.parse(toAt)-Date.parse(fromAt))/36e5;return[{name:"window",value:Math.round(hours*100)/100,unit:"hours"},{name:"read",value:readBytes,unit:"bytes"}]}function familyOf(address){return ipv4().safeParse(address).success?4:ipv6().safeParse(address).success?6:0}function isRange(text){let[address="",prefix,...rest]=text.split("/"),family=familyOf(address);return family===0||rest.length>0||address.includes("%")?!1:prefix===void 0?!0:/^\d{1,3}$/.test(prefix)&&Number(prefix)<=(family===4?32:128)}function rangeOf(text){let[address="",prefix]=text.split("/"),family=familyOf(address)===4?4:6,digits=family===4?digits4(address):digits6(address),bits=BigInt(digits.length*4-Number(prefix??digits.length*4)),value=BigInt(`0x${digits}`)>>bits,hex=number2=>`${family}${number2.toString(16).padStart(digits.length,"0")}`;return{low:hex(value<<bits),high:hex((value+1n<<bits)-1n)}}function rangeWords(ranges){return ranges.map(rangeOf).map(({low,high})=>`${low} ${high}`).join(" ")}function shownAddress(key2){if(!/^6[0-9a-f]{16}$/.test(key2))return key2;let groups=(key2.slice(1).match(/.{4}/g)??[]).map(group=>parseInt(group,16));for(;groups.at(-1)===0;)groups.pop();return`${groups.map(group=>group.toString(16)).join(":")}::/64`}function digits4(address){return address.split(".").map(part=>Number(part).toString(16).padStart(2,"0")).join("")}function digits6(address){let dotted=/\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0],hex=dotted===void 0?"":digits4(dotted),plain=dotted===void 0?address:`${address.slice(0,-dotted.length)}${hex.slice(0,4)}:${hex.slice(4)}`,[left="",right]=plain.split("::"),groups=text=>text.split(":").filter(group=>group!==""),before=groups(left),after=groups(right??""),zeros=Array.from({length:8-before.length-after.length},()=>"0");return[...before,...zeros,...after].map(group=>group.padStart(4,"0")).join("")}var range=string().refine(isRange,"Expected an address or a block such as 10.0.0.0/8"),key=string().regex(/^[A-Za-z0-9_.@-]{1,60}$/,"Expected the name of a JSON key"),logParams={log:string().regex(/^\/[A-Za-z0-9._/@:+-]+$/,"Expected an absolute path without spaces").default("/var/log/nginx/access.log").describe("Access log; its rotated and gzipped files are read for what was not read before"),format:_enum(["combined","json"]).default("combined").describe('"combined" (more fields may follow) or one JSON object a line'),keys:strictObject({address:key.default("remote_addr").describe("Address of the peer"),time:key.default("time_iso8601").describe("ISO 8601, $time_local or seconds ($msec)"),request:key.default("request").describe('"POST /path HTTP/1.1"'),method:key.default("request_method").describe("Used where there is no request line"),path:key.default("request_uri").describe("Used where there is no request line"),status:key.default("status").describe("Status"),account:key.default("remote_user").describe("Account that was tried"),forwardedFor:key.default("http_x_forwarded_for").describe("X-Forwarded-For")}).prefault({}).describe("Names of the keys of a JSON log"),forwardedForField:int().min(4).max(20).default(4).describe('Which quoted field of a combined log is X-Forwarded-For ("main" of nginx: the 4th)'),trustedProxies:array(range).max(100).default([]).describe("Proxies whose X-Forwarded-For is believed, from the right"),ignoredAddresses:array(range).max(100).default([]).describe("Addresses that are not counted: the own office, monitoring, runners"),firstHours:int().min(1).max(168).default(24).describe("How far back a first run looks; later runs read on, at most 7 days"),maxMiB:int().min(1).max(65536).default(200).describe("More than this is sampled, newest first")},schema=object(logParams);var awkAddress=String.raw`
BEGIN {
  zeros = "00000000000000000000000000000000"
  nranges = split(ENVIRON["T_TRUSTED"], trusted, " ")
  nignored = split(ENVIRON["T_IGNORED"], ignored, " ")
}
function groups(s,  n, p, i, o) {
  if (s == "") return ""
  n = split(s, p, ":")
  o = ""
  for (i = 1; i <= n; i++) {
    if (p[i] == "" || length(p[i]) > 4) return "x"
    o = o substr("0000", 1, 4 - length(p[i])) p[i]
  }
  return o
}
function canon4(a,  p, i) {
  if (a !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ || length(a) > 15 || split(a, p, ".") != 4) return ""
  for (i = 1; i <= 4; i++) if (p[i] > 255) return ""
  return "4" sprintf("%02x%02x%02x%02x", p[1], p[2], p[3], p[4])
}
function canon6(a,  v, n, half, l, r, pad) {
  if (a !~ /^[0-9a-fA-F:.]+$/ || length(a) > 45) return ""
  a = tolower(a)
  if (match(a, /[0-9]+\.[0-9.]+$/)) {
    v = canon4(substr(a, RSTART))
    if (v == "") return ""
    a = substr(a, 1, RSTART - 1) substr(v, 2, 4) ":" substr(v, 6, 4)
  }
  n = split(a, half, "::")
  if (n > 2) return ""
  l = groups(half[1])
  r = n == 2 ? groups(half[2]) : ""
  if (l == "x" || r == "x") return ""
  pad = 32 - length(l) - length(r)
  if (pad < 0 || (n == 1 && pad > 0)) return ""
  return "6" l substr(zeros, 1, pad) r
}
# An address as comparable text, "" when it is none; remembered, within bounds.
function canon(a,  v) {
  if (a in known) return known[a]
  if (++nknown > 20000) { split("", known); nknown = 1 }
  v = index(a, ":") ? canon6(a) : canon4(a)
  if (substr(v, 1, 25) == "600000000000000000000ffff") v = "4" substr(v, 26)
  return known[a] = v
}
function within(v, list, n,  i) {
  if (v == "") return 0
  for (i = 1; i < n; i += 2) if (v >= list[i] "" && v <= list[i + 1] "") return 1
  return 0
}
# Who asked: the peer; behind a trusted proxy the rightmost address that no trusted proxy has.
function client(  n, p, i, a, v, c) {
  if (nranges == 0 || !within(canon(peer), trusted, nranges)) return peer
  if (xff == "" || xff == "-") { blind++; return peer }
  if (length(xff) > 2000) xff = substr(xff, length(xff) - 1999)
  a = peer
  n = split(xff, p, ",")
  for (i = n; i >= 1; i--) {
    c = p[i]
    gsub(/[ \t]/, "", c)
    if (c ~ /^\[/) { sub(/^\[/, "", c); sub(/\].*$/, "", c) }
    else if (c ~ /^[0-9.]+:[0-9]+$/) sub(/:.*$/, "", c)
    v = canon(c)
    if (v == "") break
    a = c
    if (!within(v, trusted, nranges)) break
  }
  return a
}
# What is counted: IPv4 as it is, IPv6 by /64 as 6 and 16 digits, "" for what is ignored, "-" for no address.
function counted(a,  v) {
  if (!nignored && a ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) return a
  if (a in keys) return keys[a]
  if (++nkeys > 20000) { split("", keys); nkeys = 1 }
  v = canon(a)
  if (v == "") return keys[a] = "-"
  if (within(v, ignored, nignored)) return keys[a] = ""
  if (substr(v, 1, 1) == "6") return keys[a] = substr(v, 1, 17)
  if (!index(a, ":")) return keys[a] = a
  sub(/^.*:/, "", a)
  return keys[a] = index(a, ".") ? a : "-"
}`;var combined=String.raw`
function parse(full,  h, n, i, r) {
  if (index($0, "\\\"")) { gsub(/\\\\/, "%5C"); gsub(/\\"/, "%22") }
  if (NF < 7 || NF % 2 == 0) return 0
  status = substr($3, 2, 3)
  if (substr($3, 1, 1) != " " || substr($3, 5, 1) != " " || status !~ /^[1-5][0-9][0-9]$/) return 0
  h = prefixed ? substr($1, index($1, ":") + 1) : $1
  n = length(h)
  i = index(h, " ")
  if (i < 2 || n < i + 30 || substr(h, n - 28, 1) != "[" || substr(h, n - 1) != "] ") return 0
  peer = substr(h, 1, i - 1)
  when = epoch(substr(h, n - 27, 26))
  if (when < 0) return 0
  if (!full) return 1
  r = substr(h, i + 1, n - 30 - i)
  i = index(r, " ")
  account = i ? substr(r, i + 1) : ""
  xff = $(2 * xfield)
  request($2)
  return 1
}`,json=String.raw`
function value(key,  rest, i, out) {
  rest = $0
  key = "\"" key "\""
  # A quote inside a string is written \", so this can only be a whole string; a colon makes it a key.
  while ((i = index(rest, key)) > 0) {
    rest = substr(rest, i + length(key))
    if (match(rest, /^[ \t]*:[ \t]*/)) {
      rest = substr(rest, RLENGTH + 1)
      if (substr(rest, 1, 1) != "\"") { match(rest, /^[-+.0-9A-Za-z]*/); return substr(rest, 1, RLENGTH) }
      if (!match(rest, /^"([^"\\]|\\.)*"/)) return ""
      out = substr(rest, 2, RLENGTH - 2)
      if (index(out, "\\")) { gsub(/\\\//, "/", out); gsub(/\\"/, "%22", out) }
      return out
    }
  }
  return ""
}
function parse(full,  r) {
  if (prefixed) $0 = substr($0, index($0, ":") + 1)
  if ($0 !~ /^[ \t]*\{.*\}[ \t\r]*$/) return 0
  status = value(kstatus)
  if (status !~ /^[1-5][0-9][0-9]$/) return 0
  peer = value(kaddress)
  when = epoch(value(ktime))
  if (peer == "" || when < 0) return 0
  if (!full) return 1
  account = value(kaccount)
  xff = value(kxff)
  r = value(krequest)
  if (r != "") request(r)
  else { method = value(kmethod); path = plainpath(value(kpath)) }
  return 1
}`,common=String.raw`
BEGIN {
  OFMT = CONVFMT = "%.0f"
  for (i = split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " "); i; i--) month[names[i]] = i
  kaddress = ENVIRON["T_K1"]; ktime = ENVIRON["T_K2"]; krequest = ENVIRON["T_K3"]; kmethod = ENVIRON["T_K4"]
  kpath = ENVIRON["T_K5"]; kstatus = ENVIRON["T_K6"]; kaccount = ENVIRON["T_K7"]; kxff = ENVIRON["T_K8"]
}
function days(y, m, d,  e) {
  if (m < 3) { y--; m += 12 }
  e = int(y / 4) - int(y / 100) + int(y / 400)
  return 365 * y + e + int((153 * (m - 3) + 2) / 5) + d - 719469
}
# Lines of one minute follow each other: all but the seconds is worked out once.
function epoch(s,  z) {
  if (length(s) == 26 && substr(s, 3, 1) == "/") {
    z = substr(s, 1, 17) substr(s, 21)
    if (z != minute) {
      minute = z
      base = -1
      if (s ~ /^[0-9][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9] [-+][0-9][0-9][0-9][0-9]$/ && (substr(s, 4, 3) in month))
        base = clock(substr(s, 8, 4), month[substr(s, 4, 3)], substr(s, 1, 2), substr(s, 13, 2), substr(s, 16, 2), substr(s, 22, 3), substr(s, 22, 1) substr(s, 25, 2))
    }
    return base < 0 ? -1 : base + substr(s, 19, 2)
  }
  if (s ~ /^[0-9]+(\.[0-9]+)?$/) return s + 0
  if (s !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/) return -1
  z = substr(s, 20)
  sub(/^\.[0-9]+/, "", z)
  if (z == "Z") z = "+00:00"
  if (z !~ /^[-+][0-9][0-9]:?[0-9][0-9]$/) return -1
  return clock(substr(s, 1, 4), substr(s, 6, 2), substr(s, 9, 2), substr(s, 12, 2), substr(s, 15, 2), substr(z, 1, 3), substr(z, 1, 1) substr(z, length(z) - 1)) + substr(s, 18, 2)
}
function clock(y, mo, d, h, mi, zh, zm) {
  return ((days(y + 0, mo + 0, d + 0) * 24 + h - zh) * 60 + mi - zm) * 60
}
# "POST http://host/path?query HTTP/1.1"; garbage has no method and is all path.
function request(r) {
  # Most requests have been seen before; what has been made of them is kept, within bounds.
  if (!(r in plain)) {
    take(r)
    if (length(r) > 200) return
    if (++nplain > 2000) { split("", plain); split("", verbs); nplain = 1 }
    plain[r] = path
    verbs[r] = method
  }
  else { path = plain[r]; method = verbs[r] }
}
function take(r,  i) {
  i = index(r, " ")
  method = i ? substr(r, 1, i - 1) : ""
  if (method !~ /^[A-Z]+$/ || length(method) > 20) { method = ""; path = r; return }
  r = substr(r, i + 1)
  i = index(r, " ")
  path = plainpath(i ? substr(r, 1, i - 1) : r)
}
function plainpath(p,  i) {
  i = index(p, "?")
  if (i) p = substr(p, 1, i - 1)
  if (p ~ /^https?:\/\//) sub(/^https?:\/\/[^\/]*/, "", p)
  return p
}
BEGIN { npat = split(ENVIRON["T_PATTERNS"], pat, "\n"); pat1 = pat[1]; short = quick != "" }
# A short reading of so many bytes has no grep and no sample of its own: both are done here. Most
# lines are to cost as little as can be, and no call.
short {
  seen += length($0) + 1
  if (seen > quick) { beyond(); next }
  if (++count > 500 && count % 50) { if (!index($0, pat1) && (npat == 1 || !mine($0))) next }
  else {
    if ($0 != "") tally()
    if (!mine($0)) next
  }
}
# The last line is not whole, or was not when we took the size: it is read next time.
function beyond(  from) {
  from = seen - length($0) - 1
  if (from < quick) partial = quick - from
}
function mine(line,  i) {
  for (i = 1; i <= npat; i++) if (index(line, pat[i])) return 1
  return 0
}
# Takes a marker between pieces, or says whether a line lies in the piece.
function ours() {
  if (short) return 1
  if (substr($0, 1, 1) == "\001") { prefixed = index($0, "\001direct ") == 1; end = substr($0, 9) + 0; return 0 }
  return !(prefixed && $0 + 0 >= end)
}
# Whether a line is what it should be; of one that is not only its shape is shown.
function tally(  line) {
  checked++
  line = $0
  if (parse(0)) {
    if (class == "" || substr(status, 1, 1) != class || mine(line)) return
  }
  if (!strange++) shape = substr(line, 1, 300)
}
function report() {
  gsub(/[A-Za-z]+/, "a", shape)
  gsub(/[0-9]+/, "9", shape)
  print "checked=" checked + 0
  print "bad=" strange + 0
  print "shape=" clean(shape, 200)
  print "partial=" partial + 0
}
# With two audits: whose facts follow.
END { if (short) report(); if (part != "") print "part=" part }
function clean(s, n) {
  if (length(s) > n) s = substr(s, 1, n)
  # gsub is the dearest thing there is in mawk.
  if (s ~ /[\001-\037\177]/) gsub(/[\001-\037\177]/, "?", s)
  return s
}`,awkLine={combined:combined+common+awkAddress,json:json+common+awkAddress};var weekSeconds=168*3600,functions=sh`
put() { printf '%s=%s\n' "$1" "$2"; }
# A folder that cannot be entered hides the log: that is not the same as no log.
lookup() {
  if [ -e "$log" ]; then
    [ -f "$log" ] || { put state special; exit 0; }
    [ -r "$log" ] || { put state denied; put at "$log"; exit 0; }
    return 0
  fi
  d=$log
  while d=\${d%/*}; [ -n "$d" ]; do
    [ -d "$d" ] || continue
    [ -x "$d" ] || { put state denied; put at "$d"; exit 0; }
    break
  done
  put state missing
  exit 0
}
plain() { case $1 in *.gz) gzip -dc <"$1" ;; *) cat <"$1" ;; esac; }
# As hash does, in one process; of a line with a NUL it comes to something else.
digest() {
  IFS= read -r digest <"$1" || { digest=; return; }
  digest=$(sha256sum <<LINE
$digest
LINE
  )
  digest=\${digest%% *}
}
# A first line that is not yet whole would have another hash tomorrow.
hash() {
  [ "$(plain "$1" 2>/dev/null | head -n 1 | wc -l)" = 1 ] || { echo -; return; }
  plain "$1" 2>/dev/null | head -n 1 | sha256sum | head -c 64
}
# "mtime inode size name" of what logrotate has put aside, newest first; of two that were written
# within one second "log.1" is newer than "log.2.gz".
rotated() {
  b=\${log%.*} e=\${log##*.}
  for f in "$log".[0-9]* "$log"-[0-9]* "$b"[.-][0-9]*."$e" "$b"[.-][0-9]*."$e".gz; do
    case $f in *[!A-Za-z0-9._/@:+-]* | *.xz | *.bz2 | *.zst) continue ;; esac
    [ -f "$f" ] || continue
    stat -L -c '%Y %i %s %n' -- "$f"
  done | sort -k1,1nr -k4,4 | head -n 60
}
# A gzip file tells in its last four bytes how much it holds (RFC 1952, modulo 4 GiB).
size() {
  case $1 in *.gz) set -- $(tail -c 4 -- "$1" | od -An -v -tu4) && echo "\${1:-0}" ;; *) stat -L -c %s -- "$1" ;; esac
}
# Seconds of the first line that has a time, in the last $2 bytes of $1.
first_time() { tail -c "$2" -- "$1" | head -c 65536 | tr -d '\000' | sed 1d | awk -F "$fs" "$common"'
  { if (parse(1)) { print int(when); exit } }'; }
# Where lines from $since on begin: a look at a few places instead of at all of them.
gallop() {
  for back in 1 4 16 64 256 1024 4096; do
    [ $((back * 1048576)) -lt "$2" ] || break
    seen=$(first_time "$1" $((back * 1048576)))
    case $seen in '' | *[!0-9]*) continue ;; esac
    if [ "$seen" -lt $((since - 600)) ]; then echo $(($2 - back * 1048576)); return; fi
  done
  echo 0
}`;function chooseScript({log,firstHours}){return sh`
log=${log}
${functions}
# The open file stays the same one when its name goes to another.
look() {
  exec 3<"$log"
  live=/proc/self/fd/3
  set -- $(stat -L -c '%i %s %Y' -- $live /proc/self)
  # A process is as old as its folder, and this one has just begun.
  inode=$1 total=$2 now=$6
}
# Where the last reading has ended: inode, offset, first line, time.
begin() {
  last_inode=$1 last_offset=$2 last_hash=$3 last_at=$4
  since=$((now - ${firstHours} * 3600)) oldest=$((now - ${weekSeconds}))
  if [ "$last_at" -gt 0 ]; then since=$last_at; fi
  # A clock that was set back must not hide everything.
  if [ "$since" -gt "$now" ]; then since=$((now - ${firstHours} * 3600)); fi
  if [ "$since" -lt "$oldest" ]; then since=$oldest; fi
  window=$since
}
# Whether the log simply goes on where we stopped, with little more: then it is read in one go.
goes_on() {
  [ "$inode" = "$last_inode" ] && [ "$last_hash" != - ] && [ "$total" -ge "$last_offset" ] &&
    [ $((total - last_offset)) -le 16777216 ] || return
  digest $live
  [ "$digest" = "$last_hash" ]
}
choose() {
  hash_now=$(hash "$live")
  part=0
  if [ "$total" -gt 0 ] && [ -n "$(tail -c +"$total" -- "$live" | head -c 1 | tr -d '\n' | od -An -v -tx1)" ]; then
    # The last line is still being written: it is read next time.
    part=$(tail -c +$((total > 262144 ? total - 262143 : 1)) -- "$live" | head -c $((total > 262144 ? 262144 : total)) | tail -n 1 | wc -c)
  fi
  end=$((total - part))
  list="$now $inode $end $log
$(rotated)"
  place=
  if [ "$last_at" -gt 0 ]; then place=$(find_place); fi
  newest= gap=no denied= cut=
  # What was buffered by nginx is written late: where the place is known, time does not decide.
  [ -z "$place" ] || since=$oldest
  while read -r mtime i bytes name; do
    [ -n "$name" ] || continue
    if [ "$name" != "$log" ] && [ "$mtime" -lt "$since" ] && [ "$name" != "$place" ]; then break; fi
    if [ ! -r "$name" ]; then denied=$name; continue; fi
    from=0 cut=-
    [ "$name" = "$log" ] || bytes=$(size "$name")
    if [ "$name" = "$place" ]; then from=$last_offset; else
      case $name in *.gz) ;; *) if [ -z "$place" ]; then from=$(gallop "$name" "$bytes"); fi ;; esac
    fi
    if [ "$name" != "$place" ] && [ "$from" -gt 0 ]; then cut=cut; fi
    [ "$from" -ge "$bytes" ] || newest="$newest$name $from $bytes $cut
"
    [ "$name" != "$place" ] || break
    name=
  done <<LIST
$list
LIST
  # All was followed back to a file older than our last look, or some is gone.
  if [ "$last_at" -gt 0 ] && [ -z "$place" ] && [ -z "$name" ]; then gap=yes; fi
}
find_place() {
  while read -r mtime i bytes name; do
    [ "$i" = "$last_inode" ] && [ -r "$name" ] || continue
    case $name in *.gz) continue ;; esac
    [ "$bytes" -ge "$last_offset" ] || continue
    if [ "$last_hash" = - ] || [ "$(hash "$name")" = "$last_hash" ]; then echo "$name"; return; fi
  done <<LIST
$list
LIST
  [ "$last_hash" != - ] || return 0
  while read -r mtime i bytes name; do
    [ -n "$name" ] && [ "$name" != "$log" ] && [ -r "$name" ] || continue
    [ "$(hash "$name")" = "$last_hash" ] || continue
    [ "$(size "$name")" -ge "$last_offset" ] || continue
    echo "$name"
    return
  done <<LIST
$list
LIST
}`}var sampleScript=sh`
sample() {
  echo "$newest" | head -n 4 | while read -r name from to cut; do
    [ -n "$name" ] || continue
    n=$((to - from))
    case $name in *.gz) unzipped "$name" "$from" $((from + (n < 131072 ? n : 131072))) | sed "$([ $n -lt 131072 ] || echo '$d')"; continue ;; esac
    if [ $n -lt 393216 ]; then part "$name" "$from" "$to" | whole "$cut"; continue; fi
    part "$name" "$from" $((from + 131072)) | whole "$cut" | sed '$d'
    part "$name" $((from + n / 2)) $((from + n / 2 + 131072)) | sed '1d;$d'
    part "$name" $((to - 131072)) "$to" | sed 1d
  done | tr -d '\000'
}`,sampleProgram="{ tally() } END { report() }";var spread=sh`
spread() {
  left=$cap all=0 taken=0 sampled=no pieces=
  while read -r name from to cut; do
    [ -n "$name" ] || continue
    n=$((to - from)) all=$((all + to - from))
    if [ "$n" -le "$left" ]; then
      left=$((left - n)) taken=$((taken + n))
      pieces="$name $from $to $cut
$pieces"
      continue
    fi
    sampled=yes
    [ "$left" -ge 65536 ] || continue
    taken=$((taken + left))
    case $name in *.gz) pieces="$name $from $((from + left)) $cut
$pieces" left=0; continue ;; esac
    half=$((left / 2)) step=$(((n - left / 2) / 8)) k=7
    pieces="$name $((to - half)) $to cut
$pieces"
    while [ $k -ge 0 ]; do
      at=$((from + k * step))
      pieces="$name $at $((at + half / 8)) cut
$pieces" k=$((k - 1))
    done
    left=0
  done <<LIST
$newest
LIST
}`,readers=sh`
part() { tail -c +$(($2 + 1)) -- "$1" | head -c $(($3 - $2)); }
unzipped() { gzip -dc <"$1" | tail -c +$(($2 + 1)) | head -c $(($3 - $2)); }
whole() { if [ "$1" = cut ]; then sed 1d; else cat; fi; }
# The shell reads the rest of a line that is not whole byte by byte, and leaves all else to grep.
found() {
  if [ "$1" = cut ]; then IFS= read -r rest; fi
  shift
  grep -aF "$@"
}
search() {
  direct=no
  if [ "$(echo x | grep -abF x 2>/dev/null)" = 0:x ]; then direct=yes; fi
  # GNU grep looks for the last character of a single pattern, which a digit is everywhere, but for
  # the first ones of two: with one that no line has it takes a quarter less time.
  case $direct$# in yes2) case $2 in *[0-9]) set -- "$@" -e ${""} ;; esac ;; esac
  while read -r name from to cut; do
    [ -n "$name" ] || continue
    case $name in *.gz)
      printf '\001pipe\n'
      unzipped "$name" "$from" "$to" | tr -d '\000' | found "$cut" "$@"
      continue ;;
    esac
    if [ "$from" = 0 ] && [ $direct = yes ] && [ "$to" -gt 1048576 ] && [ "$cut" = - ]; then
      printf '\001direct %s\n' "$to"
      grep -abF "$@" -- "$name"
    else
      printf '\001pipe\n'
      if [ $((to - from)) -gt 33554432 ]; then part "$name" "$from" "$to"; else part "$name" "$from" "$to" | tr -d '\000'; fi |
        found "$cut" "$@"
    fi
  done <<LIST
$pieces
LIST
}`,searchScript=lines(spread,readers);function readScript(params,parts){let{keys}=params,environment=[...[...[keys.address,keys.time,keys.request,keys.method,keys.path,keys.status],keys.account,keys.forwardedFor].map((name,index)=>[`T_K${index+1}`,name]),["T_TRUSTED",rangeWords(params.trustedProxies)],["T_IGNORED",rangeWords(params.ignoredAddresses)]].map(([name="",value=""])=>sh`export ${name}=${value}`),separator=params.format==="json"?"":'"',readings=readingsOf(parts);return lines(...environment,sh`
fs=${separator} cap=${params.maxMiB*1024*1024} field=${params.forwardedForField}
common=${awkLine[params.format]}
${chooseScript(params)}
${searchScript}
${sampleScript}
${readFunctions}
lookup
look`,...readings.map(one=>readings.length===1?reading(one):sh`(
${reading(one)}
)`))}function readingsOf(parts){let alone=parts.length===1,numbered=parts.map((part,index)=>({...part,index,alone}));return[...Map.groupBy(numbered,({position})=>JSON.stringify(position??null)).values()].flatMap(list=>{let[much,little]=["much","little"].map(wanted=>list.filter(({audit})=>audit.wants===wanted)),count=Math.max(much?.length??0,little?.length??0);return Array.from({length:count},(_,index)=>[much?.[index],little?.[index]].filter(one=>one!==void 0))})}function reading(list){let[first,second]=list;if(!first)return sh`:`;let{position,audit,alone}=first,patterns=[...new Set(list.flatMap(one=>one.audit.patterns))],place=[position?.inode??"-",String(position?.offset??0),position?.firstLine??"-",String(position?.at??0)],environment=[["T_PATTERNS",patterns.join(`
`)],...second?[["T_FORWARD",second.audit.patterns.join(`
`)]]:[],...second?[["T_OWN",audit.patterns.length===1?audit.patterns[0]:""]]:[],...list.flatMap(one=>Object.entries(one.audit.environment))].map(([name="",value=""])=>sh`export ${name}=${value}`),own=one=>alone?"":String(one.index);return lines(...environment,sh`
class=${audit.statusClass??""} all_parts=${alone?"":list.map(({index})=>index).join(" ")}
set -- ${patterns.flatMap(pattern=>["-e",pattern])}
${second?countBoth(first,second,own):countOne(first,own)}
where() { begin ${place}; }
where
whose
if goes_on; then read_on; else
  facts=$(attempt "$@")
  case $facts in *'moved=yes'*) look; where; facts=$(attempt "$@") ;; esac
  printf '%s\n' "$facts"
fi`)}function countOne({audit,...one},own){return sh`count() { exec awk -F "$fs" -v quick="$1" -v class="$class" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own({audit,...one})} "$common"${audit.program}; }`}function countBoth(first,second,own){return sh`count() {
  {
    awk -F "$fs" -v quick="$1" -v class="$class" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own(first)} "$common"${forward+first.audit.program+flush} 2>&1 >&5 |
      awk -F "$fs" -v xfield="$field" -v since="$since" -v now="$now" -v part=${own(second)} "$common"${second.audit.program}
  } 5>&1
}`}var forward=String.raw`
BEGIN { nfwd = split(ENVIRON["T_FORWARD"], fwd, "\n"); fwd1 = fwd[1]; own = ENVIRON["T_OWN"] }
index($0, "\001") == 1 || index($0, fwd1) || (nfwd > 1 && theirs()) { print > "/proc/self/fd/2"; if (!index($0, own) && !index($0, "\001")) next }
function theirs(  i) {
  for (i = 2; i <= nfwd; i++) if (index($0, fwd[i])) return 1
  return 0
}
`,flush=`
END { fflush() }`,readFunctions=sh`
whose() { [ -z "$all_parts" ] || put part "$all_parts"; }
told() {
  put state read && put now "$now" && put inode "$inode" && put offset "$1" && put first "$2"
  put window "$window" && put all "$3" && put taken "$4" && put sampled "$5" && put gap "$6"
}
# As few processes as will do: with little to read it is they that take the time. awk knows by the
# length of lines where to stop, so what it reads in place of a NUL has the same length.
read_on() {
  n=$((total - last_offset)) since=$oldest
  told "$total" "$last_hash" $n $n no no
  put file "$log $last_offset $total"
  tail -c +$((last_offset + 1)) -- $live | tr '\000' '\n' | count $n
  whose
  put end yes
}
attempt() {
  choose
  spread
  told "$end" "$hash_now" $all $taken $sampled $gap
  put partial 0
  [ -z "$denied" ] || put denied "$denied"
  echo "$newest" | while read -r name from to cut; do [ -z "$name" ] || put file "$name $from $to"; done
  sample | awk -F "$fs" -v class="$class" "$common"${sampleProgram}
  search "$@" | count ''
  whose
  # Rotated while we read: then what was measured may not be what was read.
  [ "$(stat -L -c %i -- "$log")" = "$inode" ] || put moved yes
  put end yes
}`;function factsOfPart(stdout,index){let mine=!0;return stdout.split(`
`).filter(line=>{let[,parts]=/^part=([\d ]+)$/.exec(line)??[];return parts===void 0?mine:(mine=parts.split(" ").includes(String(index)),!1)}).join(`
`)}function logProbe(params,part){let names=Object.keys(logParams),joint={key:JSON.stringify(["audit",...names.map(name=>params[name])]),want:part,script:wants=>readScript(params,wants),answer:factsOfPart};return shell(readScript(params,[part]),{requires:["awk","grep","stat","sha256sum"],timeoutSeconds:180,weight:"heavy",...params.format==="combined"&&{joint}})}var Position=object({inode:string().regex(/^\d{1,20}$/),offset:number().int().nonnegative(),firstLine:string().regex(/^([0-9a-f]{64}|-)$/),at:number().int().nonnegative()}),withPosition=object({log:string(),position:Position});function lastPosition(history,{log}){for(let{facts}of history){let{data}=withPosition.safeParse(facts);if(data?.log===log)return data.position}}export{awkTable,tableLimit,shownAddress,Lines,isUnderstood,time,readingOf,readingMessages,judgeReading,readingMeasures,measureReading,logParams,weekSeconds,logProbe,lastPosition};
