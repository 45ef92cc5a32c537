import { hear, type Rules, type Said } from './hear.ts';
import { answersIn, markerOf, type NoticeMarker } from './marker.ts';
import { type Heard, type Notice, noticeKey, type Voice } from './model.ts';
import type { NoticeComment, NoticeIssue, NoticeReader } from './tracker.ts';

export const approvedLabel = 'approved';

/** A notice with what is needed to bring it up to date. */
export interface ReadNotice extends Notice {
  readonly marker: NoticeMarker;
  readonly issue: NoticeIssue;
  readonly comments: readonly NoticeComment[];
  /** Ids of comments that we have answered. */
  readonly answered: ReadonlySet<number>;
}

export interface ReadOptions {
  readonly now: Date;
  readonly fourEyes: boolean;
  readonly timeZone: string;
  readonly dispatcher?: string;
  /** Login of ourselves: what we write commands nothing. */
  readonly self?: string;
  /** Who has last changed a runbook; undefined when that is not known. */
  readonly authorOf: (runbook: string) => Promise<string | undefined>;
  /** Before when a window of the runbook must begin if it is postponed. ISO 8601, UTC. */
  readonly latestOf: (runbook: string, startsAt: string) => string;
}

const lookBackDays = 45;

/**
 * All notices with what people have said on them, worked out from their comments anew each time:
 * nothing about an approval is kept in a place that could be edited unseen.
 * @throws whatever the tracker throws; who asks about gates then keeps them closed
 */
export async function readNotices(
  reader: NoticeReader,
  options: ReadOptions,
): Promise<readonly ReadNotice[]> {
  const since = new Date(options.now.getTime() - lookBackDays * 86_400_000);
  const open = await reader.openIssues();
  const closed = await reader.recentlyClosed(since);
  const notices: ReadNotice[] = [];
  for (const issue of [...open, ...closed]) {
    const marker = markerOf(issue.body);
    if (!marker) continue;
    notices.push(await readNotice(reader, issue, marker, options));
  }
  return notices;
}

async function readNotice(
  reader: NoticeReader,
  issue: NoticeIssue,
  marker: NoticeMarker,
  options: ReadOptions,
): Promise<ReadNotice> {
  const comments = await reader.comments(issue.number);
  const labels = issue.labels.includes(approvedLabel)
    ? await reader.labelled(issue.number, approvedLabel)
    : [];
  const ours = comments.filter(({ author, body }) => isOurs(author, body, options.self));
  const said = [
    ...comments.filter((one) => !ours.includes(one)).map((one) => saidIn(one)),
    // The last who has set it answers for it.
    ...labels
      .slice(-1)
      .map(({ id, by, at }) => ({ id, by, at, text: '/approve', isEdited: false })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id);
  const heard = await hearAll(reader, said, marker, options);
  const voices = heard.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome]));
  return {
    number: issue.number,
    url: issue.url,
    key: noticeKey(marker.runbook, marker.window),
    announcedAt: issue.createdAt,
    envelope: marker.envelope,
    state: issue.state,
    heard,
    ...verdictOf(voices),
    marker,
    issue,
    comments,
    answered: answersIn(ours.map(({ body }) => body)),
  };
}

async function hearAll(
  reader: NoticeReader,
  said: readonly Said[],
  { runbook, shownAt, startsAt }: NoticeMarker,
  options: ReadOptions,
): Promise<readonly Heard[]> {
  const commands = said.filter(({ text }) => /^\s*\/(approve|cancel|postpone)\b/im.test(text));
  const mayDecide = new Set<string>();
  for (const login of new Set(commands.map(({ by }) => by))) {
    const permission = await reader.permissionOf(login);
    if (permission === 'admin' || permission === 'write') mayDecide.add(login);
  }
  const { fourEyes, timeZone, dispatcher, authorOf, latestOf } = options;
  const author = fourEyes && commands.length > 0 ? await authorOf(runbook) : undefined;
  const rules: Rules = {
    mayDecide,
    fourEyes,
    timeZone,
    changedAt: shownAt,
    latest: latestOf(runbook, startsAt),
    ...(author !== undefined && { author }),
    ...(dispatcher !== undefined && { dispatcher }),
  };
  return commands.flatMap((one) => hear(one, rules) ?? []);
}

/** The last word counts: who approves after a cancellation has changed their mind. */
function verdictOf(voices: readonly Voice[]): Pick<Notice, 'approval' | 'decision'> {
  const decision = voices.findLast(isDecision);
  const approval = voices.findLast(isApproval);
  if (!decision) return approval ? { approval } : {};
  if (!approval || !isAfter(approval, decision)) return { decision };
  return decision.kind === 'cancel' ? { approval } : { approval, decision };
}

function isApproval(voice: Voice): voice is Extract<Voice, { kind: 'approve' }> {
  return voice.kind === 'approve';
}

function isDecision(voice: Voice): voice is Exclude<Voice, { kind: 'approve' }> {
  return voice.kind !== 'approve';
}

function isAfter(one: Voice, other: Voice): boolean {
  return Date.parse(one.at) > Date.parse(other.at);
}

function saidIn({ id, author, createdAt, updatedAt, body }: NoticeComment): Said {
  const isEdited = Date.parse(updatedAt) > Date.parse(createdAt);
  return { id, by: author, at: createdAt, text: body, isEdited };
}

function isOurs(author: string, body: string, self: string | undefined): boolean {
  return (self !== undefined && author === self) || body.includes('<!-- teiki:');
}
