/** Above it GitHub refuses the whole summary; a little is left for the note and the line's end. */
export const maxSummaryBytes = 1024 * 1024 - 1024;

/**
 * Joins Markdown sections, dropping whole ones from the end so that the result stays below the
 * limit: what is most important comes first. A first section that is too long by itself is cut at a
 * line's end.
 *
 * @param note says in the reader's language how many sections are missing
 */
export function cutSections(
  sections: readonly string[],
  note: (missing: number) => string,
  maxBytes = maxSummaryBytes,
): string {
  const parts = sections.map((section) => section.trim()).filter((section) => section !== '');
  const whole = `${parts.join('\n\n')}\n`;
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  const room = maxBytes - Buffer.byteLength(`\n\n${note(parts.length)}\n`);
  const kept: string[] = [];
  let size = 0;
  for (const part of parts) {
    size += Buffer.byteLength(part) + (kept.length > 0 ? 2 : 0);
    if (size > room) break;
    kept.push(part);
  }
  const missing = parts.length - kept.length;
  if (kept.length === 0) kept.push(cutLines(parts[0] ?? '', room));
  return `${[...kept, note(missing)].join('\n\n')}\n`;
}

/** Whole lines, and a code fence that is left open is closed. */
function cutLines(text: string, maxBytes: number): string {
  const kept: string[] = [];
  let size = 0;
  let fence = '';
  for (const line of text.split('\n')) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    const next = mark === undefined ? fence : fenceAfter(fence, mark);
    size += Buffer.byteLength(line) + 1;
    if (size + next.length + 1 > maxBytes) break;
    kept.push(line);
    fence = next;
  }
  return [...kept, ...(fence === '' ? [] : [fence])].join('\n');
}

function fenceAfter(open: string, mark: string): string {
  if (open === '') return mark;
  return mark.startsWith(open) ? '' : open;
}
