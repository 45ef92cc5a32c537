import type { Instance } from '../config/instance.ts';
import { readYear } from '../record/read.ts';
import { isRecheck } from '../record/recheck.ts';
import type { Runbook } from '../runbook/model.ts';
import { windowOfNow, windowOfTick } from './due.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import type { PlanDocument } from './plan-document.ts';

/** Who is told to have started the run: the schedule for the team, or a person. */
export function starterOf({ context }: Job): Pick<PlanDocument, 'trigger' | 'actor'> {
  if (context.event.name !== 'workflow_dispatch') return { trigger: 'schedule' };
  return { trigger: 'manual', actor: context.triggeringActor };
}

/** The window that this run is for, or the sentence that says why there is none. */
export async function windowOf(
  job: Job,
  { id, window, enabled }: Runbook,
  { config }: Instance,
  directory: string,
): Promise<{ readonly key: string; readonly startsAt?: string } | string> {
  const now = job.now();
  const { timezone, locale } = config;
  const { event, runAttempt } = job.context;
  // Who runs a scheduled run again wants it now.
  if (event.name !== 'schedule') return windowOfNow(window, now, timezone);
  if (!enabled) return say('action/disabled', { runbook: id }, locale);
  const due = windowOfTick(window, now, timezone);
  if (!due) {
    if (runAttempt > 1) return windowOfNow(window, now, timezone);
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(now);
    const words = [window.months?.join('/'), window.on, window.at].filter(Boolean).join(' ');
    return say('action/not-due', { runbook: id, date, window: words }, locale);
  }
  const record = runAttempt > 1 ? undefined : await recordOf(id, due, directory);
  if (record === undefined) return due;
  return say('action/already-recorded', { runbook: id, window: due.key, record }, locale);
}

/** A repeated hour of daylight saving, or a schedule edited at the wrong moment, ticks twice. */
async function recordOf(
  runbook: string,
  { key, startsAt }: { readonly key: string; readonly startsAt: string },
  directory: string,
): Promise<string | undefined> {
  const year = new Date(startsAt).getUTCFullYear();
  for (const one of [year, year + 1]) {
    const { records } = await readYear(directory, one, { runbook });
    const done = records.find(
      ({ run, trigger, runId }) =>
        run.window.key === key &&
        trigger === 'schedule' &&
        !isRecheck(runId) &&
        (run.outcome === 'succeeded' || run.outcome === 'partial'),
    );
    if (done) return done.runId;
  }
  return undefined;
}
