import { rootHelper, sudoHelper } from '../../core/root-helper.ts';
import type { ShellText } from '../../core/shell.ts';
import { sh } from '../../core/shell.ts';

/** nginx answers 503 while this file is there (docs/maintenance-page.md). A boot takes it away. */
export const flagFile = '/run/teiki/maintenance';

/** Longer than any window; what is restricted for longer is not maintenance. */
export const maxSeconds = 4 * 3600;

/**
 * The flag and its dead man's switch: a timer of systemd's that moves the flag away by itself. The
 * timer is there before the flag is, and a new one before the old one goes, so that no moment and
 * no lost runner leaves a restriction without an end. Under its new name the flag tells the next
 * release that it was not the one that ended it.
 */
const helper = rootHelper(
  'maintenance-flag',
  sh`
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
esac`,
);

export const lookAtFlag: ShellText = sudoHelper(helper, 'look');
export const openAgain: ShellText = sudoHelper(helper, 'open');

const closeDoor = sudoHelper(helper, 'close');
export const privilegedOfRestrict: readonly ShellText[] = [lookAtFlag, closeDoor, openAgain];

/** Exit status of the helper that says that nothing would end the restriction. */
export const noDeadMan = 3;

export function closeFor(seconds: number): ShellText {
  return sh`printf '%s\n' ${seconds} | ${closeDoor}`;
}
