import { type Finding, finding, type Measurement } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import { quote } from '../../core/shell.ts';
import { beforeAndAfter, type Verification } from '../define-task.ts';
import type { DeletionFacts, RuleFacts } from './facts.ts';
import type { DeletionMessage as Id } from './messages.ts';
import type { DeletionOrder, DeletionRule } from './order.ts';
import type { DeletionChange, Seen } from './plan.ts';
import { standing } from './standing.ts';
import { nameOf, patternsOf } from './words.ts';

interface Both {
  readonly before: Seen;
  readonly after: Seen;
  readonly change: DeletionChange;
}

/** Looks how many of the planned files are left, and what became free, by sizes and by the file system. */
export function verifyDeletion(
  order: DeletionOrder,
  { before, after, change }: Both,
  back: string,
): Verification<Id> {
  const findings: Finding<Id>[] = standing(order, after);
  const changes: Message<Id>[] = [];
  const measurements: Measurement[] = [];
  order.rules.forEach((rule, index) => {
    const was = before.rules[index];
    const is = after.rules[index];
    if (!was || !is || !change.work.some((one) => one.rule === index + 1)) return;
    if (is.state !== 'ok') {
      const args = { directory: quote(rule.directory) };
      findings.push(finding(`directory:${rule.directory}`, 'critical', 'vanished', args));
      return;
    }
    const judged = judgeRule(order, rule, { was, is, before, after }, back);
    findings.push(...judged.findings);
    changes.push(...judged.changes);
    measurements.push(...judged.measurements);
  });
  if (change.purge && order.quarantine) {
    const args = { before: before.hold?.expired ?? 0, after: after.hold?.expired ?? 0 };
    changes.push({ id: 'purged', args: { ...args, folder: order.quarantine.folder } });
  }
  const free = freeSpace(order, before, after);
  return {
    findings,
    changes: [...changes, ...free.changes],
    measurements: [...measurements, ...free.measurements],
  };
}

interface Pair {
  readonly was: RuleFacts;
  readonly is: RuleFacts;
  readonly before: DeletionFacts;
  readonly after: DeletionFacts;
}

function judgeRule(order: DeletionOrder, rule: DeletionRule, pair: Pair, back: string) {
  const { was, is } = pair;
  const about = { directory: rule.directory, pattern: patternsOf(rule) };
  const planned = total(was, 'files');
  // What was open and is not any more was not to be deleted.
  const closed = Math.max(0, was.open - is.open);
  const stale = isStale(rule, pair);
  const left = stale ? 0 : Math.max(0, total(is, 'files') - closed);
  const files = Math.max(0, planned - left);
  const freedBytes = Math.max(0, total(was, 'bytes') - (stale ? 0 : total(is, 'bytes')));
  const findings: Finding<Id>[] = [];
  if (left > 0) {
    const args = { ...about, directory: quote(rule.directory), files: planned, left };
    const said = { ...args, days: rule.olderThanDays };
    findings.push(finding(`left:${nameOf(rule)}`, 'warning', 'left', said, 'left-remedy'));
  }
  const changes: Message<Id>[] = [];
  if (planned > 0) {
    const args = { ...about, files, freedBytes, left };
    const { quarantine } = order;
    changes.push(
      quarantine
        ? { id: 'moved', args: { ...args, folder: quarantine.folder, back } }
        : { id: 'deleted', args },
    );
  }
  if (was.emptyFolders > 0) {
    const args = { ...about, before: was.emptyFolders, after: is.emptyFolders };
    changes.push({ id: 'folders-removed', args });
  }
  const object = nameOf(rule);
  return {
    findings,
    changes,
    measurements: [
      ...beforeAndAfter('files', planned, left, { unit: 'count', object }),
      { name: 'freed', value: freedBytes, unit: 'bytes', object } as const,
    ],
  };
}

/** An hour has begun meanwhile: what is old now was not planned, unless something of before is there. */
function isStale({ olderThanDays }: DeletionRule, { is, before, after }: Pair): boolean {
  if (after.asOf === before.asOf) return false;
  const cutOff = before.asOf - olderThanDays * 86_400;
  return is.owners.every(({ oldestSeconds }) => oldestSeconds > cutOff);
}

function total({ owners }: RuleFacts, what: 'files' | 'bytes'): number {
  return owners.reduce((sum, one) => sum + one[what], 0);
}

/** Once for each file system, under the first of its folders. */
function freeSpace({ rules }: DeletionOrder, before: Seen, after: Seen) {
  const changes: Message<Id>[] = [];
  const measurements: Measurement[] = [];
  const known = new Set<string>();
  rules.forEach(({ directory }, index) => {
    const was = before.rules[index];
    const is = after.rules[index];
    if (was?.state !== 'ok' || is?.state !== 'ok' || known.has(was.device)) return;
    known.add(was.device);
    const args = { directory, beforeBytes: was.freeBytes, afterBytes: is.freeBytes };
    changes.push({ id: 'space', args });
    const rest = { unit: 'bytes', object: directory } as const;
    measurements.push(...beforeAndAfter('free', was.freeBytes, is.freeBytes, rest));
  });
  return { changes, measurements };
}
