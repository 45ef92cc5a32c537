import { describe, expect, test } from 'vitest';
import { redactor } from '../../src/core/redact.ts';

describe('redact', () => {
  const secret = 'pa$$ word+/ü';
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    ['as it is', `login ${secret} ok`, 'login *** ok'],
    ['twice', `${secret}${secret}`, '******'],
    ['URL-encoded', `?p=${encodeURIComponent(secret)}&q`, '?p=***&q'],
    ['as a form', `?p=${encodeURIComponent(secret).replaceAll('%20', '+')}`, '?p=***'],
    ['nothing', 'nothing here', 'nothing here'],
  ])('%s', (_title, text, expected) => {
    expect(redactor([secret])(text)).toBe(expected);
  });

  test.each(['', 'x', 'xy', 'xyz'])('base64, after "%s"', (before) => {
    const text = base64(`${before}${secret}:tail`);
    const redacted = redactor([secret])(text);
    expect(redacted).toContain('***');
    expect(Buffer.from(redacted.replace('***', ''), 'base64').toString()).not.toContain('word');
  });

  test('the longest first, so that no rest remains', () => {
    expect(redactor(['secret-one', 'secret-one-and-two'])('secret-one-and-two')).toBe('***');
  });

  test('short values and none at all', () => {
    expect(redactor(['short', ''])('short')).toBe('short');
    expect(redactor([])('text')).toBe('text');
  });

  test('a private key, whole and line by line, but not its armour', () => {
    const key = '-----BEGIN KEY-----\nAAAAline1\nBBBBline2\n-----END KEY-----\n';
    const redact = redactor([key]);
    expect(redact(`got ${key} here`)).toBe('got *** here');
    expect(redact('line AAAAline1.')).toBe('line ***.');
    expect(redact(JSON.stringify({ key }))).toBe('{"key":"***"}');
    expect(redact('-----BEGIN KEY-----')).toBe('-----BEGIN KEY-----');
  });
});
