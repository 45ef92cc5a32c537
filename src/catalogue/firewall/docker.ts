/**
 * Ports that Docker forwards to containers: its rules stand before those of ufw and firewalld,
 * which therefore do not apply to them. From `nft -j list ruleset` or iptables-save(8).
 */
export function publishedPorts(text: string): readonly number[] {
  const ports = new Set<number>();
  for (const [, port] of text.matchAll(/^-A DOCKER .*--dport (\d+) .*-j DNAT/gm))
    ports.add(Number(port));
  for (const [, rule = ''] of text.matchAll(/\{"rule": ?(\{.*?\})\}(?=, ?\{"|\])/g)) {
    const port = /"field": ?"dport"\}\}, ?"right": ?(\d+)/.exec(rule)?.[1];
    if (
      port !== undefined &&
      /"chain": ?"DOCKER"/.test(rule) &&
      /"dnat"|"name": ?"DNAT"/.test(rule)
    )
      ports.add(Number(port));
  }
  return [...ports].sort((a, b) => a - b);
}
