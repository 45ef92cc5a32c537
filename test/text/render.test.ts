import { describe, expect, test } from 'vitest';
import { locales, type Messages } from '../../src/core/message.ts';
import { engineMessages } from '../../src/engine/messages.ts';
import { recordMessages } from '../../src/text/general.ts';
import { markdown, paragraph, phrasing } from '../../src/text/markdown.ts';
import { collectMessages, messageParts, renderMessage } from '../../src/text/render.ts';
import { checks } from '../catalogue/entries.ts';

const messages: Messages = {
  'a/size': { ja: '残り {availableBytes}', en: '{availableBytes} left' },
  'a/when': { ja: '{expiresAt} に失効', en: 'expires at {expiresAt}' },
  'a/used': { ja: '{path} は {used}%', en: '{path} is {used}% full' },
  'a/days': {
    ja: 'あと {days} 日',
    en: '{days, plural, one {# day} other {# days}} left, {days}',
  },
  'a/select': { ja: '{kind}', en: '{kind, select, db {database} other {{kind}}}' },
  'a/grouped': { ja: '{files, number}', en: '{files, number} files' },
  'a/tag': { ja: '<b>{x}', en: "a < b, it's {x}" },
  'a/broken': { ja: '{', en: '{' },
};
const options = { timeZone: 'Asia/Tokyo', messages };
const en = (id: string, args: Readonly<Record<string, string | number>>) =>
  renderMessage({ id, args }, 'en', options);

describe('renderMessage', () => {
  test.each([
    ['a/size', { availableBytes: 1_234_567_890 }, '1.1 GiB left'],
    ['a/size', { availableBytes: 0 }, '0 B left'],
    ['a/when', { expiresAt: '2026-11-23T17:00:00Z' }, 'expires at 2026-11-24 02:00'],
    ['a/when', { expiresAt: 'never' }, 'expires at never'],
    ['a/used', { path: '/var', used: 85 }, '/var is 85% full'],
    ['a/used', { path: '/var', used: 85.3333 }, '/var is 85.3% full'],
    ['a/used', { path: '/var', used: 0.012345 }, '/var is 0.012% full'],
    ['a/used', { path: 'a\u001b[31m\nb', used: 8443 }, 'a ⏎ b is 8443% full'],
    ['a/days', { days: 1 }, '1 day left, 1'],
    ['a/days', { days: 12 }, '12 days left, 12'],
    ['a/select', { kind: 'db' }, 'database'],
    ['a/select', { kind: 'hasOwnProperty' }, 'hasOwnProperty'],
    ['a/grouped', { files: 1234567 }, '1,234,567 files'],
    ['a/tag', { x: '<i>' }, "a < b, it's <i>"],
    ['a/used', { path: '::error::', used: 1 }, ': :error:: is 1% full'],
  ])('%s %j', (id, args, shown) => expect(en(id, args)).toBe(shown));

  test.each([
    ['an id that is not known', 'b/none', { path: '/x', n: 1 }, 'b/none (path: /x, n: 1)'],
    ['an id of Object', 'toString', {}, 'toString'],
    ['a missing argument', 'a/used', { path: '/x' }, 'a/used (path: /x)'],
    ['a broken pattern', 'a/broken', { x: 1 }, 'a/broken (x: 1)'],
  ])('never throws: %s', (_name, id, args, shown) => expect(en(id, args)).toBe(shown));

  test('in Japanese', () => {
    const message = { id: 'a/size', args: { availableBytes: 2048 } };
    expect(renderMessage(message, 'ja', options)).toBe('残り 2 KiB');
  });
});

test('in Markdown, what is put into a message is code', () => {
  const message = { id: 'a/used', args: { path: '@me|<b>`', used: 9 } };
  const page = markdown([paragraph(...phrasing(messageParts(message, 'en', options)))]);
  expect(page).toBe('`` @me|<b>` `` is 9% full\n');
});

describe('collectMessages', () => {
  test('qualifies what belongs to a check', () => {
    const text = { ja: 'あ', en: 'a' };
    const check = { id: 'x.y', title: text, messages: { m: text }, measures: { used: text } };
    expect(Object.keys(collectMessages([check], { 'unknown/z': text }))).toEqual([
      'x.y',
      'x.y/m',
      'x.y#used',
      'unknown/z',
    ]);
    expect(() => collectMessages([check, check])).toThrow('Two message tables have the id "x.y"');
  });

  test('every message can be put into words in both languages', () => {
    const all = collectMessages(checks, engineMessages, recordMessages);
    for (const [id, text] of Object.entries(all)) {
      if (id.includes('#')) continue;
      for (const locale of locales) {
        const names = [...text[locale].matchAll(/\{(\w+)/g)].map(([, name]): [string, number] => [
          name ?? '',
          1,
        ]);
        const args: Readonly<Record<string, number>> = Object.fromEntries(names);
        const shown = renderMessage({ id, args }, locale, { timeZone: 'UTC', messages: all });
        expect(shown, `${id} ${locale}`).not.toMatch(new RegExp(`^${id}( \\(|$)`));
      }
    }
  });

  test('both languages use the same arguments', () => {
    for (const [id, { ja, en }] of Object.entries({ ...engineMessages, ...recordMessages })) {
      const names = (text: string) => new Set(text.match(/\{\w+/g));
      expect(names(en), id).toEqual(names(ja));
    }
  });

  test('every reason why nothing is known has a remedy', () => {
    const ids = Object.keys(engineMessages).filter((id) => id.startsWith('unknown/'));
    for (const id of ids) {
      if (!id.endsWith('-remedy')) expect(engineMessages).toHaveProperty([`${id}-remedy`]);
    }
  });
});
