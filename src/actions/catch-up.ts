import type { Instance } from '../config/instance.ts';
import type { GitHubClient } from '../github/client.ts';
import { dispatchWorkflow } from '../github/dispatch.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import { callerWorkflow } from '../workflow/source.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';

/** A tick of its own may still come: GitHub is often late by an hour. */
const patienceMinutes = 60;

/**
 * Any tick starts the runbooks whose own tick did not come. Checks only: a change keeps to its
 * window. Should the late tick come after all, it finds the window carried out.
 */
export async function catchUp(
  job: Job,
  { config }: Instance,
  client: GitHubClient,
  windows: readonly LedgerWindow[],
): Promise<void> {
  const { ref, event } = job.context;
  // What people write on an issue is no tick, and on another branch nothing is scheduled.
  if (event.name === 'issues' || event.name === 'issue_comment') return;
  const patience = job.now().getTime() - patienceMinutes * 60_000;
  const lost = windows.filter(
    ({ state, startsAt, runbook }) =>
      state === 'due' && runbook.level === 1 && Date.parse(startsAt) <= patience,
  );
  for (const { runbook, key } of lost) {
    const about = { runbook: runbook.id, window: key };
    try {
      await dispatchWorkflow(client, {
        workflow: callerWorkflow(runbook.id),
        ref,
        inputs: { mode: 'marked' },
      });
      job.outputs.annotate('notice', say('action/caught-up', about, config.locale));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const told = say('action/not-caught-up', { ...about, detail }, config.locale);
      job.outputs.annotate('warning', told);
    }
  }
}
