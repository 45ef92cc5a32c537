import { lines, type ShellText, sh, sudo } from '../../core/shell.ts';
import { restartScript } from './restart-script.ts';
import type { ServiceParams, ServicesParams } from './services-params.ts';

/** systemd has limits of its own for start and stop, which a unit may have turned off. */
export const actionSeconds = 150;

export const testNginx = sudo('/usr/sbin/nginx', '-t');

export function act({ unit, action }: ServiceParams): ShellText {
  return sudo('/usr/bin/timeout', `${actionSeconds}`, '/usr/bin/systemctl', action, unit);
}

/** Says why not when the answer is no 2xx. A proxy has no business between a host and itself. */
const http = sh`
teiki_http() {
  if command -v curl >/dev/null; then
    words=$(curl -sS -o /dev/null -m 5 --noproxy '*' -w '%{http_code}' "$1" 2>&1)
    case $words in 2??) return 0 ;; ???) words="HTTP $words" ;; *) words=\${words%000} ;; esac
  elif command -v wget >/dev/null; then
    words=$(unset http_proxy https_proxy; timeout 8 wget -O /dev/null "$1" 2>&1) && return 0
    words=$(printf '%s\n' "$words" | tail -n 1)
  else
    words='no curl, no wget'
  fi
  printf '%s\n' "\${words:-no answer}"
  return 1
}`;

/** Succeeds when the service is healthy, else prints why not. */
function health({ health: url, healthCommand }: ServiceParams): ShellText {
  return lines(
    url === undefined ? sh`:` : sh`teiki_http ${url} || return 1`,
    healthCommand === undefined ? sh`:` : sh`timeout 10 sh -c ${healthCommand} 2>&1 || return 1`,
  );
}

/** Both `Id` and `Names`, for a unit may be asked for by an alias. */
const properties =
  'Id,Names,LoadState,ActiveState,SubState,MainPID,InvocationID,ConsistsOf,CanReload,NeedDaemonReload';

/** The state of the services, and what needs a restart, in sections for `parseSections`. */
export function servicesScript({ services, onlyIfNeeded }: ServicesParams): ShellText {
  const units = services.map(({ unit }) => unit);
  const checks = services.map(
    (service, index) => sh`
teiki_health() {
${health(service)}
}
words=$(teiki_health) && words=ok
printf '%s %s\n' ${index} "$(printf %s "$words" | tr '\n' ' ' | cut -c 1-300)"`,
  );
  return lines(
    http,
    sh`
printf '%%%% units\n'
systemctl show -p ${properties} -- ${units} || exit
printf '%%%% members\n'
members=$(systemctl show -p ConsistsOf --value -- ${units}) || exit
[ -z "$(echo $members)" ] || systemctl show -p ${properties} -- $members || exit
printf '%%%% health\n'`,
    ...checks,
    services.some(({ test }) => test === 'nginx') ? nginx : sh``,
    sh`
results=${resultsFolder}/restarts
printf '%%%% results\n'
[ ! -f "$results" ] || [ ! -O "$results" ] || while read -r line; do printf '%s\n' "$line"; done <"$results"`,
    onlyIfNeeded ? restartScript : sh`printf '%%%% end\n'`,
  );
}

/** A refusal of sudo is none of nginx's complaints: the probe then fails as a whole. */
const nginx = sh`
if command -v nginx >/dev/null; then
  words=$(${testNginx} 2>&1)
  status=$?
  case $words in "sudo: "*) printf '%s\n' "$words" >&2; exit 1 ;; esac
  printf '%%%% nginx-status\n%s\n%%%% nginx\n%s\n' "$status" "$words"
fi`;

/** The login user's own, beside the state of running work. */
const resultsFolder = sh`/var/tmp/teiki-$(id -u)`;

/**
 * One service after the other. What came of each goes into a file of the login user, for only here
 * can be measured how long it was away: from the command to the first sign of health.
 */
export function restartServices(services: readonly ServiceParams[]): ShellText {
  return lines(http, functions, ...services.map(oneService), sh`exit 0`);
}

const functions = sh`
folder=${resultsFolder}
[ -d "$folder" ] || mkdir -m 700 "$folder"
[ -O "$folder" ] && [ ! -h "$folder" ] || { echo "$folder is not ours" >&2; exit 1; }
echo "begun $(date +%s) $$" >"$folder/restarts"
teiki_now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}; }
teiki_wait() {
  tries=0
  teiki_now
  until=$((now+$1*100))
  while ! teiki_up >/dev/null; do
    tries=$((tries+1))
    teiki_now
    [ "$now" -lt "$until" ] || return 1
    systemctl is-failed --quiet "$unit" && return 1
    sleep 0.2
  done
  teiki_now
}
teiki_told() { echo "$unit $action $1 $(($2))" >>"$folder/restarts"; }
teiki_fail() {
  teiki_told "$1" 0
  echo "$unit: $1" >&2
  teiki_up >&2
  systemctl status --no-pager --full -n 20 "$unit" >&2
  exit 1
}`;

/** Without a health check a process has to stay up for a moment: it may die of its configuration. */
function oneService(service: ServiceParams): ShellText {
  const { unit, action, test, waitSeconds, health: url, healthCommand } = service;
  const blind = url === undefined && healthCommand === undefined;
  const settle = blind ? sh` && sleep 2 && teiki_up >/dev/null` : sh``;
  const command = act(service);
  const again = sh`{ ${command} && teiki_wait ${waitSeconds}${settle} || teiki_fail failed; how=again; }`;
  return sh`
unit=${unit} action=${action} how=ok
teiki_up() {
systemctl is-active --quiet "$unit" || { echo "$unit is not active"; return 1; }
${health(service)}
}
${test === 'nginx' ? sh`${testNginx} || teiki_fail test` : sh`:`}
teiki_now
begun=$now
${command} && teiki_wait ${waitSeconds}${settle} || ${action === 'restart' ? again : sh`teiki_fail failed`}
${action === 'reload' ? sh`[ "$tries" -gt 0 ] || begun=$now` : sh`:`}
teiki_told "$how" now-begun`;
}
