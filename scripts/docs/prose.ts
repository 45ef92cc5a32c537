import { type PatternPart, patternParts } from '../../src/cli/catalogue/pattern.ts';
import type { Locale, Text } from '../../src/core/message.ts';
import { type Inline, phrasing } from '../../src/text/markdown.ts';

/** Our own words, in which `…` already means code. */
export function prose(words: string): Inline[] {
  return phrasing(
    words
      .split(/`([^`]+)`/)
      .map((text, index) => ({ kind: index % 2 === 1 ? 'value' : 'text', text })),
  );
}

/** A message as people read it; what is put into it stands as code, by its name. */
export function messageProse(text: Text, locale: Locale): Inline[] {
  return patternParts(text[locale], locale).flatMap((part: PatternPart) =>
    part.kind === 'text' ? prose(part.text) : phrasing([{ kind: 'value', text: part.name }]),
  );
}
