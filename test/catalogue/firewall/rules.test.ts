import { describe, expect, test } from 'vitest';
import { Unparsable } from '../../../src/catalogue/define.ts';
import { publishedPorts } from '../../../src/catalogue/firewall/docker.ts';
import { parseNftables } from '../../../src/catalogue/firewall/nftables.ts';
import { isOpenToWorld } from '../../../src/catalogue/firewall/rule.ts';
import { parseListeners, parsePeers } from '../../../src/catalogue/firewall/sockets.ts';
import { parseUfw } from '../../../src/catalogue/firewall/ufw.ts';

const ufw = (...rules: string[]) =>
  parseUfw(
    [
      'Status: active',
      'Default: deny (incoming), allow (outgoing), disabled (routed)',
      '',
      'To                         Action      From',
      '--                         ------      ----',
      ...rules,
    ].join('\n'),
  );

describe('ufw', () => {
  const isOpen = (port: number, ...rules: string[]) => {
    const firewall = ufw(...rules);
    return (
      firewall &&
      ([4, 6] as const).map((six) => isOpenToWorld(firewall, { port, protocol: 'tcp' }, six))
    );
  };

  test.each([
    [80, ['8080/tcp                   ALLOW IN    Anywhere'], [false, false]],
    [80, ['80                         ALLOW IN    Anywhere'], [true, false]],
    [80, ['80/udp                     ALLOW IN    Anywhere'], [false, false]],
    [443, ['80,443/tcp                 ALLOW IN    Anywhere'], [true, false]],
    [80, ['79:81/tcp                  ALLOW IN    Anywhere'], [true, false]],
    [22, ['22/tcp (OpenSSH (v6))      ALLOW IN    Anywhere (v6)'], [false, true]],
    [
      22,
      ['22/tcp                     LIMIT IN    Anywhere                   # ssh'],
      [true, false],
    ],
    [22, ['22/tcp                     ALLOW IN    10.0.0.0/8'], [false, false]],
    [22, ['22/tcp                     ALLOW IN    2001:db8::/32'], [false, false]],
    [22, ['Anywhere                   ALLOW IN    Anywhere'], [true, false]],
    [22, ['Anywhere on lo             ALLOW IN    Anywhere'], [false, false]],
    [22, ['22/tcp on eth0             ALLOW IN    Anywhere'], [true, false]],
    [22, ['22/tcp                     ALLOW OUT   Anywhere'], [false, false]],
    [22, ['192.0.2.1 22/tcp           ALLOW IN    Anywhere'], [true, false]],
    [
      5100,
      [
        '5100                       DENY IN     Anywhere',
        '5100/tcp                   ALLOW IN    Anywhere',
      ],
      [false, false],
    ],
    [
      5100,
      [
        '5100                       DENY IN     10.0.0.1',
        '5100/tcp                   ALLOW IN    Anywhere',
      ],
      [true, false],
    ],
  ])('%i by %j: %j', (port, rules, open) => expect(isOpen(port, ...rules)).toEqual(open));

  test('a line that is no rule is no firewall without rules', () => {
    expect(() => ufw('22/tcp: something new')).toThrow(Unparsable);
    expect(() => parseUfw('ERROR: problem running ufw')).toThrow(Unparsable);
    expect(() => parseUfw('Status: active\n')).toThrow(Unparsable);
    expect(parseUfw('Status: inactive')).toBeNull();
  });
});

describe('nftables', () => {
  const chain = (policy: string, more: readonly unknown[] = []) =>
    JSON.stringify({
      nftables: [
        {
          chain: {
            family: 'inet',
            table: 'f',
            name: 'input',
            type: 'filter',
            hook: 'input',
            policy,
          },
        },
        ...more,
      ],
    });
  const rule = (...expr: unknown[]) => ({
    rule: { family: 'inet', table: 'f', chain: 'input', expr },
  });

  test('no chain that refuses is no firewall', () => {
    expect(parseNftables('{"nftables": []}')).toBeNull();
    expect(parseNftables(chain('accept'))).toBeNull();
    expect(parseNftables(chain('accept', [rule({ reject: null })]))).not.toBeNull();
    expect(() => parseNftables('table inet filter {')).toThrow(Unparsable);
  });

  test('conditions that are not understood open nothing', () => {
    const dport = {
      match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 5100 },
    };
    const isOpen = (...expr: unknown[]) => {
      const firewall = parseNftables(chain('drop', [rule(...expr, { accept: null })]));
      return firewall && isOpenToWorld(firewall, { port: 5100, protocol: 'tcp' }, 4);
    };
    expect(isOpen(dport)).toBe(true);
    expect(isOpen(dport, { xt: { type: 'match', name: 'recent' } })).toBe(false);
    expect(isOpen({ match: { op: '!=', left: {}, right: 1 } })).toBe(false);
  });
});

test('ports that Docker forwards, from either tool', () => {
  expect(
    publishedPorts(
      undefined,
      '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    ),
  ).toEqual([8080]);
  expect(
    publishedPorts(
      '{"nftables": [{"rule": {"family": "ip", "table": "nat", "chain": "DOCKER", "expr": [{"match": {"op": "!=", "left": {"meta": {"key": "iifname"}}, "right": "docker0"}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 8081}}, {"dnat": {"addr": "172.17.0.2", "port": 80}}]}}, {"rule": {"family": "ip", "table": "filter", "chain": "DOCKER", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 22}}, {"accept": null}]}}]}',
      undefined,
    ),
  ).toEqual([8081]);
});

describe('sockets', () => {
  test.each([
    ['tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*', ['0.0.0.0', 22, '4', false]],
    ['tcp LISTEN 0 128 [::]:22 [::]:*', ['::', 22, '6', false]],
    ['tcp LISTEN 0 128 *:22 *:*', ['*', 22, 'any', false]],
    ['tcp LISTEN 0 128 [::ffff:127.0.0.1]:5100 *:*', ['::ffff:127.0.0.1', 5100, '6', true]],
    ['udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*', ['127.0.0.53', 53, '4', true]],
    ['udp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*', ['fe80::1', 546, '6', false]],
  ])('%s', (line, [address, port, family, isLoopback]) =>
    expect(parseListeners([line])).toMatchObject([{ address, port, family, isLoopback }]),
  );

  test('names of processes, and what is no socket', () => {
    const [socket] = parseListeners([
      'tcp LISTEN 0 5 0.0.0.0:80 0.0.0.0:* users:(("nginx: master",pid=2,fd=5),("nginx",pid=1,fd=5))',
    ]);
    expect(socket?.processes).toEqual(['nginx', 'nginx: master']);
    expect(() => parseListeners(['Netid State'])).toThrow(Unparsable);
  });

  test('who has called whom', () => {
    const listeners = parseListeners(['tcp LISTEN 0 128 *:22 *:*']);
    const lines = [
      '0 0 192.0.2.11:22 198.51.100.9:51234',
      '0 0 [::ffff:192.0.2.11]:22 [::ffff:198.51.100.9]:51235',
      '0 0 127.0.0.1:40000 127.0.0.1:5432',
      '0 0 192.0.2.11:41002 10.0.0.5:5432',
    ];
    expect(parsePeers(lines, listeners)).toEqual({
      incoming: { 22: 2 },
      outgoing: [{ peer: '10.0.0.5 5432', connections: 1 }],
    });
  });
});
