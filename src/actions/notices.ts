import type { Instance } from '../config/instance.ts';
import type { GitHubClient } from '../github/client.ts';
import type { GitHubIssues } from '../github/issues.ts';
import { recordUrl } from '../incident/references.ts';
import type { Links } from '../incident/words.ts';
import type { Announced } from '../notice/model.ts';
import type { ReadNotice } from '../notice/read.ts';
import type { NotifyNotice } from '../notify/digest.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { readOptions } from './gates.ts';
import type { Situation } from './incidents.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { start } from './start.ts';
import { actionTexts } from './texts.ts';

export interface NoticeWorld {
  readonly client: GitHubClient;
  readonly issues: GitHubIssues;
  readonly links: Links;
  readonly situation: Situation;
}

/** How far back a notice may still be waiting for its outcome. */
const lookBackDays = 40;

/**
 * Notices of level 2 and 3 windows: opened, kept up to date, answered, closed with the outcome; dry
 * runs for them; and the runs that wait for an approved window.
 * @returns what those affected are to hear
 */
export async function tendNotices(
  job: Job,
  instance: Instance,
  world: NoticeWorld,
): Promise<readonly NotifyNotice[]> {
  const { config } = instance;
  const { locale } = config;
  const announced = await announcedIn(instance, world.situation, job.now());
  if (announced.length === 0) return [];
  const failed = (error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    job.outputs.annotate('warning', say('action/notices-failed', { detail }, locale));
  };
  try {
    const { keepNotices } = await import('../notice/keep.ts');
    const uses = announced.flatMap(({ runbook, plan }) => [
      ...runbook.steps.flatMap(({ use, then }) => [use, ...(then ? [then.task] : [])]),
      ...(plan?.steps.map(({ use }) => use) ?? []),
    ]);
    const words = {
      ...(await actionTexts(config.timezone, uses)),
      locale,
      config,
      recordUrl: (path: string) => recordUrl(path, { links: world.links }),
    };
    const input = { announced, now: job.now(), noticeDays: config.noticeDays, words };
    const options = {
      ...readOptions(job, instance, world.links.directory, world.issues),
      assignees: config.assignees,
    };
    const { news, failures, notices } = await keepNotices(world.issues, input, options);
    for (const failure of failures) failed(failure);
    await startRuns(job, instance, world.client, announced, notices);
    return news;
  } catch (error) {
    failed(error);
    return [];
  }
}

/** What people have decided on notices and no record says yet, as records. */
export async function decisionsOnNotices(
  job: Job,
  instance: Instance,
  directory: string,
  issues: GitHubIssues,
  situation: Situation,
): Promise<readonly MaintenanceRecord[]> {
  const announced = await announcedIn(instance, situation, job.now());
  if (announced.length === 0) return [];
  const { readNotices } = await import('../notice/read.ts');
  const { openDecisions } = await import('../notice/reconcile.ts');
  const { decisionRecord } = await import('../run/decision.ts');
  const notices = await readNotices(issues, readOptions(job, instance, directory, issues));
  return openDecisions(announced, notices).map((one) => decisionRecord(one, instance.config));
}

async function announcedIn(
  instance: Instance,
  { windows, records }: Situation,
  now: Date,
): Promise<readonly Announced[]> {
  const { announcedOf } = await import('../run/notices.ts');
  const from = now.getTime() - lookBackDays * 86_400_000;
  const near = windows.filter(({ startsAt }) => Date.parse(startsAt) >= from);
  return announcedOf(instance, near, records);
}

/** Dry runs for the notices, and runs that wait for a window which is approved and near. */
async function startRuns(
  job: Job,
  instance: Instance,
  client: GitHubClient,
  announced: readonly Announced[],
  notices: readonly ReadNotice[],
): Promise<void> {
  const { event } = job.context;
  if (event.name === 'issues' || event.name === 'issue_comment') return;
  const { runsFor } = await import('../notice/runs.ts');
  for (const { runbook, window, why } of runsFor(announced, notices, instance.config, job.now())) {
    const mode = why === 'dry-run' ? 'plan' : 'marked';
    await start(job, instance, client, `action/${why}`, { runbook, window, mode });
  }
}
