import type { Finding } from '../../core/finding.ts';
import type { Context, Judgement } from '../define.ts';
import { judgeAttempts } from './judge-attempts.ts';
import { judgeRules } from './judge-rules.ts';
import type { StatusFacts } from './status-facts.ts';
import type { statusMessages } from './status-messages.ts';
import type { StatusParams } from './status-params.ts';

export type StatusMessageId = keyof typeof statusMessages;
export type StatusFinding = Finding<StatusMessageId>;

export function evaluateStatus(
  facts: StatusFacts,
  params: StatusParams,
  _context: Context,
): Judgement<StatusMessageId> {
  const { firewall } = facts;
  return {
    findings: [
      ...(firewall
        ? judgeRules(firewall, params).map((finding) => inWordsOf(firewall.tool, finding))
        : [withoutFirewall(facts)]),
      ...judgeAttempts(facts, params),
      ...judgePublished(facts, params),
      ...notes(facts),
    ],
    measurements: firewall
      ? [
          {
            name: 'rules',
            value: firewall.rules.filter(({ action }) => action === 'allow').length,
            unit: 'count',
          },
        ]
      : [],
  };
}

/** What could not be read may still be there, so it is unknown; what was read and is off is critical. */
function withoutFirewall({ denials, tools }: StatusFacts): StatusFinding {
  const key = 'firewall';
  const [denial] = denials;
  if (denial) {
    const { tool, exitStatus, text } = denial;
    return {
      ...{ key, severity: 'unknown', evidence: text },
      message: { id: 'unreadable', args: { tool, exitStatus } },
      remedy: { id: 'remedy-unreadable', args: {} },
    };
  }
  const isOff = tools.length > 0;
  return {
    ...{ key, severity: isOff ? 'critical' : 'unknown' },
    message: { id: isOff ? 'inactive' : 'no-tool', args: {} },
    remedy: { id: 'remedy-inactive', args: {} },
  };
}

const showing: Readonly<Record<string, string>> = {
  firewalld: 'sudo firewall-cmd --list-all',
  nftables: 'sudo nft -a list ruleset',
  iptables: 'sudo iptables -S; sudo ip6tables -S',
};

/** The remedies about rules are commands of ufw; elsewhere it is said where to look. */
function inWordsOf(tool: string, finding: StatusFinding): StatusFinding {
  const show = showing[tool];
  if (show === undefined) return finding;
  return { ...finding, remedy: { id: 'remedy-rules', args: { tool, show } } };
}

function judgePublished({ published }: StatusFacts, { expected }: StatusParams): StatusFinding[] {
  if (published === null || published.length === 0) return [];
  const key = 'docker';
  const surprising = published.filter(
    (port) => !expected.some((one) => one.port === port && one.from === undefined),
  );
  if (surprising.length === 0) {
    const args = { ports: published.join(', ') };
    return [{ key, severity: 'note', message: { id: 'published', args } }];
  }
  return [
    {
      ...{ key, severity: 'critical' },
      message: { id: 'published-unexpected', args: { ports: surprising.join(', ') } },
      remedy: { id: 'remedy-published', args: {} },
    },
  ];
}

function notes({ firewall, tools, behind }: StatusFacts): StatusFinding[] {
  const note = (
    key: string,
    id: 'other-tool' | 'not-proven',
    args: StatusFinding['message']['args'],
  ): StatusFinding => ({ key, severity: 'note', message: { id, args } });
  return [
    ...(firewall && tools.includes('ufw') && firewall.tool !== 'ufw'
      ? [note('tool', 'other-tool', { tool: firewall.tool })]
      : []),
    ...(behind === null ? [] : [note('proof', 'not-proven', { behind })]),
  ];
}
