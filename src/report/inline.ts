import type { Inline } from '../text/markdown.ts';

/** Words of a report with the blanks at their ends, which `text` would take away. */
export function phrase(value: string): Inline {
  return { type: 'text', value };
}
