import type { EntryDescription } from '../../src/cli/catalogue/describe.ts';
import { marks } from '../../src/cli/terminal/style.ts';
import { type Block, type Inline, strong } from '../../src/text/markdown.ts';
import type { Observed } from './observed.ts';
import { messageProse, prose } from './prose.ts';

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
    ...(head === '' ? [] : [strong(head), ...prose(': ')]),
    ...messageProse(text, 'en'),
    newLine,
    ...messageProse(text, 'ja'),
    ...remedies.flatMap((remedy) => {
      const way = messages[remedy];
      return way ? [newLine, ...prose('→ '), ...messageProse(way, 'en')] : [];
    }),
  ];
}

const newLine: Inline = { type: 'break' };
