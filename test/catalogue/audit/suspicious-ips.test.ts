import { describe, expect, test } from 'vitest';
import { append, audit, environments, line, newLog, realLog, repeat } from './audit-host.ts';

describe.each(environments)('in $name', (environment) => {
  const run = (text: string, params: object = {}) => {
    const log = newLog();
    append(log, text);
    return { log, ...audit('suspicious', environment, { log, ...params }) };
  };
  const refused = (address: string, count: number, status = 404, path = '/.env') =>
    repeat(count, () => line({ address, status, request: `GET ${path} HTTP/1.1` }));

  test.each(['combined', 'json'] as const)('a real log (%s)', (format) => {
    const { facts, found, stderr } = run(realLog(format), { format, keys: { time: 'time' } });
    expect(stderr).toBe('');
    expect(found).toEqual([]);
    expect(facts).toMatchObject({ requests: 24, addresses: 6, badLines: 0 });
    expect(facts.kinds).toEqual({ '400': 2, '401': 15, '403': 1, '404': 6 });
    expect(facts.top.find(({ address }) => address === '127.0.0.9')).toMatchObject({
      requests: 4,
      kinds: { '404': 4 },
      examplePath: '/phpmyadmin/',
    });
    expect(facts.paths.map(({ path }) => path)).toContain('/wp-login.php');
  });

  test('the byte count is no status, 410 and 429 are not 40x', () => {
    const text = [404, 410, 429, 499, 200].map((status) => line({ status, bytes: 404 })).join('');
    expect(run(text).facts).toMatchObject({ requests: 1, kinds: { '404': 1 } });
  });

  test('the top, what is above the limit and what is new', () => {
    const text = repeat(12, (index) => refused(`192.0.2.${index}`, index + 1));
    const { log, facts, found } = run(text, { warning: 12 });
    expect(found).toEqual([]);
    expect(facts.top.map(({ requests }) => requests)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    append(log, refused('192.0.2.11', 101, 403) + refused('198.51.100.1', 150, 401, '/x|y@z'));
    const second = audit('suspicious', environment, { log }, { earlier: [facts] });
    expect(second.found).toEqual(['warning addresses']);
    expect(second.findings[0]?.message.args).toMatchObject({
      addresses: 2,
      fresh: 1,
      address: '198.51.100.1',
      kinds: '401: 150',
    });
    expect(second.findings[0]?.evidence?.split('\n').slice(0, 2)).toEqual([
      '150\t198.51.100.1\t401: 150\t(new)\t/x|y@z',
      '101\t192.0.2.11\t403: 101\t(12)\t/.env',
    ]);
  });

  test('paths are bounded and have no control characters', () => {
    const text =
      refused('192.0.2.1', 3, 400, `/${'a'.repeat(5000)}`) + refused('::1', 3, 404, '/\x1b');
    const { facts } = run(text);
    expect(facts.paths.map(({ path }) => path)).toEqual([`/${'a'.repeat(119)}`, '/?'].sort());
  });

  test('JSON whose status is written in a way that the search would miss is not understood', () => {
    const text = repeat(
      10,
      () =>
        `{"time_iso8601":"${new Date().toISOString()}","remote_addr":"192.0.2.1","status"  : 404}\n`,
    );
    expect(run(text, { format: 'json' }).found).toEqual(['unknown unparsable']);
  });

  test('more addresses than the table holds: who asks often is never missed', () => {
    const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    const text = repeat(120_000, (index) =>
      index % 400 === 0 ? refused('192.0.2.66', 1) : refused(address(index), 1),
    );
    const { facts } = run(text);
    const [first] = facts.top;
    expect(first?.address).toBe('192.0.2.66');
    expect(first?.requests).toBeGreaterThanOrEqual(300 - facts.countsLowBy);
    expect(facts.countsLowBy).toBeGreaterThan(0);
    expect(facts.requests).toBe(120_000);
  });
});
