import { describe, expect, test } from 'vitest';
import { KnownHosts } from '../../../src/connectors/ssh/known-hosts.ts';

const key = (byte: number): string => {
  const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const blob = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(Buffer.alloc(32, byte))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
};

describe('known_hosts', () => {
  const cases: readonly [string, string, string, number, number][] = [
    ['a name', 'app1.example.com', 'app1.example.com', 22, 1],
    ['names are compared without case', 'App1.example.com', 'APP1.example.com', 22, 1],
    ['another name', 'app1.example.com', 'app2.example.com', 22, 0],
    ['one of a list', 'app1,192.0.2.11', '192.0.2.11', 22, 1],
    ['a star', '*.example.com', 'app1.example.com', 22, 1],
    ['a star is not a suffix match of everything', '*.example.com', 'example.com', 22, 0],
    ['a dot is a dot', 'a.b', 'axb', 22, 0],
    ['a question mark', 'app?', 'app1', 22, 1],
    ['negation', '*.example.com,!db.example.com', 'db.example.com', 22, 0],
    [
      'negation comes first in whatever place',
      '!db.example.com,*.example.com',
      'db.example.com',
      22,
      0,
    ],
    ['negation alone matches nothing', '!db', 'app', 22, 0],
    ['a port', '[app1]:2222', 'app1', 2222, 1],
    ['a port that is not named', 'app1', 'app1', 2222, 0],
    ['a star and a port', '[app*]:2222', 'app1', 2222, 1],
    ['IPv6', '2001:db8::1', '2001:db8::1', 22, 1],
  ];
  test.each(cases)('%s', (_title, names, address, port, found) => {
    expect(new KnownHosts(`${names} ${key(1)} comment\n`).lookUp(address, port).plain).toHaveLength(
      found,
    );
  });

  test('markers, comments and broken lines', () => {
    const text = [
      '# comment',
      '',
      `@revoked * ${key(1)}`,
      `@cert-authority *.example.com ${key(2)}`,
      `\tapp.example.com\t${key(3)}`,
      'app.example.com ssh-ed25519 not-base64',
      `app.example.com ssh-rsa ${key(4).split(' ')[1]}`,
    ].join('\r\n');
    const found = new KnownHosts(text).lookUp('app.example.com', 22);
    expect(
      [found.plain, found.revoked, found.certificateAuthorities].map((keys) => keys.length),
    ).toEqual([1, 1, 1]);
  });
});
