import { execFileSync } from 'node:child_process';
import { dispatchInputs } from './calls.ts';
import { runJobs } from './jobs.ts';
import { readWorkflow, type Workflow } from './parse.ts';
import { inGroup, together } from './turns.ts';
import { githubContext } from './variables.ts';
import type { Event, HarnessWorld, RanWorkflow, RunState } from './world.ts';

let runs = 1000;

export interface RunRequest {
  /** File name below `.github/workflows`. */
  readonly workflow: string;
  readonly event: Event;
  /** Given the means to cancel the run, as a person would. */
  readonly onStart?: (cancel: () => void) => void;
  /** To run again what has run: "Re-run all jobs". */
  readonly again?: RunState;
}

/** Runs a workflow of the repository as it is at the tip of main. */
export async function runWorkflow(world: HarnessWorld, request: RunRequest): Promise<RanWorkflow> {
  const { workflow: file, event, again } = request;
  const path = `.github/workflows/${file}`;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', world.repository, ...args], { encoding: 'utf8' });
  const sha = git('rev-parse', event.ref ?? 'main').trim();
  const read = (name: string): Promise<Workflow> =>
    readWorkflow(name, git('show', `${sha}:${name}`));
  const workflow = await read(path);
  if (!listens(workflow, event)) throw new Error(`${file} is not started by ${event.name}`);
  runs += 1;
  const stop = new AbortController();
  const run: RunState = {
    world,
    event,
    workflow: { path, name: workflow.name },
    runId: again?.runId ?? runs,
    attempt: (again?.attempt ?? 0) + 1,
    sha,
    artifacts: again?.artifacts ?? new Map<string, string>(),
    cancelled: { signal: stop.signal, cancel: () => stop.abort() },
  };
  request.onStart?.(run.cancelled.cancel);
  const inputs = event.name === 'workflow_dispatch' ? dispatchInputs(workflow, event) : {};
  const contexts = { github: githubContext(run), inputs, vars: {}, secrets: world.secrets };
  const jobs = await inGroup(world, workflow.concurrency, contexts, () =>
    runJobs({ run, read, workflow, contexts, prefix: '', granted: undefined }),
  );
  const conclusion = jobs === undefined ? 'cancelled' : together(jobs, stop.signal.aborted);
  return { conclusion, jobs: jobs ?? [], artifacts: [...run.artifacts.keys()], state: run };
}

function listens({ on }: Workflow, { name, payload }: Event): boolean {
  if (!Object.hasOwn(on, name)) return false;
  const withTypes = name === 'issues' || name === 'issue_comment' || name === 'pull_request';
  const types = withTypes ? on[name]?.types : undefined;
  return types === undefined || types.includes(String(payload['action']));
}
