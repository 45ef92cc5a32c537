/** What the reconciler of incidents needs of an issue tracker; GitHub implements it in issues.ts. */

export interface TrackedIssue {
  number: number;
  state: 'open' | 'closed';
  stateReason?: StateReason | 'reopened';
  title: string;
  body: string;
  labels: string[];
  assignees: string[];
  /** ISO 8601 UTC, as all times here. */
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  /**
   * Login of who closed it, a person or a bot (`github-actions[bot]`). Lists may leave it out:
   * read it with `issue(number)` when it matters.
   */
  closedBy?: string;
  locked: boolean;
  url: string;
  commentCount: number;
}

export type StateReason = 'completed' | 'not_planned' | 'duplicate';

export interface IssueDraft {
  title: string;
  /** Must hold the incident's hidden marker: a creation whose answer was lost is found by it. */
  body: string;
  labels: string[];
  /** Who cannot be assigned is left out with a warning. */
  assignees: string[];
}

/** Only what is given is changed; labels and assignees replace the whole set. */
export interface IssuePatch {
  title?: string;
  body?: string;
  state?: 'open' | 'closed';
  stateReason?: StateReason | 'reopened';
  labels?: string[];
  assignees?: string[];
}

export interface IssueComment {
  id: number;
  author: string;
  /** GitHub's word: OWNER, MEMBER, COLLABORATOR, CONTRIBUTOR, NONE, … */
  authorAssociation: string;
  createdAt: string;
  /** Later than `createdAt` when somebody has edited it. */
  updatedAt: string;
  body: string;
}

/** Who has put a label on an issue. */
export interface Labelled {
  id: number;
  by: string;
  at: string;
}

export interface LabelDefinition {
  name: string;
  /** Six hexadecimal digits, without #. */
  color: string;
  /** At most 100 characters. */
  description: string;
}

export type Permission = 'admin' | 'write' | 'read' | 'none';

/** Why an issue cannot be written any more; the reconciler opens another or leaves it. */
export type IssueGone = { gone: 'locked' | 'transferred' | 'deleted'; number: number };

export interface IssueTracker {
  /** Open issues with the label `maintenance`, all pages of 100. */
  openIssues(): Promise<TrackedIssue[]>;
  /** Closed issues with the label that were closed since then, newest first. */
  recentlyClosed(since: Date): Promise<TrackedIssue[]>;
  /** Open issues that were touched since then, whatever their labels: one may have lost ours. */
  strays(since: Date): Promise<TrackedIssue[]>;
  /** One issue, with `closedBy`. */
  issue(number: number): Promise<TrackedIssue | IssueGone>;
  create(draft: IssueDraft): Promise<TrackedIssue>;
  update(number: number, patch: IssuePatch): Promise<TrackedIssue | IssueGone>;
  comment(number: number, body: string): Promise<IssueGone | undefined>;
  comments(number: number, since?: Date): Promise<IssueComment[]>;
  /** Each time that this label was put on the issue, oldest first; empty when it is not there now. */
  labelled(number: number, label: string): Promise<Labelled[]>;
  /** What this person may do in the repository, for /waive. */
  permissionOf(login: string): Promise<Permission>;
  /** Creates what is missing; the list is read once per tracker. */
  ensureLabels(labels: LabelDefinition[]): Promise<void>;
  /** API requests made so far, repetitions included. */
  readonly requests: number;
}

/** The label that every issue of teiki carries. */
export const trackerLabel = 'maintenance';

export function isGone(answer: TrackedIssue | IssueGone | undefined): answer is IssueGone {
  return answer !== undefined && 'gone' in answer;
}
