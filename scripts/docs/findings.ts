import type { EntryDescription } from '../../src/cli/catalogue/describe.ts';
import { patternParts } from '../../src/cli/catalogue/pattern.ts';
import { marks } from '../../src/cli/terminal/style.ts';
import type { Locale, Text } from '../../src/core/message.ts';
import { type Block, type Inline, phrasing, strong } from '../../src/text/markdown.ts';
import type { Observed } from './observed.ts';

/**
 * Everything that a check can say about a host: severity, both languages and the remedy. Worst
 * first; what no case has shown comes last, without a severity.
 */
export function findings({ messages }: EntryDescription, observed: Observed): Block {
  const remedies = new Set([...observed.messages.values()].flatMap((seen) => seen.remedies));
  const isRemedy = (id: string) => remedies.has(id) || /(^|-)remedy(-|$)/.test(id);
  const rank = (id: string) => {
    const [worst] = observed.messages.get(id)?.severities ?? [];
    return worst === undefined ? order.length : order.indexOf(worst);
  };
  const ids = Object.keys(messages).filter((id) => !isRemedy(id));
  ids.sort((a, b) => rank(a) - rank(b));
  return {
    type: 'list',
    spread: true,
    children: ids.map((id) => ({
      type: 'listItem',
      spread: true,
      children: [{ type: 'paragraph', children: item(id, messages, observed) }],
    })),
  };
}

const order = ['critical', 'unknown', 'warning', 'note'];

function item(
  id: string,
  messages: EntryDescription['messages'],
  { messages: seen, skipped }: Observed,
): Inline[] {
  const text = messages[id];
  if (!text) return [];
  const { severities = [], remedies = [] } = seen.get(id) ?? {};
  const words = skipped.has(id) ? ['skipped' as const] : severities;
  const head = words.map((word) => `${marks[word]} ${word}`).join(', ');
  return [
    ...(head === '' ? [] : [strong(head), ...say(': ')]),
    ...inLanguage(text, 'en'),
    newLine,
    ...inLanguage(text, 'ja'),
    ...remedies.flatMap((remedy) => {
      const way = messages[remedy];
      return way ? [newLine, ...say('→ '), ...inLanguage(way, 'en')] : [];
    }),
  ];
}

const newLine: Inline = { type: 'break' };

function say(words: string): Inline[] {
  return phrasing([{ kind: 'text', text: words }]);
}

/** Placeholders stand as code, by their names. */
function inLanguage(text: Text, locale: Locale): Inline[] {
  return phrasing(
    patternParts(text[locale], locale).map((part) =>
      part.kind === 'text' ? part : { kind: 'value', text: part.name },
    ),
  );
}
