import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Pads to a width in terminal cells: a Japanese character takes two. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - stringWidth(text)));
}

export function cells(text: string): number {
  return stringWidth(text);
}

/** Wraps a text to `width` cells and puts `indent` before every line but the first. */
export function hang(text: string, width: number, indent: string): string {
  const room = Math.max(24, width - stringWidth(indent));
  // `hard`: Japanese has no blanks to break at.
  return wrapAnsi(text, room, { hard: true, trim: true }).replaceAll('\n', `\n${indent}`);
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
