import { z } from 'zod';
import type { Context } from '../define.ts';
import type { BruteforceFacts } from './bruteforce-facts.ts';
import { weekSeconds } from './choose-script.ts';

const Web = z.object({
  log: z.string(),
  path: z.string(),
  hits: z.array(
    z.object({ address: z.string(), failures: z.number(), at: z.string(), account: z.string() }),
  ),
});
const Ssh = z.object({
  ssh: z.object({ hits: z.array(z.object({ address: z.string(), failures: z.number() })) }),
});

/**
 * The same facts with the logins after failures of the last week. A run reads on from where the
 * last one ended, so that the next day's finds no such login; but a password that was guessed is
 * known until it is changed, which no log tells. So it stands for a week, or until it is waived.
 */
export function withStandingHits(
  facts: BruteforceFacts,
  { history, now }: Pick<Context, 'history' | 'now'>,
): BruteforceFacts {
  const since = now.getTime() - weekSeconds * 1000;
  const web = history
    .flatMap((earlier) => Web.safeParse(earlier.facts).data ?? [])
    .filter(({ log, path }) => log === facts.log && path === facts.path)
    .flatMap(({ hits }) => hits)
    .filter(({ at }) => Date.parse(at) >= since);
  const ssh = history
    .filter(({ at }) => at.getTime() >= since)
    .flatMap((earlier) => Ssh.safeParse(earlier.facts).data?.ssh.hits ?? []);
  const once = <Hit>(hits: readonly Hit[], key: (hit: Hit) => string) => [
    ...new Map(hits.toReversed().map((hit) => [key(hit), hit])).values(),
  ];
  return {
    ...facts,
    hits: once([...facts.hits, ...web], ({ address, at }) => `${address} ${at}`).toReversed(),
    ssh: {
      ...facts.ssh,
      hits: once([...facts.ssh.hits, ...ssh], ({ address }) => address).toReversed(),
    },
  };
}
