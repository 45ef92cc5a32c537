import pLimit from 'p-limit';
import { passTo, permissionsOf } from './calls.ts';
import { asText, type Contexts, evaluateTree, holds, type Status } from './expressions.ts';
import { runJob } from './job.ts';
import { expandMatrix } from './matrix.ts';
import type { Job, Workflow } from './parse.ts';
import { inGroup, together } from './turns.ts';
import type { Conclusion, Permissions, RanJob, RunState } from './world.ts';

export interface WorkflowCall {
  readonly run: RunState;
  readonly read: (path: string) => Promise<Workflow>;
  readonly workflow: Workflow;
  readonly contexts: Contexts;
  /** Ids of the calling jobs: `maintenance / `. */
  readonly prefix: string;
  /** What the calling job may do. */
  readonly granted: Permissions | undefined;
}

interface Done {
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly jobs: readonly RanJob[];
  /** Results of all jobs before it, its own included. */
  readonly ancestry: readonly Conclusion[];
}

/** Machines at once, so that a test with twenty shards leaves the computer usable. */
const machines = pLimit(4);

/** All jobs of a workflow, each as soon as those that it needs are done. */
export async function runJobs(call: WorkflowCall): Promise<readonly RanJob[]> {
  const done = await runCalled(call);
  return [...done.values()].flatMap(({ jobs }) => jobs);
}

async function runCalled(call: WorkflowCall): Promise<ReadonlyMap<string, Done>> {
  const started = new Map<string, Promise<Done>>();
  const start = (id: string): Promise<Done> => {
    const running = started.get(id);
    if (running) return running;
    const definition = call.workflow.jobs[id];
    if (!definition) throw new Error(`There is no job ${id}`);
    const work = runWithNeeds(call, id, definition, start);
    started.set(id, work);
    return work;
  };
  const ids = Object.keys(call.workflow.jobs);
  const all = await Promise.all(ids.map(start));
  return new Map(ids.map((id, index) => [id, all[index] as Done]));
}

async function runWithNeeds(
  call: WorkflowCall,
  id: string,
  definition: Job,
  start: (id: string) => Promise<Done>,
): Promise<Done> {
  const needed = await Promise.all(definition.needs.map(start));
  const needs = Object.fromEntries(
    definition.needs.map(
      (name, index) =>
        [name, { result: needed[index]?.result, outputs: needed[index]?.outputs }] as const,
    ),
  );
  const ancestry = needed.flatMap((one) => one.ancestry);
  const isCancelled = call.run.cancelled.signal.aborted;
  const status: Status = {
    success: !isCancelled && needed.every(({ result }) => result === 'success'),
    failure: !isCancelled && ancestry.includes('failure'),
    cancelled: isCancelled,
  };
  const contexts = { ...call.contexts, needs };
  const job = `${call.prefix}${id}`;
  const nothing = { outputs: {}, permissions: {}, steps: [], matrix: {} };
  const end = (jobs: readonly RanJob[], outputs: Done['outputs']): Done => {
    const result = together(jobs, false);
    return { result, outputs, jobs, ancestry: [...ancestry, result] };
  };
  if (!holds(definition.if, contexts, status)) {
    const conclusion = isCancelled ? 'cancelled' : 'skipped';
    return end([{ job, conclusion, ...nothing }], {});
  }
  try {
    const permissions = permissionsOf(definition, call.workflow, call.granted);
    if (definition.uses !== undefined) {
      return await runReusable(call, definition, { contexts, job, permissions, end });
    }
    const matrices = expandMatrix(evaluateTree(definition.strategy?.matrix, contexts) ?? undefined);
    const environment = call.workflow.env;
    const jobs = await Promise.all(
      matrices.map(async (matrix): Promise<RanJob> => {
        const inner = { ...contexts, matrix };
        const ran = await inGroup(call.run.world, definition.concurrency, inner, () =>
          machines(() =>
            runJob({ ...call, job, id, definition, matrix, permissions, contexts, environment }),
          ),
        );
        return ran ?? { job, conclusion: 'cancelled', ...nothing, matrix };
      }),
    );
    return end(jobs, Object.assign({}, ...jobs.map(({ outputs }) => outputs)) as Done['outputs']);
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error);
    return end([{ job, conclusion: 'failure', refusal, ...nothing }], {});
  }
}

interface Calling {
  readonly contexts: Contexts;
  readonly job: string;
  readonly permissions: Permissions;
  readonly end: (jobs: readonly RanJob[], outputs: Done['outputs']) => Done;
}

async function runReusable(
  call: WorkflowCall,
  definition: Job,
  { contexts, job, permissions, end }: Calling,
): Promise<Done> {
  const workflow = await call.read((definition.uses ?? '').replace(/^\.\//, ''));
  // GitHub looks at the whole of a called workflow before it runs any of it.
  for (const inner of Object.values(workflow.jobs)) permissionsOf(inner, workflow, permissions);
  const { inputs, secrets } = passTo(workflow, definition, contexts);
  const inside = { github: contexts['github'], vars: contexts['vars'], inputs, secrets };
  const prefix = `${job} / `;
  const done = await runCalled({
    ...call,
    workflow,
    contexts: inside,
    prefix,
    granted: permissions,
  });
  const jobs = Object.fromEntries(
    [...done].map(([id, { result, outputs }]) => [id, { result, outputs }]),
  );
  const declared = Object.entries(workflow.on.workflow_call?.outputs ?? {});
  const outputs = declared.map(
    ([name, { value }]) => [name, asText(evaluateTree(value, { ...inside, jobs }))] as const,
  );
  return end(
    [...done.values()].flatMap((one) => one.jobs),
    Object.fromEntries(outputs),
  );
}
