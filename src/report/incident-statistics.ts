import { beginOf, endOf, type Incident } from './incident.ts';
import { type Summary, summarise } from './statistics.ts';

export interface Durations extends Summary {
  /** Of how many a time of the issue had to stand in. */
  readonly fallbacks: number;
  /** How many could not be counted. */
  readonly without: number;
}

export interface IncidentStatistics {
  readonly count: number;
  /** Times in minutes. */
  readonly acknowledge: Durations;
  readonly restore: Durations;
  /** Minutes of disturbance times users; undefined when no incident says how many. */
  readonly userMinutes?: number;
  readonly followUps: { readonly open: number; readonly done: number; readonly overdue: number };
}

/** Incidents that began in the period; planned maintenance is none. */
export function begunWithin(
  incidents: readonly Incident[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly Incident[] {
  return incidents
    .filter((incident) => {
      const { at } = beginOf(incident);
      return !incident.planned && from <= at && at < to;
    })
    .toSorted(
      (a, b) => Date.parse(beginOf(a).at) - Date.parse(beginOf(b).at) || a.number - b.number,
    );
}

/**
 * Mean times are told as medians: MTTA from detection to acknowledgement, MTTR from the beginning
 * (not the detection) to full restoration.
 * @param today a local date: what was due before is overdue
 */
export function incidentStatistics(
  incidents: readonly Incident[],
  today: string,
): IncidentStatistics {
  const followUps = incidents.flatMap((incident) => incident.followUps);
  const open = followUps.filter(({ done }) => !done);
  const impacts = incidents.flatMap((incident) => {
    const minutes = feltMinutes(incident);
    const { customers } = incident;
    return customers === undefined || minutes === undefined ? [] : [minutes * customers];
  });
  return {
    count: incidents.length,
    acknowledge: durations(incidents.map(acknowledgeMinutes)),
    restore: durations(incidents.map(restoreMinutes)),
    ...(impacts.length > 0 && { userMinutes: impacts.reduce((sum, one) => sum + one, 0) }),
    followUps: {
      open: open.length,
      done: followUps.length - open.length,
      overdue: open.filter(({ due }) => due !== undefined && due < today).length,
    },
  };
}

interface Taken {
  readonly minutes: number;
  readonly fallback: boolean;
}

/** MTTA: there is nothing that could stand in for either time. */
export function acknowledgeMinutes({ detected, acknowledged }: Incident): Taken | undefined {
  return minutesBetween(detected, acknowledged, false);
}

/** MTTR: from beginning to full restoration. */
export function restoreMinutes(incident: Incident): Taken | undefined {
  const [begin, end] = [beginOf(incident), endOf(incident)];
  return minutesBetween(begin.at, end?.at, begin.fallback || end?.fallback === true);
}

function feltMinutes(incident: Incident): number | undefined {
  const end = incident.mitigated ?? endOf(incident)?.at;
  return minutesBetween(beginOf(incident).at, end, false)?.minutes;
}

function minutesBetween(
  from: string | undefined,
  to: string | undefined,
  fallback: boolean,
): Taken | undefined {
  if (from === undefined || to === undefined) return undefined;
  const minutes = (Date.parse(to) - Date.parse(from)) / 60_000;
  return minutes < 0 ? undefined : { minutes, fallback };
}

function durations(taken: readonly (Taken | undefined)[]): Durations {
  const known = taken.filter((one) => one !== undefined);
  return {
    ...summarise(known.map(({ minutes }) => minutes)),
    fallbacks: known.filter(({ fallback }) => fallback).length,
    without: taken.length - known.length,
  };
}
