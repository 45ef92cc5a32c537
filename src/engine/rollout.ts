import type { Message } from '../core/message.ts';
import type { HostOutcome, StepOutcome } from './outcome.ts';
import { type HostPlan, isTask } from './plan.ts';
import { type FleetOptions, runFleet } from './run-fleet.ts';
import type { Conduct } from './tasks/conduct.ts';
import type { EngineWorld } from './world.ts';

/** In which order a change reaches the hosts. */
export interface Rollout {
  /** Hosts that are changed before all others. */
  readonly canary: number;
  /** Hosts that are changed at a time after that. */
  readonly batch: number;
  /** How long a batch is watched before the next one. */
  readonly pauseSeconds: number;
}

/**
 * Changes the hosts batch by batch, the canary first, and stops at the first batch in which
 * something fails, or is worse after the pause than it was. On the hosts that are left the
 * checks run and nothing is changed, and each says why.
 */
export async function rollOut(
  plans: readonly HostPlan[],
  world: EngineWorld,
  options: FleetOptions,
  rollout: Rollout,
): Promise<HostOutcome[]> {
  const outcomes: HostOutcome[] = [];
  let stopped: Message | undefined;
  for (const batch of batchesOf(plans, rollout)) {
    const conduct = stopped ? held(options.conduct, stopped) : options.conduct;
    const done = await runFleet(batch, world, { ...options, ...(conduct && { conduct }) });
    outcomes.push(...done);
    const isLast = outcomes.length === plans.length;
    if (!stopped && !isLast) stopped = await judge(batch, done, world, options, rollout);
  }
  return outcomes;
}

export function batchesOf(
  plans: readonly HostPlan[],
  { canary, batch }: Pick<Rollout, 'canary' | 'batch'>,
): readonly (readonly HostPlan[])[] {
  const first = plans.slice(0, canary);
  const rest = plans.slice(canary);
  const count = Math.ceil(rest.length / batch);
  const others = Array.from({ length: count }, (_, index) =>
    rest.slice(index * batch, (index + 1) * batch),
  );
  return [first, ...others].filter(({ length }) => length > 0);
}

/** Why the next batch is not changed; undefined when all is well. */
async function judge(
  batch: readonly HostPlan[],
  done: readonly HostOutcome[],
  world: EngineWorld,
  options: FleetOptions,
  { pauseSeconds }: Rollout,
): Promise<Message | undefined> {
  if (!done.some(hasChanged) && !done.some(hasFailed)) return undefined;
  const failed = done.find(hasFailed);
  if (failed) return { id: 'gate/rollout-stopped', args: { host: failed.name } };
  await pause(pauseSeconds, options.signal);
  if (options.signal.aborted) return { id: 'gate/rollout-cancelled', args: {} };
  const again = await runFleet(
    batch.map(({ host, steps }) => ({ host, steps: steps.filter((step) => !isTask(step)) })),
    world,
    { concurrency: options.concurrency, signal: options.signal },
  );
  const worse = again.find((now) => {
    const before = done.find(({ name }) => name === now.name);
    return !now.reachable || now.steps.some((step) => isWorse(step, before));
  });
  return worse && { id: 'gate/rollout-worse', args: { host: worse.name } };
}

function hasChanged({ steps }: HostOutcome): boolean {
  return steps.some(({ task }) => task?.outcome === 'done');
}

function hasFailed({ reachable, steps }: HostOutcome): boolean {
  return !reachable || steps.some(({ task }) => isFailure(task?.outcome));
}

function isFailure(outcome: NonNullable<StepOutcome['task']>['outcome'] | undefined): boolean {
  return outcome === 'failed' || outcome === 'rolled-back';
}

/** Critical where it was not before; what cannot be judged any more counts as such. */
function isWorse({ step, verdict }: StepOutcome, before: HostOutcome | undefined): boolean {
  if (verdict !== 'critical' && verdict !== 'unknown') return false;
  const former = before?.steps.find((one) => one.step === step)?.verdict;
  return former !== 'critical' && former !== 'unknown';
}

function held(conduct: Conduct | undefined, reason: Message): Conduct | undefined {
  if (!conduct) return undefined;
  const { override: _, ...rest } = conduct;
  return { ...rest, gates: { kind: 'closed', refusals: [reason] } };
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || seconds <= 0) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    signal.addEventListener('abort', end);
  });
}
