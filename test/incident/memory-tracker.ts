import type {
  IncidentTracker,
  IssueComment,
  IssueDraft,
  IssueGone,
  IssuePatch,
  LabelDefinition,
  Permission,
  TrackedIssue,
} from '../../src/incident/tracker.ts';

type Stored = { -readonly [Name in keyof TrackedIssue]: TrackedIssue[Name] } & {
  labels: string[];
  comments: IssueComment[];
  gone?: IssueGone['gone'];
};

export const bot = 'github-actions[bot]';
const writes = new Set(['create', 'update', 'comment']);

/** An issue tracker in memory that counts requests, keeps GitHub's limits and fails on demand. */
export class MemoryTracker implements IncidentTracker {
  readonly issues: Stored[] = [];
  readonly labels = new Map<string, LabelDefinition>();
  readonly permissions = new Map<string, Permission>([['sato', 'write']]);
  readonly calls: string[] = [];
  requests = 0;
  #now: () => Date;
  #nextComment = 1000;
  /** Writes that still work; those after them fail. */
  writesLeft = Number.POSITIVE_INFINITY;
  /** A write that fails has been carried out all the same (an answer lost on the way). */
  failAfterWrite = false;
  failing = new Set<string>();
  withStrays = true;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get open(): Stored[] {
    return this.issues.filter(({ state, gone }) => state === 'open' && !gone);
  }

  async openIssues(): Promise<readonly TrackedIssue[]> {
    const found = this.open.filter(isLabelled);
    this.#request('openIssues', Math.max(1, Math.ceil(found.length / 100)));
    return found.map((issue) => structuredClone(issue));
  }

  async recentlyClosed(since: Date): Promise<readonly TrackedIssue[]> {
    this.#request('recentlyClosed');
    return this.issues
      .filter((issue) => issue.state === 'closed' && !issue.gone && isLabelled(issue))
      .filter(({ closedAt }) => Date.parse(closedAt ?? '') >= since.getTime())
      .map((issue) => structuredClone(issue));
  }

  async strays(since: Date): Promise<readonly TrackedIssue[]> {
    if (!this.withStrays) return [];
    this.#request('strays');
    const found = this.open.filter(({ updatedAt }) => Date.parse(updatedAt) >= since.getTime());
    return found.map((issue) => structuredClone(issue));
  }

  async create({ title, body, labels, assignees: _ }: IssueDraft): Promise<TrackedIssue> {
    return this.#write('create', () => {
      limits(title, body);
      const at = this.#now().toISOString();
      const number = this.issues.length + 1;
      const issue: Stored = {
        number,
        state: 'open',
        title,
        body,
        labels: [...labels],
        createdAt: at,
        updatedAt: at,
        locked: false,
        url: `https://github.com/acme/mks/issues/${number}`,
        commentCount: 0,
        comments: [],
      };
      this.issues.push(issue);
      return structuredClone(issue);
    });
  }

  async update(number: number, patch: IssuePatch): Promise<TrackedIssue | IssueGone> {
    return this.#write('update', () => {
      const issue = this.get(number);
      if (issue.gone) return { gone: issue.gone, number };
      limits(patch.title ?? issue.title, patch.body ?? issue.body);
      const { stateReason: _, ...fields } = patch;
      Object.assign(issue, structuredClone(fields), { updatedAt: this.#now().toISOString() });
      if (patch.state === 'closed') issue.closedAt = this.#now().toISOString();
      if (patch.state === 'open') delete issue.closedAt;
      return structuredClone(issue);
    });
  }

  async comment(number: number, body: string): Promise<IssueGone | undefined> {
    return this.#write('comment', () => {
      const issue = this.get(number);
      if (issue.gone) return { gone: issue.gone, number };
      if (issue.locked) return { gone: 'locked', number };
      this.say(number, bot, body);
      return undefined;
    });
  }

  async comments(number: number): Promise<readonly IssueComment[]> {
    this.#request('comments');
    return structuredClone(this.get(number).comments);
  }

  async permissionOf(login: string): Promise<Permission> {
    this.#request('permissionOf');
    return this.permissions.get(login) ?? 'none';
  }

  async ensureLabels(labels: LabelDefinition[]): Promise<void> {
    this.#request('ensureLabels');
    for (const label of labels) this.labels.set(label.name, label);
  }

  get(number: number): Stored {
    const issue = this.issues[number - 1];
    if (!issue) throw new Error(`404: no issue #${number}`);
    return issue;
  }

  /** What a person does on the page. */
  say(number: number, author: string, body: string): void {
    const issue = this.get(number);
    this.#nextComment += 1;
    const createdAt = this.#now().toISOString();
    issue.comments.push({ id: this.#nextComment, author, createdAt, body });
    issue.commentCount = issue.comments.length;
    issue.updatedAt = createdAt;
  }

  close(number: number): void {
    const at = this.#now().toISOString();
    Object.assign(this.get(number), { state: 'closed', closedAt: at, updatedAt: at });
  }

  #request(name: string, count = 1): void {
    this.requests += count;
    this.calls.push(name);
    if (this.failing.has(name)) throw new Error(`503 for ${name}`);
  }

  #write<Value>(name: string, write: () => Value): Value {
    const works = this.writesLeft > 0;
    if (writes.has(name)) this.writesLeft -= 1;
    if (!works && !this.failAfterWrite) this.#request(name);
    if (!works && !this.failAfterWrite) throw new Error(`502 for ${name}`);
    this.#request(name);
    const value = write();
    if (!works) throw new Error(`time-out after ${name}`);
    return value;
  }
}

function isLabelled({ labels }: TrackedIssue): boolean {
  return labels.includes('maintenance');
}

function limits(title: string, body: string): void {
  if (title.length > 256) throw new Error('422: title is too long (maximum is 256 characters)');
  if (body.length > 65_536) throw new Error('422: body is too long (maximum is 65536 characters)');
}
