import { lines, type ShellText, sh, sudoIfPresent } from '../../core/shell.ts';

/** Read-only, and exact: no rule of sudo's has a wildcard. */
export const ufwCommand = ['/usr/sbin/ufw', 'status', 'verbose'] as const;
const firewalldCommand = ['/usr/bin/firewall-cmd', '--list-all'] as const;
const nftCommand = ['/usr/sbin/nft', '-j', 'list', 'ruleset'] as const;
const iptablesCommands = [['/usr/sbin/iptables-save'], ['/usr/sbin/ip6tables-save']] as const;

/**
 * What the host's firewall says about itself, in sections. The packet filter itself is asked only
 * where neither ufw nor firewalld is active, or where Docker adds rules of its own before theirs.
 */
export const statusScript: ShellText = lines(
  sh`
found=
if [ -x /usr/sbin/ufw ]; then
  out=$(${sudoIfPresent(...ufwCommand)} 2>&1)
  printf '%%%% ufw\n%s\n%%%% ufw-status\n%s\n' "$out" "$?"
  case $out in *'Status: active'*) found=1 ;; esac
fi
if [ -z "$found" ] && [ -x /usr/bin/firewall-cmd ]; then
  out=$(${sudoIfPresent(...firewalldCommand)} 2>&1)
  status=$?
  printf '%%%% firewalld\n%s\n%%%% firewalld-status\n%s\n' "$out" "$status"
  [ "$status" != 0 ] || found=1
fi
[ ! -e /sys/class/net/docker0 ] || printf '%%%% docker\n'
if [ -z "$found" ] || [ -e /sys/class/net/docker0 ]; then
  if [ -x /usr/sbin/nft ]; then
    out=$(${sudoIfPresent(...nftCommand)} 2>&1)
    printf '%%%% nft\n%s\n%%%% nft-status\n%s\n' "$out" "$?"
  elif [ -x /usr/sbin/iptables-save ]; then
    out=$(${sudoIfPresent(...iptablesCommands[0])} 2>&1)
    printf '%%%% iptables\n%s\n%%%% iptables-status\n%s\n' "$out" "$?"
    out=$(${sudoIfPresent(...iptablesCommands[1])} 2>&1)
    printf '%%%% iptables-six\n%s\n%%%% iptables-six-status\n%s\n' "$out" "$?"
  fi
fi
printf '%%%% end\n'`,
);
