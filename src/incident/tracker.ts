/**
 * What incidents need of an issue tracker. `src/github` has one; layers know each other by shape
 * only (docs/decisions/0002-layers.md). Times are ISO 8601, UTC.
 */
export type CloseReason = 'completed' | 'not_planned' | 'duplicate';

export interface TrackedIssue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt?: string;
  readonly locked: boolean;
  readonly url: string;
  readonly commentCount: number;
}

export interface IssueComment {
  readonly id: number;
  readonly author: string;
  readonly createdAt: string;
  readonly body: string;
}

export interface IssueDraft {
  title: string;
  body: string;
  labels: string[];
  assignees: string[];
}

export interface IssuePatch {
  title?: string;
  body?: string;
  state?: 'open' | 'closed';
  stateReason?: CloseReason | 'reopened';
  labels?: string[];
}

export interface LabelDefinition {
  name: string;
  color: string;
  description: string;
}

export type Permission = 'admin' | 'write' | 'read' | 'none';

export interface IssueGone {
  readonly gone: 'locked' | 'transferred' | 'deleted';
  readonly number: number;
}

export interface IncidentTracker {
  openIssues(): Promise<readonly TrackedIssue[]>;
  recentlyClosed(since: Date): Promise<readonly TrackedIssue[]>;
  /**
   * Open issues that were touched since then, whatever their labels. Asked only when something is
   * about to be opened: it finds the issue that has lost its label.
   */
  strays?(since: Date): Promise<readonly TrackedIssue[]>;
  create(draft: IssueDraft): Promise<TrackedIssue>;
  update(number: number, patch: IssuePatch): Promise<TrackedIssue | IssueGone>;
  comment(number: number, body: string): Promise<IssueGone | undefined>;
  comments(number: number): Promise<readonly IssueComment[]>;
  permissionOf(login: string): Promise<Permission>;
  ensureLabels(labels: LabelDefinition[]): Promise<void>;
}
