import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import{string,url}from"./chunk-APVUYG4K.js";var flagFile="/run/teiki/maintenance",maxSeconds=4*3600,helper=rootHelper("maintenance-flag",sh`
[ $# -eq 1 ] || { echo 'usage: look|close|open' >&2; exit 2; }
flag=${flagFile}
ended=$flag-ended
unit=teiki-maintenance-end
timers() { systemctl list-units --all --plain --no-legend --full "$unit-*.timer" 2>/dev/null | awk '{ print $1 }'; }
stop_but() { for one in $(timers); do [ "$one" = "$1" ] || systemctl stop "$one"; done; }
look() {
  if ! command -v nginx >/dev/null; then echo 'nginx absent'
  elif words=$(nginx -T 2>&1); then
    # Not in a comment; who else mentions the file is no concern of ours.
    echo "nginx ok $(printf '%s\n' "$words" | grep -c '^[^#]*-f */run/teiki/maintenance[^-a-z]')"
  else printf '%s\n' 'nginx failed' "$words" | head -n 20; fi
  echo state
  [ ! -f "$flag" ] || stat -c 'flag %Y' -- "$flag"
  [ ! -f "$ended" ] || stat -c 'ended %Y %Z' -- "$ended"
  [ -z "$(timers)" ] || echo 'timer active'
}
close() {
  read -r seconds
  case $seconds in '' | *[!0-9]* | ??????*) echo 'no number of seconds' >&2; exit 2 ;; esac
  [ "$seconds" -ge 5 ] && [ "$seconds" -le ${maxSeconds} ] || { echo 'seconds out of range' >&2; exit 2; }
  command -v systemd-run >/dev/null || exit 3
  mkdir -p -m 755 "\${flag%/*}" || exit
  new=$unit-$(date +%s)-$$
  systemd-run --quiet --collect --unit="$new" --on-active="$seconds" --timer-property=AccuracySec=1s \
    -- /bin/mv -f "$flag" "$ended" || exit 3
  stop_but "$new.timer"
  rm -f "$ended"
  [ -f "$flag" ] || : >"$flag"
}
open() {
  rm -f "$flag" "$ended" || exit
  stop_but ''
}
case $1 in
  look) look ;;
  close) close ;;
  open) open ;;
  *) echo 'unknown verb' >&2; exit 2 ;;
esac`),lookAtFlag=sudoHelper(helper,"look"),openAgain=sudoHelper(helper,"open"),closeDoor=sudoHelper(helper,"close"),privilegedOfRestrict=[lookAtFlag,closeDoor,openAgain],noDeadMan=3;function closeFor(seconds){return sh`printf '%s\n' ${seconds} | ${closeDoor}`}function doorProbe({url:url2,health,outsider,operator}){let script=sh`
ask() {
  curl -skg --noproxy '*' --connect-to ::127.0.0.1: --max-time 10 --interface "$2" \
    -o /dev/null -D - -w '\nend %{http_code}\n' "$3" 2>/dev/null | tr -d '\r' |
    sed -n -e "s/^[Rr]etry-[Aa]fter: */retry $1 /p" -e "s/^end /status $1 /p"
}
${lookAtFlag} || exit
ask outsider ${outsider} ${url2}
ask operator ${operator} ${url2}
ask health ${outsider} ${health}
echo done`;return shell(script,{requires:["curl","sed"],timeoutSeconds:60})}function parseDoor({stdout}){let word=pattern=>pattern.exec(stdout),nginx=word(/^nginx (absent|failed|ok)(?: (\d+))?$/m);if(nginx===null||!/^state$/m.test(stdout)||!/^done$/m.test(stdout))throw new Unparsable("nginx …, state … done",stdout.slice(0,300));let flag=word(/^flag (\d+)$/m),ended=word(/^ended (\d+) (\d+)$/m),answer=who=>{let status=word(new RegExp(`^status ${who} (\\d{3})$`,"m"))?.[1];if(status===void 0)throw new Unparsable(`status ${who} …`,stdout.slice(-300));let retryAfter=word(new RegExp(`^retry ${who} (.+)$`,"m"))?.[1]??null;return{status:Number(status),retryAfter}};return{nginx:nginx[1]==="ok"?"ok":nginx[1]==="absent"?"absent":"failed",complaint:word(/^nginx failed\n([\s\S]*?)^state$/m)?.[1]?.trim()??"",included:Number(nginx[2]??0),flagSinceSeconds:flag?Number(flag[1]):null,ended:ended?{sinceSeconds:Number(ended[1]),atSeconds:Number(ended[2])}:null,timer:/^timer active$/m.test(stdout),outsider:answer("outsider"),operator:answer("operator"),health:answer("health")}}var publicUrl=url({protocol:/^https?$/}).refine(url2=>!/^https?:\/\/[^/?#]*@/.test(url2),"A URL must not hold a password"),loopback=string().regex(/^127(\.\d{1,3}){3}$/,"Expected an address of 127.0.0.0/8"),doorFields={url:publicUrl.default("http://127.0.0.1/").describe("URL that users open; it is asked of nginx on the host itself"),health:publicUrl.default("http://127.0.0.1/api/v1/health").describe("URL that stays open, for load balancers and monitoring"),outsider:loopback.default("127.0.0.9").describe("Address of the host that stands for everybody else: not in the allow-list of nginx"),operator:loopback.default("127.0.0.1").describe("Address of the host that stands for the operators: in the allow-list of nginx")};export{maxSeconds,lookAtFlag,openAgain,privilegedOfRestrict,noDeadMan,closeFor,doorProbe,parseDoor,doorFields};
