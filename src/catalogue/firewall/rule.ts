/** A rule on incoming connections, whichever tool it is from. */
export interface Rule {
  readonly action: 'allow' | 'deny';
  readonly family: 4 | 6;
  /** `any` is every protocol. */
  readonly protocol: string;
  /** Inclusive ranges; null is every port. */
  readonly ports: readonly (readonly [number, number])[] | null;
  /** `any` or an address or network. */
  readonly source: string;
  /** The interface that it is limited to; null for all. */
  readonly interface: string | null;
  /** It has conditions that are not understood here, so it neither opens nor closes for sure. */
  readonly isPartial: boolean;
  /** As its tool shows it. */
  readonly text: string;
}

export interface Service {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

export interface Firewall {
  readonly tool: 'ufw' | 'firewalld' | 'nftables' | 'iptables';
  /** What happens to a connection that no rule is about, by family; null where nothing is filtered. */
  readonly incoming: { readonly 4: 'allow' | 'deny'; readonly 6: 'allow' | 'deny' };
  /** In the order in which they apply: the first that fits decides. */
  readonly rules: readonly Rule[];
}

/** Interfaces that nobody outside is on: the loopback, containers' bridges, tunnels. */
const inner = /^(lo|docker\d*|br-.*|virbr.*|veth.*|cni.*|podman.*|wg.*|tun.*|tap.*|tailscale.*)$/;

export function isFromWorld({ source, interface: name }: Rule): boolean {
  return source === 'any' && (name === null || !inner.test(name));
}

export function concerns(rule: Rule, { port, protocol }: Service): boolean {
  const isProtocol = rule.protocol === 'any' || rule.protocol === protocol;
  return isProtocol && (rule.ports?.some(([low, high]) => low <= port && port <= high) ?? true);
}

/** Whether anybody may connect. Rules for some addresses or with further conditions decide nothing. */
export function isOpenToWorld(
  { incoming, rules }: Firewall,
  service: Service,
  family: 4 | 6,
): boolean {
  const first = rules.find(
    (rule) =>
      rule.family === family && !rule.isPartial && isFromWorld(rule) && concerns(rule, service),
  );
  return (first?.action ?? incoming[family]) === 'allow';
}
