import { z } from 'zod';
import { type ShellProbe, shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';
import { type Entry, has } from './entries.ts';

export const services = z
  .array(z.string().regex(/^[A-Za-z0-9@._\\:-]+$/, 'Expected the name of a systemd service'))
  .default(['mks-backend'])
  .describe('systemd services whose accounts must not lose a right that they have as "others"');

/** An account that a service runs as. */
export interface Account {
  readonly service: string;
  readonly user: string;
  /** Its primary group first. */
  readonly groups: readonly string[];
}

export interface Accounts {
  readonly accounts: readonly Account[];
  /** Services that systemd does not know, or that have an account only while they run. */
  readonly unknown: readonly string[];
}

export function accountsProbe(names: readonly string[]): ShellProbe {
  return shell(sh`
for service in ${names.map((name) => name.replace(/\.service$/, ''))}; do
  load= user= group= more= dynamic=
  while IFS='=' read -r key value; do
    case $key in
      LoadState) load=$value ;; User) user=$value ;; Group) group=$value ;;
      SupplementaryGroups) more=$value ;; DynamicUser) dynamic=$value ;;
    esac
  done <<SHOW
$(systemctl show -p LoadState -p User -p Group -p SupplementaryGroups -p DynamicUser -- "$service.service" 2>/dev/null)
SHOW
  if [ "$load" != loaded ] || [ "$dynamic" = yes ]; then printf 'unknown %s\n' "$service"; continue; fi
  user=\${user:-root}
  own=$(id -Gn -- "$user" 2>/dev/null) || { printf 'unknown %s\n' "$service"; continue; }
  printf 'account %s %s %s\n' "$service" "$(id -un -- "$user")" "$group $own $more"
done
echo end`);
}

/** @throws Unparsable */
export function readAccounts(stdout: string): Accounts {
  if (!/^end$/m.test(stdout)) throw new Unparsable('accounts, end', stdout.slice(-200));
  const accounts = [...stdout.matchAll(/^account (\S+) (\S+) (.*)$/gm)].map(
    ([, service = '', user = '', groups = '']) => {
      return { service, user, groups: [...new Set(groups.split(' ').filter(Boolean))] };
    },
  );
  const unknown = [...stdout.matchAll(/^unknown (\S+)$/gm)].map(([, service = '']) => service);
  return { accounts, unknown };
}

/** Those that have a right to this only because everybody has it. */
export function asOthers(
  entry: Entry,
  { accounts }: Accounts,
  right: 'r' | 'w',
): readonly Account[] {
  const bit = right === 'r' ? 0o4 : 0o2;
  return accounts.filter(({ user, groups }) => {
    if (user === 'root' || !has(entry, bit)) return false;
    return user !== entry.owner && !groups.includes(entry.group);
  });
}
