import { join } from 'node:path/posix';
import type { Instance } from '../config/instance.ts';
import type { GitHubIssues } from '../github/issues.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import { envelopeOf } from '../notice/envelope.ts';
import { type GateInput, type Gates, gatesOf } from '../notice/gates.ts';
import { noticeKey } from '../notice/model.ts';
import type { ReadOptions } from '../notice/read.ts';
import { changesAnything, latestStartOf } from '../run/notices.ts';
import type { Runbook } from '../runbook/model.ts';
import { selectHosts } from '../runbook/select.ts';
import type { Job } from './job.ts';
import { starterOf } from './plan-window.ts';

export interface GateQuestion {
  readonly runbook: Runbook;
  readonly window: LedgerWindow;
  readonly token: string | undefined;
  /** Of the instance, in the repository. */
  readonly directory: string;
}

/**
 * Whether level 2 and 3 may change something in this window; undefined where nothing does.
 * What cannot be read keeps the gates closed.
 */
export async function askGates(
  job: Job,
  instance: Instance,
  question: GateQuestion,
): Promise<Gates | undefined> {
  const input = await gateInput(job, instance, question);
  return input && gatesOf(input);
}

/** What the gates are judged by. @throws GitHubError */
export async function gateInput(
  job: Job,
  instance: Instance,
  { runbook, window, token, directory }: GateQuestion,
): Promise<GateInput | undefined> {
  if (!changesAnything(runbook)) return undefined;
  const { config, fleet } = instance;
  const { readNotices } = await import('../notice/read.ts');
  const { actor } = starterOf(job);
  const issues = token === undefined ? undefined : await issuesOf(job, token);
  const options = {
    ...readOptions(job, instance, directory, issues),
    ...(actor !== undefined && { dispatcher: actor }),
  };
  const notices = issues ? await readNotices(issues, options) : [];
  const key = noticeKey(runbook.id, window.key);
  const own = notices.filter((notice) => notice.key === key);
  return {
    window,
    notice: own.find(({ state }) => state === 'open') ?? own[0],
    envelope: envelopeOf(runbook, selectHosts(runbook, fleet)),
    now: job.now(),
    config,
    byEnvironment: config.environment !== undefined,
  };
}

/** The issues of the repository; loaded late, for most runs ask no gate. */
export async function issuesOf({ context }: Job, token: string): Promise<GitHubIssues> {
  const { GitHubClient } = await import('../github/client.ts');
  const { GitHubIssues } = await import('../github/issues.ts');
  const { owner, name } = context.repository;
  const { apiUrl } = context;
  return new GitHubIssues(new GitHubClient({ token, repository: { owner, name }, apiUrl }));
}

export function readOptions(
  job: Job,
  instance: Instance,
  directory: string,
  issues: GitHubIssues | undefined,
): ReadOptions {
  const { fourEyes, timezone } = instance.config;
  return {
    now: job.now(),
    fourEyes,
    timeZone: timezone,
    authorOf: async (id) => {
      const runbook = instance.runbooks.find((one) => one.id === id);
      return runbook && (await issues?.lastAuthorOf(join(directory, runbook.path)));
    },
    latestOf: (runbook: string, startsAt: string) => latestStartOf(instance, runbook, startsAt),
  };
}
