import { lines, type ShellText, sh } from '../../core/shell.ts';
import { packageStore } from './package-helper.ts';
import { dpkgAudit, listFacts, refreshLists, waitForLocks } from './updates-script.ts';
import { choosePending, chooseSecurity } from './upgrade-choice.ts';
import type { UpgradeParams } from './upgrade-params.ts';

/** Which packages an upgrade takes: all that can be, or the fixes that need not wait. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'security'; readonly deferred: readonly string[] };

/** Everything that an upgrade is decided by, and afterwards judged by, in sections. */
export function upgradeScript(params: UpgradeParams, scope: Scope): ShellText {
  return lines(
    sh`
command -v apt-get >/dev/null || {
  for tool in dnf yum zypper apk; do command -v "$tool" >/dev/null && { printf '%%%% other\n%s\n' "$tool"; break; }; done
  printf '%%%% end\n'
  exit 0
}
printf '%%%% apt\n'`,
    waitForLocks(params.lockWaitSeconds),
    params.refresh ? refreshLists(params.lockWaitSeconds) : sh``,
    listFacts,
    scope.kind === 'all' ? choosePending : chooseSecurity(scope.deferred),
    exactly,
    dpkgAudit,
    sh`
printf '%%%% failed\n'
[ ! -d /run/systemd/system ] || systemctl list-units --failed --plain --no-legend --no-pager | awk '{ print $1 }'
printf '%%%% services\n'
down=
for unit in ${params.services}; do
  state=$(systemctl show -p ActiveState -p NRestarts "$unit" | tr '\n' ' ')
  printf '%s %s\n' "$unit" "$state"
  case $state in *ActiveState=active*) ;; *) down="$down $unit" ;; esac
done
printf '%%%% words\n'
for unit in $down; do
  case $unit in *.*) name=$unit ;; *) name=$unit.service ;; esac
  journalctl -q --no-pager -o cat -n 10 "_SYSTEMD_UNIT=$name" 2>/dev/null |
    awk -v unit="$unit" '{ print unit, substr($0, 1, 300) }'
done
printf '%%%% conffiles\n'
find /etc -xdev -type f \( -name '*.dpkg-dist' -o -name '*.dpkg-new' -o -name '*.ucf-dist' \) 2>/dev/null
printf '%%%% space\n'
df -P -k / /usr /var /boot 2>/dev/null
printf '%%%% end\n'`,
  );
}

/** What installing exactly the chosen versions comes to, and what it concerns. */
const exactly = sh`
out= status=0
[ -z "$chosen" ] || { out=$(apt-get -s -o Debug::NoLocking=1 -o APT::Get::Upgrade-By-Source-Package=false --only-upgrade install $chosen 2>&1); status=$?; }
printf '%%%% chosen\n%s\n' "$chosen"
[ -z "$chosen" ] || printf '%%%% exact\n%s\n%%%% exact-status\n%s\n' "$out" "$status"
names= versions=
while read -r name version; do
  [ -z "$name" ] || { names="$names $name"; versions="$versions $name=$version"; }
done <<.
$(printf '%s\n' "$out" | awk '$1 == "Inst" { v = $3 ~ /^\[/ ? $4 : $3; print $2, substr(v, 2) }')
.
printf '%%%% sizes\n'
[ -z "$versions" ] || apt-cache show $versions 2>/dev/null |
  awk '$1 == "Size:" { size += $2 } $1 == "Installed-Size:" { installed += $2 } END { printf "new %d %d\n", size, installed }'
[ -z "$names" ] || dpkg-query -W -f '\${Installed-Size}\n' $names 2>/dev/null | awk '{ sum += $1 } END { printf "old %d\n", sum }'
printf '%%%% automatic\n'
[ -z "$names" ] || apt-mark showauto $names 2>/dev/null
printf '%%%% native\n'
dpkg --print-architecture
printf '%%%% installed\n'
[ ! -r ${packageStore}/last ] || while read -r name; do names="$names $name"; done <${packageStore}/last
[ -z "$names" ] || dpkg-query -W -f '\${Package} \${Architecture} \${Version} \${db:Status-Abbrev}\n' $names 2>/dev/null`;
