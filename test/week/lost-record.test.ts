import { expect, test } from 'vitest';
import { predecessors } from '../../src/record/compare.ts';
import { mergeRuns } from '../../src/record/merge.ts';
import { recheckIdOf } from '../../src/record/recheck.ts';
import { Scene } from '../incident/fixtures.ts';
import { diskStep, host, quiet, record, run } from '../record/fixtures.ts';

test('an issue whose record was lost is not closed with what was seen before it', async () => {
  const scene = new Scene();
  scene.ran([diskStep('app1', 50, 1)]);
  scene.pass(1);
  scene.ran([diskStep('app1', 95, 1)]);
  await scene.tick();
  scene.records.pop();
  scene.pass(1);
  await scene.tick();
  expect(scene.tracker.get(1).state).toBe('open');
  scene.ran([diskStep('app1', 50, 1)]);
  await scene.tick();
  expect(scene.tracker.get(1).state).toBe('closed');
});

test('a whole run is compared with a whole run, and a second look with whatever was last', () => {
  const at = (startedAt: string, runId: string) => record({ ...quiet.run, startedAt }, { runId });
  const first = at('2026-11-01T00:00:00Z', '1-1');
  const again = at('2026-11-02T00:00:00Z', recheckIdOf('2-1'));
  const once = at('2026-11-03T00:00:00Z', recheckIdOf('3-1'));
  const last = at('2026-11-04T00:00:00Z', '4-1');
  const before = predecessors([first, again, once, last]);
  expect([again, once, last].map((one) => before.get(one))).toEqual([first, again, first]);
});

test('the time of an attempt that was done again is no time of the run', () => {
  const attempt = (startedAt: string, endedAt: string) =>
    run([host('app1')], [diskStep('app1', 50, 1)], { startedAt, endedAt });
  const first = attempt('2026-11-01T00:00:00Z', '2026-11-01T00:01:00Z');
  const again = attempt('2026-11-01T02:00:00Z', '2026-11-01T02:01:00Z');
  expect(mergeRuns([first, again])).toEqual(again);
});
