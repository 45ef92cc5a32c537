import { z } from 'zod';

const rulesetSchema = z.object({
  nftables: z.array(
    z.looseObject({
      rule: z.looseObject({ chain: z.string(), expr: z.array(z.unknown()) }).optional(),
    }),
  ),
});

/**
 * Ports that Docker forwards to containers: its rules stand before those of ufw and firewalld,
 * which therefore do not apply to them.
 * @param nft `nft -j list ruleset`; iptables-nft shows its targets there as `xt`
 * @param iptables iptables-save(8)
 */
export function publishedPorts(nft: string | undefined, iptables: string | undefined): number[] {
  const lines = (iptables ?? '').matchAll(/^-A DOCKER .*--dport (\d+) .*-j DNAT/gm);
  const fromIptables = [...lines].map(([, port]) => Number(port));
  return [...new Set([...fromIptables, ...portsOfRuleset(nft ?? '')])].sort((a, b) => a - b);
}

function portsOfRuleset(text: string): readonly number[] {
  let parsed: z.ZodSafeParseResult<z.output<typeof rulesetSchema>>;
  try {
    parsed = rulesetSchema.safeParse(JSON.parse(text));
  } catch {
    return [];
  }
  return (parsed.data?.nftables ?? []).flatMap(({ rule }) => {
    const expressions = JSON.stringify(rule?.chain === 'DOCKER' ? rule.expr : []);
    const port = /"field":"dport"\}\},"right":(\d+)/.exec(expressions)?.[1];
    return port !== undefined && /"dnat"|"name":"DNAT"/.test(expressions) ? [Number(port)] : [];
  });
}
