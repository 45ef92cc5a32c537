import { z } from 'zod';
import type { Rule } from './rule.ts';

const matchSchema = z.looseObject({ op: z.string(), left: z.unknown(), right: z.unknown() });

/** What has to hold for a rule to apply; `isNever` is: not to a new connection of this family. */
export type Conditions = Omit<Rule, 'action' | 'text'> & { readonly isNever: boolean };

export const everything: Conditions = {
  family: 4,
  protocol: 'any',
  ports: null,
  source: 'any',
  interface: null,
  isPartial: false,
  isNever: false,
};

const neutral = new Set(['counter', 'log', 'limit', 'comment', 'jump', 'goto', 'return']);
const verdicts = new Set(['accept', 'drop', 'reject', 'continue']);

/** Takes one statement of a rule into account. */
export function narrow(conditions: Conditions, expression: Record<string, unknown>): Conditions {
  const [[kind, value] = ['', undefined]] = Object.entries(expression);
  if (neutral.has(kind) || verdicts.has(kind)) return conditions;
  const match = matchSchema.safeParse(value);
  if (kind !== 'match' || !match.success) return { ...conditions, isPartial: true };
  const { op, left, right } = match.data;
  const what = JSON.stringify(left);
  const values = elements(right);
  if (/"ct":\{"key":"state"\}/.test(what))
    return values.includes('new') || op === '!=' ? conditions : { ...conditions, isNever: true };
  if (op !== '==' && op !== 'in') return { ...conditions, isPartial: true };
  if (/"key":"i?ifname"|"key":"iif(name)?"/.test(what))
    return { ...conditions, interface: values.join(',') };
  if (/"key":"nfproto"/.test(what))
    return values.includes(conditions.family === 4 ? 'ipv4' : 'ipv6')
      ? conditions
      : { ...conditions, isNever: true };
  if (/"key":"l4proto"|"protocol":"ip6?","field":"(protocol|nexthdr)"/.test(what))
    return { ...conditions, protocol: values.join(',') };
  if (/"field":"saddr"/.test(what)) {
    const isSix = /"protocol":"ip6"/.test(what);
    if (isSix !== (conditions.family === 6)) return { ...conditions, isNever: true };
    return { ...conditions, source: values.join(',') };
  }
  const [, protocol] = /"protocol":"(tcp|udp|th)","field":"dport"/.exec(what) ?? [];
  const ports = values.map(parsePorts);
  if (protocol === undefined || ports.includes(undefined))
    return { ...conditions, isPartial: true };
  return {
    ...conditions,
    protocol: protocol === 'th' ? conditions.protocol : protocol,
    ports: ports.flatMap((one) => (one ? [one] : [])),
  };
}

function elements(right: unknown): readonly string[] {
  if (Array.isArray(right)) return right.flatMap(elements);
  if (typeof right !== 'object' || right === null) return [String(right)];
  const [[kind, value] = ['', undefined]] = Object.entries(right);
  if (kind === 'set') return elements(value);
  if (kind === 'range' && Array.isArray(value)) return [value.join('-')];
  const prefix = z.looseObject({ addr: z.string(), len: z.number() }).safeParse(value);
  return prefix.success ? [`${prefix.data.addr}/${prefix.data.len}`] : [JSON.stringify(right)];
}

function parsePorts(text: string): readonly [number, number] | undefined {
  const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return low === undefined ? undefined : [Number(low), Number(high)];
}
