import { catalogue } from '../catalogue/registry.ts';
import { connectionMessages } from '../connectors/messages.ts';
import { postgresMessages } from '../connectors/postgres/messages.ts';
import { engineMessages } from '../engine/messages.ts';
import { githubMessages } from '../github/messages.ts';
import { gateMessages } from '../notice/messages.ts';
import { recordMessages } from '../text/general.ts';
import { collectMessages, type TextOptions } from '../text/render.ts';
import { runMessages } from './messages.ts';

/**
 * Every message that results can hold which name these catalogue entries, in both languages. What
 * an entry has said that is no more is shown by its ids.
 */
export async function textOf(timeZone: string, uses: Iterable<string>): Promise<TextOptions> {
  return {
    timeZone,
    messages: collectMessages(
      await catalogue.load(uses),
      engineMessages,
      connectionMessages,
      postgresMessages,
      githubMessages,
      recordMessages,
      runMessages,
      gateMessages,
    ),
  };
}
