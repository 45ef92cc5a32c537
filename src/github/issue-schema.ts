import { z } from 'zod';
import type { IssueComment, TrackedIssue } from './tracker.ts';

const Person = z.object({ login: z.string() });

/** The part of GitHub's issue that we read. */
export const Issue = z.object({
  number: z.number().int(),
  state: z.enum(['open', 'closed']),
  state_reason: z.string().nullish(),
  title: z.string(),
  body: z.string().nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  assignees: z.array(Person).nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  closed_by: Person.nullish(),
  locked: z.boolean(),
  html_url: z.string(),
  comments: z.number().int(),
  pull_request: z.unknown().optional(),
});

export const Comment = z.object({
  id: z.number().int(),
  user: Person.nullish(),
  author_association: z.string().default('NONE'),
  created_at: z.string(),
  updated_at: z.string(),
  body: z.string().nullish(),
});

/** Of the events of an issue, those that say who has set a label. */
export const LabelEvent = z.object({
  id: z.number().int(),
  event: z.string(),
  actor: Person.nullish(),
  created_at: z.string(),
  label: z.object({ name: z.string().nullish() }).nullish(),
});

/** Who GitHub knows to have written a commit; null when the address is nobody's. */
export const Commit = z.object({ author: Person.nullish() });

const reasons = ['completed', 'not_planned', 'duplicate', 'reopened'] as const;

export function toTracked(issue: z.output<typeof Issue>): TrackedIssue {
  const reason = reasons.find((known) => known === issue.state_reason);
  return {
    number: issue.number,
    state: issue.state,
    ...(reason ? { stateReason: reason } : {}),
    title: issue.title,
    // People edit in a browser, which sends CRLF.
    body: unix(issue.body),
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    assignees: (issue.assignees ?? []).map(({ login }) => login),
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    ...(issue.closed_at ? { closedAt: issue.closed_at } : {}),
    ...(issue.closed_by ? { closedBy: issue.closed_by.login } : {}),
    locked: issue.locked,
    url: issue.html_url,
    commentCount: issue.comments,
  };
}

export function toComment(comment: z.output<typeof Comment>): IssueComment {
  return {
    id: comment.id,
    author: comment.user?.login ?? 'ghost',
    authorAssociation: comment.author_association,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    body: unix(comment.body),
  };
}

function unix(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\r\n', '\n');
}
