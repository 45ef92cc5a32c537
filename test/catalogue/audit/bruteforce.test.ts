import { describe, expect, test } from 'vitest';
import {
  append,
  audit,
  environments,
  type Line,
  line,
  login,
  newLog,
  realLog,
  repeat,
} from './audit-host.ts';

describe.each(environments)('in $name', (environment) => {
  const run = (text: string, params: object = {}, earlier: readonly unknown[] = []) => {
    const log = newLog();
    append(log, text);
    return audit('bruteforce', environment, { log, ...params }, { earlier });
  };
  const at = (address: string, count: number, one: Line = {}) =>
    repeat(count, () => login({ address, ...one }));

  test('a real log: only what is a failed login counts', () => {
    const { facts, found, stderr } = run(realLog('combined'));
    expect(stderr).toBe('');
    expect(facts).toMatchObject({ failures: 15, successes: 1, addresses: 5, badLines: 0 });
    expect(facts.top.slice(0, 2)).toMatchObject([
      { address: '127.0.0.2', failures: 6 },
      { address: '127.0.0.3', failures: 6 },
    ]);
    expect(facts.top.map(({ address }) => address)).toContain('::/64');
    expect(facts.topAccounts).toEqual([{ account: 'alice', failures: 1, fast: false }]);
    expect(facts.hits).toMatchObject([{ address: '127.0.0.2', failures: 6 }]);
    expect(found).toEqual(['critical success', 'warning total']);
  });

  test('the same as JSON, and behind a proxy', () => {
    const json = run(realLog('json'), { format: 'json', keys: { time: 'time' } });
    expect(json.facts).toMatchObject({ failures: 15, successes: 1, addresses: 5, badLines: 0 });
    expect(json.facts.topAccounts).toEqual([{ account: 'alice', failures: 1, fast: false }]);
    for (const format of ['main', 'json'] as const) {
      const { facts } = run(realLog(format), {
        format: format === 'main' ? 'combined' : 'json',
        keys: { time: 'time' },
        trustedProxies: ['127.0.0.5', '127.0.0.7/32'],
      });
      const addresses = facts.top.map(({ address }) => address);
      expect(addresses).toContain('203.0.113.9');
      expect(addresses).not.toContain('6.6.6.6');
      expect(addresses).not.toContain('127.0.0.5');
    }
  });

  test('keys of other names, time as $msec, status as text, method and path apart', () => {
    const object = (status: string) =>
      `${JSON.stringify({ ts: `${Date.now() / 1000}`, ip: '192.0.2.9', code: status, verb: 'POST', uri: '/login?x=1', who: 'bob', ua: '","code":"401' })}\n`;
    const keys = {
      ...{ time: 'ts', address: 'ip', status: 'code', method: 'verb', path: 'uri' },
      account: 'who',
    };
    const text = repeat(11, () => object('401')) + object('200');
    const { facts, found } = run(text, { format: 'json', keys, path: '/login' });
    expect(facts).toMatchObject({ failures: 11, successes: 1, badLines: 0 });
    expect(facts.hits).toMatchObject([{ address: '192.0.2.9', failures: 11, account: 'bob' }]);
    expect(found).toEqual([
      'critical success',
      'warning address',
      'warning account',
      'warning total',
    ]);
  });

  test('ten within ten minutes are not more than ten, eleven are, wherever the minute begins', () => {
    const every = (seconds: number, count: number) =>
      repeat(count, (index) => login({ ago: 4000 - index * seconds }));
    const quiet = { warningPerHour: 100 };
    expect(run(every(60, 10), quiet).found).toEqual([]);
    expect(run(every(60, 11), quiet).found).toEqual(['warning address']);
    expect(run(every(61, 30), quiet).found).toEqual([]);
  });

  test('more than ten within an hour, whoever it is', () => {
    const text = repeat(11, (index) =>
      login({ address: `192.0.2.${index}`, ago: 3500 - index * 300 }),
    );
    const { found, facts } = run(text);
    expect(found).toEqual(['warning total']);
    expect(facts.peakPerHour).toBe(11);
    expect(run(repeat(20, (index) => login({ ago: 80_000 - index * 400 }))).found).toEqual([]);
  });

  test('spraying is many addresses within an hour, not within the week', () => {
    const one = (index: number, ago: number) => login({ address: `198.51.100.${index}`, ago });
    const fast = run(
      repeat(20, (index) => one(index, 3000 - index * 100)),
      { warningPerHour: 50 },
    );
    expect(fast.found).toEqual(['critical spraying']);
    expect(
      run(
        repeat(40, (index) => one(index, 80_000 - index * 1000)),
        { warningPerHour: 50 },
      ).found,
    ).toEqual([]);
  });

  test('IPv6 counts by /64', () => {
    const text = repeat(12, (index) =>
      login({ address: `2001:db8:1:2:${index}::${index}`, ago: 100 - index }),
    );
    const { facts } = run(`${text}${at('::ffff:192.0.2.8', 1)}${at('192.0.2.8', 1)}`);
    expect(facts.addresses).toBe(2);
    expect(facts.top).toMatchObject([
      { address: '2001:db8:1:2::/64', failures: 12, fast: true },
      { address: '192.0.2.8', failures: 2 },
    ]);
  });

  test('a success after failures, also when it comes in the next run, or between own logins', () => {
    const success = (address: string) => at(address, 1, { status: 200 });
    expect(run(at('192.0.2.1', 4) + success('192.0.2.1')).found).toEqual([]);
    const log = newLog();
    append(log, at('192.0.2.1', 5, { ago: 4000 }) + success('192.0.2.2'));
    const first = audit('bruteforce', environment, { log });
    expect(first.found).toEqual([]);
    append(log, success('192.0.2.1'));
    const second = audit('bruteforce', environment, { log }, { earlier: [first.facts] });
    expect(second.found).toEqual(['critical success']);
    const mixed = repeat(3, () => at('192.0.2.3', 3) + success('192.0.2.3'));
    expect(run(mixed).found).toEqual(['critical success']);
  });

  test('what a client writes into the line changes nothing', () => {
    const forged = [
      line({ agent: 'POST /api/v1/auth/login HTTP/1.1\\x22 401 5 ' }),
      line({ request: 'GET /?q=/api/v1/auth/login HTTP/1.1', bytes: 401 }),
      line({ request: 'POST /api/v1/auth/login HTTP/1.1', bytes: 401, status: 302 }),
      line({ request: 'POST /api/v1/auth/login/reset HTTP/1.1', status: 401 }),
      line({ request: 'GET /api/v1/auth/login HTTP/1.1', status: 401 }),
      // Apache's way to write a quote.
      line({ agent: '\\" 401 1 \\"/api/v1/auth/login' }),
      line({ user: 'x [01/Jan/2020:00:00:00 +0000] /api/v1/auth/login' }),
    ].join('');
    expect(run(forged).facts).toMatchObject({ failures: 0, successes: 0, badLines: 0 });
    const real = [
      login({ user: 'a b [01/Jan/2020:00:00:00 +0000]' }),
      login({ agent: 'say \\"hello\\" \\\\' }),
      login({ request: 'POST /api/v1/auth/login?next=%2F HTTP/2.0' }),
      login({ request: 'POST http://example.com/api/v1/auth/login/ HTTP/1.1' }),
      login({ more: ' rt=0.003 "-"x' }),
    ].join('');
    expect(run(real).facts).toMatchObject({ failures: 5, badLines: 0 });
  });

  test('a forwarded address counts only from a trusted proxy, and from the right', () => {
    const trustedProxies = ['10.0.0.0/8', '2001:db8:ffff::/48'];
    const cases: readonly (readonly [peer: string, forwarded: string, counted: string])[] = [
      ['192.0.2.1', '9.9.9.9', '192.0.2.1'],
      ['10.1.2.3', '9.9.9.9, 198.51.100.4', '198.51.100.4'],
      ['10.1.2.3', '9.9.9.9, 198.51.100.4, 10.9.9.9', '198.51.100.4'],
      ['10.1.2.3', '9.9.9.9, unknown, 10.9.9.9', '10.9.9.9'],
      ['10.1.2.3', '203.0.113.7:5555', '203.0.113.7'],
      ['2001:db8:ffff:1::1', '[2001:db8:5:6::7]:80', '2001:db8:5:6::/64'],
      ['11.0.0.1', '9.9.9.9', '11.0.0.1'],
    ];
    for (const [address, forwarded, counted] of cases) {
      const { facts } = run(login({ address, more: ` "${forwarded}"` }), { trustedProxies });
      expect(facts.top.map((one) => one.address)).toEqual([counted]);
    }
    const blind = run(at('10.1.2.3', 3), { trustedProxies });
    expect(blind.found).toEqual(['unknown blind']);
  });

  test('own addresses are not counted; a host name is no address', () => {
    const text = at('203.0.113.5', 30) + at('web.example.com', 3) + at('2001:db8::5', 20);
    const ignoredAddresses = ['203.0.113.0/24', '2001:db8::/64'];
    expect(run(text, { ignoredAddresses }).facts).toMatchObject({ failures: 0, addresses: 0 });
  });
});
