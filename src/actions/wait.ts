import type { Instance } from '../config/instance.ts';
import { standing } from '../notice/gates.ts';
import { callerWorkflow } from '../workflow/source.ts';
import { type GateQuestion, gateInput } from './gates.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';

/** GitHub ends a hosted job after six hours, and the work itself is another job. */
const longestWaitMs = 5 * 3_600_000;

/**
 * Waits until an armed window opens. Where the wait is longer than a job lives, a fresh run is
 * started at the end of this one.
 * @returns the sentence that says why it is not waited for, or undefined when the window is open
 */
export async function waitFor(
  job: Job,
  instance: Instance,
  question: GateQuestion,
): Promise<string | undefined> {
  const { runbook, window, token } = question;
  const { locale } = instance.config;
  const about = { runbook: runbook.id, window: window.key };
  const wait = Date.parse(window.startsAt) - job.now().getTime();
  if (wait <= 0) return undefined;
  const input = await gateInput(job, instance, question);
  const refusals = input ? standing(input) : [];
  // Nobody has agreed to it: whichever tick comes in the window records that it was refused.
  if (refusals.length > 0) return say('action/not-armed', about, locale);
  job.outputs.log(say('action/waiting', { ...about, startsAt: window.startsAt }, locale));
  await job.sleep(Math.min(wait, longestWaitMs));
  if (job.signal.aborted) return say('action/wait-cancelled', about, locale);
  if (wait <= longestWaitMs) return undefined;
  const { GitHubClient } = await import('../github/client.ts');
  const { dispatchWorkflow } = await import('../github/dispatch.ts');
  const { owner, name } = job.context.repository;
  const { apiUrl, ref } = job.context;
  const client = new GitHubClient({ token: token ?? '', repository: { owner, name }, apiUrl });
  const workflow = callerWorkflow(runbook.id);
  await dispatchWorkflow(client, { workflow, ref, inputs: { mode: 'marked' } });
  return say('action/handed-over', about, locale);
}
