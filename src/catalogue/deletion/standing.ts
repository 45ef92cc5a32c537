import { type Finding, finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { DeletionFacts } from './facts.ts';
import type { DeletionMessage as Id } from './messages.ts';
import type { DeletionOrder } from './order.ts';
import { nameOf } from './words.ts';

/**
 * What keeps a rule from doing all that it says, without a danger to the others. It is a warning and
 * not `unknown`, for which a finished deletion would count as failed.
 */
export function standing(order: DeletionOrder, facts: DeletionFacts): Finding<Id>[] {
  const found: Finding<Id>[] = [];
  const [first] = order.rules;
  if (facts.people.length === 0 && first) {
    const args = { owners: order.owners.join(', '), directory: first.directory };
    found.push(finding('owners', 'warning', 'no-such-owner', args, 'no-such-owner-remedy'));
  }
  order.rules.forEach((rule, index) => {
    const seen = facts.rules[index];
    if (!seen) return;
    const { state, others, complete } = seen;
    const directory = quote(rule.directory);
    if (state === 'missing' || state === 'unreachable') {
      const key = `directory:${rule.directory}`;
      if (found.some((one) => one.key === key)) return;
      found.push(finding(key, 'warning', 'missing', { directory }, 'missing-remedy'));
    }
    if (others.length > 0 && facts.people.length > 0) {
      const files = others.reduce((sum, one) => sum + one.files, 0);
      const uids = others
        .map(({ uid }) => uid)
        .sort((a, b) => a - b)
        .slice(0, 10)
        .join(' ');
      const args = { directory, files, uids };
      found.push(finding(`others:${nameOf(rule)}`, 'warning', 'others', args, 'others-remedy'));
    }
    if (!complete) {
      const key = `unseen:${rule.directory}`;
      found.push(finding(key, 'warning', 'part-unseen', { directory }, 'part-unseen-remedy'));
    }
  });
  return found;
}
