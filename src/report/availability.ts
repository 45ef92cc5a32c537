import { difference, type Interval, intersection, total, union } from './intervals.ts';

export interface AvailabilityInput {
  /** The period, cut off where nothing can be known yet. */
  readonly within: Interval;
  /** Outages that users have felt, overlapping ones too. */
  readonly outages: readonly Interval[];
  /** Announced maintenance. */
  readonly planned: readonly Interval[];
  /** When somebody or something has looked; the rest is unknown, and not up. */
  readonly observed: readonly Interval[];
}

/** Times in milliseconds. `up + unplannedDown + plannedDown + unknown` is `whole`. */
export interface Availability {
  readonly whole: number;
  readonly unknown: number;
  /** Outages outside of planned maintenance. */
  readonly unplannedDown: number;
  /** Planned maintenance, with whatever was down in it. */
  readonly plannedDown: number;
  readonly up: number;
  /** Share of the known time, planned maintenance left out. Absent when nothing is known. */
  readonly withoutPlanned?: number;
  /** Share of the known time, planned maintenance counted as down. */
  readonly withPlanned?: number;
  /** As `withPlanned` if the service was down for all of the unknown time. */
  readonly atWorst?: number;
}

/** A known outage or maintenance is known, whether or not anything else was looking. */
export function availability(input: AvailabilityInput): Availability {
  const all = [input.within];
  const plannedIn = intersection(all, input.planned);
  const outagesIn = difference(intersection(all, input.outages), plannedIn);
  const known = union([...intersection(all, input.observed), ...plannedIn, ...outagesIn]);
  const whole = total(all);
  const unknown = total(difference(all, known));
  const plannedDown = total(plannedIn);
  const unplannedDown = total(outagesIn);
  const up = whole - unknown - plannedDown - unplannedDown;
  const share = (good: number, of: number) => (of > 0 ? good / of : undefined);
  const withoutPlanned = share(up, up + unplannedDown);
  const withPlanned = share(up, whole - unknown);
  const atWorst = share(up, whole);
  return {
    whole,
    unknown,
    unplannedDown,
    plannedDown,
    up,
    ...(withoutPlanned !== undefined && { withoutPlanned }),
    ...(withPlanned !== undefined && { withPlanned }),
    ...(atWorst !== undefined && { atWorst }),
  };
}

export interface ErrorBudget {
  /** Milliseconds of outage that the objective allows in the whole of the time. */
  readonly allowed: number;
  readonly spent: number;
  /** Below zero when it is overspent. */
  readonly left: number;
}

/** @param objective percent, such as 99.9 */
export function errorBudget(
  { whole, unplannedDown }: Availability,
  objective: number,
): ErrorBudget {
  // Rounded to the millisecond: 100 − 99.9 is not 0.1 in binary.
  const allowed = Math.round((whole * (100 - objective)) / 100);
  return { allowed, spent: unplannedDown, left: allowed - unplannedDown };
}
