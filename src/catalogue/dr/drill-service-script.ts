import { type ShellText, sh, sudo } from '../../core/shell.ts';
import type { DrillParams } from './drill-params.ts';

const seconds = 150;

/** All that may be run as root: the drill's own unit, by its name. */
export const startService = ({ unit }: DrillParams): ShellText =>
  sudo('/usr/bin/timeout', `${seconds}`, '/usr/bin/systemctl', 'start', unit);
export const stopService = ({ unit }: DrillParams): ShellText =>
  sudo('/usr/bin/timeout', `${seconds}`, '/usr/bin/systemctl', 'stop', unit);

/** Starts the service, waits for its health, then asks what it is there for. */
export function serviceFunctions(params: DrillParams): ShellText {
  const { unit, health, waitSeconds, checks } = params;
  const list = checks.map(
    ({ url, status, contains = '' }, index) => sh`
functional ${index} ${url} ${status} ${contains}`,
  );
  return sh`
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
  note service-said "$(printf '%s\n' "$answer"; systemctl status --no-pager --full -n 15 ${unit} 2>&1 | head -c 1500)"
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
    case $answer in 2??) if systemctl is-active --quiet ${unit}; then note service healthy; return 0; fi ;; esac
    [ "$(date +%s)" -lt $tries ] || break
    ! systemctl is-failed --quiet ${unit} || break
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
  ${list.reduce((all, one) => sh`${all}${one}`, sh`:`)}
  [ $bad = no ]
}`;
}
