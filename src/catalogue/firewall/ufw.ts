import { Unparsable } from '../define.ts';
import type { Firewall, Rule } from './rule.ts';

/** Reads `ufw status verbose` (ufw 0.35 to 0.36); null when it is inactive. */
export function parseUfw(text: string): Firewall | null {
  if (/^Status: inactive$/m.test(text)) return null;
  if (!/^Status: active$/m.test(text))
    throw new Unparsable('"Status: active" or "Status: inactive" of ufw', text.slice(0, 300));
  const incoming = /^Default: (allow|deny|reject) \(incoming\)/m.exec(text)?.[1];
  if (incoming === undefined) throw new Unparsable('"Default: … (incoming)" of ufw', text);
  const policy = incoming === 'allow' ? 'allow' : 'deny';
  const [, table = ''] = text.split(/^-+ +-+ +-+ *$/m);
  return {
    tool: 'ufw',
    incoming: { 4: policy, 6: policy },
    rules: table.split('\n').flatMap((line) => (line.trim() === '' ? [] : parseLine(line))),
  };
}

const row = /^(\S.*?) {2,}(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))? +(\S.*?)(?: +#.*)?$/;

function parseLine(line: string): readonly Rule[] {
  const [, to = '', action, direction = 'IN', from = ''] = row.exec(line.trimEnd()) ?? [];
  if (action === undefined) throw new Unparsable('"To  Action  From" of ufw', line);
  if (direction !== 'IN') return [];
  const source = parseSource(from);
  const target = parseTarget(to, line);
  const isSix =
    /\(v6\)/.test(`${to} ${from}`) || /(^|\s)[0-9a-f]*:[0-9a-f:.]*(\/\d+)?(\s|$)/i.test(from);
  return [
    {
      ...target,
      action: action === 'ALLOW' || action === 'LIMIT' ? 'allow' : 'deny',
      family: isSix ? 6 : 4,
      source: source.address,
      // A port at the other end is a condition that any sender can meet.
      isPartial: false,
      text: line.trim().replaceAll(/ {2,}/g, '  '),
    },
  ];
}

/** `Anywhere`, `Anywhere (v6)`, `10.0.0.0/8`, `10.0.0.1 53/udp`, `2001:db8::/32` */
function parseSource(from: string): { readonly address: string } {
  const [first = ''] = from.replace(' (v6)', '').split(' ');
  return {
    address: first === 'Anywhere' || first === '0.0.0.0/0' || first === '::/0' ? 'any' : first,
  };
}

/**
 * `22/tcp`, `22`, `80,443/tcp`, `60000:61000/udp`, `192.0.2.1 22/tcp`, `9090 on lo`,
 * `22/tcp (OpenSSH)`, `22/tcp (v6)`, `22/tcp (OpenSSH (v6))`, `Anywhere on docker0`
 */
function parseTarget(to: string, line: string): Pick<Rule, 'protocol' | 'ports' | 'interface'> {
  const name = / on (\S+)$/.exec(to)?.[1] ?? null;
  const words = to
    .replace(/ on \S+$/, '')
    .replace(/ \(.*\)$/, '')
    .split(' ');
  const last = words.at(-1) ?? '';
  const [, ports, protocol] = /^([\d,:]+)(?:\/([a-z]+))?$/.exec(last) ?? [];
  const isPorts = ports !== undefined && /^\d+(:\d+)?(,\d+(:\d+)?)*$/.test(ports);
  if (isPorts)
    return {
      protocol: protocol ?? 'any',
      ports: ports.split(',').map(parseRange),
      interface: name,
    };
  const [address, only] = last.split(/\/(?=[a-z]+$)/);
  if (address === 'Anywhere' || /^[\da-f.:]+(\/\d+)?$/i.test(address ?? ''))
    return { protocol: only ?? 'any', ports: null, interface: name };
  throw new Unparsable('ports of a rule of ufw', line);
}

function parseRange(text: string): readonly [number, number] {
  const [low = 0, high = low] = text.split(':').map(Number);
  return [low, high];
}
