import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { hang, someNames } from '../../src/cli/terminal/columns.ts';

describe('wrapping', () => {
  test.each([
    ['証明書 /etc/letsencrypt/live/example.com/cert.pem(CN=example.com)の残りは 5 日です', 40],
    ['The certificate /etc/letsencrypt/live/example.com/cert.pem has 5 days left', 40],
    ['x'.repeat(200), 30],
    ['', 30],
  ])('%j fits into %d cells and loses nothing', (text, width) => {
    const lines = hang(text, width, '').split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(24, width));
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });

  test('breaks Japanese between words and keeps a path whole', () => {
    expect(
      hang(
        'sshd が動いているか、ポート番号を確かめて /var/log/nginx/access.log を見てください',
        30,
        '  ',
      ),
    ).toBe(
      'sshd が動いているか、ポート\n  番号を確かめて\n  /var/log/nginx/access.log を\n  見てください',
    );
  });

  test('as many names as fit', () => {
    expect(someNames(['app1', 'app2', 'app3'], 11)).toBe('app1, app2 +1');
    expect(someNames(['a-very-long-name', 'app2'], 5)).toBe('a-very-long-name +1');
  });
});
