import type { Locale, Messages } from '../core/message.ts';
import type { Severity } from '../core/severity.ts';
import type { Inline } from '../text/markdown.ts';
import { joined, phrasing, text } from '../text/markdown.ts';
import { isKnown, messageParts } from '../text/render.ts';
import { joinWords, moreHosts } from '../text/words.ts';
import type { Found } from './compare.ts';
import { stableJson } from './json.ts';
import type { QualifiedMessage, RunFinding } from './run-result.ts';

/** How records are put into words. */
export interface RenderOptions {
  readonly locale: Locale;
  /** From `collectMessages`. */
  readonly messages: Messages;
}

/** With the time zone that a record carries. */
export interface Words extends RenderOptions {
  readonly timeZone: string;
}

/** The same finding on one host or many. */
export interface Group {
  readonly use: string;
  readonly step: string;
  readonly severity: Severity;
  readonly finding: RunFinding;
  readonly hosts: readonly string[];
}

/** Findings that differ in nothing but the host come together; the order of the first ones stays. */
export function grouped(found: readonly Found[]): Group[] {
  const groups = new Map<string, { first: Found; hosts: Set<string> }>();
  for (const one of found) {
    const { key, severity, message, remedy } = one.finding;
    const id = stableJson([one.step, one.use, key, severity, message, remedy]);
    const group = groups.get(id);
    if (!group) groups.set(id, { first: one, hosts: new Set([one.host]) });
    else group.hosts.add(one.host);
  }
  return [...groups.values()].map(({ first: { use, step, finding }, hosts }) => ({
    use,
    step,
    severity: finding.severity,
    finding,
    hosts: [...hosts],
  }));
}

const shownHosts = 8;

export function hostList(hosts: readonly string[], { locale }: Words, limit = shownHosts): string {
  const more = hosts.length - limit;
  const names = more > 1 ? hosts.slice(0, limit) : hosts;
  return joinWords(more > 1 ? [...names, moreHosts(more, locale)] : names, locale);
}

/** `app1, app2: ` before what was found there. */
export function prefix(hosts: readonly string[], words: Words): Inline {
  return { type: 'text', value: `${hostList(hosts, words, 3)}: ` };
}

/** Title of a catalogue entry; its id when it is not known (any more). */
export function titleOf(use: string, { messages, locale }: Words): string {
  return Object.hasOwn(messages, use) ? (messages[use]?.[locale] ?? use) : use;
}

/** Title of a step: told apart by its id where the runbook uses an entry twice. */
export function stepTitle(use: string, step: string, words: Words): string {
  return step === use ? titleOf(use, words) : `${titleOf(use, words)} (${step})`;
}

export function measureTitle(use: string, name: string, { messages, locale }: Words): string {
  return messages[`${use}#${name}`]?.[locale] ?? name;
}

export function inWords(message: QualifiedMessage, words: Words): Inline[] {
  return phrasing(messageParts(message, words.locale, words));
}

/** A module may name a remedy that nobody has written: better none than an id. */
export function remedyInWords(remedy: QualifiedMessage | undefined, words: Words): Inline[] {
  return remedy && isKnown(remedy, words.messages) ? inWords(remedy, words) : [text('—')];
}

export function sentences(items: readonly (readonly Inline[])[]): Inline[] {
  return items.length === 0 ? [text('—')] : joined(items, ' / ');
}
