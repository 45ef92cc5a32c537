import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { MessagePart } from './render.ts';
import { cleanBlock, cleanLine } from './untrusted.ts';

/**
 * Markdown as a tree, so that escaping is the serialiser's business and nobody glues text.
 *
 * Text from a host goes into `code` and `codeBlock` only: there GitHub makes no mention, no
 * reference, no link and no HTML of it, and the serialiser picks a fence longer than any inside.
 */
type Tree = Parameters<typeof toMarkdown>[0];
type Of<Type extends Tree['type']> = Extract<Tree, { type: Type }>;
export type Block = Of<'root'>['children'][number];
export type Inline = Of<'paragraph'>['children'][number];
type Align = 'left' | 'right';

/** Our own words, and those of the instance's files (which people review). */
export function text(value: string): Inline {
  return { type: 'text', value: cleanLine(value, { maxCharacters: 2000 }) };
}

/** As `text`, but keeps the blanks at its ends, which stand between it and its neighbours. */
function phrase(value: string): Inline {
  return { type: 'text', value };
}

/** Text from a host on one line. */
export function code(value: string, maxCharacters = 160): Inline {
  const line = cleanLine(value, { maxCharacters });
  return line === '' ? phrase('—') : { type: 'inlineCode', value: line };
}

/** Text from a host on several lines. */
export function codeBlock(value: string, maxCharacters = 4000): Block {
  return { type: 'code', lang: 'text', value: cleanBlock(value, { maxCharacters }) };
}

/** A drawing in a language that GitHub knows. What goes in is our own words. */
export function diagram(lang: 'mermaid', value: string): Block {
  return { type: 'code', lang, value: cleanBlock(value, { maxCharacters: 8000 }) };
}

export function strong(value: string): Inline {
  return { type: 'strong', children: [text(value)] };
}

export function link(url: string, value: string): Inline {
  return { type: 'link', url, children: [text(value)] };
}

/** A message's pieces: the words as text, what was put into them as code. */
export function phrasing(parts: readonly MessagePart[]): Inline[] {
  return parts.map((part) =>
    part.kind === 'value' ? code(part.text) : phrase(part.text.replaceAll(/\s+/g, ' ')),
  );
}

export function heading(depth: 1 | 2 | 3, ...children: Inline[]): Block {
  return { type: 'heading', depth, children };
}

export function paragraph(...children: Inline[]): Block {
  return { type: 'paragraph', children };
}

export function list(items: readonly (readonly Inline[])[]): Block {
  return {
    type: 'list',
    spread: false,
    children: items.map((item) => ({
      type: 'listItem',
      spread: false,
      children: [{ type: 'paragraph', children: [...item] }],
    })),
  };
}

/** `- **label**: …`, the form of the team's records. */
export function labelled(label: string, children: readonly Inline[]): readonly Inline[] {
  return [strong(label), phrase(': '), ...children];
}

export interface Column {
  readonly title: string;
  readonly align?: Align;
}

export function table(
  columns: readonly Column[],
  rows: readonly (readonly (readonly Inline[])[])[],
): Block {
  const row = (cells: readonly (readonly Inline[])[]) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: [...cell] })),
  });
  return {
    type: 'table',
    align: columns.map(({ align }) => align ?? null),
    children: [row(columns.map(({ title }) => [text(title)])), ...rows.map(row)],
  };
}

/** Runs of inline pieces with a separator between them. */
export function joined(items: readonly (readonly Inline[])[], separator: string): Inline[] {
  return items.flatMap((item, index) => (index === 0 ? item : [phrase(separator), ...item]));
}

export function markdown(blocks: readonly Block[]): string {
  return toMarkdown(
    { type: 'root', children: merged(blocks) },
    {
      extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
      bullet: '-',
      emphasis: '_',
      fences: true,
      // The record's form has its list right below the heading.
      join: [
        (left, right) =>
          left.type === 'heading' && left.depth === 2 && right.type === 'list' ? 0 : undefined,
      ],
    },
  );
}

/** Neighbouring texts become one, for the serialiser escapes by what stands beside. */
function merged<Node extends Tree>(nodes: readonly Node[]): Node[] {
  const result: Node[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === 'text' && last?.type === 'text') last.value += node.value;
    else if ('children' in node) {
      result.push({ ...node, children: merged<Tree>(node.children) });
    } else result.push({ ...node });
  }
  return result;
}
