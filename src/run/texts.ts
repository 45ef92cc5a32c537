import { catalogue } from '../catalogue/registry.ts';
import { connectionMessages } from '../connectors/messages.ts';
import { engineMessages } from '../engine/messages.ts';
import { githubMessages } from '../github/messages.ts';
import { recordMessages } from '../text/general.ts';
import { collectMessages, type TextOptions } from '../text/render.ts';
import { runMessages } from './messages.ts';

/** Every message that a result can hold, in both languages. */
export function textOf(timeZone: string): TextOptions {
  return {
    timeZone,
    messages: collectMessages(
      catalogue.entries,
      engineMessages,
      connectionMessages,
      githubMessages,
      recordMessages,
      runMessages,
    ),
  };
}
