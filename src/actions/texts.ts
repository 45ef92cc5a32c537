import { gitMessages } from '../git/messages.ts';
import { textOf } from '../run/texts.ts';
import type { TextOptions } from '../text/render.ts';
import { actionMessages } from './messages.ts';

const made = new Map<string, TextOptions>();

/** Every message that a result of ours can hold. */
export function actionTexts(timeZone: string): TextOptions {
  const known = made.get(timeZone);
  if (known) return known;
  const { messages } = textOf(timeZone);
  const texts = { timeZone, messages: { ...messages, ...actionMessages, ...gitMessages } };
  made.set(timeZone, texts);
  return texts;
}
