import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunState } from './world.ts';

interface Machine {
  readonly home: string;
  readonly temp: string;
  readonly workspace: string;
  /** Id of the job. */
  readonly job: string;
}

/** The github context of a run, without what depends on the job. */
export function githubContext(run: RunState): Readonly<Record<string, unknown>> {
  const { world, event, workflow } = run;
  return {
    event_name: event.name,
    event: payloadOf(run),
    actor: event.actor,
    triggering_actor: event.actor,
    repository: world.slug,
    repository_owner: world.slug.split('/')[0],
    ref: event.ref ?? 'refs/heads/main',
    ref_name: 'main',
    ref_type: 'branch',
    sha: run.sha,
    run_id: String(run.runId),
    run_number: String(run.runId),
    run_attempt: String(run.attempt),
    server_url: 'https://github.com',
    api_url: world.apiUrl,
    workflow: workflow.name,
  };
}

/** What the runner sets, and nothing of our own environment. */
export function machineVariables(run: RunState, machine: Machine): Record<string, string> {
  const { home, temp, workspace, job } = machine;
  const eventPath = join(temp, 'event.json');
  writeFileSync(eventPath, JSON.stringify(payloadOf(run)));
  const { event: _, ...github } = githubContext(run);
  const variables = Object.entries(github).map(
    ([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)] as const,
  );
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: home,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...Object.fromEntries(variables),
    GITHUB_JOB: job,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_TOOL_CACHE: join(home, 'tools'),
    ...run.world.machine,
  };
}

function payloadOf({ world, event }: RunState): Readonly<Record<string, unknown>> {
  const [login, name] = world.slug.split('/');
  const repository = {
    name,
    full_name: world.slug,
    private: world.isPrivate,
    fork: false,
    default_branch: 'main',
    owner: { login },
  };
  const sender = { login: event.actor, type: event.actor.endsWith('[bot]') ? 'Bot' : 'User' };
  return { repository, sender, ...event.payload };
}
