import { type Block, paragraph } from '../text/markdown.ts';
import type { IncidentEvent, IssuePlan, Step } from './actions.ts';
import { example, obey, openCommands } from './commands.ts';
import { commentBody, type Drafted, drafted, type OwnComments } from './comments.ts';
import { labelsOf, sameLabels, withOthers } from './labels.ts';
import type { KnownIssue } from './match.ts';
import { lastId, type Memory, memoryOf, ownOf, titlePatch } from './memory.ts';
import type { Desired, Incident } from './model.ts';
import { news, toldOf } from './news.ts';
import { rank } from './observation.ts';
import type { ReconcileOptions } from './options.ts';
import { eventOf, withTeams } from './plan-open.ts';
import { overdueDays, reminder } from './reminder.ts';
import { titleFor } from './title.ts';
import type { IssueComment, IssuePatch, Permission } from './tracker.ts';
import { isOver } from './waiver.ts';
import { sentence } from './words.ts';
import { incidentBody, showsOf } from './write-body.ts';

export interface Conversation {
  /** Read only where somebody may have written. */
  readonly comments?: readonly IssueComment[];
  readonly permissions: ReadonlyMap<string, Permission>;
}

/** Why an issue that was closed is opened again. */
export type Reopening = 'reopened-hand' | 'reopened-returned';

/** Brings the issue of an incident up to date; nothing to do is a plan without steps. */
export function planUpdate(
  known: KnownIssue,
  incident: Incident,
  ended: Desired['ended'],
  { comments, permissions }: Conversation,
  options: ReconcileOptions,
  reopening?: Reopening,
): IssuePlan {
  const { now, words, self } = options;
  const { issue, body } = known;
  const own = ownOf(comments, self);
  const before = memoryOf(known, incident, own);
  const commands = openCommands(comments ?? [], before.read, self);
  const over = before.waiver && isOver(before.waiver, now, words.timeZone);
  const standing = over ? undefined : before.waiver;
  const { waiver, replies } = obey(commands, standing, permissions, options);

  const changes = reopening ? [] : news(incident, before.told, ended, words);
  const blocks: Block[] = [...replies, ...changes];
  if (reopening) blocks.unshift(reopened(reopening, incident, options));
  if (over && before.waiver) {
    const { until } = before.waiver;
    blocks.push(paragraph(...sentence('waiver-over', { until }, words)));
  }
  const days = waiver || blocks.length > 0 ? 0 : overdueDays(before, incident, options);
  if (days > 0) blocks.push(reminder(incident, days, options));
  // The end of a waiver is a reminder, too.
  const reminds = days > 0 || (before.waiver !== undefined && !waiver);
  const comment = blocks.length > 0 && !issue.locked ? drafted(blocks, reminds) : undefined;
  const said = comment && say(comment, before, own, known.issue.number);

  const title = titleFor(incident, words);
  const retitled = titlePatch(issue, before, title);
  const at = now.toISOString();
  const turned = incident.severity !== before.told.severity;
  const { waiver: _waiver, closed: _closed, ...kept } = before;
  const memory: Memory = {
    ...kept,
    steps: [...incident.steps],
    n: said?.n ?? Math.max(before.n, own.n),
    told: toldOf(incident),
    title: retitled.title ?? (issue.title === title ? title : before.title),
    comments: issue.commentCount + (said?.steps.length ?? 0),
    read: lastId(comments, before.read),
    shows: showsOf(incident, waiver, words),
    ...(waiver && { waiver }),
    ...(turned && { severitySince: at }),
    ...(reopening && { opened: at, severitySince: at }),
    ...(reminds && { reminded: at }),
  };
  const labels = withOthers(labelsOf(incident, waiver !== undefined), issue.labels);
  const patch: IssuePatch = { ...retitled };
  const stale = !body.intact || reopening !== undefined || !sameMemory(memory, body.marker);
  if (stale) {
    const shown = withTeams(incident, options.assignees ?? []);
    const text = incidentBody(memory, body, shown, words);
    // Without room for the marker we would say the same again every day.
    if (text === undefined) return { key: incident.key, number: issue.number, steps: [] };
    if (text !== issue.body) patch.body = text;
  }
  if (!sameLabels(labels, issue.labels)) patch.labels = labels;
  if (reopening) Object.assign(patch, { state: 'open', stateReason: 'reopened' });
  const update: Step[] =
    Object.keys(patch).length > 0 ? [{ kind: 'update', number: issue.number, patch }] : [];
  const event = eventKind(reopening, before, incident);
  return {
    key: incident.key,
    number: issue.number,
    steps: [...(said?.steps ?? []), ...update],
    ...(event && update.length > 0 && { event: eventOf(event, incident, title, issue) }),
  };
}

/** The comment as a step, unless it was posted before the last request failed. */
export function say(
  comment: Drafted,
  before: Memory,
  own: OwnComments,
  number: number,
): { readonly n: number; readonly steps: readonly Step[] } {
  if (own.n > before.n && own.hash === comment.hash) return { n: own.n, steps: [] };
  const n = Math.max(before.n, own.n) + 1;
  return { n, steps: [{ kind: 'comment', number, body: commentBody(comment, n) }] };
}

/** Times of last sight are no part of the memory, so a later look at the same is no change. */
function sameMemory(memory: Memory, marker: KnownIssue['body']['marker']): boolean {
  if (!marker) return false;
  const { text: _, ...former } = marker;
  return JSON.stringify(entries(memory)) === JSON.stringify(entries(former));
}

function entries(memory: Memory): unknown {
  return Object.entries(memory).sort(([a], [b]) => (a < b ? -1 : 1));
}

function eventKind(
  reopening: Reopening | undefined,
  before: Memory,
  { severity }: Incident,
): IncidentEvent['kind'] | undefined {
  if (reopening) return 'reopened';
  return rank(severity) < rank(before.told.severity) ? 'worsened' : undefined;
}

function reopened(why: Reopening, { lastSeen }: Incident, { words }: ReconcileOptions): Block {
  const args = { lastAt: lastSeen, command: example(words.locale) };
  return paragraph(...sentence(why, args, words));
}
