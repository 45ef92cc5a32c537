import type { Instance } from '../config/instance.ts';
import type { GitHubClient } from '../github/client.ts';
import { toCatchUp } from '../ledger/catch-up.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import type { Job } from './job.ts';
import { start } from './start.ts';

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
  for (const { runbook, key } of toCatchUp(windows, job.now())) {
    const about = { runbook: runbook.id, window: key, mode: 'marked' } as const;
    await start(job, instance, client, 'action/caught-up', about);
  }
}
