import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { connectionMessages } from '../../src/connectors/messages.ts';
import { locales } from '../../src/core/message.ts';

const argumentsOf = (text: string) => new Set(text.match(/(?<=\{)\w+(?=\})/g));

describe('messages of connections', () => {
  test.each(Object.entries(connectionMessages))('%s', (id, text) => {
    for (const locale of locales) new IntlMessageFormat(text[locale], locale).getAst();
    expect([...argumentsOf(text.ja)].sort()).toEqual([...argumentsOf(text.en)].sort());
    if (id.endsWith('-remedy')) {
      expect(connectionMessages).toHaveProperty([id.replace(/-remedy$/, '')]);
    } else {
      expect(connectionMessages, 'every failure says what to do').toHaveProperty([`${id}-remedy`]);
    }
  });
});
