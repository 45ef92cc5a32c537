import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canBecomeNobody } from '../perf/run-probe.ts';
import { append, audit, environments, line, login, newLog, repeat, written } from './audit-host.ts';

const gzip = (path: string) => expect(spawnSync('gzip', [path]).status).toBe(0);

describe.each(environments)('in $name', (environment) => {
  const run = (log: string, earlier: readonly unknown[] = [], params: object = {}) =>
    audit('bruteforce', environment, { log, ...params }, { earlier });

  test('a first run reads a day back, the next one what is new', () => {
    const log = newLog();
    append(log, repeat(3, () => login({ ago: 90_000 })) + login({ ago: 3000 }));
    const first = run(log);
    expect(first.facts).toMatchObject({ state: 'read', failures: 1, gap: false });
    expect(first.stderr).toBe('');
    append(log, login() + line());
    const second = run(log, [first.facts]);
    expect(second.facts).toMatchObject({ failures: 1, gap: false });
    expect(second.facts.windowBytes).toBe(login().length + line().length);
    expect(second.facts.fromAt).toBe(first.facts.toAt);
    const third = run(log, [second.facts, first.facts]);
    expect(third.facts).toMatchObject({ failures: 0, windowBytes: 0, gap: false });
    expect(third.found).toEqual(['note empty']);
  });

  test('a log that was rotated twice, the second time compressed', () => {
    const log = newLog();
    append(log, login({ ago: 500 }));
    const { facts } = run(log);
    append(log, login({ ago: 400 }));
    renameSync(log, `${log}.1`);
    append(
      log,
      repeat(2, () => login({ ago: 300 })),
    );
    renameSync(`${log}.1`, `${log}.2`);
    written(`${log}.2`, 400);
    gzip(`${log}.2`);
    renameSync(log, `${log}.1`);
    written(`${log}.1`, 300);
    append(
      log,
      repeat(4, () => login()),
    );
    const second = run(log, [facts]);
    expect(second.facts).toMatchObject({ failures: 7, gap: false });
    expect(second.facts.files).toHaveLength(3);
    expect(run(log, [second.facts]).facts.failures).toBe(0);
  });

  test('a log that was copied and truncated, and has grown beyond where it was', () => {
    const log = newLog();
    append(log, login({ ago: 500, agent: 'first' }));
    const { facts } = run(log);
    append(log, login({ ago: 400 }));
    copyFileSync(log, `${log}.1`);
    truncateSync(log, 0);
    append(
      log,
      repeat(5, () => login({ address: '192.0.2.7' })),
    );
    expect(run(log, [facts]).facts).toMatchObject({ failures: 6, gap: false });
  });

  test('dated names, and a log that was empty at the last run', () => {
    const log = newLog();
    append(log, '');
    const { facts } = run(log);
    append(log, login());
    renameSync(log, `${log}-20261123`);
    append(log, login());
    expect(run(log, [facts]).facts).toMatchObject({ failures: 2, gap: false });
  });

  test('when the place is gone time decides, and it is said', () => {
    const log = newLog();
    append(log, login({ ago: 5000 }));
    const { facts } = run(log);
    rmSync(log);
    append(log, login({ ago: 4000, agent: 'before the last run' }) + login({ ago: -2 }));
    const second = run(log, [facts]);
    expect(second.facts).toMatchObject({ failures: 1, gap: true });
    expect(second.found).toEqual(['note gap']);
  });

  test('a line that is still being written waits for the next run', () => {
    const log = newLog();
    const whole = login();
    append(log, whole + whole.slice(0, 60));
    const { facts } = run(log);
    expect(facts.failures).toBe(1);
    append(log, whole.slice(60));
    expect(run(log, [facts]).facts.failures).toBe(1);
  });

  test('a run that could not read is passed over', () => {
    const log = newLog();
    append(log, login());
    const { facts } = run(log);
    append(log, login());
    const denied = { ...facts, state: 'denied', position: undefined };
    expect(run(log, [denied, facts]).facts.failures).toBe(1);
  });

  test('no log, a log that is none, an empty one', () => {
    const log = newLog();
    expect(run(log).found).toEqual(['unknown missing']);
    expect(run(dirname(log)).found).toEqual(['unknown special']);
    append(log, '');
    const { found, findings } = run(log);
    expect(found).toEqual(['note empty']);
    expect(findings[0]?.message.args).toMatchObject({ log });
  });

  test.runIf(canBecomeNobody)('a log, a folder or a rotated log that may not be read', () => {
    const log = newLog();
    const nobody = (earlier: readonly unknown[] = []) =>
      audit('bruteforce', environment, { log }, { nobody: true, earlier });
    append(log, login());
    chmodSync(log, 0o640);
    expect(nobody().found).toEqual(['unknown denied']);
    chmodSync(log, 0o644);
    chmodSync(dirname(log), 0o750);
    expect(nobody().facts).toMatchObject({ state: 'denied', deniedPath: dirname(log) });
    chmodSync(dirname(log), 0o755);
    const { facts } = nobody();
    renameSync(log, `${log}.1`);
    chmodSync(`${log}.1`, 0o600);
    written(`${log}.1`, -1);
    append(log, login());
    chmodSync(log, 0o644);
    const second = nobody([facts]);
    expect(second.found).toContain('unknown rotated-denied');
    expect(second.facts.failures).toBe(1);
  });

  test('too many lines of another format are unknown, and show only their shape', () => {
    const log = newLog();
    append(log, repeat(94, () => login()) + repeat(6, () => 'secret=abc time 12:30\n'));
    const { found, findings, facts } = run(log);
    expect(found).toEqual(['unknown unparsable']);
    expect(findings[0]?.message.args).toMatchObject({ percent: 6 });
    expect(findings[0]?.evidence).toBe('a=a a 9:9');
    expect(facts.position).toBeUndefined();
  });

  test('more than the cap is sampled, the newest first', () => {
    const log = newLog();
    append(log, repeat(20_000, () => line({ ago: 600 })) + repeat(12, () => login({ ago: 10 })));
    const { facts, found } = run(log, [], { maxMiB: 1 });
    expect(facts.readBytes).toBe(1024 * 1024);
    expect(facts.windowBytes).toBeGreaterThan(1.5 * 1024 * 1024);
    expect(facts.failures).toBe(12);
    expect(found).toEqual(['warning address', 'warning total', 'note sampled']);
  });

  test('of a large log only the last day is read', () => {
    const log = newLog();
    append(log, repeat(40_000, () => line({ ago: 200_000 })) + login({ ago: 50 }));
    const { facts } = run(log, [], { maxMiB: 1 });
    expect(facts.windowBytes).toBe(1024 * 1024);
    expect(facts).toMatchObject({ failures: 1, badLines: 0 });
  });

  test('zeros of a crash, bytes that are no text and huge lines do no harm', () => {
    const log = newLog();
    const wild = login({ agent: '\xff\xfe\x1b[31m' });
    const huge = login({ agent: 'A'.repeat(100_000) });
    append(log, line() + login() + '\0'.repeat(5000) + login() + wild + huge + login());
    const { facts, stderr } = run(log);
    append(log, `${login()}${'\0'.repeat(5000)}${login()}${huge}${wild}`);
    const second = run(log, [facts]);
    expect(second.facts.failures).toBe(4);
    expect(run(log, [second.facts]).facts).toMatchObject({ windowBytes: 0, gap: false });
    expect(facts.failures).toBe(5);
    expect(facts.badLines).toBe(0);
    expect(stderr).toBe('');
  });
});
