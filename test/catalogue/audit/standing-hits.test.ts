import { expect, test } from 'vitest';
import type { BruteforceFacts } from '../../../src/catalogue/audit/bruteforce-facts.ts';
import { withStandingHits } from '../../../src/catalogue/audit/standing-hits.ts';

const day = 24 * 3_600_000;
const now = new Date('2026-12-09T00:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * day);
const hit = (address: string, days: number) => ({
  ...{ address, failures: 9, account: '' },
  at: ago(days).toISOString(),
});
const facts = (hits: readonly object[], sshHits: readonly object[] = [], path = '/login') =>
  ({ log: '/log', path, hits, ssh: { hits: sshHits } }) as unknown as BruteforceFacts;

test('a login after failures stands for a week, newest first, each once', () => {
  const history = [
    { at: ago(1), facts: facts([hit('b', 1)]) },
    { at: ago(1), facts: null },
    { at: ago(6), facts: facts([hit('b', 6), hit('c', 6), hit('d', 8)]) },
    { at: ago(6), facts: facts([hit('e', 6)], [], '/other') },
  ];
  const { hits } = withStandingHits(facts([hit('a', 0), hit('b', 1)]), { history, now });
  expect(hits.map(({ address, at }) => [address, at.slice(8, 10)])).toEqual([
    ['a', '09'],
    ['b', '08'],
    ['b', '03'],
    ['c', '03'],
  ]);
});

test('one of sshd has no time of its own: that of the run decides', () => {
  const history = [
    { at: ago(2), facts: facts([], [{ address: 'a', failures: 5 }]) },
    { at: ago(9), facts: facts([], [{ address: 'b', failures: 5 }]) },
  ];
  const { ssh } = withStandingHits(facts([], [{ address: 'a', failures: 7 }]), { history, now });
  expect(ssh.hits).toEqual([{ address: 'a', failures: 7 }]);
  expect(withStandingHits(facts([]), { history, now }).ssh.hits).toEqual([
    { address: 'a', failures: 5 },
  ]);
});
