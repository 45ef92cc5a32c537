import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Instance } from '../config/instance.ts';
import { calendarChanges, type WindowChange } from './calendar.ts';
import { type ValueChange, valueChanges } from './difference.ts';
import { type RightsChange, rightsChange } from './rights.ts';
import { type RunbookChange, runbookChanges } from './runbooks.ts';
import { changedScripts, type SentScript } from './scripts.ts';
import { type Catalogue, type Plans, plannedRunbooks } from './side.ts';
import { type Risk, risksOf } from './unsafe.ts';

/** What a change of an instance means: for the hosts, for people, and for what guards both. */
export interface Review {
  readonly risks: readonly Risk[];
  readonly runbooks: readonly RunbookChange[];
  readonly config: readonly ValueChange[];
  readonly fleet: readonly ValueChange[];
  readonly rights: RightsChange;
  readonly calendar: readonly WindowChange[];
  readonly scripts: readonly SentScript[];
}

export interface ReviewOptions {
  readonly catalogue: Catalogue;
  readonly now: Date;
}

/**
 * @param earlier with its issues: an instance that is only now being made has nothing to be compared
 *   with, and one that cannot be read hides what it guarded
 */
export function reviewOf(
  earlier: Plans & Pick<Instance, 'issues'>,
  after: Plans,
  { catalogue, now }: ReviewOptions,
): Review {
  const errors = earlier.issues.filter(({ level }) => level === 'error');
  const isNew = errors.some(({ code }) => code === 'missing-file') && holdsNothing(earlier);
  const before = isNew ? { ...earlier, config: after.config } : earlier;
  const plannedBefore = plannedRunbooks(before, catalogue);
  const plannedAfter = plannedRunbooks(after, catalogue);
  const runbooks = runbookChanges(plannedBefore, plannedAfter);
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(after.config.timezone)
    .toPlainDate()
    .toString();
  return {
    risks: [
      ...(errors.length > 0 && !isNew ? [unknownBase] : []),
      ...risksOf({ before, after, plannedBefore, plannedAfter, today }),
    ],
    runbooks,
    config: valueChanges(before.config, after.config),
    fleet: valueChanges(fleetOf(before), fleetOf(after)),
    rights: rightsChange(before, after, catalogue),
    calendar: calendarChanges(before, after, now),
    scripts: changedScripts(runbooks, plannedAfter),
  };
}

function holdsNothing({ runbooks, fleet }: Plans): boolean {
  return runbooks.length === 0 && fleet.hosts.size === 0;
}

const unknownBase: Risk = { message: { id: 'review/risk-base', args: {} }, file: 'config.yml' };

function fleetOf({ fleet }: Plans): unknown {
  const hosts = [...fleet.hosts].map(([name, { name: _name, ...host }]) => [name, host]);
  return {
    ...Object.fromEntries(hosts),
    ...(fleet.knownHosts !== '' && { knownHosts: fleet.knownHosts.trimEnd().split('\n') }),
  };
}

export function isEmpty({ runbooks, config, fleet, rights, calendar }: Review): boolean {
  const { rights: list, helpers, secretsGained, secretsLost } = rights;
  return [runbooks, config, fleet, calendar, list, helpers, secretsGained, secretsLost].every(
    (part) => part.length === 0,
  );
}

/** What people approve: these risks, and no others that a later push may add. */
export function riskHash(risks: readonly Risk[]): string {
  const texts = risks.map((risk) => JSON.stringify(risk)).toSorted();
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
