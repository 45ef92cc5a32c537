import type { Instance } from '../config/instance.ts';
import type { GitHubClient } from '../github/client.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import type { Job } from './job.ts';
import { start } from './start.ts';

/** A tick of its own may still come: GitHub is often late by an hour. */
const patienceMinutes = 60;

/**
 * Any tick starts the runbooks whose own tick did not come. Checks only: a change keeps to its
 * window. Should the late tick come after all, it finds the window carried out.
 */
export async function catchUp(
  job: Job,
  instance: Instance,
  client: GitHubClient,
  windows: readonly LedgerWindow[],
): Promise<void> {
  const { event } = job.context;
  // What people write on an issue is no tick.
  if (event.name === 'issues' || event.name === 'issue_comment') return;
  const patience = job.now().getTime() - patienceMinutes * 60_000;
  for (const { state, startsAt, runbook, key } of windows) {
    if (state !== 'due' || runbook.level > 1 || Date.parse(startsAt) > patience) continue;
    const about = { runbook: runbook.id, window: key, mode: 'marked' } as const;
    await start(job, instance, client, 'action/caught-up', about);
  }
}
