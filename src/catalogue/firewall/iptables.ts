import { Unparsable } from '../define.ts';
import type { Firewall, Rule } from './rule.ts';

/**
 * Reads iptables-save(8) and ip6tables-save(8); null when neither refuses by default. Conditions
 * other than protocol, ports, source, interface and state make a rule a partial one.
 */
export function parseIptables(four: string, six: string): Firewall | null {
  const tables = [readFilter(four, 4), readFilter(six, 6)] as const;
  const [isFour, isSix] = [tables[0].policy === 'deny', tables[1].policy === 'deny'];
  if (!isFour && !isSix) return null;
  return {
    tool: 'iptables',
    incoming: { 4: tables[0].policy, 6: tables[1].policy },
    rules: tables.flatMap(({ rules }) => rules),
  };
}

function readFilter(text: string, family: 4 | 6) {
  if (text.trim() !== '' && !text.includes('COMMIT'))
    throw new Unparsable('output of iptables-save up to COMMIT', text.slice(-300));
  const filter = text.split(/^\*/m).find((table) => table.startsWith('filter\n')) ?? '';
  const lines = filter.split('\n');
  const policy: Rule['action'] = lines.some((line) => line.startsWith(':INPUT DROP'))
    ? 'deny'
    : 'allow';
  const walk = (chain: string, before: string, depth: number): readonly Rule[] =>
    depth > 8
      ? []
      : lines
          .filter((line) => line.startsWith(`-A ${chain} `))
          .flatMap((line) => {
            const spec = `${before} ${line.slice(`-A ${chain} `.length)}`;
            const [, target = ''] = / -[jg] (\S+)/.exec(` ${line}`) ?? [];
            const conditions = spec.replaceAll(/ ?-[jg] \S+( --reject-with \S+)?/g, '');
            if (['ACCEPT', 'DROP', 'REJECT'].includes(target)) {
              const rule = readRule(conditions, target === 'ACCEPT' ? 'allow' : 'deny', family);
              return rule ? [rule] : [];
            }
            return filter.includes(`\n:${target} -`) ? walk(target, conditions, depth + 1) : [];
          });
  const rules = walk('INPUT', '', 0);
  const last = rules.at(-1);
  const isClosedByRule = last?.action === 'deny' && !last.isPartial && last.text === 'deny';
  return { policy: isClosedByRule ? 'deny' : policy, rules };
}

const known: readonly (readonly [RegExp, (rule: Rule, value: string) => Rule])[] = [
  [/ -p (\S+)/, (rule, protocol) => ({ ...rule, protocol })],
  [/ -s (\S+)/, (rule, source) => ({ ...rule, source })],
  [/ -i (\S+)/, (rule, name) => ({ ...rule, interface: name.replace('+', '*') })],
  [/ --dports? (\S+)/, (rule, ports) => ({ ...rule, ports: ports.split(',').map(parseRange) })],
];
const harmless =
  / -m (tcp|udp|multiport|conntrack|state|comment|limit)| --comment ("[^"]*"|\S+)| --limit(-burst)? \S+/g;

function readRule(spec: string, action: Rule['action'], family: 4 | 6): Rule | undefined {
  const states = / --(?:ct)?state (\S+)/.exec(spec)?.[1];
  if (states !== undefined && !states.split(',').includes('NEW')) return undefined;
  let rest = ` ${spec}`.replaceAll(harmless, '').replace(/ --(ct)?state \S+/, '');
  let rule: Rule = {
    ...{ action, family, protocol: 'any', ports: null, source: 'any', interface: null },
    ...{ isPartial: false, text: `${action} ${spec.trim()}`.trim() },
  };
  for (const [pattern, set] of known) {
    // A chain that is jumped to repeats conditions, or narrows them: the last one counts.
    for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
      if (rest.slice(0, found.index).endsWith(' !')) break;
      rule = set(rule, found[1] ?? '');
      rest = rest.replace(pattern, '');
    }
  }
  return { ...rule, isPartial: rest.trim() !== '' };
}

function parseRange(text: string): readonly [number, number] {
  const [low = 0, high = low] = text.split(':').map(Number);
  return [low, high];
}
