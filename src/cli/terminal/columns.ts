import stringWidth from 'string-width';

/** Pads to a width in terminal cells: a Japanese character takes two. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - stringWidth(text)));
}

export function cells(text: string): number {
  return stringWidth(text);
}

/** Wraps a text to `width` cells and puts `indent` before every line but the first. */
export function hang(text: string, width: number, indent: string): string {
  return wrap(text, Math.max(24, width - stringWidth(indent))).join(`\n${indent}`);
}

/**
 * Breaks at blanks, and between the words of a language that has none (Intl.Segmenter knows the
 * Japanese ones); a path or command stays whole unless it is longer than a line.
 */
function wrap(text: string, room: number): string[] {
  const lines = [''];
  for (const piece of pieces(text)) {
    const line = lines.at(-1) ?? '';
    if (stringWidth(line + piece.trimEnd()) <= room) lines[lines.length - 1] = line + piece;
    else if (stringWidth(piece) <= room) lines.push(piece.trimStart());
    else lines.push(...chunks(piece.trimStart(), room));
  }
  return lines.map((line) => line.trimEnd()).filter((line, index) => index > 0 || line !== '');
}

const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** Marks that belong to what follows them. */
const opening = /^[\p{Ps}\p{Pi}/~$<-]/u;

/** What must stay together: printable ASCII between blanks; else a word with the marks behind it. */
function pieces(text: string): string[] {
  const list: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = list.at(-1);
    const sticks =
      last !== undefined &&
      (isAscii(last) && isAscii(segment)
        ? !last.endsWith(' ')
        : !isWordLike && !opening.test(segment));
    if (sticks) list[list.length - 1] = last + segment;
    else list.push(segment);
  }
  return list;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function chunks(text: string, room: number): string[] {
  const lines = [''];
  for (const character of text) {
    if (stringWidth((lines.at(-1) ?? '') + character) > room) lines.push('');
    lines[lines.length - 1] += character;
  }
  return lines;
}

/** `app1, app2 +14`: as many names as fit. */
export function someNames(names: readonly string[], limit: number): string {
  const shown: string[] = [];
  for (const name of names) {
    if (shown.length > 0 && stringWidth([...shown, name].join(', ')) > limit) break;
    shown.push(name);
  }
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` +${more}` : '');
}
