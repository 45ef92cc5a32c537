import { describe, expect, test } from 'vitest';
import { task as purge } from '../../../src/catalogue/logs/purge-old.ts';
import { task as cleanup } from '../../../src/catalogue/tmp/cleanup.ts';

const rule = { directory: '/opt/mks/x', pattern: '*', olderThanDays: 1 };
const pathsOf = (task: typeof cleanup | typeof purge, given: object) =>
  (task.params.safeParse(given).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('tmp.cleanup', () => {
  test('has the seed’s four rules', () => {
    expect(cleanup.params.parse({}).rules).toEqual([
      { directory: '/tmp', pattern: 'mks_*', olderThanDays: 7 },
      { directory: '/var/tmp', pattern: 'mks_*', olderThanDays: 30 },
      { directory: '/opt/mks/uploads/temp', pattern: '*', olderThanDays: 1 },
      { directory: '/opt/mks/sessions', pattern: 'sess_*', olderThanDays: 30 },
    ]);
  });

  test.each([
    '/',
    '/opt',
    '/opt/mks/../etc',
    '/opt/mks/.',
    '/opt//mks',
    '/opt/mks/',
    'opt/mks',
    '/opt/mks/a b',
    '/opt/mks/*',
    '/etc/mks',
    '/opt/mksx/y',
  ])('the folder %s is a mistake', (directory) => {
    expect(pathsOf(cleanup, { rules: [{ ...rule, directory }] })).toEqual(['rules.0.directory']);
  });

  test.each([['a/b'], [''], ['a\nb'], ['[z-a]']])('the pattern %j is a mistake', (pattern) => {
    expect(pathsOf(cleanup, { rules: [{ ...rule, pattern }] })).toEqual(['rules.0.pattern']);
  });

  test('another tree is allowed by name', () => {
    const rules = [{ ...rule, directory: '/srv/app/tmp' }];
    expect(pathsOf(cleanup, { rules })).toEqual(['rules.0.directory']);
    expect(pathsOf(cleanup, { rules, within: ['/srv/app'] })).toEqual([]);
  });

  test('a quarantine is outside of what is cleaned, and not for files of root', () => {
    const quarantine = { folder: '/opt/mks/x/hold' };
    expect(pathsOf(cleanup, { rules: [rule], quarantine })).toEqual(['quarantine.folder']);
    const owners = ['mks', 'root'];
    expect(pathsOf(cleanup, { owners, quarantine: { folder: '/opt/hold' } })).toEqual(['owners']);
  });

  test.each(['0', '-x', 'a b', '$x', 'Root'])('the owner %j is a mistake', (owner) => {
    expect(pathsOf(cleanup, { owners: [owner] })).toEqual(['owners.0']);
  });

  test('a change of what may be deleted is another helper, a change of the caps is not', () => {
    const pathOf = (given: object) =>
      cleanup.privileged(cleanup.params.parse(given))[0]?.sudo[0]?.argv[0];
    expect(pathOf({ maxFiles: 5, maxShare: 1 })).toBe(pathOf({}));
    for (const given of [{ owners: ['mks', 'app'] }, { rules: [rule] }, { emptyFolders: true }]) {
      expect(pathOf(given)).not.toBe(pathOf({}));
    }
  });
});

test('what is to be done goes to the helper on standard input', () => {
  const params = cleanup.params.parse({});
  const change = { asOf: 1_795_568_400, work: [{ rule: 2, owner: 'mks' }], purge: false };
  const { script } = cleanup.apply(change, params);
  expect(script.text).toMatch(
    /^printf '%s\\n' 1795568400 '2 mks' \| sudo -n \/usr\/local\/lib\/teiki\/safe-delete-\w{16} delete$/,
  );
  expect(script.sudo.map(({ argv }) => argv[1])).toEqual(['delete']);
  expect(cleanup.rollback(change, params)).toBe('irreversible');
});

describe('logs.purge-old', () => {
  test('does not go below what has to be kept', () => {
    expect(pathsOf(purge, { olderThanDays: 30 })).toEqual(['olderThanDays']);
    expect(pathsOf(purge, { olderThanDays: 30, keepAtLeastDays: 30 })).toEqual([]);
    expect(pathsOf(purge, { keepAtLeastDays: 365 })).toEqual(['olderThanDays']);
  });

  test('stays in trees of logs', () => {
    expect(pathsOf(purge, { directory: '/home/mks/logs' })).toEqual(['directory']);
  });
});
