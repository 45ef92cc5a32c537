import type { Config } from '../config/schema.ts';
import type { Runbook } from '../runbook/model.ts';
import {
  type Decision,
  type Exclusion,
  type HostWindow,
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

export interface LedgerInput {
  readonly runbooks: readonly {
    readonly runbook: Runbook;
    readonly hosts: readonly { readonly name: string; readonly exclusions: readonly Exclusion[] }[];
  }[];
  /** In any order. Rechecks are no executions and do not belong here. */
  readonly records: readonly LedgerRecord[];
  readonly config: Pick<Config, 'timezone' | 'freezes' | 'lateness' | 'waivers'>;
  readonly now: Date;
}

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
      const since = beginOf(one.runbook, records, input);
      const begin = new Date(Math.max(from.getTime(), since.getTime()));
      return occurrencesBetween(one.runbook.window, begin, to, timezone).map((occurrence) =>
        judge(one, occurrence, records, input),
      );
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
  const begins = records.map(({ startedAt, mode }) => {
    const at = new Date(startedAt);
    return mode === 'plan' ? at : new Date(lastOccurrence(window, at, timezone).startsAt);
  });
  return new Date(Math.min(...begins.map((begin) => begin.getTime())));
}

function startOfDay(date: string, timeZone: string): Date {
  const window = { every: 'day', at: '00:00', minutes: 1 } as const;
  const noon = Date.parse(`${date}T12:00:00Z`);
  const around = [new Date(noon - 86_400_000 * 2), new Date(noon + 86_400_000)] as const;
  const found = occurrencesBetween(window, ...around, timeZone).find((one) => one.date === date);
  return new Date(found?.startsAt ?? noon);
}

function judge(
  { runbook, hosts }: LedgerInput['runbooks'][number],
  planned: Occurrence,
  all: readonly LedgerRecord[],
  input: LedgerInput,
): LedgerWindow {
  const { id, title, level } = runbook;
  const decision = decisionOn(planned, all);
  const occurrence = moved(planned, decision);
  const records = all.filter((record) => isFor(record, runbook, occurrence));
  const startBy = latestStart(runbook, occurrence, input.config);
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

/** The latest decision of people counts. */
function decisionOn({ key }: Occurrence, records: readonly LedgerRecord[]): Decision | undefined {
  return records
    .filter(({ window, decision }) => window === key && decision !== undefined)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
    .at(-1)?.decision;
}

/** The same window at another time; it keeps its key, so that it is not carried out twice. */
function moved(occurrence: Occurrence, decision: Decision | undefined): Occurrence {
  if (decision?.kind !== 'postponed') return occurrence;
  const length = Date.parse(occurrence.endsAt) - Date.parse(occurrence.startsAt);
  const endsAt = new Date(Date.parse(decision.startsAt) + length).toISOString();
  return { ...occurrence, startsAt: decision.startsAt, endsAt };
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
  { level, window }: Pick<Runbook, 'level' | 'window'>,
  { startsAt }: Occurrence,
  { lateness, timezone }: LedgerInput['config'],
): Date {
  const start = Date.parse(startsAt);
  const limit = lateness[`level${level}Minutes`];
  const after = limit === undefined ? Infinity : start + limit * 60_000;
  // To the millisecond before: a run that begins with the next window is for that one.
  const next = Date.parse(nextOccurrence(window, new Date(start), timezone).startsAt) - 1;
  return new Date(Math.min(after, next));
}

/** A person's look at some steps, or at a plan, is no execution of the window. */
function isFor(
  { window, trigger, mode, startedAt, hosts, decision }: LedgerRecord,
  { steps }: Runbook,
  { key, startsAt }: Occurrence,
): boolean {
  if (window !== key || decision) return false;
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

function excuse(
  { id, level }: Runbook,
  host: string,
  exclusions: readonly Exclusion[],
  { key, date }: Occurrence,
  { freezes, waivers }: LedgerInput['config'],
): Pick<HostWindow, 'state' | 'reason'> | undefined {
  const covers = ({ from, to }: Exclusion) => from <= date && date <= to;
  const waiver = waivers.find(
    ({ runbook, window, hosts }) =>
      runbook === id && window === key && (hosts === undefined || hosts.includes(host)),
  );
  if (waiver) return { state: 'waived', reason: waiver.reason };
  const exclusion = exclusions.find(covers);
  if (exclusion) return { state: 'waived', reason: exclusion.reason };
  const freeze = level === 1 ? undefined : freezes.find(covers);
  return freeze && { state: 'frozen', reason: freeze.reason };
}
