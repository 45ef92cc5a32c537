import type { Instance } from '../config/instance.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import { lastOccurrence } from '../ledger/occurrences.ts';
import { windowKey } from '../ledger/window-key.ts';
import { readLedger } from '../run/ledger.ts';
import type { Runbook } from '../runbook/model.ts';
import { formatInstant, localDate } from '../text/format.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import type { PlanDocument } from './plan-document.ts';

/** Who is told to have started the run: the schedule for the team, or a person. */
export function starterOf({ context }: Job): Pick<PlanDocument, 'trigger' | 'actor'> {
  if (context.event.name !== 'workflow_dispatch' || isOurs(context.triggeringActor)) {
    return { trigger: 'schedule' };
  }
  return { trigger: 'manual', actor: context.triggeringActor };
}

/** Another tick has dispatched this run, to make up for one that did not come. */
function isOurs(actor: string): boolean {
  return actor === 'github-actions[bot]';
}

export interface WindowOfRun {
  readonly key: string;
  readonly startsAt?: string;
  /** Of a scheduled run: those for which it is still due. */
  readonly hosts?: readonly string[];
}

/** The window that this run is for, or the sentence that says why there is none. */
export async function windowOf(
  job: Job,
  runbook: Runbook,
  instance: Instance,
  directory: string,
): Promise<WindowOfRun | string> {
  const { config } = instance;
  const now = job.now();
  const ofNow = () => ({
    key: windowKey(runbook.window.every, localDate(now.toISOString(), config.timezone)),
  });
  const { trigger } = starterOf(job);
  // Who runs a scheduled run again wants it now.
  if (trigger === 'manual') return ofNow();
  if (!runbook.enabled) return say('action/disabled', { runbook: runbook.id }, config.locale);
  const last = await lastWindow(runbook, instance, directory, now);
  if (last?.state === 'due') {
    const hosts = last.hosts.filter(({ state }) => state === 'due').map(({ host }) => host);
    return { key: last.key, startsAt: last.startsAt, hosts };
  }
  if (job.context.runAttempt > 1) return ofNow();
  return whyNot(runbook, instance, last, now);
}

async function lastWindow(
  runbook: Runbook,
  instance: Instance,
  directory: string,
  now: Date,
): Promise<LedgerWindow | undefined> {
  const { startsAt } = lastOccurrence(runbook.window, now, instance.config.timezone);
  const range = { from: new Date(startsAt), to: new Date(now.getTime() + 1) };
  const windows = await readLedger({ ...instance, runbooks: [runbook] }, directory, now, range);
  return windows.at(-1);
}

function whyNot(
  { id, window }: Runbook,
  { config: { locale, timezone } }: Instance,
  last: LedgerWindow | undefined,
  now: Date,
): string {
  const date = localDate(now.toISOString(), timezone);
  const about = { runbook: id, window: last?.key ?? '' };
  const reason = last?.hosts.find((host) => host.reason !== undefined)?.reason ?? '';
  const record = last?.hosts.find(({ runId }) => runId !== undefined)?.runId;
  switch (last?.date === date || last?.state === 'missed' ? last.state : undefined) {
    case 'frozen':
      return say('action/frozen', { ...about, reason }, locale);
    case 'waived':
      return say('action/waived', { ...about, reason }, locale);
    case 'missed': {
      const startBy = formatInstant(last?.startBy ?? '', timezone);
      return say('action/too-late', { ...about, startBy }, locale);
    }
    default: {
      if (last?.date === date && record !== undefined) {
        return say('action/already-recorded', { ...about, record }, locale);
      }
      const words = [window.months?.join('/'), window.on, window.at].filter(Boolean).join(' ');
      return say('action/not-due', { runbook: id, date, window: words }, locale);
    }
  }
}
