import { Temporal } from 'temporal-polyfill';
import { localDate } from '../text/format.ts';
import type { IncidentMarker } from './marker.ts';
import type { IssueComment, Permission } from './tracker.ts';

export type Waiver = NonNullable<IncidentMarker['waiver']>;

/** A waiver is a promise to look again: longer than this it would be a way to forget. */
export const maxWaiverDays = 366;

export const waiverProblems = [
  'no-permission',
  'no-date',
  'bad-date',
  'past-date',
  'too-long',
  'no-reason',
  'nothing-to-unwaive',
] as const;
export type WaiverProblem = (typeof waiverProblems)[number];

export type Command =
  | { readonly kind: 'waive'; readonly comment: IssueComment; readonly words: string }
  | { readonly kind: 'unwaive'; readonly comment: IssueComment };

/** A command stands at the beginning of a line; of several in a comment the first one counts. */
export function commandIn(comment: IssueComment): Command | undefined {
  const match = /^[^\S\r\n]*\/(waive|unwaive)(?![\w-])([^\r\n]*)/m.exec(
    withoutQuotes(comment.body),
  );
  if (!match) return undefined;
  if (match[1] === 'unwaive') return { kind: 'unwaive', comment };
  return { kind: 'waive', comment, words: (match[2] ?? '').trim() };
}

export type Answer =
  | { readonly kind: 'waived'; readonly waiver: Waiver }
  | { readonly kind: 'unwaived'; readonly by: string }
  | { readonly kind: 'refused'; readonly problem: WaiverProblem };

export function answer(
  command: Command,
  current: Waiver | undefined,
  permission: Permission,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Answer {
  const by = command.comment.author;
  if (permission !== 'admin' && permission !== 'write') return refused('no-permission');
  if (command.kind === 'unwaive') {
    return current ? { kind: 'unwaived', by } : refused('nothing-to-unwaive');
  }
  const [, when = '', reason = ''] = /^(\S*)\s*(.*)$/s.exec(command.words) ?? [];
  if (when === '') return refused('no-date');
  const written = Temporal.PlainDate.from(localDate(command.comment.createdAt, timeZone));
  const until = dateOf(when, written);
  if (!until) return refused('bad-date');
  const today = localDate(now.toISOString(), timeZone);
  if (until.toString() < today) return refused('past-date');
  if (written.until(until).days > maxWaiverDays) return refused('too-long');
  if (reason.trim() === '') return refused('no-reason');
  const short = reason.trim().slice(0, 300);
  return { kind: 'waived', waiver: { until: until.toString(), by, reason: short } };
}

/** The last day of a waiver is waived. */
export function isOver({ until }: Waiver, now: Date, timeZone: string): boolean {
  return localDate(now.toISOString(), timeZone) > until;
}

/** `2026-12-31`, or days and weeks from the day the comment was written: `7d`, `2w`. */
function dateOf(text: string, written: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const span = /^(\d{1,4})([dw])$/i.exec(text);
  if (span) {
    const days = Number(span[1]) * (span[2]?.toLowerCase() === 'w' ? 7 : 1);
    return written.add({ days });
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Fenced blocks only show a command; a quotation begins with `>` and is none anyway. */
function withoutQuotes(body: string): string {
  return body.replaceAll(/^(`{3,}|~{3,})[\s\S]*?(?:^\1|$(?![\s\S]))/gm, '');
}

function refused(problem: WaiverProblem): Answer {
  return { kind: 'refused', problem };
}
