import { describe, expect, test } from 'vitest';
import { pseudonymiser } from '../../src/text/pseudonymise.ts';

const { text, value } = pseudonymiser({ key: 'secret of the instance', users: ['tanaka', 'root'] });
const ip = /ip-[0-9a-f]{8}/;
const user = /user-[0-9a-f]{8}/;

describe('pseudonyms', () => {
  test('are the same every time, and others under another key', () => {
    expect(text('192.0.2.7')).toBe(text('192.0.2.7'));
    expect(text('192.0.2.7')).not.toBe(text('192.0.2.8'));
    expect(pseudonymiser({ key: 'another' }).text('192.0.2.7')).not.toBe(text('192.0.2.7'));
  });

  test('need a key', () => expect(() => pseudonymiser({ key: '' })).toThrow(RangeError));

  test('do not change when they are made twice', () => {
    const once = text('Failed password for alice from 203.0.113.9 port 4022 ssh2');
    expect(text(once)).toBe(once);
  });

  test.each([
    ['an address', '192.0.2.7', /^ip-\w{8}$/],
    ['a port', '192.0.2.7:443', /^ip-\w{8}:443$/],
    ['a network', '192.0.2.0/24', /^ip-\w{8}\/24$/],
    ['the end of a sentence', 'from 192.0.2.7.', /^from ip-\w{8}\.$/],
    ['brackets', '[2001:db8::1]:443', /^\[ip-\w{8}\]:443$/],
    ['IPv6', 'from 2001:db8:0:1::42 port 22', /^from ip-\w{8} port 22$/],
    ['IPv6 before a colon', '2001:db8::42: refused', /^ip-\w{8}: refused$/],
    ['IPv4 in IPv6', '::ffff:192.0.2.7', /^ip-\w{8}$/],
    ['a label before it', 'client:2001:db8::1', /^client:ip-\w{8}$/],
    ['a list', '192.0.2.7,198.51.100.1', /^ip-\w{8},ip-\w{8}$/],
    ['sshd', 'Failed password for alice from', /for user-\w{8} from/],
    ['sshd, invalid', 'Failed password for invalid user bob from', /invalid user user-\w{8} from/],
    ['sshd, accepted', 'Accepted publickey for alice from', /for user-\w{8} from/],
    ['PAM', 'session opened for user alice(uid=1000)', /for user user-\w{8}\(uid/],
    ['sudo', 'sudo:   alice : TTY=pts/0', /sudo: +user-\w{8} : TTY/],
    ['a home', '/home/alice/.ssh/id_rsa', /^\/home\/user-\w{8}\/\.ssh/],
    ['a name that is known', 'tanaka logged in', /^user-\w{8} logged in$/],
  ])('%s', (_name, original, shown) => expect(text(original)).toMatch(shown));

  test.each([
    '127.0.0.1:5100',
    '0.0.0.0',
    '::1',
    '::',
    '12:34:56',
    '2026-11-24T02:00:00Z',
    '00:16:3e:aa:bb:cc',
    '1.2.3',
    '256.1.1.1',
    'SHA256:abcd',
    'a::b::c',
    'std::f and Foo::Bar::baz',
    '/home/postgres/x',
    'session opened for user root(uid=0)',
  ])('%s stays', (original) => expect(text(original)).toBe(original));

  test('go through a whole value, keys included', () => {
    const result = value({
      user: 'alice',
      count: 3,
      none: null,
      byAddress: { '192.0.2.7': [{ line: 'from 192.0.2.7' }] },
      users: ['alice', 'root'],
    });
    expect(result.user).toMatch(user);
    expect(result.users).toEqual([result.user, 'root']);
    expect(result.count).toBe(3);
    expect(Object.keys(result.byAddress)[0]).toMatch(ip);
    expect(JSON.stringify(result)).not.toMatch(/192\.0|alice/);
  });

  test('a long line takes no time', () => {
    const started = performance.now();
    text('a:'.repeat(100_000));
    text('1.'.repeat(100_000));
    text(':'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
