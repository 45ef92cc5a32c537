import type { Locale, Message, MessageArgs } from '../core/message.ts';
import { type Block, code, type Inline, phrasing, text } from '../text/markdown.ts';

import { messageParts, renderMessage } from '../text/render.ts';
import { type ReviewMessageId, reviewMessages } from './messages.ts';

export type { Inline } from '../text/markdown.ts';

/** The language and the time zone of the instance. */
export interface Language {
  readonly locale: Locale;
  readonly timeZone: string;
}

/** Our sentence as it stands in Markdown: whatever was put into it is code. */
export function sentence(message: Message, { locale, timeZone }: Language): Inline[] {
  const parts = messageParts(message, locale, { timeZone, messages: reviewMessages });
  return phrasing(parts.map((part) => ({ ...part, text: revealed(part.text) })));
}

export function said(id: ReviewMessageId, args: MessageArgs, language: Language): Inline[] {
  return sentence({ id, args }, language);
}

/** The same for the log of a job. */
export function plain(id: string, args: MessageArgs, { locale, timeZone }: Language): string {
  return renderMessage({ id, args }, locale, { timeZone, messages: reviewMessages });
}

/** A word of ours, without arguments. */
export function label(id: ReviewMessageId, { locale }: Language): string {
  return reviewMessages[id][locale];
}

export function labelText(id: ReviewMessageId, language: Language): Inline {
  return text(label(id, language));
}

const longest = 300;

/** Something that the pull request has written: code, in which GitHub finds no mention and no link. */
export function written(value: string | undefined): Inline {
  return value === undefined ? text('—') : code(revealed(value), longest);
}

/** Hosts of a change; of many the first few. */
export function hostNames(hosts: readonly string[], language: Language): Inline[] {
  const shown = hosts
    .slice(0, 8)
    .flatMap((host, index) => [
      ...(index > 0 ? [{ type: 'text' as const, value: ' ' }] : []),
      code(host),
    ]);
  const more = hosts.length - 8;
  if (more <= 0) return shown;
  return [
    ...shown,
    { type: 'text', value: ' ' },
    ...said('review/more', { count: more }, language),
  ];
}

/**
 * Characters that nobody sees, made visible: what a reviewer reads must be what a host gets, and text
 * can be written so that it looks like another (bidirectional marks, zero-width letters).
 */
export function revealed(value: string): string {
  return value.replaceAll(
    /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Folded, with a title of our own making: names of hosts and runbooks have no special letters. */
export function folded(title: string, value: string): Block[] {
  const safe = title.replaceAll(/[^\p{L}\p{N} .,:/_()-]/gu, '');
  return [
    { type: 'html', value: `<details><summary>${safe}</summary>` },
    { type: 'code', lang: 'sh', value: revealed(value).trimEnd() },
    { type: 'html', value: '</details>' },
  ];
}
