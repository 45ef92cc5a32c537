import { gitMessages } from '../git/messages.ts';
import { textOf } from '../run/texts.ts';
import type { TextOptions } from '../text/render.ts';
import { actionMessages } from './messages.ts';

const made = new Map<string, Promise<TextOptions>>();

/** Every message that a result of ours can hold which names these catalogue entries. */
export async function actionTexts(timeZone: string, uses: Iterable<string>): Promise<TextOptions> {
  const ids = new Set(uses);
  const key = [timeZone, ...ids].join(' ');
  const texts = made.get(key) ?? collect(timeZone, ids);
  made.set(key, texts);
  return await texts;
}

async function collect(timeZone: string, uses: Iterable<string>): Promise<TextOptions> {
  const { messages } = await textOf(timeZone, uses);
  return { timeZone, messages: { ...messages, ...actionMessages, ...gitMessages } };
}
