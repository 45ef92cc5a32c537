import { compareText } from '../record/json.ts';
import type { IssuePlan } from './actions.ts';
import { obey, openCommands } from './commands.ts';
import { type KnownIssue, matchIssues } from './match.ts';
import { hasUnreadComments } from './memory.ts';
import type { Desired, Incident } from './model.ts';
import { rank } from './observation.ts';
import { dayMs, defaultReopenWithinDays, type ReconcileOptions } from './options.ts';
import { endOf, planClose, planSupersede, planUnreadable } from './plan-close.ts';
import { planCreate } from './plan-open.ts';
import { type Conversation, planUpdate, type Reopening } from './plan-update.ts';
import type { IssueComment, Permission, TrackedIssue } from './tracker.ts';
import { isOver } from './waiver.ts';

/** What the tracker was seen to hold. */
export interface Seen {
  readonly open: readonly TrackedIssue[];
  /** Recently closed ones; absent when they could not be listed: then nothing is opened. */
  readonly closed?: readonly TrackedIssue[];
  /** By number, of the issues that have comments nobody has considered. */
  readonly comments: ReadonlyMap<number, readonly IssueComment[]>;
  readonly permissions: ReadonlyMap<string, Permission>;
}

/** A closed issue that is waived is opened again before the list of closed ones forgets it. */
const marginDays = 3;

/**
 * The difference between the incidents that should be open and the issues that are, as plans, the
 * worst first. Pure: the same issues, records and time give the same plans, and once they are
 * applied there are none.
 */
export function reconcile(desired: Desired, seen: Seen, options: ReconcileOptions): IssuePlan[] {
  const { words } = options;
  const open = matchIssues(desired, seen.open, words);
  const closed = matchIssues(desired, seen.closed ?? [], words);
  const conversation = ({ issue }: Pick<KnownIssue, 'issue'>): Conversation => {
    const comments = seen.comments.get(issue.number);
    return { permissions: seen.permissions, ...(comments && { comments }) };
  };
  /** What people have said must be known before we say anything. */
  const isHeard = (known: Pick<KnownIssue, 'issue' | 'body'>) =>
    !known.body.newer && (!hasUnreadComments(known) || seen.comments.has(known.issue.number));

  const plans: { readonly weight: number; readonly plan: IssuePlan }[] = [];
  for (const [key, incident] of desired.incidents) {
    const [known] = open.byKey.get(key) ?? [];
    const plan = known
      ? isHeard(known)
        ? planUpdate(known, incident, desired.ended, conversation(known), options)
        : undefined
      : seen.closed && planMissing(incident, closed.byKey.get(key) ?? []);
    if (plan) plans.push({ weight: rank(incident.severity), plan });
  }
  for (const [key, all] of open.byKey) {
    const [first, ...duplicates] = all;
    for (const known of duplicates.filter(isHeard)) {
      const by = first?.issue.number ?? 0;
      plans.push({ weight: 10, plan: planSupersede(known, by, conversation(known), options) });
    }
    if (!first || desired.incidents.has(key) || !isHeard(first)) continue;
    const ends = endOf(first, desired);
    if (!ends) continue;
    plans.push({
      weight: 5,
      plan: planClose(first, ends, conversation(first), options),
    });
  }
  for (const known of open.unreadable.filter(isHeard)) {
    plans.push({ weight: 10, plan: planUnreadable(known, conversation(known), options) });
  }
  return plans
    .filter(({ plan }) => plan.steps.length > 0)
    .sort((a, b) => a.weight - b.weight || compareText(a.plan.key, b.plan.key))
    .map(({ plan }) => plan);

  /** There is no open issue: its old one is opened again, or a new one is. */
  function planMissing(
    incident: Incident,
    candidates: readonly KnownIssue[],
  ): IssuePlan | undefined {
    const [latest] = candidates
      .filter(({ body }) => body.marker?.closed?.why !== 'superseded')
      .sort((a, b) => closedAt(b) - closedAt(a) || b.issue.number - a.issue.number);
    if (!latest || !isRecent(latest)) return planCreate(incident, options);
    if (!isHeard(latest)) return undefined;
    const heard = conversation(latest);
    const why: Reopening = latest.body.marker?.closed ? 'reopened-returned' : 'reopened-hand';
    const rests = why === 'reopened-hand' && staysClosed(latest, heard);
    return planUpdate(latest, incident, desired.ended, heard, options, rests ? undefined : why);
  }

  function isRecent(known: KnownIssue): boolean {
    const days = options.reopenWithinDays ?? defaultReopenWithinDays;
    return options.now.getTime() - closedAt(known) < days * dayMs;
  }

  /** Waived and closed by hand: nobody wants to see it now. */
  function staysClosed(known: KnownIssue, { comments, permissions }: Conversation): boolean {
    const { marker } = known.body;
    const commands = openCommands(comments ?? [], marker?.read ?? 0, options.self);
    const { waiver } = obey(commands, marker?.waiver, permissions, options);
    if (!waiver || isOver(waiver, options.now, words.timeZone)) return false;
    const days = (options.reopenWithinDays ?? defaultReopenWithinDays) - marginDays;
    return options.now.getTime() - closedAt(known) < days * dayMs;
  }
}

function closedAt({ issue, body }: KnownIssue): number {
  return Date.parse(body.marker?.closed?.at ?? issue.closedAt ?? issue.updatedAt);
}
