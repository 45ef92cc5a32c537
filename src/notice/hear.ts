import { Temporal } from 'temporal-polyfill';
import type { Heard, Objection, Voice } from './model.ts';

/** A comment on a notice, or the label `approved` that somebody has put there. */
export interface Said {
  readonly id: number;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
  readonly isEdited: boolean;
}

export interface Rules {
  /** Logins that may decide: those with write permission. */
  readonly mayDecide: ReadonlySet<string>;
  readonly fourEyes: boolean;
  /** Who has last changed the runbook, where that is known. */
  readonly author?: string;
  /** Who has started the run that asks. */
  readonly dispatcher?: string;
  /** When the plan changed last: what was approved before is void. */
  readonly changedAt?: string;
  readonly timeZone: string;
  /** A window may be postponed to before this instant. */
  readonly latest: string;
}

const command = /^\s*\/(approve|cancel|postpone)\b[ \t]*(.*)$/im;

/**
 * What a comment commands, and whether it counts. Only the whole of a comment as it was first
 * written does: who may edit other people's comments must not be able to approve in their name.
 */
export function hear({ id, by, at, text, isEdited }: Said, rules: Rules): Heard | undefined {
  const [, verb, rest = ''] = command.exec(text) ?? [];
  if (verb === undefined) return undefined;
  const heard = (outcome: Voice | Objection): Heard => ({ id, by, outcome });
  if (isEdited) return heard('edited');
  if (!rules.mayDecide.has(by)) return heard('no-right');
  switch (verb.toLowerCase()) {
    case 'approve':
      return heard(approve(by, at, rules));
    case 'cancel':
      return heard(
        rest.trim() === '' ? 'no-reason' : { kind: 'cancel', by, at, reason: rest.trim() },
      );
    default:
      return heard(postpone(by, at, rest.trim(), rules));
  }
}

function approve(by: string, at: string, rules: Rules): Voice | Objection {
  const { fourEyes, author, dispatcher, changedAt } = rules;
  if (fourEyes && by === author) return 'own-change';
  if (fourEyes && by === dispatcher) return 'own-run';
  if (changedAt !== undefined && Date.parse(at) < Date.parse(changedAt)) return 'changed-since';
  return { kind: 'approve', by, at };
}

/** `/postpone 2026-12-08 03:00 reason`, in the time zone of the instance. */
function postpone(
  by: string,
  at: string,
  rest: string,
  { timeZone, latest }: Rules,
): Voice | Objection {
  const [, date, time, reason = ''] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?:\s+(.*))?$/.exec(rest) ?? [];
  if (date === undefined || time === undefined) return 'no-time';
  if (reason.trim() === '') return 'no-reason';
  let startsAt: string;
  try {
    startsAt = new Date(
      Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds,
    ).toISOString();
  } catch {
    return 'no-time';
  }
  const isInRange =
    Date.parse(startsAt) > Date.parse(at) && Date.parse(startsAt) < Date.parse(latest);
  if (!isInRange) return 'out-of-range';
  return { kind: 'postpone', by, at, startsAt, reason: reason.trim() };
}
