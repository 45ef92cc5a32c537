import { describe, expect, test } from 'vitest';
import { parseBody } from '../../src/incident/block.ts';
import { observe } from '../../src/incident/observe.ts';
import { reconcile } from '../../src/incident/reconcile.ts';
import type { RunStep } from '../../src/record/run-result.ts';
import { diskStep, host, lostSteps, step } from '../record/fixtures.ts';
import { fleetOf, Scene } from './fixtures.ts';

function generator(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const hosts = ['app1', 'app2', 'db1'];

/** A run of some hosts with anything that may come of it. */
function anyRun(scene: Scene, next: () => number): void {
  const some = hosts.filter(() => next() > 0.3);
  const lost = some.filter(() => next() > 0.85);
  const steps = some.flatMap((name): RunStep[] => {
    if (lost.includes(name)) return lostSteps(name, ['logs.disk-usage']);
    const used = [50, 50, 85, 95][Math.floor(next() * 4)] ?? 50;
    const backup = (['ok', 'unknown', 'skipped'] as const)[Math.floor(next() * 3)] ?? 'ok';
    return [diskStep(name, used, 1), step(name, 'backup.freshness', { verdict: backup })];
  });
  scene.ran(steps, { hosts: some.map((name) => host(name, !lost.includes(name))) });
}

/** What people do to issues. */
function anyEdit({ tracker }: Scene, next: () => number): void {
  const issue = tracker.issues[Math.floor(next() * tracker.issues.length)];
  if (!issue) return;
  const dice = Math.floor(next() * 9);
  if (dice === 0) tracker.close(issue.number);
  if (dice === 1) tracker.say(issue.number, 'sato', '/waive 3d waiting for parts');
  if (dice === 2) tracker.say(issue.number, 'mallory', '/waive 2099-01-01');
  if (dice === 3) tracker.say(issue.number, 'sato', '/unwaive');
  if (dice === 4) issue.body = issue.body.replace('"told"', '"tld"');
  if (dice === 5) issue.body = `notes\r\n${issue.body.replaceAll('\n', '\r\n')}`;
  if (dice === 6) issue.labels = issue.labels.filter((name) => name !== 'maintenance');
  if (dice === 7) issue.state = 'open';
  if (dice === 8) issue.locked = !issue.locked;
}

async function settled(scene: Scene): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    const { failures, errors } = await scene.tick();
    expect({ failures, errors }).toEqual({ failures: [], errors: [] });
  }
  const wanted = scene.desired();
  const { seen } = await observe(scene.tracker, wanted, scene.settings);
  expect(reconcile(wanted, seen, scene.settings)).toEqual([]);
}

function openKeys({ tracker }: Scene): (string | undefined)[] {
  return tracker.open
    .filter(({ labels }) => labels.includes('maintenance'))
    .map(({ body }) => parseBody(body).marker?.key);
}

describe.each(['refused', 'answer lost'] as const)('a request is %s', (fault) => {
  test.each(Array.from({ length: 16 }, (_, seed) => seed + 1))('seed %i', async (seed) => {
    const next = generator(seed);
    const scene = new Scene();
    scene.tracker.failAfterWrite = fault === 'answer lost';
    for (let round = 0; round < 8; round += 1) {
      anyRun(scene, next);
      if (next() > 0.6) anyEdit(scene, next);
      scene.tracker.writesLeft = Math.floor(next() * 4);
      await scene.tick();
      scene.tracker.writesLeft = Number.POSITIVE_INFINITY;
      if (next() > 0.5) await settled(scene);
      scene.pass(next() * 2);
    }
    await settled(scene);
    // Waived issues that people have closed may rest; nothing else is missing or too much.
    const waived = scene.tracker.issues
      .filter(({ state, body }) => state === 'closed' && parseBody(body).marker?.waiver)
      .map(({ body }) => parseBody(body).marker?.key);
    const keys = openKeys(scene);
    expect(new Set(keys).size).toBe(keys.length);
    const wanted = [...scene.desired().incidents.keys()];
    expect(wanted.filter((key) => !keys.includes(key) && !waived.includes(key))).toEqual([]);
    const checked = keys.filter((key) => !wanted.includes(key ?? ''));
    expect(checked).toEqual([]);
  });
});

describe('every prefix of the actions', () => {
  async function story(writes: number, afterWrite: boolean) {
    const scene = new Scene();
    scene.ran([
      diskStep('app1', 85, 1),
      diskStep('app2', 85, 1),
      step('app1', 'backup.freshness', { verdict: 'unknown' }),
    ]);
    await scene.tick();
    scene.tracker.say(1, 'sato', '/waive 7d disk ordered');
    scene.ran(
      [
        diskStep('app1', 95, 1),
        diskStep('app2', 50, 1),
        step('app1', 'backup.freshness'),
        ...lostSteps('db1', []),
      ],
      { hosts: [host('app1'), host('app2'), host('db1', false)] },
    );
    Object.assign(scene.tracker, { writesLeft: writes, failAfterWrite: afterWrite });
    await scene.tick();
    scene.tracker.writesLeft = Number.POSITIVE_INFINITY;
    await settled(scene);
    return scene.tracker.issues.map(({ number, title, state, labels, comments }) => ({
      number,
      title,
      state,
      labels,
      comments: comments.map(({ author, body }) => `${author}: ${body}`),
    }));
  }
  const byTitle = (issues: Awaited<ReturnType<typeof story>>) =>
    issues.map(({ number: _, ...rest }) => rest).sort((a, b) => (a.title < b.title ? -1 : 1));

  test.each(
    [0, 1, 2, 3, 4].flatMap(
      (writes) =>
        [
          [writes, false],
          [writes, true],
        ] as const,
    ),
  )(
    'after %i writes (answer lost: %s) the end is the same, and nothing is said twice',
    async (writes, afterWrite) => {
      const whole = await story(Number.POSITIVE_INFINITY, false);
      expect(byTitle(await story(writes, afterWrite))).toEqual(byTitle(whole));
    },
  );
});

test('the work grows with the incidents, not with their square', async () => {
  const steps = async (count: number) => {
    const scene = new Scene();
    const names = Array.from({ length: count }, (_, index) => `h${index}`);
    const groups = Object.fromEntries(names.map((name) => [name, ['app']]));
    scene.input = { scope: 'host', fleet: fleetOf(groups) };
    scene.ran(names.map((name) => diskStep(name, 85, 1)));
    await scene.tick();
    scene.ran(names.map((name) => diskStep(name, 95, 1)));
    // Every step of matching and planning reads issues.
    let reads = 0;
    const wanted = scene.desired();
    const { seen } = await observe(scene.tracker, wanted, scene.settings);
    const counted = seen.open.map(
      (issue) =>
        new Proxy(issue, {
          get: (target, name) => ((reads += 1), Reflect.get(target, name) as unknown),
        }),
    );
    const plans = reconcile(wanted, { ...seen, open: counted }, scene.settings);
    expect(plans).toHaveLength(count);
    return reads / count;
  };
  const [few, many] = [await steps(50), await steps(500)];
  expect(many / few).toBeLessThan(2);
});
