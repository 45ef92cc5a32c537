import{alertmanagerFields,alertmanagerProbe,creator,expire,failuresOf,monitorMessages,parseAlertmanager,planSilence,send,verifySilence}from"./chunk-VHETJFJW.js";import{defineTask}from"./chunk-ABEPA6W4.js";import"./chunk-2YMXSEGA.js";import"./chunk-ZPJSWFJT.js";import"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import{number,strictObject}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";var params=strictObject({...alertmanagerFields,minutes:number().positive().max(1440).default(75).describe("How long the silence holds at most: the minutes of the window, and 15 more")});function make({matchers,seconds,replaces},url){return sh`
${creator}
${send}
run=$(sed -n 's/.*"runId":"\([^"\\]*\)".*/\1/p' "\${0%/*}/about" 2>/dev/null)
at() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
now=$(date +%s)
printf '{"matchers":%s,"startsAt":"%s","endsAt":"%s","createdBy":"%s","comment":"%s"}' \
  ${JSON.stringify(matchers)} "$(at "$now")" "$(at $((now+${seconds})))" "$by" "teiki: \${run:-?}" |
  {
    send POST ${`${url}/api/v2/silences`}
  } || exit
${expire(url,replaces)}`}var task=defineTask({id:"monitor.silence",title:{ja:"アラートの抑止",en:"Silence alerts"},description:{ja:"Alertmanager に、終わりの時刻のある抑止を作ります。終わりは minutes 分後で、ランナーが失われても残りません。対象は matchers の全部に当てはまるアラートだけで、すべてに当てはまる指定は使えません。作業の前から出ているアラートは警告として伝えます。失われた実行の抑止が残っていれば、新しいものに置き換えます。Alertmanager が応答しなければ失敗で、後のレベル 2 以上の作業には進みません。",en:"Makes a silence in Alertmanager that has an end, `minutes` from now, so that it never outlives a lost runner. It covers the alerts that all of `matchers` fit; matchers that fit everything are not accepted. Alerts that fire before the work are a warning. A silence that a lost run has left is replaced. It fails when Alertmanager does not answer, and then no later level 2 or 3 task is applied."},sources:["https://prometheus.io/docs/alerting/latest/alertmanager/ (API v2, silences)"],level:2,params,messages:monitorMessages,measures:{},privileged:()=>[],probes:({url,matchers})=>({alertmanager:alertmanagerProbe(url,matchers)}),parse:({alertmanager})=>parseAlertmanager(alertmanager),plan:planSilence,apply:(change,given)=>({script:make(change,given.url),timeoutSeconds:90,failures:failuresOf(given)}),verify:verifySilence,rollback:()=>"irreversible"});export{task};
