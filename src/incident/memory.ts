import { type OwnComments, ownComments } from './comments.ts';
import type { IncidentMarker } from './marker.ts';
import type { KnownIssue } from './match.ts';
import { type Incident, worstOf } from './model.ts';
import { toldOf } from './news.ts';
import type { IssueComment, TrackedIssue } from './tracker.ts';

/** A marker before its block is rendered. */
export type Memory = Omit<IncidentMarker, 'text'>;

/** Whether somebody has written since, or nothing tells: only then are comments read. */
export function hasUnreadComments({ issue, body }: Pick<KnownIssue, 'issue' | 'body'>): boolean {
  if (!body.marker) return issue.commentCount > 0;
  return body.marker.comments !== issue.commentCount;
}

/**
 * What is known of an issue: its marker, corrected by what we have said since; without a marker,
 * as much as title, comments and the incident itself give.
 */
export function memoryOf(
  { issue, body, key }: KnownIssue,
  incident: Incident | undefined,
  own: OwnComments,
): Memory {
  const { marker } = body;
  if (!marker) {
    return {
      key,
      steps: [...(incident?.steps ?? [])],
      n: own.n,
      told: incident ? toldOf(incident) : { severity: worstOf([]), count: 0, hosts: [] },
      title: issue.title,
      opened: instant(issue.createdAt),
      severitySince: instant(issue.createdAt),
      comments: -1,
      read: 0,
      shows: '',
      ...(own.reminded !== undefined && { reminded: instant(own.reminded) }),
    };
  }
  const { text: _, ...memory } = marker;
  const reminded = latest(marker.reminded, own.reminded);
  return { ...memory, ...(reminded !== undefined && { reminded }) };
}

/** A new issue, or one that begins anew. */
export function freshMemory(incident: Incident, title: string, now: Date): Memory {
  const at = now.toISOString();
  return {
    key: incident.key,
    steps: [...incident.steps],
    n: 0,
    told: toldOf(incident),
    title,
    opened: at,
    severitySince: at,
    comments: 0,
    read: 0,
    shows: '',
  };
}

export function ownOf(
  comments: readonly IssueComment[] | undefined,
  self: string | undefined,
): OwnComments {
  return comments ? ownComments(comments, self) : { n: 0 };
}

/** Ids of comments only grow. */
export function lastId(comments: readonly IssueComment[] | undefined, read: number): number {
  return Math.max(read, ...(comments ?? []).map(({ id }) => id));
}

/** Somebody else's title stays. */
export function titlePatch(
  issue: TrackedIssue,
  memory: Pick<Memory, 'title'>,
  title: string,
): { readonly title?: string } {
  if (issue.title === title || issue.title !== memory.title) return {};
  return { title };
}

function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? (b === undefined ? b : instant(b));
  return Date.parse(b) > Date.parse(a) ? instant(b) : a;
}

function instant(text: string): string {
  const at = Date.parse(text);
  return new Date(Number.isNaN(at) ? 0 : at).toISOString();
}
