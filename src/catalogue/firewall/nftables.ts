import { z } from 'zod';
import { Unparsable } from '../define.ts';
import { type Conditions, everything, narrow } from './nft-conditions.ts';
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
