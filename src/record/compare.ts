import { severities } from '../core/severity.ts';
import { isRecheck } from './recheck.ts';
import type { MaintenanceRecord } from './record.ts';
import type { RunFinding, RunResult, RunStep } from './run-result.ts';

/** A finding where it was found. */
export interface Found {
  readonly host: string;
  readonly step: string;
  readonly use: string;
  readonly finding: RunFinding;
}

export const changeKinds = ['new', 'worse', 'better', 'gone', 'still', 'unjudged'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export type Changes = Readonly<Record<ChangeKind, readonly Found[]>>;

/**
 * What has changed between two runs of a runbook. `gone` is only what was looked at again and not
 * found: behind a host that could not be reached, or a step left out, nothing is known to have
 * gone (`unjudged`). Notes and what could not be judged are no findings here.
 */
export function compareRuns(before: RunResult, after: RunResult): Changes {
  const earlier = new Map(judged(before).map((found) => [identity(found), found]));
  const later = judged(after);
  const laterKeys = new Set(later.map(identity));
  const lookedAt = new Set(after.steps.filter(wasJudged).map(place));
  const changes: Record<ChangeKind, Found[]> = {
    new: [],
    worse: [],
    better: [],
    gone: [],
    still: [],
    unjudged: [],
  };
  for (const found of later) {
    const former = earlier.get(identity(found));
    changes[former ? direction(former, found) : 'new'].push(found);
  }
  for (const [key, former] of earlier) {
    if (laterKeys.has(key)) continue;
    const gone =
      former.use === 'host.unreachable' ? isReached(after, former) : lookedAt.has(place(former));
    changes[gone ? 'gone' : 'unjudged'].push(former);
  }
  return changes;
}

/** All findings of a run with their places, worst first, otherwise in the order of the run. */
export function findingsOf(run: Pick<RunResult, 'steps'>): Found[] {
  return run.steps
    .flatMap(({ host, step, use, findings }) =>
      findings.map((finding) => ({ host, step, use, finding })),
    )
    .sort(
      (a, b) => severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity),
    );
}

/**
 * For each record the one to compare it with: the latest of the same runbook before it that was
 * carried out at least in part. A whole run is compared with a whole run; one that looked again at a
 * few steps, or that a person has started for a few steps or hosts, with the latest that had these.
 */
export function predecessors(
  records: readonly MaintenanceRecord[],
): ReadonlyMap<MaintenanceRecord, MaintenanceRecord> {
  const carriedOut = new Map<string, MaintenanceRecord[]>();
  const latestWhole = new Map<string, MaintenanceRecord>();
  const result = new Map<MaintenanceRecord, MaintenanceRecord>();
  for (const record of [...records].sort(byTime)) {
    const { runbook, outcome } = record.run;
    const earlier = carriedOut.get(runbook) ?? [];
    const whole = latestWhole.get(runbook);
    const isPart = whole !== undefined && isPartOf(record, whole);
    const before = isPart ? earlier.findLast((one) => covers(one.run, record.run)) : undefined;
    const found = before ?? whole;
    if (found) result.set(record, found);
    if (outcome !== 'succeeded' && outcome !== 'partial') continue;
    carriedOut.set(runbook, [...earlier, record].slice(-lookBack));
    if (!isPart) latestWhole.set(runbook, record);
  }
  return result;
}

/** A part that has none to be compared with among so many is compared with the last whole run. */
const lookBack = 40;

/** Whether a run had all steps and hosts of another. */
function covers(run: RunResult, part: RunResult): boolean {
  const had = namesIn(run).map((names) => new Set(names));
  return namesIn(part).every((names, index) => names.every((one) => had[index]?.has(one)));
}

/**
 * Whether a run was meant to look at less than another: at a few steps again, or at the steps and
 * hosts that a person has chosen. The schedule takes all that the runbook has.
 */
export function isPartOf(
  { trigger, runId, run }: MaintenanceRecord,
  { run: whole }: MaintenanceRecord,
): boolean {
  if (isRecheck(runId)) return true;
  if (trigger === 'schedule') return false;
  const had = namesIn(whole).map((names) => new Set(names));
  return namesIn(run).some((names, index) => isLess(new Set(names), had[index]));
}

/** Its steps and its hosts. */
function namesIn({ steps, hosts }: RunResult): readonly (readonly string[])[] {
  const own = steps.filter(({ use }) => use !== 'host.unreachable');
  return [own.map(({ step }) => step), hosts.map(({ name }) => name)];
}

function isLess(some: ReadonlySet<string>, all: ReadonlySet<string> = new Set()): boolean {
  return some.size < all.size && [...some].every((one) => all.has(one));
}

/** In the order in which they were begun; run ids settle what began at once. */
export function byTime(a: MaintenanceRecord, b: MaintenanceRecord): number {
  const text = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt) ||
    text(a.run.runbook, b.run.runbook) ||
    text(a.runId, b.runId)
  );
}

function judged(run: RunResult): Found[] {
  return findingsOf(run).filter(
    ({ finding: { severity } }) => severity === 'warning' || severity === 'critical',
  );
}

function wasJudged({ verdict }: RunStep): boolean {
  return verdict !== 'unknown' && verdict !== 'skipped';
}

function isReached({ hosts }: RunResult, { host }: Found): boolean {
  return hosts.some(({ name, reachable }) => name === host && reachable);
}

function direction(former: Found, found: Found): 'worse' | 'better' | 'still' {
  const rank = ({ finding }: Found) => severities.indexOf(finding.severity);
  return rank(found) < rank(former) ? 'worse' : rank(found) > rank(former) ? 'better' : 'still';
}

function place({ host, step }: Pick<Found, 'host' | 'step'>): string {
  return JSON.stringify([host, step]);
}

function identity({ host, step, finding }: Found): string {
  return JSON.stringify([host, step, finding.key]);
}
