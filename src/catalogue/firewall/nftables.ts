import { z } from 'zod';
import { Unparsable } from '../define.ts';
import type { Firewall, Rule } from './rule.ts';

const chainSchema = z.looseObject({
  family: z.string(),
  table: z.string(),
  name: z.string(),
  hook: z.string().optional(),
  policy: z.string().optional(),
});
type Chain = z.output<typeof chainSchema>;

const statement = z.record(z.string(), z.unknown());
const ruleSchema = z.looseObject({
  family: z.string(),
  table: z.string(),
  chain: z.string(),
  expr: z.array(statement),
});
const rulesetSchema = z.looseObject({
  nftables: z.array(z.looseObject({ chain: chainSchema.optional(), rule: ruleSchema.optional() })),
});
const matchSchema = z.looseObject({ op: z.string(), left: z.unknown(), right: z.unknown() });

/** Reads `nft -j list ruleset` (libnftables-json(5)); null when nothing filters what comes in. */
export function parseNftables(text: string): Firewall | null {
  const parsed = rulesetSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Unparsable('the ruleset of nft as JSON', text.slice(0, 300));
  const chains = parsed.data.nftables.flatMap(({ chain }) => chain ?? []);
  const rules = parsed.data.nftables.flatMap(({ rule }) => rule ?? []);
  const walk = (
    chain: Chain,
    family: 4 | 6,
    before: Conditions,
    depth: number,
  ): readonly Rule[] => {
    if (depth > 8) return [];
    const own = rules.filter(
      (rule) =>
        rule.family === chain.family && rule.table === chain.table && rule.chain === chain.name,
    );
    return own.flatMap(({ expr }) => {
      const conditions = expr.reduce(narrow, { ...before, family });
      if (conditions.isNever) return [];
      const target = jumpTarget(expr);
      const next = chains.find(
        ({ family: one, table, name }) =>
          one === chain.family && table === chain.table && name === target,
      );
      if (next) return walk(next, family, conditions, depth + 1);
      const verdict = verdictOf(expr);
      return verdict ? [ruleOf(conditions, verdict)] : [];
    });
  };
  const inputs = chains.filter(({ hook }) => hook === 'input');
  const of = (family: 4 | 6) => {
    const own = inputs.filter((chain) =>
      [family === 4 ? 'ip' : 'ip6', 'inet'].includes(chain.family),
    );
    const found = own.map((chain) => ({ chain, rules: walk(chain, family, everything, 0) }));
    // Every chain has to let a connection in; the one that refuses by default is the firewall.
    return found.find((one) => refuses(one)) ?? found[0];
  };
  const [four, six] = [of(4), of(6)];
  const isDenied = [four, six].map((one) => one !== undefined && refuses(one));
  if (!isDenied.includes(true)) return null;
  return {
    tool: 'nftables',
    incoming: { 4: isDenied[0] ? 'deny' : 'allow', 6: isDenied[1] ? 'deny' : 'allow' },
    rules: [...(four?.rules ?? []), ...(six?.rules ?? [])],
  };
}

/** By its policy, or by a last rule that drops or rejects whatever is left. */
function refuses({ chain, rules }: { readonly chain: Chain; readonly rules: readonly Rule[] }) {
  const last = rules.at(-1);
  const isLast =
    last !== undefined &&
    last.action === 'deny' &&
    !last.isPartial &&
    last.source === 'any' &&
    last.protocol === 'any' &&
    last.ports === null &&
    last.interface === null;
  return chain.policy === 'drop' || isLast;
}

type Conditions = Omit<Rule, 'action' | 'text'> & { readonly isNever: boolean };

const everything: Conditions = {
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

function narrow(conditions: Conditions, expression: Record<string, unknown>): Conditions {
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

function jumpTarget(expr: readonly Record<string, unknown>[]): string | undefined {
  const jump = expr.find((one) => 'jump' in one || 'goto' in one);
  const target = z.looseObject({ target: z.string() }).safeParse(jump?.['jump'] ?? jump?.['goto']);
  return target.success ? target.data.target : undefined;
}

function verdictOf(expr: readonly Record<string, unknown>[]): Rule['action'] | undefined {
  if (expr.some((one) => 'accept' in one)) return 'allow';
  return expr.some((one) => 'drop' in one || 'reject' in one) ? 'deny' : undefined;
}

function ruleOf({ isNever: _, ...conditions }: Conditions, action: Rule['action']): Rule {
  const { ports, protocol, source, interface: name } = conditions;
  const where = ports?.map(([low, high]) => (low === high ? low : `${low}-${high}`)).join(',');
  const words = [where ?? 'any', protocol, 'from', source, ...(name ? ['on', name] : [])];
  return { ...conditions, action, text: `${action} ${words.join(' ')}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unparsable('JSON of nft', text.slice(0, 300));
  }
}
