import type { MessageArgs } from '../core/message.ts';
import { cleanLine, withoutCommands } from './untrusted.ts';

/**
 * A sentence of ours with plain arguments, and no plural or time: what has to be said before an
 * action connects need not wait for a formatter of those to be loaded.
 */
export function plainSentence(pattern: string, args: MessageArgs): string {
  const shown = pattern.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? cleanLine(String(args[name]), { maxCharacters: 200 }) : whole,
  );
  return withoutCommands(shown);
}
