import type { Instance } from '../config/instance.ts';
import { chooseWindow } from '../ledger/choose.ts';
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
export function starterOf(
  { context }: Job,
  mode?: PlanDocument['mode'],
): Pick<PlanDocument, 'trigger' | 'actor'> {
  if (context.event.name !== 'workflow_dispatch') return { trigger: 'schedule' };
  // A dry run for a notice is nobody's window.
  if (isOurs(context.triggeringActor) && mode !== 'plan') return { trigger: 'schedule' };
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
  /** What the ledger knows of it; absent when a person runs the runbook far from any window. */
  readonly window?: LedgerWindow;
}

/** The window that this run is for, or the sentence that says why there is none. */
export async function windowOf(
  job: Job,
  runbook: Runbook,
  instance: Instance,
  directory: string,
  mode: PlanDocument['mode'] | undefined,
): Promise<WindowOfRun | string> {
  const { config } = instance;
  const now = job.now();
  const around = await windowsAround(runbook, instance, directory, now);
  const choice = chooseWindow(around, now, config.armHours);
  const ofNow = (): WindowOfRun => {
    const key = windowKey(runbook.window.every, localDate(now.toISOString(), config.timezone));
    const window = around.find((one) => one.key === key) ?? around[0];
    return { key, ...(window && { window }) };
  };
  const { trigger } = starterOf(job, mode);
  // Who runs a scheduled run again wants it now.
  if (trigger === 'manual') return ofNow();
  if (!runbook.enabled) return say('action/disabled', { runbook: runbook.id }, config.locale);
  if (choice.kind !== 'none') return dueWindow(choice.window);
  if (job.context.runAttempt > 1) return ofNow();
  return whyNot(runbook, instance, choice.last, now);
}

function dueWindow(window: LedgerWindow): WindowOfRun {
  const { key, startsAt, hosts } = window;
  const due = hosts
    .filter(({ state }) => state === 'due' || state === 'upcoming')
    .map(({ host }) => host);
  return { key, startsAt, hosts: due, window };
}

/** The windows of a runbook from the last one on to those that may be armed. */
async function windowsAround(
  runbook: Runbook,
  instance: Instance,
  directory: string,
  now: Date,
): Promise<readonly LedgerWindow[]> {
  const { timezone, armHours } = instance.config;
  const { startsAt } = lastOccurrence(runbook.window, now, timezone);
  const to = new Date(now.getTime() + armHours * 3_600_000 + 1);
  const range = { from: new Date(startsAt), to };
  return await readLedger({ ...instance, runbooks: [runbook] }, directory, now, range);
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
