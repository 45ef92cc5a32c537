import { judgeExpected } from './judge-needed.ts';
import { concerns, type Firewall, isFromWorld, isOpenToWorld, type Rule } from './rule.ts';
import { type Expected, type Families, named, rulesOn } from './rule-words.ts';
import type { StatusFinding } from './status-judgement.ts';
import type { StatusParams } from './status-params.ts';

/** Compares in both directions: what is let in and should not be, and what should be and is not. */
export function judgeRules(firewall: Firewall, params: StatusParams): StatusFinding[] {
  const families = params.ipv6 ? ([4, 6] as const) : ([4] as const);
  return [
    ...judgeDefault(firewall, families),
    ...judgeInternal(firewall, params, families),
    ...judgeUnexpected(firewall, params, families),
    ...params.expected.flatMap((one) => judgeExpected(firewall, one, families)),
  ];
}

function judgeDefault({ incoming }: Firewall, families: Families): StatusFinding[] {
  const open = families.filter((family) => incoming[family] === 'allow');
  if (open.length === 0) return [];
  return [
    {
      ...{ key: 'default', severity: 'critical' },
      message: { id: 'open-by-default', args: { families: named(open) } },
      remedy: { id: 'remedy-open-by-default', args: {} },
    },
  ];
}

function judgeInternal(
  firewall: Firewall,
  { internal, expected }: StatusParams,
  families: Families,
): StatusFinding[] {
  return internal.flatMap((port): StatusFinding[] => {
    const service = { port, protocol: 'tcp' } as const;
    // By default everything is open: that has a finding of its own.
    const open = families.filter(
      (family) => firewall.incoming[family] === 'deny' && isOpenToWorld(firewall, service, family),
    );
    const isAnybodys = expected.some((one) => isSame(one, service) && one.from === undefined);
    if (open.length === 0 || isAnybodys) return [];
    return [
      {
        ...{ key: `internal:${port}/tcp`, severity: 'critical' },
        message: { id: 'internal-open', args: { port: `${port}/tcp`, families: named(open) } },
        remedy: { id: 'remedy-internal', args: {} },
        evidence: rulesOn(firewall, (rule) => concerns(rule, service)),
      },
    ];
  });
}

/** One finding for a rule, whatever families it is for. */
function judgeUnexpected(
  firewall: Firewall,
  { expected, internal }: StatusParams,
  families: Families,
): StatusFinding[] {
  const surprising = firewall.rules.filter(
    (rule) =>
      rule.action === 'allow' &&
      families.includes(rule.family) &&
      (rule.protocol === 'any' || rule.protocol === 'tcp' || rule.protocol === 'udp') &&
      rule.interface !== 'lo' &&
      !expected.some((one) => isCovered(rule, one)) &&
      !isJudgedAlone(rule, [
        ...internal,
        ...expected.flatMap(({ port, from }) => (from === undefined ? [] : [port])),
      ]),
  );
  return [...Map.groupBy(surprising, nameOf)].map(([rule, rules]): StatusFinding => {
    const of = families.filter((family) => rules.some((one) => one.family === family));
    return {
      ...{ key: `rule:${rule}`, severity: 'warning' },
      message: { id: 'unexpected', args: { rule, families: named(of) } },
      remedy: { id: 'remedy-unexpected', args: {} },
      evidence: rules.map(({ text }) => text).join('\n'),
    };
  });
}

function isSame(one: Expected, { port, protocol }: { port: number; protocol: string }): boolean {
  return one.port === port && one.protocol === protocol;
}

/** The rule opens just this port, and no wider than expected. */
function isCovered(rule: Rule, one: Expected): boolean {
  const ports = rule.ports ?? [];
  const isPort = ports.length > 0 && ports.every(([low, high]) => low === one.port && high === low);
  const isList = ports.every(([low, high]) => low === high);
  const isProtocol = rule.protocol === one.protocol || rule.protocol === 'any';
  const from = one.from;
  const isSource =
    from === undefined || rule.source.split(',').every((source) => from.includes(source));
  return isProtocol && isSource && (isPort || (isList && ports.some(([low]) => low === one.port)));
}

/** A port that is not for the world, and open to it, has its own, worse finding. */
function isJudgedAlone(rule: Rule, narrow: readonly number[]): boolean {
  const [[low, high] = [0, 0], ...others] = rule.ports ?? [];
  return others.length === 0 && low === high && narrow.includes(low) && isFromWorld(rule);
}

function nameOf({ ports, protocol, source, interface: name, isPartial, text }: Rule): string {
  if (isPartial) return text;
  const where = ports?.map(([low, high]) => (low === high ? low : `${low}-${high}`)).join(',');
  const service = protocol === 'any' ? (where ?? 'any') : `${where ?? 'any'}/${protocol}`;
  const words = [
    service,
    ...(source === 'any' ? [] : ['from', source]),
    ...(name ? ['on', name] : []),
  ];
  return words.join(' ');
}
