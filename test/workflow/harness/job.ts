import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { asText, type Contexts, evaluateTree, texts } from './expressions.ts';
import type { JobState } from './job-state.ts';
import type { Combination } from './matrix.ts';
import type { Job } from './parse.ts';
import { runSteps } from './steps.ts';
import { machineVariables } from './variables.ts';
import type { Conclusion, Permissions, RanJob, RunState } from './world.ts';

export interface JobCall {
  readonly run: RunState;
  readonly job: string;
  readonly id: string;
  readonly definition: Job;
  readonly matrix: Combination;
  readonly permissions: Permissions;
  /** github, inputs, needs, secrets, vars. */
  readonly contexts: Contexts;
  readonly environment: Readonly<Record<string, unknown>>;
}

let machines = 0;

/** Runs the steps of one job on a machine of its own. */
export async function runJob(call: JobCall): Promise<RanJob> {
  const { run, job, definition, matrix, permissions } = call;
  machines += 1;
  const home = join(run.world.folder, `machine-${machines}`);
  const temp = join(home, 'temp');
  const workspace = join(home, 'work');
  mkdirSync(temp, { recursive: true });
  mkdirSync(workspace, { recursive: true });
  const token = `ghs_harness${machines}`;
  run.world.onToken?.(token, permissions);
  const machine = machineVariables(run, { home, temp, workspace, job: call.id });
  const contexts: Contexts = {
    ...call.contexts,
    matrix,
    strategy: {},
    runner: { temp, os: 'Linux', arch: 'X64', name: 'harness' },
    github: { ...(call.contexts['github'] as object), token, workspace, job: call.id },
    secrets: { ...(call.contexts['secrets'] as object), GITHUB_TOKEN: token },
  };
  const environment = {
    ...machine,
    ...texts(call.environment, contexts),
    ...texts(definition.env, contexts),
  };
  const state: JobState = {
    run,
    job,
    matrix,
    permissions,
    workspace,
    temp,
    contexts,
    environment,
    path: [],
    masks: [token, ...Object.values(run.world.secrets)].filter(Boolean),
    steps: {},
    ran: [],
    posts: [],
    beganCancelled: run.cancelled.signal.aborted,
    failed: false,
    isLost: false,
  };
  await runSteps(state, definition.steps, { contexts, steps: state.steps, environment: {} });
  if (!state.isLost) for (const post of state.posts.toReversed()) await post();
  const outputs = state.isLost ? {} : outputsOf(definition, state);
  const conclusion = conclusionOf(state);
  return { job, matrix, conclusion, outputs, permissions, steps: state.ran };
}

/** A job that ran its steps to the end although the run was cancelled is a success or a failure. */
function conclusionOf(state: JobState): Conclusion {
  if (!state.beganCancelled && state.run.cancelled.signal.aborted) return 'cancelled';
  return state.failed ? 'failure' : 'success';
}

/** GitHub withholds an output in which it finds a secret. */
function outputsOf({ outputs }: Job, { contexts, steps, masks }: JobState): Record<string, string> {
  const values = Object.entries(outputs).map(([name, value]) => {
    const text = asText(evaluateTree(value, { ...contexts, steps }));
    return [name, masks.some((mask) => text.includes(mask)) ? '' : text] as const;
  });
  return Object.fromEntries(values);
}
