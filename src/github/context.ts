import { z } from 'zod';
import type { Repository } from './client.ts';
import { GitHubError } from './error.ts';
import { type ActionsEvent, type PayloadName, PayloadRepository, payloads } from './events.ts';

/** Where and why a run of GitHub Actions takes place. */
export interface ActionsContext {
  readonly repository: Repository & {
    /** Unknown when the event does not say. */
    readonly isPrivate: boolean | undefined;
    readonly defaultBranch: string | undefined;
  };
  readonly event: ActionsEvent;
  /** Who or what started it; on a rerun still the first. */
  readonly actor: string;
  /** Who pressed "re-run", otherwise the actor. */
  readonly triggeringActor: string;
  readonly runId: number;
  /** 1 for the first. */
  readonly runAttempt: number;
  readonly workflow: string;
  readonly job: string;
  readonly sha: string;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Page of this attempt. */
  readonly runUrl: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const count = z.string().regex(/^\d+$/).transform(Number);
const Variables = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  GITHUB_RUN_ID: count,
  GITHUB_RUN_ATTEMPT: count.default(1),
  GITHUB_ACTOR: z.string(),
  GITHUB_TRIGGERING_ACTOR: z.string().optional(),
  GITHUB_EVENT_NAME: z.string(),
  GITHUB_EVENT_PATH: z.string(),
  GITHUB_WORKFLOW: z.string().default(''),
  GITHUB_JOB: z.string().default(''),
  GITHUB_SHA: z.string(),
  GITHUB_REF: z.string(),
  GITHUB_SERVER_URL: z.url(),
  GITHUB_API_URL: z.url(),
});

/** Code that zod writes and compiles for a schema does not pay for what is read once. */
const once = { jitless: true };

/**
 * @param readFile of the event's payload
 * @throws GitHubError `no-context` outside of Actions, `bad-event` for a payload of another form
 */
export function readContext(
  environment: Environment,
  readFile: (path: string) => string,
): ActionsContext {
  const { success, data, error } = Variables.safeParse(environment, once);
  if (!success) {
    const names = [...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new GitHubError('no-context', { names });
  }
  const payload = readPayload(data, readFile);
  const about = PayloadRepository.safeParse(payload, once).data?.repository;
  const [owner = '', name = ''] = data.GITHUB_REPOSITORY.split('/');
  return {
    repository: { owner, name, isPrivate: about?.private, defaultBranch: about?.default_branch },
    event: readEvent(data.GITHUB_EVENT_NAME, data.GITHUB_EVENT_PATH, payload),
    actor: data.GITHUB_ACTOR,
    triggeringActor: data.GITHUB_TRIGGERING_ACTOR ?? data.GITHUB_ACTOR,
    runId: data.GITHUB_RUN_ID,
    runAttempt: data.GITHUB_RUN_ATTEMPT,
    workflow: data.GITHUB_WORKFLOW,
    job: data.GITHUB_JOB,
    sha: data.GITHUB_SHA,
    ref: data.GITHUB_REF,
    serverUrl: data.GITHUB_SERVER_URL,
    apiUrl: data.GITHUB_API_URL,
    runUrl: `${data.GITHUB_SERVER_URL}/${data.GITHUB_REPOSITORY}/actions/runs/${data.GITHUB_RUN_ID}/attempts/${data.GITHUB_RUN_ATTEMPT}`,
  };
}

function readPayload(
  { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path }: z.output<typeof Variables>,
  readFile: (path: string) => string,
): unknown {
  try {
    return JSON.parse(readFile(path));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new GitHubError('bad-event', { event, path, detail }, { cause });
  }
}

function readEvent(event: string, path: string, payload: unknown): ActionsEvent {
  if (!isKnown(event)) return { name: 'other', event };
  const { success, data, error } = payloads[event].safeParse(payload, once);
  if (!success) {
    const [first] = error.issues;
    const detail = `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`;
    throw new GitHubError('bad-event', { event, path, detail });
  }
  // The schema belongs to the name, which the type cannot follow through a table.
  return { name: event, payload: data } as ActionsEvent;
}

function isKnown(event: string): event is PayloadName {
  return Object.hasOwn(payloads, event);
}
