import { concerns, type Firewall, isOpenToWorld } from './rule.ts';
import { type Expected, type Families, named, rulesOn } from './rule-words.ts';
import type { StatusFinding } from './status-judgement.ts';

/** A port that should be let in: is it, for those who need it and for nobody else? */
export function judgeExpected(
  firewall: Firewall,
  one: Expected,
  families: Families,
): StatusFinding[] {
  const { port: number, protocol, from } = one;
  const port = `${number}/${protocol}`;
  const open = families.filter((family) => isOpenToWorld(firewall, one, family));
  if (from !== undefined && open.length > 0) {
    const [first = ''] = from;
    return [
      {
        ...{ key: `wide:${port}`, severity: 'critical' },
        message: {
          id: 'too-wide',
          args: { port, from: from.join(', '), families: named(open) },
        },
        remedy: { id: 'remedy-too-wide', args: { port, first, number, protocol } },
        evidence: rulesOn(firewall, (rule) => concerns(rule, one)),
      },
    ];
  }
  const isLetIn = (family: 4 | 6) =>
    from === undefined
      ? open.includes(family)
      : from
          .filter((source) => source.includes(':') === (family === 6))
          .every((source) => isOpenTo(firewall, one, source));
  const missing = families.filter((family) => !isLetIn(family));
  if (missing.length === 0) return [];
  return [
    {
      ...{ key: `missing:${port}`, severity: 'warning' },
      message: { id: 'missing', args: { port, families: named(missing) } },
      remedy: { id: 'remedy-missing', args: { port } },
    },
  ];
}

function isOpenTo({ rules }: Firewall, one: Expected, source: string): boolean {
  return rules.some(
    (rule) =>
      rule.action === 'allow' && concerns(rule, one) && rule.source.split(',').includes(source),
  );
}
