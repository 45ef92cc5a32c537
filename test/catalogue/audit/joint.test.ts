import { renameSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check as bruteforce } from '../../../src/catalogue/audit/bruteforce.ts';
import { check as suspicious } from '../../../src/catalogue/audit/suspicious-ips.ts';
import type { ShellProbe } from '../../../src/core/probe.ts';
import { joinProbes } from '../../../src/engine/joint.ts';
import { type Environment, runProbe } from '../perf/run-probe.ts';
import { append, environments, line, login, newLog, realLog, repeat } from './audit-host.ts';

interface Facts {
  readonly bruteforce?: ReturnType<typeof bruteforce.parse>;
  readonly suspicious?: ReturnType<typeof suspicious.parse>;
}

const off = { stdout: 'state=off\nend=yes\n', stderr: '', exitStatus: 0, durationMs: 1 };

/** Both audits of a log, as the engine would have them; with `apart` each for itself. */
function both(environment: Environment, log: string, earlier: Facts = {}, apart = false) {
  const first = bruteforce.params.parse({ log, ssh: false });
  const second = suspicious.params.parse({ log });
  const history = (facts: unknown) => ({
    history: facts === undefined ? [] : [{ at: new Date(), facts }],
  });
  const probes: readonly ShellProbe[] = [
    bruteforce.probes(first, history(earlier.bruteforce)).log,
    suspicious.probes(second, history(earlier.suspicious)).log,
  ];
  const scripted = probes.map((probe, index) => ({
    frame: `p${index}`,
    probe,
    ...(apart && { before: ':\n' }),
  }));
  const joined = joinProbes(scripted);
  const ran = new Map(
    joined.probes.map(({ frame, probe }) => [frame, runProbe(environment, probe)]),
  );
  const outputOf = (name: string) => {
    const frame = joined.frameOf((one) => {
      const output = ran.get(one);
      const status = { kind: 'exited', exitStatus: output?.exitStatus ?? 1 } as const;
      return output && { ...output, status, truncated: false };
    }, name);
    if (!frame) throw new Error(`${name} has no answer`);
    expect(frame.stderr).toBe('');
    return { ...frame, exitStatus: 0 };
  };
  const facts: Required<Facts> = {
    bruteforce: bruteforce.parse({ log: outputOf('p0'), ssh: off }, first),
    suspicious: suspicious.parse({ log: outputOf('p1') }, second),
  };
  return { facts, scripts: joined.probes.length };
}

/** Without what depends on when it was read. */
function timeless({ bruteforce: logins, suspicious: refused }: Required<Facts>) {
  const { fromAt: _, toAt: __, position, ...rest } = logins;
  const { fromAt: ___, toAt: ____, position: other, ...more } = refused;
  return [rest, position?.offset, position?.firstLine, more, other?.offset, other?.firstLine];
}

const scans = (times: number) =>
  repeat(times, (index) =>
    line({ address: `203.0.113.${index % 9}`, request: 'GET /.env HTTP/1.1', status: 404 }),
  );

describe.each(environments)('two audits of one log, in $name', (environment) => {
  const compare = (log: string, earlier: Facts = {}) => {
    const one = both(environment, log, earlier);
    const two = both(environment, log, earlier, true);
    expect([one.scripts, two.scripts]).toEqual([1, 2]);
    expect(timeless(one.facts)).toEqual(timeless(two.facts));
    return one.facts;
  };

  test('find together what each finds alone, at first and when they read on', () => {
    const log = newLog();
    append(log, realLog('combined'));
    append(log, scans(300) + repeat(20, () => login()) + login({ status: 200 }));
    append(log, 'garbage 4 " 4\n\u0001direct 3\npart=1\n');
    const first = compare(log);
    expect(first.bruteforce).toMatchObject({ state: 'read', failures: expect.any(Number) });
    expect(first.suspicious.requests).toBeGreaterThan(first.bruteforce.failures);
    expect(first.bruteforce.failures).toBeGreaterThanOrEqual(20);
    expect(first.bruteforce.position).toEqual(first.suspicious.position);
    append(log, scans(40) + repeat(3, () => login({ address: '198.51.100.7' })) + line());
    append(log, login().slice(0, -1));
    const second = compare(log, first);
    expect(second.bruteforce).toMatchObject({ failures: 3, gap: false });
    expect(second.suspicious).toMatchObject({ requests: 43 });
    append(log, `\n${scans(2)}`);
    const third = compare(log, second);
    expect(third.bruteforce.failures).toBe(1);
    expect(third.suspicious.requests).toBe(3);
    expect(compare(log, third).suspicious).toMatchObject({ requests: 0, windowBytes: 0 });
  });

  test('after a rotation', () => {
    const log = newLog();
    append(log, scans(5) + login());
    const first = compare(log);
    append(log, scans(7));
    renameSync(log, `${log}.1`);
    append(log, scans(1) + login());
    const second = compare(log, first);
    expect(second.suspicious).toMatchObject({ requests: 9, gap: false });
    expect(second.bruteforce).toMatchObject({ failures: 1, gap: false });
  });

  test('one that has been run alone is read from its own place, and from then on from one', () => {
    const log = newLog();
    append(log, scans(5) + login());
    const first = compare(log);
    append(log, scans(2) + login());
    const alone = both(environment, log, first).facts.suspicious;
    append(log, scans(3) + login());
    const apart = compare(log, { ...first, suspicious: alone });
    expect(apart.bruteforce.failures).toBe(2);
    expect(apart.suspicious.requests).toBe(4);
    expect(apart.bruteforce.position).toEqual(apart.suspicious.position);
    append(log, scans(1));
    expect(compare(log, apart).suspicious.requests).toBe(1);
  });

  test('a log that is empty, missing, or emptied', () => {
    const log = newLog();
    expect(compare(log)).toMatchObject({
      bruteforce: { state: 'missing' },
      suspicious: { state: 'missing' },
    });
    append(log, '');
    const empty = compare(log);
    expect(empty.suspicious).toMatchObject({ state: 'read', requests: 0 });
    append(log, scans(4) + login());
    const some = compare(log, empty);
    expect(some.suspicious.requests).toBe(5);
    truncateSync(log);
    append(log, scans(1));
    expect(compare(log, some)).toMatchObject({
      bruteforce: { failures: 0 },
      suspicious: { requests: 1 },
    });
  });
});

test('logs, formats and secrets keep audits apart', () => {
  const probe = (params: object) =>
    suspicious.probes(suspicious.params.parse(params), { history: [] }).log;
  const logins = (params: object) =>
    bruteforce.probes(bruteforce.params.parse({ ssh: false, ...params }), { history: [] }).log;
  const count = (...list: readonly ShellProbe[]) =>
    joinProbes(list.map((one, index) => ({ frame: `p${index}`, probe: one }))).probes.length;
  expect(count(probe({}), logins({}))).toBe(1);
  expect(count(probe({}), logins({ path: '/login', warning: 3 }))).toBe(1);
  expect(count(probe({}), logins({}), logins({ path: '/admin' }))).toBe(1);
  expect(count(probe({}), logins({ log: '/var/log/other.log' }))).toBe(2);
  expect(count(probe({}), logins({ firstHours: 2 }))).toBe(2);
  expect(count(probe({ format: 'json' }), logins({ format: 'json' }))).toBe(2);
});
