import { describe, expect, test } from 'vitest';
import { code, codeBlock, markdown, paragraph, table } from '../../src/text/markdown.ts';
import { cleanBlock, cleanLine, withoutCommands } from '../../src/text/untrusted.ts';

const bounds = { maxCharacters: 200 };

describe('cleanLine', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['C1 sequences', '\u009b31mred', 'red'],
    ['a window title', '\u001b]0;owned\u0007text', 'text'],
    ['a link of a terminal', '\u001b]8;;http://evil\u001b\\here\u001b]8;;\u001b\\', 'here'],
    ['a sequence that never ends', 'a\u001b]0;b', 'a0;b'],
    ['carriage return that overwrites', 'failed\rok', 'failed ⏎ ok'],
    ['backspaces', 'rm\b\bls', 'rmls'],
    ['NUL', 'a\u0000b', 'ab'],
    ['right-to-left override', 'cod\u202efdp.exe', 'codfdp.exe'],
    ['isolates and marks', '\u2066a\u2069\u200e\u200f\u061cb', 'ab'],
    ['zero width', 'pay\u200bpal\u200c\u200d\u2060\ufeff', 'paypal'],
    ['tags and fillers', 'a\u{e0041}\u3164\u115f\u00adb', 'ab'],
    ['line and paragraph separators', 'a\u2028b\u2029c\u0085d', 'a ⏎ b ⏎ c ⏎ d'],
    ['newlines and blanks', '  a \n\n\t b\n', 'a ⏎ b'],
    ['a lone surrogate', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['Japanese and emoji stay', '容量 85% 🚀', '容量 85% 🚀'],
    ['escaped bytes stay', 'caf\\xe9', 'caf\\xe9'],
  ])('%s', (_name, input, shown) => expect(cleanLine(input, bounds)).toBe(shown));

  test('is bounded and says how much is missing', () => {
    expect(cleanLine('x'.repeat(250), bounds)).toBe(`${'x'.repeat(200)}… (50 more bytes)`);
    expect(cleanLine('あ'.repeat(201), bounds)).toBe(`${'あ'.repeat(200)}… (3 more bytes)`);
  });

  test('never cuts a character in two', () => {
    const shown = cleanLine('🚀'.repeat(150), { maxCharacters: 199 });
    expect(shown.isWellFormed()).toBe(true);
    expect(shown).toContain('… (204 more bytes)');
  });

  test('10 MB on one line take no time, whatever they are made of', () => {
    const started = performance.now();
    for (const filler of ['x', ' ', '\n', '\u200b', '\u001b]', '::', '\u001b[', '@']) {
      const line = filler.repeat(10_000_000 / filler.length);
      expect(withoutCommands(cleanLine(line, bounds)).length).toBeLessThan(300);
      expect(cleanBlock(line, { maxCharacters: 4000 }).length).toBeLessThan(4100);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('cleanBlock keeps lines', () =>
  expect(cleanBlock('\n\ta\r\nb\u001b[0m\n\n', bounds)).toBe('\ta\nb'));

describe('withoutCommands', () => {
  test.each([
    ['::set-output name=x::y', ': :set-output name=x::y'],
    ['  ::error file=a::b', '  : :error file=a::b'],
    ['line\n::add-mask::x', 'line\n: :add-mask::x'],
    ['a ##[error]b', 'a ## [error]b'],
    ['::1', '::1'],
    ['a::b::c', 'a::b::c'],
  ])('%j', (input, shown) => expect(withoutCommands(input)).toBe(shown));
});

/** What a host may print to do something to the page that shows it. */
const attacks = [
  '@everyone @org/team',
  '#1 GH-2 org/repo#3',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- teiki:incident v1 -->',
  'a | b || c',
  'ends with a backslash \\',
  'a \\| b',
  '`code` ``code`` ```code```',
  '````````````````````',
  '```\n@everyone\n```',
  '~~~\n# heading\n~~~',
  '`',
  ' ` ',
  '](http://evil)[x',
  '![x](http://evil/x.png)',
  'https://evil.example www.evil.example me@evil.example',
  '::set-output name=x::y',
  '\u202egnp.exe',
  'a\nb\n\n# heading\n\n- item',
  '$(rm -rf /) ${x} $x$',
  '&lt;b&gt; &#64;everyone',
  '\\xff\\xfe',
  '---',
  '| - | - |',
  '',
  '\u0000\u200b',
];

describe('in Markdown', () => {
  test.each(attacks)('%j stays within its code', (attack) => {
    expect(outsideOfCode(markdown([paragraph(code(attack))]))).toMatch(/^—?\n$/);
  });

  test.each(attacks)('%j stays within its code block', (attack) => {
    const lines = markdown([codeBlock(attack)]).split('\n');
    const fence = /^`{3,}/.exec(lines[0] ?? '')?.[0] ?? '';
    expect(fence.length).toBeGreaterThanOrEqual(3);
    expect(lines.slice(1).filter((line) => line.trimStart().startsWith(fence))).toEqual([fence]);
    expect(lines.slice(-2)).toEqual([fence, '']);
  });

  test.each(attacks)('%j stays within its cell', (attack) => {
    const page = markdown([table([{ title: 'a' }, { title: 'b' }], [[[code(attack)], []]])]);
    const lines = page.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]?.replaceAll('\\|', '').match(/\|/g)).toHaveLength(3);
  });
});

/** What is left of a line when its code spans (CommonMark 6.1) are taken away. */
function outsideOfCode(page: string): string {
  let rest = '';
  let at = 0;
  while (at < page.length) {
    const run = /^`+/.exec(page.slice(at))?.[0];
    if (!run) {
      rest += page[at];
      at += 1;
      continue;
    }
    const closing = new RegExp(`(?<!\`)${run}(?!\`)`, 'g');
    closing.lastIndex = at + run.length;
    const end = closing.exec(page);
    if (!end) return rest + page.slice(at);
    at = end.index + run.length;
  }
  return rest;
}
