import { type ShellText, sh, sudo } from '../../core/shell.ts';

export interface RotateConfigParams {
  readonly config: string;
  readonly state: string;
  readonly directory: string;
  readonly maxAgeDays: number;
  readonly postrotate: boolean;
}

/**
 * All that comes from files is indented by a blank, so that no line of it can pass for a heading.
 * logrotate tells on stderr what it would do; debugging it changes nothing, not even its state.
 */
export function rotateConfigScript({ config, state, directory }: RotateConfigParams): ShellText {
  const debug = sudo('/usr/sbin/logrotate', '-d', '-s', state, '/etc/logrotate.conf');
  return sh`
config=${config} state=${state} directory=${directory}
echo == config
if [ -r "$config" ]; then
  sum=$(sha256sum <"$config") && echo "sha256 \${sum%% *}" && sed 's/^/ /' "$config" || exit
elif [ -e "$config" ]; then echo unreadable
else echo missing; fi
echo == debug
debug=$(${debug} 2>&1)
status=$?
case $debug in *'reading config file'*) ;; *) printf '%s\n' "$debug" >&2; exit 1 ;; esac
echo "exit $status $(date '+%Y-%m-%d %H:%M')"
printf '%s\n' "$debug" | sed 's/^/ /'
echo == state
if [ -e "$state" ]; then stat -L -c %Y "$state" || exit
elif ls -d "$state" 2>&1 | grep -q 'No such'; then echo missing
else echo unseen; fi
echo == timer
echo "timer $(systemctl is-active logrotate.timer 2>/dev/null)"
for job in /etc/cron.daily/logrotate /etc/periodic/daily/logrotate; do
  [ -x "$job" ] || continue
  # Where systemd runs, Debian's job leaves it to the timer.
  if [ -d /run/systemd/system ] && grep -q /run/systemd/system "$job"; then continue; fi
  echo "job $job"
done
for comm in /proc/[0-9]*/comm; do
  { read -r name <"$comm"; } 2>/dev/null || continue
  case $name in cron | crond | anacron) echo daemon; break ;; esac
done
echo == files
if [ -d "$directory" ]; then
  { find -H "$directory" -xdev -type f -name '*.log'; echo "exit $?"; } | sed 's/^/ /'
else echo missing; fi
exit 0`;
}
