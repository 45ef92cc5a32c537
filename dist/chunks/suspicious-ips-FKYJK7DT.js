import{Lines,awkTable,isUnderstood,judgeReading,lastPosition,logParams,logProbe,measureReading,readingMeasures,readingMessages,readingOf,shownAddress,tableLimit}from"./chunk-4FFW6CBC.js";import"./chunk-ZPJSWFJT.js";import{defineCheck}from"./chunk-DZJFZHMR.js";import"./chunk-S7DLJ3SP.js";import{array,int,number,object,record,strictObject,string}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var suspiciousProgram=String.raw`
${awkTable}
BEGIN { limit = ENVIRON["T_PAIRS"] + 0; top = ENVIRON["T_TOP"] + 0 }
function leave(k) { delete example[k] }
# The paths that are asked for most, counted with the same bound in a smaller table.
function asked(p,  q) {
  if (++paths[p] > 1) return
  if (++npaths > 2000) {
    while (npaths > 1000) {
      pathfloor++
      for (q in paths) if (paths[q] <= pathfloor) { delete paths[q]; npaths-- }
    }
  } else paths[p] += pathfloor
}
!ours() { next }
{
  if (!parse(1)) { bad++; next }
  if (substr(status, 1, 2) != "40") next
  if (when < since || when > now + 3600) { outside++; next }
  who = counted(client())
  if (who == "") { left++; next }
  if (who == "-") { bad++; next }
  total++
  codes[status]++
  pair = who " " status
  n = ++cnt[pair]
  if (n == 1) { if (floor) low[pair] = floor; if (++size > limit) prune() }
  if (status == "401" && n != 3) next
  path = clean(path, 120)
  if (status != "401") asked(path)
  if (n == 3 || n % 64 == 0) example[pair] = path
}
END {
  for (k in cnt) {
    i = index(k, " ")
    a = substr(k, 1, i - 1)
    c = substr(k, i + 1)
    sum[a] += cnt[k]
    text[a] = text[a] (text[a] == "" ? "" : ",") c ":" cnt[k]
    if ((k in example) && cnt[k] > most[a]) { most[a] = cnt[k]; last[a] = example[k] }
  }
  for (c in codes) kinds++
  print "total=" total + 0
  print "floor=" floor * kinds
  print "evicted=" evicted + 0
  print "outside=" outside + 0
  print "blind=" blind + 0
  print "ignored=" left + 0
  for (c = 400; c < 410; c++) if (c in codes) print "code=" c " " codes[c]
  split("", cnt)
  for (a in sum) { cnt[a] = sum[a]; all[++nall] = a }
  print "addresses=" nall + 0
  n = front(all, top, nall)
  for (i = 1; i <= n; i++) print "address=" all[i] " " cnt[all[i]] " " text[all[i]] " " last[all[i]]
  split("", all); nall = 0
  split("", cnt)
  for (p in paths) { cnt[p] = paths[p]; all[++nall] = p }
  n = front(all, 10, nall)
  for (i = 1; i <= n; i++) print "path=" cnt[all[i]] " " all[i]
}`;var Row=object({address:string(),requests:number(),kinds:record(string(),number())});function suspiciousFacts(output,params2){let lines=new Lines(output),reading=readingOf(lines,params2);return reading.state!=="read"||!isUnderstood(reading)?{...reading,requests:0,addresses:0,countsLowBy:0,kinds:{},top:[],paths:[]}:{...reading,requests:lines.number("total"),addresses:lines.number("addresses"),countsLowBy:lines.number("floor"),kinds:Object.fromEntries(lines.all("code").map(text=>pair(text," "))),top:lines.all("address").map(text=>{let[key="",requests="",kinds="",...path]=text.split(" ");return{address:shownAddress(key),requests:Number(requests),kinds:Object.fromEntries(kinds.split(",").map(kind=>pair(kind,":"))),examplePath:path.join(" ")}}),paths:lines.all("path").map(text=>{let[requests="",...path]=text.split(" ");return{path:path.join(" "),requests:Number(requests)}})}}function pair(text,separator){let[name="",count=""]=text.split(separator);return[name,Number(count)]}var earlierTop=object({log:string(),position:object({}),top:array(Row)});function lastTop(history,log){for(let{facts}of history){let{data}=earlierTop.safeParse(facts);if(data?.log===log)return new Map(data.top.map(({address,requests})=>[address,requests]))}}var params=strictObject({...logParams,top:int().min(1).max(100).default(10).describe("How many addresses are listed"),warning:int().min(1).default(100).describe("An address with more refused requests than this since the last run is found")}),messages={...readingMessages,addresses:{ja:"{fromAt} 以降、400〜409 の応答が {limit} 件を超えた接続元が {addresses} 個あります({fresh, plural, =0 {} other {うち前回の上位になかったもの # 個、}}最多は {address}: {requests} 件、{kinds})",en:"{addresses, plural, one {# address} other {# addresses}} had more than {limit} responses 400–409 since {fromAt} ({fresh, plural, =0 {} other {# not on the list of the last run; }}most: {address}, {requests} requests, {kinds})"},"remedy-addresses":{ja:"何を探られたかを証跡のパスで確かめ、実在しないものだけなら放置でよい。遮断の案(実行前に、自社・監視・ロードバランサー・GitHub ランナーのアドレスでないことを必ず確かめる。ignoredAddresses も参照): sudo ufw insert 1 deny from {address}。解除: sudo ufw delete deny from {address}",en:"See from the paths in the evidence what was looked for; what does not exist here needs nothing. Proposed (first make sure that it is not your office, monitoring, load balancer or runner; see `ignoredAddresses`): sudo ufw insert 1 deny from {address}. To undo: sudo ufw delete deny from {address}"}},check=defineCheck({id:"audit.suspicious-ips",title:{ja:"不審なIPアドレス確認",en:"Suspicious addresses"},description:{ja:"400〜409 の応答を受けた接続元(IPv6 は /64)の上位を、応答の種類・探られたパス・前回との違いとともに挙げます。応答コードの欄だけを見るので、バイト数とは混同しません。前回の続きからローテーション・圧縮されたログも含めて読みます。",en:"Lists the addresses (IPv6 by /64) with most responses 400 to 409, by kind, with what they looked for and what is new since the last run. Only the status field counts, never the byte count. Reads on from where the last run ended, through rotated and compressed files."},sources:["nginx ngx_http_log_module","logrotate(8)","RFC 9110, 15.5"],level:1,params,messages,measures:{...readingMeasures,requests:{ja:"400〜409 の応答",en:"Responses 400–409"},addresses:{ja:"400〜409 を受けた接続元",en:"Addresses with 400–409"},status:{ja:"応答の種類ごとの数",en:"Responses by status"}},probes:(params2,earlier)=>({log:logProbe(params2,{position:lastPosition(earlier?.history??[],params2),audit:{wants:"much",patterns:params2.format==="json"?[""," "].flatMap(space=>["",'"'].map(quote=>`"${params2.keys.status}":${space}${quote}4`)):['" 4'],...params2.format==="json"&&{statusClass:"4"},program:suspiciousProgram,environment:{T_PAIRS:String(2*tableLimit),T_TOP:String(params2.top)}}})}),parse:({log},params2)=>suspiciousFacts(log,params2),evaluate:(facts,params2,{history})=>{let{findings,usable}=judgeReading(facts,params2,facts.requests);if(!usable)return{findings,measurements:measureReading(facts)};let before=lastTop(history,params2.log),above=facts.top.filter(({requests})=>requests>params2.warning),[worst]=above,args=worst&&{fromAt:facts.fromAt??"",limit:params2.warning,addresses:above.length,fresh:above.filter(({address})=>before&&!before.has(address)).length,address:worst.address,requests:worst.requests,kinds:kindsOf(worst.kinds)};return{findings:[...args?[{key:`log:${params2.log}`,severity:"warning",message:{id:"addresses",args},remedy:{id:"remedy-addresses",args},evidence:evidenceOf(facts,before)}]:[],...findings],measurements:[...measureReading(facts),{name:"requests",value:facts.requests,unit:"count"},{name:"addresses",value:facts.addresses,unit:"count"},...Object.entries(facts.kinds).map(([object2,value])=>({name:"status",object:object2,value,unit:"count"}))]}}});function kindsOf(kinds){return Object.entries(kinds).map(([status,count])=>`${status}: ${count}`).join(", ")}function evidenceOf({top,paths,addresses,countsLowBy},before){let rows=top.map(({address,requests,kinds,examplePath})=>{let last=before===void 0?"":`(${before.get(address)??"new"})`;return[requests,address,kindsOf(kinds),last,examplePath].join("	").trimEnd()}),more=addresses-top.length;return more>0&&rows.push(`… +${more}${countsLowBy>0?` (counts −${countsLowBy} at most)`:""}`),[...rows,"",...paths.map(({path,requests})=>`${requests}	${path}`)].join(`
`)}export{check};
