import { Unparsable } from '../define.ts';

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** `any` listens on both (an IPv6 socket that takes IPv4 as well). */
  readonly family: '4' | '6' | 'any';
  readonly isLoopback: boolean;
  /** Names of the processes; empty when they are not known. */
  readonly processes: readonly string[];
}

/** Reads `ss -H -tulnp` (iproute2); UDP is UNCONN, which a search for LISTEN would drop. */
export function parseListeners(lines: readonly string[]): readonly Listener[] {
  return lines.map((line) => {
    const [, protocol, local = ''] =
      /^(tcp|udp)\s+(?:LISTEN|UNCONN)\s+\d+\s+\d+\s+(\S+)\s+\S+/.exec(line) ?? [];
    const target = parseTarget(local);
    if ((protocol !== 'tcp' && protocol !== 'udp') || target === undefined)
      throw new Unparsable('a listening socket of ss', line);
    const names = [...line.matchAll(/\("([^"]*)",pid=/g)].map(([, name = '']) => name);
    const { address, port } = target;
    return {
      ...{ protocol, address, port },
      family: address === '*' ? 'any' : address.includes(':') ? '6' : '4',
      isLoopback: /^(127\.|::1$|::ffff:127\.)/.test(address),
      processes: [...new Set(names)].sort(),
    };
  });
}

export interface Peers {
  /** Established connections that came in, by the port of ours that they came to. */
  readonly incoming: Readonly<Record<string, number>>;
  /** `address:port` that the host has connected to. */
  readonly outgoing: readonly { readonly peer: string; readonly connections: number }[];
}

/** Reads `ss -H -tn state established`; who listens on our end of it has been connected to. */
export function parsePeers(lines: readonly string[], listeners: readonly Listener[]): Peers {
  const incoming: Record<string, number> = {};
  const outgoing = new Map<string, number>();
  const own = new Set(
    listeners.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port),
  );
  for (const line of lines) {
    const [, local = '', remote = ''] = /^\d+\s+\d+\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    const [here, there] = [parseTarget(local), parseTarget(remote)];
    if (!here || !there) throw new Unparsable('an established connection of ss', line);
    if (/^(127\.|::1$|::ffff:127\.)/.test(there.address)) continue;
    if (own.has(here.port)) incoming[here.port] = (incoming[here.port] ?? 0) + 1;
    else {
      const peer = `${there.address.replace(/^::ffff:/, '')} ${there.port}`;
      outgoing.set(peer, (outgoing.get(peer) ?? 0) + 1);
    }
  }
  const list = [...outgoing].map(([peer, connections]) => ({ peer, connections }));
  return {
    incoming,
    outgoing: list.toSorted((a, b) => b.connections - a.connections).slice(0, 100),
  };
}

/** `0.0.0.0:22`, `[::1]:25`, `*:80`, `127.0.0.53%lo:53`, `[fe80::1]%eth0:546` */
function parseTarget(
  text: string,
): { readonly address: string; readonly port: number } | undefined {
  const [, bracketed, plain = '', port] =
    /^(?:\[([^\]]+)\](?:%[^:]+)?|([^%[\]]+?)(?:%[^:]+)?):(\d+|\*)$/.exec(text) ?? [];
  if (port === undefined) return undefined;
  return { address: bracketed?.replace(/%.*/, '') ?? plain, port: port === '*' ? 0 : Number(port) };
}
