import type { Message } from '../core/message.ts';
import type { PlannedRunbook, Plans } from './side.ts';
import { configRisks } from './unsafe-config.ts';
import { fleetRisks } from './unsafe-fleet.ts';
import { stepRisks } from './unsafe-steps.ts';

/** A change that takes away what guards the hosts; it needs the approval of its own. */
export interface Risk {
  readonly message: Message;
  /** The file of the instance that it is written in. */
  readonly file: string;
}

/** The label with which people say that they have seen the risks and want them. */
export const approvalLabel = 'gate-change-approved';

export interface Compared {
  readonly before: Plans;
  readonly after: Plans;
  readonly plannedBefore: ReadonlyMap<string, PlannedRunbook>;
  readonly plannedAfter: ReadonlyMap<string, PlannedRunbook>;
  /** Local date: freezes of the past guard nothing. */
  readonly today: string;
}

export function risksOf(compared: Compared): readonly Risk[] {
  return [...configRisks(compared), ...fleetRisks(compared), ...stepRisks(compared)];
}
