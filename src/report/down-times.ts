import type { MaintenanceRecord } from '../record/record.ts';
import { type Availability, availability } from './availability.ts';
import { beginOf, endOf, type IncidentFile, outageOf } from './incident.ts';
import { type Interval, intersection } from './intervals.ts';

/** For so long a run that has reached a host tells that somebody was looking. */
export const observedHours = 36;

interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** The availability of a stretch of time, from incidents and the runs of teiki. */
export function availabilityOf(
  { from, to }: Stretch,
  records: readonly MaintenanceRecord[],
  { incidents, completeUntil }: IncidentFile,
): Availability {
  const within = { from: Date.parse(from), to: Date.parse(to) };
  const end = Math.max(within.to, Date.parse(completeUntil));
  const disturbances = incidents.flatMap((incident) => {
    const outage = outageOf(incident, end);
    return outage ? [{ planned: incident.planned, outage }] : [];
  });
  return availability({
    within,
    outages: disturbances.filter(({ planned }) => !planned).map(({ outage }) => outage),
    planned: [
      ...disturbances.filter(({ planned }) => planned).map(({ outage }) => outage),
      ...records.filter(isMaintenance).map(spanOf),
    ],
    observed: intersection(records.filter(hasReached).map(watchOf), [
      { from: 0, to: Date.parse(completeUntil) },
    ]),
  });
}

/** Outages of a stretch of time whose times are not all written down, so that others stand in. */
export function guessedOutages({ from, to }: Stretch, { incidents }: IncidentFile) {
  return incidents.filter((incident) => {
    const outage = outageOf(incident, Date.parse(to));
    if (!outage || outage.to <= Date.parse(from) || outage.from >= Date.parse(to)) return false;
    return (
      beginOf(incident).fallback || (!incident.mitigated && endOf(incident)?.fallback === true)
    );
  });
}

/** Announced work of level 2 and 3 that changed something: at most all of its time was an interruption. */
function isMaintenance({ runbook, run }: MaintenanceRecord): boolean {
  return (
    runbook.level > 1 &&
    run.mode === 'apply' &&
    run.steps.some(({ task }) => task && ['done', 'failed', 'rolled-back'].includes(task.outcome))
  );
}

function spanOf({ run }: MaintenanceRecord): Interval {
  return { from: Date.parse(run.startedAt), to: Date.parse(run.endedAt) };
}

function hasReached({ run }: MaintenanceRecord): boolean {
  return run.hosts.some(({ reachable }) => reachable);
}

function watchOf({ run }: MaintenanceRecord): Interval {
  const from = Date.parse(run.startedAt);
  return { from, to: from + observedHours * 3_600_000 };
}
