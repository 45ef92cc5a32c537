import type { Message, MessageArgs } from './message.ts';
import type { Severity } from './severity.ts';

/**
 * Something that a check has found on a host.
 *
 * `key` names the object that is in trouble (a file system, a backup kind, a certificate), stays
 * the same from run to run, and is what incidents are matched by. `evidence` is text that came
 * from the host: it is untrusted and only ever shown escaped.
 */
export interface Finding<Id extends string = string> {
  readonly key: string;
  readonly severity: Severity;
  readonly message: Message<Id>;
  readonly remedy?: Message<Id>;
  readonly evidence?: string;
}

/** A finding whose remedy is told with the arguments of the message, unless it has its own. */
export function finding<Id extends string>(
  key: string,
  severity: Severity,
  id: Id,
  args: MessageArgs,
  remedy?: Id,
  remedyArgs: MessageArgs = args,
): Finding<Id> {
  return {
    key,
    severity,
    message: { id, args },
    ...(remedy && { remedy: { id: remedy, args: remedyArgs } }),
  };
}

export const units = [
  'percent',
  'bytes',
  'count',
  'days',
  'hours',
  'seconds',
  'milliseconds',
  'ratio',
] as const;
export type Unit = (typeof units)[number];

/**
 * A number worth keeping: shown in the record and computed with by reports.
 * `name` is local to the check and constant ("used"); `object` tells which one ("/var/log").
 */
export interface Measurement {
  readonly name: string;
  readonly object?: string;
  readonly value: number;
  readonly unit: Unit;
}
