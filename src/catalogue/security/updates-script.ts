import { lines, type ShellText, sh, sudo } from '../../core/shell.ts';

/** `Error-Mode=any` (apt 2.1 and later): without it a repository that fails is a warning, exit 0. */
export const refreshCommand = [
  '/usr/bin/apt-get',
  'update',
  '-q',
  '-o',
  'APT::Update::Error-Mode=any',
] as const;

export interface ScriptOptions {
  readonly refresh: boolean;
  readonly lockWaitSeconds: number;
}

/** Everything about a host's updates, in sections for `parseSections`. */
export function updatesScript({ refresh, lockWaitSeconds }: ScriptOptions): ShellText {
  return lines(
    sh`
command -v apt-get >/dev/null || {
  manager=
  for tool in dnf yum; do command -v "$tool" >/dev/null && { manager=$tool; break; }; done
  if [ -n "$manager" ]; then
    out=$("$manager" -q updateinfo list security 2>&1)
    printf '%%%% dnf\n%s\n%%%% dnf-status\n%s\n' "$out" "$?"
  fi`,
    boot,
    sh`
  printf '%%%% end\n'
  exit 0
}
printf '%%%% apt\n'`,
    waitForLocks(lockWaitSeconds),
    refresh ? refreshLists(lockWaitSeconds) : sh``,
    listFacts,
    aptFacts,
    boot,
    sh`printf '%%%% end\n'`,
  );
}

/**
 * apt and dpkg lock with fcntl(2), which /proc/locks shows to everybody, while the files themselves
 * are root's. Amid an upgrade the state is half the old one and half the new one.
 */
export function waitForLocks(seconds: number): ShellText {
  return sh`
busy() {
  set -- $(stat -c %i /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock \
    /var/cache/apt/archives/lock 2>/dev/null)
  while read -r number kind mode access pid place rest; do
    [ "$kind" = POSIX ] || continue
    for inode do
      [ "\${place##*:}" = "$inode" ] || continue
      name=
      read -r name <"/proc/$pid/comm"
      return 0
    done
  done
  return 1
} </proc/locks 2>/dev/null
waited=0
while busy; do
  [ "$waited" -lt ${seconds} ] || { printf '%%%% lock\n%s %s\n' "$pid" "$name"; break; }
  sleep 2
  waited=$((waited+2))
done`;
}

export function refreshLists(lockWaitSeconds: number): ShellText {
  return sh`
while :; do
  out=$(${sudo(...refreshCommand)} 2>&1)
  status=$?
  case $out in *'Unable to lock'*|*'Could not get lock'*) ;; *) break ;; esac
  [ "$waited" -lt ${lockWaitSeconds} ] || break
  sleep 2
  waited=$((waited+2))
done
printf '%%%% refresh\n%s\n%%%% refresh-status\n%s\n' "$out" "$status"`;
}

/**
 * What dpkg has left half done: nothing in this section when all is well. `dpkg --audit` tells the
 * same, but to root alone: it fails for others, who may not look at the lock.
 */
export const dpkgAudit = sh`
printf '%%%% audit\n'
dpkg-query -W -f '\${db:Status-Status} \${db:Status-Eflag} \${binary:Package} \${Version}\n' | awk '
  $1 ~ /^(half-installed|unpacked|half-configured|triggers-awaited|triggers-pending)$/ || $2 ~ /^reinst/ { print $3, $4 " (" $1 ($2 == "ok" ? "" : ", " $2) ")" }'
set -- /var/lib/dpkg/updates/[0-9]*
[ ! -e "$1" ] || printf 'dpkg was interrupted\n'`;

/** How old the lists are, and where they come from. */
export const listFacts = sh`
printf '%%%% lists\n'
stat -c %Y /var/lib/apt/lists /var/lib/apt/lists/partial \
  /var/lib/apt/periodic/update-success-stamp /var/lib/apt/periodic/update-stamp 2>/dev/null
printf '%%%% expiry\n'
for file in /var/lib/apt/lists/*InRelease /var/lib/apt/lists/*_Release; do
  [ -r "$file" ] || continue
  while read -r key value; do
    case $key in
      Valid-Until:) printf '%s %s\n' "\${file##*/}" "$value" ;;
      MD5Sum:|SHA256:) break ;;
    esac
  done <"$file"
done
printf '%%%% sources\n'
apt-cache policy 2>&1`;

/** Candidates are looked up only for packages whose own line does not already say "security". */
const aptFacts = sh`
out=$(apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>&1)
printf '%%%% simulation\n%s\n%%%% simulation-status\n%s\n' "$out" "$?"
names=$(printf '%s\n' "$out" | awk '
  /^Inst / { back = 0; if (!/(Debian-Security|UbuntuESM[A-Za-z]*):|\/[^ ]*-security[ ,]/) print $2; next }
  /^[^ ].*(kept back|phasing):$/ { back = 1; next }
  /^ / { if (back) for (i = 1; i <= NF; i++) print $i; next }
  { back = 0 }')
held=$(apt-mark showhold)
printf '%%%% held\n%s\n%%%% candidates\n' "$held"
[ -z "$names$held" ] || apt-cache policy $names $held
${dpkgAudit}
printf '%%%% unattended\n'
[ ! -x /usr/bin/unattended-upgrade ] || echo installed
apt-config dump APT::Periodic::Unattended-Upgrade
[ ! -d /run/systemd/system ] || printf 'timer %s\n' "$(systemctl is-active apt-daily-upgrade.timer)"`;

const boot = sh`
printf '%%%% kernels\n'
for file in /boot/vmlinuz-*; do [ ! -e "$file" ] || printf '%s\n' "\${file##*/vmlinuz-}"; done
[ ! -e /run/reboot-required ] || printf '%%%% reboot\n'
[ ! -r /run/reboot-required.pkgs ] || while read -r line; do printf '%s\n' "$line"; done </run/reboot-required.pkgs`;
