import type { Runbook } from '../runbook/model.ts';
import type { Decision, Exclusion, HostWindow, LedgerInput, LedgerRecord } from './model.ts';
import type { Occurrence } from './occurrences.ts';

/** The latest decision of people counts. */
export function decisionOn(records: readonly LedgerRecord[]): Decision | undefined {
  return records
    .filter(({ decision }) => decision !== undefined)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
    .at(-1)?.decision;
}

/** The same window at another time; it keeps its key, so that it is not carried out twice. */
export function moved(occurrence: Occurrence, decision: Decision | undefined): Occurrence {
  if (decision?.kind !== 'postponed') return occurrence;
  const length = Date.parse(occurrence.endsAt) - Date.parse(occurrence.startsAt);
  const endsAt = new Date(Date.parse(decision.startsAt) + length).toISOString();
  return { ...occurrence, startsAt: decision.startsAt, endsAt };
}

/** Why a host's share of a window need not be carried out. */
export function excuse(
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
