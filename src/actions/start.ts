import type { Instance } from '../config/instance.ts';
import type { GitHubClient } from '../github/client.ts';
import { dispatchWorkflow } from '../github/dispatch.ts';
import { callerWorkflow } from '../workflow/source.ts';
import type { Job } from './job.ts';
import { type ActionMessage, say } from './messages.ts';
import type { PlanDocument } from './plan-document.ts';

export interface Started {
  readonly runbook: string;
  readonly window: string;
  readonly mode: PlanDocument['mode'];
}

/** Starts the workflow of a runbook, and says so; one that cannot be started is told, never fatal. */
export async function start(
  { context, outputs }: Job,
  { config: { locale } }: Instance,
  client: GitHubClient,
  why: ActionMessage,
  { runbook, window, mode }: Started,
): Promise<void> {
  const about = { runbook, window };
  try {
    const workflow = callerWorkflow(runbook);
    await dispatchWorkflow(client, { workflow, ref: context.ref, inputs: { mode } });
    outputs.annotate('notice', say(why, about, locale));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    outputs.annotate('warning', say('action/not-started', { ...about, detail }, locale));
  }
}
