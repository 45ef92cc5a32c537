import { shell } from '../../core/probe.ts';
import { lines, sh, sudoIfPresent } from '../../core/shell.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { parseSections } from '../security/sections.ts';
import { evaluateListeners, type ListenersFacts } from './listeners-judgement.ts';
import { listenersMessages } from './listeners-messages.ts';
import { listenersParams } from './listeners-params.ts';
import { parseListeners, parsePeers } from './sockets.ts';

/** Debian has ss in /usr/bin, RHEL in /usr/sbin. Without root the same list comes without processes. */
const script = lines(
  sh`
printf '%%%% listeners\n'
if [ -x /usr/bin/ss ] && ${sudoIfPresent('/usr/bin/ss', '-H', '-tulnp')} 2>/dev/null; then
  printf '%%%% privileged\n'
elif [ ! -x /usr/bin/ss ] && [ -x /usr/sbin/ss ] && ${sudoIfPresent('/usr/sbin/ss', '-H', '-tulnp')} 2>/dev/null; then
  printf '%%%% privileged\n'
else
  ss -H -tuln || exit
fi
printf '%%%% peers\n'
ss -H -tn state established || exit
printf '%%%% end\n'`,
);

export const check = defineCheck({
  id: 'firewall.listeners',
  title: { ja: '不審な接続確認', en: 'Listening ports and peers' },
  description: {
    ja: '待ち受けている TCP と UDP のポートを、アドレスとプロセスとともに、リポジトリにある一覧(expected)と比べます。一覧にない外向きの待ち受け、ループバックのはずの公開、別のプロセス、いなくなったサービス、IPv6 だけの待ち受け、前回の記録から増えたものを見つけます。確立済みの接続の相手も数えます。ある瞬間の状態なので、短時間だけ開くポートは見えません。',
    en: 'The TCP and UDP ports that something listens on, with addresses and processes, against the list in the repository (`expected`): what listens to the outside and is not in it, what belongs on the loopback, another process, a service that is gone, IPv6 only, and what is new since the last record. Established connections are counted by peer. It is the state of a moment: a port that is open for a short time may be missed.',
  },
  sources: ['ss(8)', 'ipv6(7) IPV6_V6ONLY'],
  level: 1,
  params: listenersParams,
  messages: listenersMessages,
  measures: {
    listeners: { ja: '待ち受けているポート', en: 'Listening ports' },
    outgoing: { ja: '外への接続', en: 'Outgoing connections' },
  },
  probes: () => ({ sockets: shell(script, { requires: ['ss'], maxOutputBytes: 1024 * 1024 }) }),
  parse: ({ sockets }): ListenersFacts => {
    const sections = parseSections(sockets.stdout);
    const listeners = parseListeners(sections.lines('listeners'));
    // A host that was reached over SSH has at least that.
    if (listeners.length === 0) throw new Unparsable('listening sockets of ss', sockets.stdout);
    return {
      listeners,
      hasProcesses: sections.text('privileged') !== undefined,
      peers: parsePeers(sections.lines('peers'), listeners),
    };
  },
  evaluate: evaluateListeners,
});
