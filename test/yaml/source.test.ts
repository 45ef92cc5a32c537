import { expect, test } from 'vitest';
import { formatIssue } from '../../src/yaml/issue.ts';
import { readYaml } from '../../src/yaml/source.ts';

const lines = (text: string): readonly string[] => readYaml('f.yml', text).issues.map(formatIssue);

test.each<[string, string, readonly string[]]>([
  ['nothing wrong', 'a: 1\nb: [x, { c: 2 }]\n', []],
  ['an empty file', '', []],
  ['CRLF and a byte order mark', '\uFEFFa: 1\r\nb: 2\r\n', []],
  ['dates and times stay text', 'at: 02:00\nfrom: 2026-12-28\n', []],
  [
    'duplicate keys, each',
    'a: 1\na: 2\nb: { c: 1, c: 2 }\n',
    [
      'f.yml:2:1: the key `a` is already used in the same mapping: keep one of the two',
      'f.yml:3:12: the key `c` is already used in the same mapping: keep one of the two',
    ],
  ],
  ['a tab', 'a:\n\tb: 1\n', ['f.yml:2:1: a tab cannot indent YAML: use spaces']],
  [
    'a second document',
    'a: 1\n---\nb: 1\n',
    ['f.yml:2:1: a second YAML document begins here (`---`): use one file for each'],
  ],
  [
    'anchors and aliases',
    'a: &x 1\nb: *x\n',
    [
      'f.yml:1:7: YAML anchors (`&…`) are not used here: remove the anchor',
      'f.yml:2:4: YAML aliases (`*…`) are not used here: write the value out',
    ],
  ],
  [
    'a tag',
    'a: !secret x\n',
    ['f.yml:1:4: YAML tags (`!…`) are not used here: quote the text if it begins with `!`'],
  ],
  [
    'keys that are not text',
    '[a]: 1\n__proto__: 2\n',
    [
      'f.yml:1:1: a key must be plain text: put a name before the colon',
      'f.yml:2:1: a key must be plain text: put a name before the colon',
    ],
  ],
  ['an open quote', 'a: "x\n', ['f.yml:2:1: not valid YAML: Missing closing "quote']],
  [
    'an open list',
    'a: [1,\nb: 2\n',
    [
      'f.yml:2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
])('%s', (_, text, expected) => {
  expect(lines(text)).toEqual(expected);
});

test('a file that nobody has written by hand is not parsed', () => {
  expect(lines(`a: ${'x'.repeat(1024 * 1024)}\n`)).toEqual([
    'f.yml:1:1: the file has 1048580 bytes, more than the 1048576 that are read',
  ]);
});

test.each([
  ['lists', '['.repeat(20_000)],
  ['quotes', 'a: "\n'.repeat(2000)],
])('a text made to break the parser, of %s, has few issues', (_, text) => {
  expect(lines(text).length).toBeLessThanOrEqual(20);
  expect(lines(text)[0]).toMatch(/nested too deeply|not valid YAML/);
});

test('positions lead to keys, values, and for what is missing to the parent', () => {
  const source = readYaml('f.yml', 'a:\n  - b: 1\n    c: { d: x }\n  - e:\n');
  expect(source.position(['a', 0, 'c', 'd'], 'value')).toEqual({ line: 3, column: 13 });
  expect(source.position(['a', 0, 'c', 'd'], 'key')).toEqual({ line: 3, column: 10 });
  expect(source.position(['a', 0, 'c', 'missing'], 'key')).toEqual({ line: 3, column: 5 });
  expect(source.position(['a', 1, 'e'], 'value')).toEqual({ line: 4, column: 5 });
  expect(source.position(['nothing', 'there'], 'value')).toEqual({ line: 1, column: 1 });
});
