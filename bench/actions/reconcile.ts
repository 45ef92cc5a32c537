import { observe } from '../../src/incident/observe.ts';
import { reconcile } from '../../src/incident/reconcile.ts';
import { fleetOf, Scene } from '../../test/incident/fixtures.ts';
import { diskStep } from '../../test/record/fixtures.ts';
import { median } from '../statistics.ts';

export interface ReconcileCost {
  readonly incidents: number;
  /** To plan what to do when all of them have become worse. */
  readonly planMs: number;
  readonly plans: number;
  /** Of a tick that has nothing to change. */
  readonly requestsAtRest: number;
}

/** One incident for each host, all of them to be changed at once; without GitHub's own time. */
export async function measureReconcile(incidents: number, runs: number): Promise<ReconcileCost> {
  const times: number[] = [];
  let plans = 0;
  let requestsAtRest = 0;
  for (let run = -1; run < runs; run += 1) {
    const names = Array.from({ length: incidents }, (_, index) => `h${index}`);
    const scene = new Scene();
    const groups = Object.fromEntries(names.map((name) => [name, ['app']]));
    scene.input = { scope: 'host', fleet: fleetOf(groups) };
    scene.ran(names.map((name) => diskStep(name, 85, 1)));
    await scene.tick();
    requestsAtRest = (await scene.tick()).requests;
    scene.ran(names.map((name) => diskStep(name, 95, 1)));
    const startedAt = performance.now();
    const wanted = scene.desired();
    const { seen } = await observe(scene.tracker, wanted, scene.settings);
    plans = reconcile(wanted, seen, scene.settings).length;
    if (run >= 0) times.push(performance.now() - startedAt);
  }
  return { incidents, planMs: median(times), plans, requestsAtRest };
}
