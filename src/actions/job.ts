import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config/schema.ts';
import type { EngineWorld } from '../engine/run-host.ts';
import type { Fleet } from '../fleet/model.ts';
import { type ActionsContext, readContext } from '../github/context.ts';
import { StepOutputs } from '../github/outputs.ts';
import { ActionError } from './action-error.ts';

/** Everything through which an action touches the world. */
export interface Job {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly context: ActionsContext;
  readonly outputs: StepOutputs;
  readonly now: () => Date;
  /** Resolves after that time, or at once when the run is cancelled. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** For webhooks. */
  readonly fetch: typeof fetch;
  /** Aborted when the run is cancelled: what has been gathered is still recorded. */
  readonly signal: AbortSignal;
  /** Hosts; loaded late, for most actions have no use for SSH. */
  readonly world: (fleet: Fleet, config: Pick<Config, 'services'>) => Promise<EngineWorld>;
}

/** Runs the core of an action as a step of GitHub Actions; the exit status says whether it failed. */
export async function runAction(core: (job: Job) => Promise<void>): Promise<void> {
  const { env: environment } = process;
  const outputs = new StepOutputs({
    environment,
    appendFile: appendFileSync,
    print: (text) => process.stdout.write(text),
  });
  const stop = new AbortController();
  // The runner sends SIGINT when a run is cancelled, SIGTERM 7.5 s later, and 2.5 s after it kills.
  const cancel = () => stop.abort(new Error('the run was cancelled'));
  process.on('SIGINT', cancel).on('SIGTERM', cancel);
  try {
    await core({
      environment,
      context: readContext(environment, (path) => readFileSync(path, 'utf8')),
      outputs,
      now: () => new Date(),
      sleep: async (milliseconds) => {
        await setTimeout(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
      },
      fetch: globalThis.fetch,
      signal: stop.signal,
      world: async (fleet, { services: { postgres } }) => {
        const { realWorld } = await import('../run/real-world.ts');
        return realWorld({ fleet, environment, postgres });
      },
    });
  } catch (error) {
    outputs.annotate('error', error instanceof Error ? error.message : String(error));
    const known = error instanceof ActionError || (error instanceof Error && 'reason' in error);
    if (!known && error instanceof Error) outputs.log(error.stack ?? '');
    process.exitCode = 1;
  } finally {
    process.removeListener('SIGINT', cancel).removeListener('SIGTERM', cancel);
  }
}
