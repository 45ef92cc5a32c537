import { describe, expect, test } from 'vitest';
import { stableJson } from '../../src/record/json.ts';
import { mergeRuns } from '../../src/record/merge.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { diskStep, host, lostSteps, run, step } from './fixtures.ts';

const names = Array.from({ length: 30 }, (_, index) => `web${index + 1}`);
const lost = new Set(['web7', 'web19']);
const stepsOf = (name: string) =>
  lost.has(name)
    ? lostSteps(name, ['logs.disk-usage', 'backup.freshness'])
    : [diskStep(name, 70 + (name.length % 3) * 10, 1000), step(name, 'backup.freshness')];
const shard = (of: readonly string[], rest = {}) =>
  run(
    of.map((name) => host(name, !lost.has(name))),
    of.flatMap(stepsOf),
    rest,
  );

/** A small generator with a seed, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

describe('mergeRuns', () => {
  const whole = stableJson(shard(names));

  test.each(Array.from({ length: 50 }, (_, seed) => seed + 1))(
    'shards come together to the bytes of one job (seed %d)',
    (seed) => {
      const next = random(seed);
      const count = 1 + Math.floor(next() * 8);
      const parts = Array.from({ length: count }, (): string[] => []);
      for (const name of shuffled(names, next)) parts[Math.floor(next() * count)]?.push(name);
      const shards = shuffled(
        parts.map((part) => shard(part)),
        next,
      );
      expect(stableJson(mergeRuns(shards, names))).toBe(whole);
    },
  );

  test('without an order of the fleet, hosts come by name', () => {
    const merged = mergeRuns([shard(['b', 'c']), shard(['a'])]);
    expect(merged.hosts.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('takes the first beginning and the last end', () => {
    const merged = mergeRuns([
      shard(['a'], { startedAt: '2026-01-01T00:00:01Z', endedAt: '2026-01-01T00:00:09.5Z' }),
      shard(['b'], { startedAt: '2026-01-01T00:00:00.5Z', endedAt: '2026-01-01T00:00:09Z' }),
    ]);
    expect(merged.startedAt).toBe('2026-01-01T00:00:00.5Z');
    expect(merged.endedAt).toBe('2026-01-01T00:00:09.5Z');
  });

  test('a shard that was run again replaces the first attempt', () => {
    const first = run([host('a', false)], lostSteps('a', ['logs.disk-usage']));
    const again = run([host('a')], [diskStep('a', 50, 1)], { startedAt: '2026-11-22T18:00:00Z' });
    for (const shards of [
      [first, again],
      [again, first],
    ]) {
      const merged = mergeRuns(shards);
      expect(merged.outcome).toBe('succeeded');
      expect(merged.steps).toEqual(again.steps);
    }
  });

  test('where one shard had something to change and others had not, something was changed', () => {
    const modes = (...list: RunResult['mode'][]) =>
      mergeRuns(list.map((mode, index) => shard([`app${index}`], { mode }))).mode;
    expect(modes('check', 'check')).toBe('check');
    expect(modes('check', 'plan', 'check')).toBe('plan');
    expect(modes('plan', 'apply', 'check')).toBe('apply');
  });

  test('refuses what does not belong together', () => {
    expect(() => mergeRuns([])).toThrow('There is no result to merge');
    expect(() => mergeRuns([shard(['a']), shard(['b'], { runbook: 'daily' })])).toThrow(
      /Shards of one run differ: .*daily 2026-W48/,
    );
  });
});

describe('stableJson', () => {
  test('does not depend on the order of keys, and begins with the schema', () => {
    const a = stableJson({ b: 1, schema: 'x', a: { z: [1, { y: 2, x: 3 }], '10': 1, '2': 2 } });
    const b = stableJson({ a: { '2': 2, '10': 1, z: [1, { x: 3, y: 2 }] }, schema: 'x', b: 1 });
    expect(a).toBe(b);
    expect(a).toMatch(/^\{\n {2}"schema": "x",\n {2}"a": \{/);
    expect(a.endsWith('}\n')).toBe(true);
  });

  test('keeps odd keys and lone surrogates', () => {
    const odd: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}');
    expect(JSON.parse(stableJson(odd))).toEqual(odd);
    expect(stableJson(['\ud800'])).toBe('[\n  "\\ud800"\n]\n');
  });
});
