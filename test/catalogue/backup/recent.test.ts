import { describe, expect, test } from 'vitest';
import { median, newestOf } from '../../../src/catalogue/backup/recent.ts';

const kind = { name: 'db', pattern: 'db_*.dump' };
const file = (path: string, modifiedAtSeconds: number) => ({
  path,
  folder: false,
  modifiedAtSeconds,
  sizeBytes: 1,
});

describe('newestOf', () => {
  test('of the same time, the last name is the newest', () => {
    const files = [file('db_1.dump', 5), file('db_3.dump', 5), file('db_2.dump', 5)];
    const names = newestOf(kind, { state: 'listed', files, closed: [] }).map((one) => one.file);
    expect(names).toEqual(['db_3.dump', 'db_2.dump', 'db_1.dump']);
  });

  test('leftovers do not crowd out what counts', () => {
    const partial = Array.from({ length: 50 }, (_, at) => file(`db_${at}.dump.tmp`, 100 + at));
    const files = [...partial, ...Array.from({ length: 50 }, (_, at) => file(`db_${at}.dump`, at))];
    const found = newestOf(kind, { state: 'listed', files, closed: [] });
    expect(found.map(({ state }) => state)).toEqual([
      ...Array(3).fill('partial'),
      ...Array(9).fill('finished'),
    ]);
    expect(found[3]?.file).toBe('db_49.dump');
  });
});

test.each([
  [[], undefined],
  [[3], 3],
  [[1, 100, 2], 2],
  [[4, 1, 2, 3], 2.5],
])('the median of %j is %s', (values, expected) => expect(median(values)).toBe(expected));
