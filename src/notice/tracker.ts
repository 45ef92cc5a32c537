/**
 * What notices need of an issue tracker; `src/github` has one, and layers know each other by shape
 * only. Times are ISO 8601, UTC.
 */
export interface NoticeIssue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly createdAt: string;
  readonly url: string;
}

export interface NoticeComment {
  readonly id: number;
  readonly author: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly body: string;
}

export interface NoticeReader {
  openIssues(): Promise<readonly NoticeIssue[]>;
  recentlyClosed(since: Date): Promise<readonly NoticeIssue[]>;
  comments(number: number): Promise<readonly NoticeComment[]>;
  /** Who has put the label there; nobody when it is not there now. */
  labelled(
    number: number,
    label: string,
  ): Promise<readonly { readonly id: number; readonly by: string; readonly at: string }[]>;
  permissionOf(login: string): Promise<'admin' | 'write' | 'read' | 'none'>;
}

export interface NoticePatch {
  title?: string;
  body?: string;
  labels?: string[];
  state?: 'open' | 'closed';
  stateReason?: 'completed' | 'not_planned';
}

export interface NoticeTracker extends NoticeReader {
  create(draft: {
    title: string;
    body: string;
    labels: string[];
    assignees: string[];
  }): Promise<NoticeIssue>;
  update(number: number, patch: NoticePatch): Promise<unknown>;
  comment(number: number, body: string): Promise<unknown>;
  ensureLabels(labels: { name: string; color: string; description: string }[]): Promise<void>;
}
