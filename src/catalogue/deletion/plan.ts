import { type Finding, finding } from '../../core/finding.ts';
import type { Message } from '../../core/message.ts';
import type { Plan } from '../define-task.ts';
import type { Caretakers } from './caretakers.ts';
import type { DeletionFacts, RuleFacts } from './facts.ts';
import { guards } from './guards.ts';
import type { DeletionMessage as Id } from './messages.ts';
import type { DeletionOrder, DeletionRule } from './order.ts';
import { standing } from './standing.ts';
import { nameOf, patternsOf, shownName } from './words.ts';

/**
 * What the hash of a plan binds: from when ages are reckoned, and whose files of which rules go.
 * Rules and caps are parameters and are in it anyway. The number of files is not: it changes by
 * itself, and the caps bound it. The time is the full hour, so that a plan holds for a while.
 */
export interface DeletionChange {
  /** Seconds since the epoch; nothing younger than this and the rule's days is deleted. */
  readonly asOf: number;
  readonly work: readonly { readonly rule: number; readonly owner: string }[];
  readonly purge: boolean;
}

export interface Seen extends DeletionFacts {
  readonly caretakers: Caretakers;
}

export function planDeletion(order: DeletionOrder, facts: Seen): Plan<DeletionChange, Id> {
  const refusals = guards(order, facts);
  if (refusals.length > 0) {
    return { kind: 'refused', findings: [...refusals, ...samples(order, facts)] };
  }
  const work = facts.rules.flatMap(({ owners, emptyFolders }, index) => {
    const names = emptyFolders > 0 ? facts.people : owners.map(({ owner }) => owner);
    return [...names].sort().map((owner) => ({ rule: index + 1, owner }));
  });
  const purge = (facts.hold?.expired ?? 0) > 0;
  const findings = standing(order, facts);
  if (work.length === 0 && !purge) {
    return { kind: 'no-op', reason: nothingToDo(order, facts), findings };
  }
  return {
    kind: 'change',
    change: { asOf: facts.asOf, work, purge },
    changes: changesOf(order, facts),
    findings: [...findings, ...samples(order, facts), ...notes(order, facts)],
  };
}

function nothingToDo(order: DeletionOrder, facts: Seen): Message<Id> {
  const looked = pairs(order, facts).filter(([, { state }]) => state === 'ok');
  if (looked.length === 0 || facts.people.length === 0) return { id: 'nowhere', args: {} };
  const directories = [...new Set(looked.map(([{ directory }]) => directory))].join(', ');
  return { id: 'nothing', args: { directories } };
}

function changesOf(order: DeletionOrder, facts: Seen): Message<Id>[] {
  const { quarantine } = order;
  const kept = quarantine && { folder: quarantine.folder, keptDays: quarantine.days };
  const changes: Message<Id>[] = pairs(order, facts).flatMap(([rule, seen]) => {
    const about = {
      directory: rule.directory,
      pattern: patternsOf(rule),
      days: rule.olderThanDays,
    };
    const found: Message<Id>[] = [];
    if (seen.owners.length > 0) {
      const args = { ...about, ...amounts(seen), ...kept };
      found.push({ id: kept ? 'move' : 'delete', args });
    }
    if (seen.emptyFolders > 0)
      found.push({ id: 'folders', args: { ...about, folders: seen.emptyFolders } });
    return found;
  });
  if (kept && facts.hold && facts.hold.expired > 0)
    changes.push({ id: 'purge', args: { ...kept, moves: facts.hold.expired } });
  return changes;
}

function amounts({ owners }: RuleFacts) {
  return {
    files: owners.reduce((sum, { files }) => sum + files, 0),
    totalBytes: owners.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestAt: timeOf(Math.min(...owners.map(({ oldestSeconds }) => oldestSeconds))),
    owners: owners.map(({ owner }) => owner).join(', '),
  };
}

/** A file may bear any time, even one beyond what a date can be. */
function timeOf(epochSeconds: number): string {
  const time = new Date(epochSeconds * 1000);
  return Number.isNaN(time.getTime()) ? `@${epochSeconds}` : time.toISOString();
}

function samples(order: DeletionOrder, facts: Seen): Finding<Id>[] {
  return pairs(order, facts).flatMap(([rule, { names, owners }]) => {
    if (names.length === 0) return [];
    const files = owners.reduce((sum, one) => sum + one.files, 0);
    const args = { directory: rule.directory, files, shown: names.length };
    const what = finding(`names:${nameOf(rule)}`, 'note', 'samples', args);
    return [{ ...what, evidence: names.map(shownName).join('\n') }];
  });
}

/** What a person might like to know, and which asks for nothing. */
function notes(order: DeletionOrder, facts: Seen): Finding<Id>[] {
  const found = pairs(order, facts).flatMap(([rule, { open, links }]): Finding<Id>[] => {
    const args = { directory: rule.directory, open, links };
    return open + links > 0 ? [finding(`kept:${nameOf(rule)}`, 'note', 'kept', args)] : [];
  });
  const { tmpfiles, logrotate } = facts.caretakers;
  for (const args of tmpfiles) {
    found.push(finding(`tmpfiles:${args.directory}`, 'note', 'tmpfiles', { ...args }));
  }
  for (const { config, maxage } of logrotate) {
    const [rule] = order.rules;
    const args = { config, directory: rule?.directory ?? '', days: rule?.olderThanDays ?? 0 };
    found.push(finding(`maxage:${config}`, 'note', maxage ? 'has-maxage' : 'maxage', args));
  }
  return found;
}

export function pairs(
  { rules }: DeletionOrder,
  facts: DeletionFacts,
): (readonly [DeletionRule, RuleFacts])[] {
  return rules.flatMap((rule, index) => {
    const seen = facts.rules[index];
    return seen ? [[rule, seen] as const] : [];
  });
}
