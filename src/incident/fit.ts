import type { Block } from '../text/markdown.ts';

/** A part of a body that is there whole, in a smaller form, or not at all. */
export interface Section {
  readonly blocks: readonly Block[];
  readonly needed?: boolean;
  /** Stands at the end, wherever it is in the list. */
  readonly last?: boolean;
  /** Other forms, each smaller than the one before. */
  readonly smaller?: readonly (() => readonly Block[])[];
}

/**
 * Sections in their order as long as there is room. Cutting between sections keeps the Markdown
 * whole: a table that ends in the middle of a cell, or a fence that is never closed, would take the
 * rest of the page with it.
 */
export function fitted(
  sections: readonly Section[],
  maxCharacters: number,
  render: (blocks: readonly Block[]) => string,
): string {
  const size = (blocks: readonly Block[]) => (blocks.length === 0 ? 0 : render(blocks).length + 2);
  let room = maxCharacters;
  for (const { blocks, needed } of sections) if (needed) room -= size(blocks);
  const shown = sections.map(({ blocks, needed, smaller = [] }): readonly Block[] => {
    if (needed) return blocks;
    for (const form of [() => blocks, ...smaller]) {
      const candidate = form();
      const cost = size(candidate);
      if (cost > room) continue;
      room -= cost;
      return candidate;
    }
    return [];
  });
  const ordered = [
    ...shown.filter((_, index) => !sections[index]?.last),
    ...shown.filter((_, index) => sections[index]?.last),
  ];
  return render(ordered.flat()).trim();
}
