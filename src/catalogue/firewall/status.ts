import { type ShellProbe, shell, type TcpProbe } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { portsToTry } from './judge-attempts.ts';
import { parseStatus } from './status-facts.ts';
import { evaluateStatus } from './status-judgement.ts';
import { statusMessages } from './status-messages.ts';
import { statusParams } from './status-params.ts';
import { statusScript } from './status-script.ts';

type Probes = { readonly rules: ShellProbe; readonly runner?: TcpProbe };

export const check = defineCheck({
  id: 'firewall.status',
  title: { ja: 'UFWステータス確認', en: 'Firewall rules' },
  description: {
    ja: 'ファイアウォール(ufw、なければ firewalld・nftables・iptables)が有効か、受信の既定が拒否か、許可の規則が expected と過不足なく一致するかを IPv4 と IPv6 の両方で確認し、内部用のポートが開いていないことを実行環境から実際に接続して確かめます。Docker が ufw を素通りして公開するポートも見つけます。規則は変更しません。解釈できない条件の付いた規則は「許可」として一覧と比べますが、開いているかの判断には使いません。iptables-legacy の規則は nft が入っているホストでは見えません。',
    en: 'Whether a firewall (ufw, or else firewalld, nftables, iptables) is active and refuses by default, and whether its rules let in what is expected and nothing else, for IPv4 and IPv6; then proof that internal ports are closed, by connecting from the runner. Ports that Docker publishes past ufw are found. Nothing is ever changed. Rules with conditions that are not understood are compared with the list, but decide nothing. Rules of iptables-legacy are not seen on a host that has nft.',
  },
  sources: [
    'ufw(8), firewall-cmd(1), libnftables-json(5), iptables-save(8)',
    'https://docs.docker.com/engine/network/packet-filtering-firewalls/',
  ],
  level: 1,
  params: statusParams,
  messages: statusMessages,
  measures: { rules: { ja: '許可の規則', en: 'Allow rules' } },
  probes: (params) => {
    const probes: Probes = {
      rules: shell(statusScript, { maxOutputBytes: 2 * 1024 * 1024 }),
      ...(params.connect && {
        runner: {
          kind: 'tcp',
          from: 'runner',
          host: 'self',
          ports: portsToTry(params),
          timeoutSeconds: params.timeoutSeconds,
        },
      }),
    };
    return probes;
  },
  parse: ({ rules, runner }) => {
    const tcp = runner !== undefined && 'endpoints' in runner ? runner : undefined;
    if (!('stdout' in rules)) throw new TypeError('Expected the output of a shell');
    return parseStatus(rules, tcp);
  },
  evaluate: evaluateStatus,
});
