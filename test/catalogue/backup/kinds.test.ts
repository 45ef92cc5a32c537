import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  backupFields,
  globToRegExp,
  nameState,
  withoutSlash,
} from '../../../src/catalogue/backup/kinds.ts';

describe('globToRegExp', () => {
  test.each([
    ['db_*.dump', 'db_2026.dump', true],
    ['db_*.dump', 'db_.dump', true],
    ['db_*.dump', 'db_1.dump.old', false],
    ['db_*.dump', 'xdb_1.dump', false],
    ['db_*.dump', 'db_a\nb.dump', true],
    ['db_*.dump', 'db_1xdump', false],
    ['db_?.dump', 'db_あ.dump', true],
    ['db_[0-9].dump', 'db_7.dump', true],
    ['db_[!0-9].dump', 'db_7.dump', false],
    ['db_[!0-9].dump', 'db_x.dump', true],
    ['*.dump', '.hidden.dump', false],
    ['.*.dump', '.hidden.dump', true],
    ['a+b(c).dump', 'a+b(c).dump', true],
    ['$x^|{}.dump', '$x^|{}.dump', true],
  ])('%s and %j: %s', (glob, name, expected) => {
    expect(globToRegExp(glob).test(name)).toBe(expected);
  });
});

describe('kinds', () => {
  const schema = z.strictObject(backupFields);
  const kinds = (...patterns: string[]) =>
    schema.safeParse({ kinds: patterns.map((pattern, index) => ({ name: `k${index}`, pattern })) });

  test.each(['db_*.dump', 'db_[0-9]?.dump', "it's *.dump", '日本語_*.gz', '$(reboot)*', '-x*'])(
    '%s is a pattern',
    (pattern) => expect(kinds(pattern).success).toBe(true),
  );

  test.each(['', '../*.dump', 'a/b', 'a\\*', 'a\nb', 'a\0b', '[abc', 'abc]', '[]', '[z-a]'])(
    '%j is none',
    (pattern) => expect(kinds(pattern).success).toBe(false),
  );

  test.each(['backup', '/backup/*', '/a b', '/a\nb', '', '/a$(id)'])(
    '%j is no folder',
    (directory) => expect(schema.safeParse({ directory }).success).toBe(false),
  );

  test('names are unique', () => {
    const twice = { name: 'db', pattern: '*.dump' };
    expect(schema.safeParse({ kinds: [twice, twice] }).success).toBe(false);
  });

  test("the seed's kinds are the defaults", () => {
    expect(schema.parse({})).toEqual({
      directory: '/backup/mks',
      kinds: [
        { name: 'db', pattern: 'db_*.dump' },
        { name: 'uploads', pattern: 'uploads_*.tar.gz' },
      ],
    });
  });
});

test.each([
  ['db_1.dump', 'finished'],
  ['db_1.dump.partial', 'partial'],
  ['db_1.dump.tmp', 'partial'],
  ['db_1.dump.part', 'partial'],
  ['db_1.dump.gz', undefined],
  ['other.partial', undefined],
])('%s is %s', (name, expected) => {
  expect(nameState(name, { name: 'db', pattern: 'db_*.dump' })).toBe(expected);
});

test('a pattern that takes any ending still knows the unfinished', () => {
  expect(nameState('db_1.partial', { name: 'db', pattern: 'db_*' })).toBe('partial');
});

test('withoutSlash', () => expect(withoutSlash('/backup/mks//')).toBe('/backup/mks'));
