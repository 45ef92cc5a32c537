import { z } from 'zod';
import type { Context } from '../define.ts';
import type { ListenersFinding } from './listeners-judgement.ts';
import type { Peers } from './sockets.ts';

const earlier = z.object({
  peers: z.object({ outgoing: z.array(z.object({ peer: z.string() })) }),
});

/** Whom the host has connected to: against the list where there is one, else against earlier records. */
export function judgePeers(
  { outgoing }: Peers,
  allowed: readonly string[] | undefined,
  history: Context['history'],
): ListenersFinding[] {
  const peers = outgoing.map(({ peer }) => peer);
  const show = (list: readonly string[]) =>
    [...list.slice(0, 10), ...(list.length > 10 ? ['…'] : [])].join(', ');
  if (allowed) {
    const others = peers.filter((peer) => !allowed.some((start) => peer.startsWith(start)));
    if (others.length === 0) return [];
    return [
      {
        ...{ key: 'peers', severity: 'warning' },
        message: { id: 'peers-unexpected', args: { peers: show(others) } },
        remedy: { id: 'remedy-peers', args: {} },
      },
    ];
  }
  const known = history.flatMap(({ facts }) => {
    const parsed = earlier.safeParse(facts);
    return parsed.success ? [parsed.data.peers.outgoing.map(({ peer }) => peer)] : [];
  });
  const fresh = peers.filter((peer) => !known.flat().includes(peer));
  if (known.length === 0 || fresh.length === 0) return [];
  const message = { id: 'peers-new', args: { peers: show(fresh) } } as const;
  return [{ key: 'peers', severity: 'note', message }];
}
