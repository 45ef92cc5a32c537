import { Temporal } from 'temporal-polyfill';
import type { Runbook } from '../runbook/model.ts';
import { decisionOn, excuse, moved } from './excuse.ts';
import {
  type HostWindow,
  type LedgerInput,
  type LedgerRecord,
  type LedgerWindow,
  type WindowState,
  windowStates,
} from './model.ts';
import {
  lastOccurrence,
  nextOccurrence,
  type Occurrence,
  occurrencesBetween,
} from './occurrences.ts';

/**
 * The windows that begin from `from` on and before `to`, in order of their beginning: a function of
 * runbooks, records and the clock. Nothing is remembered elsewhere, so a lost tick is found by the
 * next one.
 */
export function ledger(input: LedgerInput, from: Date, to: Date): readonly LedgerWindow[] {
  const { timezone } = input.config;
  const byRunbook = Map.groupBy(input.records, ({ runbook }) => runbook);
  const windows = input.runbooks
    .filter(({ runbook }) => runbook.enabled)
    .flatMap((one) => {
      const records = byRunbook.get(one.runbook.id) ?? [];
      const byWindow = Map.groupBy(records, ({ window }) => window);
      const since = beginOf(one.runbook, records, input);
      const begin = new Date(Math.max(from.getTime(), since.getTime()));
      const { window } = one.runbook;
      const occurrences = occurrencesBetween(window, begin, to, timezone);
      return occurrences.map((occurrence, index) => {
        const next = occurrences[index + 1] ?? following(window, occurrence, timezone);
        const own = byWindow.get(occurrence.key) ?? [];
        return judge(one, { occurrence, next, records: own }, input);
      });
    });
  return windows.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}

/**
 * Since when a runbook can have missed something: the day it says, or its first record. One that
 * has never run is new.
 */
function beginOf(
  { since, window }: Runbook,
  records: readonly LedgerRecord[],
  { config: { timezone }, now }: LedgerInput,
): Date {
  if (since !== undefined) return startOfDay(since, timezone);
  // Its first tick may still come a day late; what was before, nobody can have expected.
  if (records.length === 0) return new Date(now.getTime() - 86_400_000);
  const first = (some: readonly LedgerRecord[]) =>
    Math.min(...some.map(({ startedAt }) => Date.parse(startedAt)));
  const planned = first(records.filter(({ mode }) => mode === 'plan'));
  const carriedOut = first(records.filter(({ mode }) => mode !== 'plan'));
  const begin = Number.isFinite(carriedOut)
    ? Date.parse(lastOccurrence(window, new Date(carriedOut), timezone).startsAt)
    : Infinity;
  return new Date(Math.min(planned, begin));
}

function startOfDay(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds);
}

function following(
  window: Runbook['window'],
  { startsAt }: Occurrence,
  timeZone: string,
): Occurrence {
  return nextOccurrence(window, new Date(startsAt), timeZone);
}

interface Planned {
  readonly occurrence: Occurrence;
  readonly next: Occurrence;
  /** Those that are for it. */
  readonly records: readonly LedgerRecord[];
}

function judge(
  { runbook, hosts }: LedgerInput['runbooks'][number],
  planned: Planned,
  input: LedgerInput,
): LedgerWindow {
  const { id, title, level } = runbook;
  const decision = decisionOn(planned.records);
  const occurrence = moved(planned.occurrence, decision);
  const records = planned.records.filter((record) => isFor(record, runbook, occurrence));
  const startBy = latestStart(runbook, occurrence, planned.next, input.config);
  const states = hosts.map(({ name, exclusions }): HostWindow => {
    const carriedOut = outcomeOn(name, records, occurrence);
    if (carriedOut?.state === 'done' || carriedOut?.state === 'late') return carriedOut;
    const { reason } = decision ?? {};
    const excused =
      decision?.kind === 'cancelled'
        ? ({ state: 'waived', ...(reason !== undefined && { reason }) } as const)
        : excuse(runbook, name, exclusions, occurrence, input.config);
    if (excused) return { host: name, ...excused };
    if (carriedOut) return carriedOut;
    return { host: name, state: openState(occurrence, startBy, input.now) };
  });
  const state = windowStates.find((one) => states.some((host) => host.state === one));
  return {
    ...occurrence,
    runbook: { id, title, level },
    startBy: startBy.toISOString(),
    state: state ?? openState(occurrence, startBy, input.now),
    hosts: states,
  };
}

function openState(
  { startsAt }: Occurrence,
  startBy: Date,
  now: Date,
): Extract<WindowState, 'upcoming' | 'due' | 'missed'> {
  if (now.getTime() < Date.parse(startsAt)) return 'upcoming';
  return now.getTime() <= startBy.getTime() ? 'due' : 'missed';
}

/**
 * A check that comes late still tells the truth, so it may come until the next window begins. A
 * change may begin only shortly after its time: people have been told when.
 */
function latestStart(
  { level }: Pick<Runbook, 'level'>,
  { startsAt }: Occurrence,
  next: Occurrence,
  { lateness }: LedgerInput['config'],
): Date {
  const limit = lateness[`level${level}Minutes`];
  const after = limit === undefined ? Infinity : Date.parse(startsAt) + limit * 60_000;
  // To the millisecond before: a run that begins with the next window is for that one.
  return new Date(Math.min(after, Date.parse(next.startsAt) - 1));
}

/** A person's look at some steps, or at a plan, is no execution of the window. */
function isFor(
  { trigger, mode, startedAt, hosts, decision }: LedgerRecord,
  { steps }: Runbook,
  { startsAt }: Occurrence,
): boolean {
  if (decision) return false;
  if (trigger === 'schedule') return true;
  if (mode === 'plan' || Date.parse(startedAt) < Date.parse(startsAt)) return false;
  return hosts.some((host) => steps.every(({ id }) => host.steps.includes(id)));
}

/** The best of a host's runs decides: what failed first and was then done again is done. */
function outcomeOn(
  host: string,
  records: readonly LedgerRecord[],
  { endsAt }: Occurrence,
): HostWindow | undefined {
  const runs = records
    .flatMap(({ hosts, runId, startedAt }) =>
      hosts.filter(({ name }) => name === host).map((one) => ({ ...one, runId, startedAt })),
    )
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const done = runs.find(({ carriedOut, refused }) => carriedOut && !refused);
  if (done) {
    const isLate = Date.parse(done.startedAt) > Date.parse(endsAt);
    return { host, state: isLate ? 'late' : 'done', runId: done.runId };
  }
  const last = runs.at(-1);
  if (!last) return undefined;
  return { host, state: last.refused ? 'missed' : 'failed', runId: last.runId };
}
