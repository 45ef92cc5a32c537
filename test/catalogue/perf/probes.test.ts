import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/catalogue/define.ts';
import { check as cpu } from '../../../src/catalogue/perf/cpu.ts';
import { check as diskIo } from '../../../src/catalogue/perf/disk-io.ts';
import { check as memory } from '../../../src/catalogue/perf/memory.ts';
import { percentile } from '../../../src/catalogue/perf/sampling.ts';
import type { ShellProbe } from '../../../src/core/probe.ts';
import { environments, runProbe } from './run-probe.ts';

describe.each(environments)('in $name', (environment) => {
  test('cpu', () => {
    const params = cpu.params.parse({});
    const stat = runProbe(environment, cpu.probes(params).stat, { samples: 2 });
    expect(stat).toMatchObject({ exitStatus: 0, stderr: '' });
    const facts = cpu.parse({ stat }, params);
    expect(facts.busyPercent).toBeGreaterThanOrEqual(0);
    expect(facts.busyPercent).toBeLessThanOrEqual(100);
    expect(facts.load).toHaveLength(3);
  });

  test('memory', () => {
    const params = memory.params.parse({});
    const probes = memory.probes(params);
    const use = runProbe(environment, probes.use, { samples: 2 });
    const counters = runProbe(environment, probes.counters);
    expect(use).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(counters).toMatchObject({ exitStatus: 0, stderr: '' });
    const facts = memory.parse({ use, counters }, params);
    expect(facts.availableBytes).toBeLessThanOrEqual(facts.totalBytes);
    expect(facts.counters?.bootId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('disk I/O', () => {
    const params = diskIo.params.parse({});
    const probes = diskIo.probes(params);
    const stats = runProbe(environment, probes.stats, { samples: 2 });
    const kinds = runProbe(environment, probes.kinds);
    expect(stats).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(kinds).toMatchObject({ exitStatus: 0, stderr: '' });
    for (const { device, utilPercent } of diskIo.parse({ stats, kinds }, params).devices) {
      expect(device).not.toMatch(/^(loop|ram|zram)/);
      expect(utilPercent).toBeLessThanOrEqual(100);
    }
  });
});

/** Samples are taken every other second for as long as a run lasts: they may start no process. */
test.runIf(existsSync('/usr/bin/strace')).each<[string, Check]>([
  ['cpu', cpu],
  ['memory', memory],
  ['disk-io', diskIo],
])('a sample of %s starts no process', (_name, check) => {
  const probes = Object.values(check.probes(check.params.parse({}))) as readonly ShellProbe[];
  for (const probe of probes.filter(({ sampling }) => sampling)) {
    const traced = spawnSync(
      'strace',
      ['-f', '-e', 'trace=execve,fork,vfork,clone,clone3', 'dash', '-s'],
      {
        input: probe.script.text,
        encoding: 'utf8',
      },
    );
    expect(traced.stderr.match(/execve|fork\(|clone3?\(/g)).toEqual(['execve']);
  }
});

test('a sampled window is as long as it is said to be', () => {
  for (const seconds of [2, 5, 9, 10, 60]) {
    const { sampling } = cpu.probes(cpu.params.parse({ seconds })).stat;
    expect((sampling?.everySeconds ?? 0) * ((sampling?.count ?? 0) - 1)).toBe(seconds);
  }
});

test.each([
  [[5], 50, 5],
  [[4, 1, 3, 2], 50, 2],
  [[1, 2, 3, 4, 5], 95, 5],
  [[5, 4, 3, 2, 1], 50, 3],
])('percentile of %j at %i is %i', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});
