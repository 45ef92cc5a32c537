import { ApiProblem, invalid, notFound } from './problem.ts';

export interface StoredLabel {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface StoredComment {
  id: number;
  author: string;
  body: string;
  createdAt: string;
}

export interface StoredEvent {
  id: number;
  event: 'labeled' | 'unlabeled' | 'closed' | 'reopened' | 'locked';
  actor: string;
  label?: StoredLabel;
  createdAt: string;
}

export interface StoredIssue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  labels: StoredLabel[];
  assignees: string[];
  author: string;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: string | null;
  locked: boolean;
  isPullRequest: boolean;
  /** It is no longer here: answers are 301 and 410. */
  gone?: 'transferred' | 'deleted';
  comments: StoredComment[];
  events: StoredEvent[];
}

export type Role = 'admin' | 'write' | 'read' | 'none';

export interface IssueInput {
  title?: string | number | null;
  body?: string | null;
  state?: 'open' | 'closed';
  state_reason?: StoredIssue['stateReason'];
  labels?: readonly (string | { name?: string })[];
  assignees?: readonly (string | { login?: string })[];
}

const maxBody = 65_536;

/** The repository as GitHub keeps it. Every change names who makes it: a token's account or a person. */
export class World {
  readonly issues: StoredIssue[] = [];
  readonly labels: StoredLabel[] = [];
  /** Accounts by login, with what they may do here. */
  readonly people = new Map<string, Role>();
  /** Who has last changed a file, by path. */
  readonly authors = new Map<string, string>();
  readonly dispatches: { workflow: string; ref: string; inputs: Record<string, string> }[] = [];
  /** Files below `.github/workflows` with the inputs that they declare. */
  readonly workflows = new Map<string, readonly string[]>();
  issuesEnabled = true;
  isPrivate = true;
  readonly #now: () => number;
  #ids = 1000;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As GitHub writes it: whole seconds. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }

  issue(number: number): StoredIssue {
    const issue = this.issues.find((candidate) => candidate.number === number);
    if (!issue) throw notFound();
    if (issue.gone === 'deleted') throw new ApiProblem(410, 'This issue was deleted');
    if (issue.gone === 'transferred') {
      const headers = { location: `/repositories/77/issues/${number}` };
      throw new ApiProblem(301, 'Moved Permanently', { headers });
    }
    return issue;
  }

  createIssue(actor: string, input: IssueInput): StoredIssue {
    const at = this.timestamp();
    this.#checkTexts('Issue', input);
    this.#checkAssignees(input.assignees);
    const issue: StoredIssue = {
      id: this.#id(),
      number: this.issues.length + 1,
      title: String(input.title),
      body: input.body ?? null,
      state: 'open',
      stateReason: null,
      labels: [],
      assignees: logins(input.assignees),
      author: actor,
      createdAt: at,
      updatedAt: at,
      closedAt: null,
      closedBy: null,
      locked: false,
      isPullRequest: false,
      comments: [],
      events: [],
    };
    this.#setLabels(issue, actor, names(input.labels));
    this.issues.push(issue);
    return issue;
  }

  editIssue(actor: string, number: number, input: IssueInput): StoredIssue {
    const issue = this.issue(number);
    this.#checkTexts('Issue', input);
    this.#checkAssignees(input.assignees);
    if (input.title !== undefined && input.title !== null) issue.title = String(input.title);
    if (input.body !== undefined) issue.body = input.body;
    if (input.labels) this.#setLabels(issue, actor, names(input.labels));
    if (input.assignees) issue.assignees = logins(input.assignees);
    // `state_reason` is ignored unless the state changes.
    if (input.state && input.state !== issue.state) {
      const closes = input.state === 'closed';
      issue.state = input.state;
      issue.stateReason = input.state_reason ?? (closes ? 'completed' : 'reopened');
      issue.closedAt = closes ? this.timestamp() : null;
      issue.closedBy = closes ? actor : null;
      this.#event(issue, closes ? 'closed' : 'reopened', actor);
    }
    issue.updatedAt = this.timestamp();
    return issue;
  }

  addComment(actor: string, number: number, body: string): StoredComment {
    const issue = this.issue(number);
    this.#checkTexts('IssueComment', { body });
    if (body.trim() === '')
      throw invalid({ resource: 'IssueComment', field: 'data', code: 'unprocessable' });
    if (issue.locked && !this.#mayWrite(actor)) {
      throw new ApiProblem(403, 'Unable to create comment because issue is locked.');
    }
    const comment = { id: this.#id(), author: actor, body, createdAt: this.timestamp() };
    issue.comments.push(comment);
    issue.updatedAt = comment.createdAt;
    return comment;
  }

  editComment(
    actor: string,
    id: number,
    body: string,
  ): { readonly issue: StoredIssue; readonly comment: StoredComment } {
    this.#checkTexts('IssueComment', { body });
    for (const issue of this.issues) {
      const comment = issue.comments.find((one) => one.id === id);
      if (!comment) continue;
      if (comment.author !== actor && !this.#mayWrite(actor)) {
        throw new ApiProblem(403, 'Must have admin rights to Repository.');
      }
      comment.body = body;
      return { issue, comment };
    }
    throw notFound();
  }

  changeLabels(actor: string, number: number, change: (names: string[]) => string[]): StoredIssue {
    const issue = this.issue(number);
    this.#setLabels(issue, actor, change(issue.labels.map(({ name }) => name)));
    issue.updatedAt = this.timestamp();
    return issue;
  }

  setLocked(actor: string, number: number, locked: boolean): void {
    const issue = this.issue(number);
    issue.locked = locked;
    if (locked) this.#event(issue, 'locked', actor);
  }

  createLabel(input: Omit<StoredLabel, 'id'>): StoredLabel {
    const resource = 'Label';
    if (this.label(input.name)) throw invalid({ resource, field: 'name', code: 'already_exists' });
    if (input.name.length > 50 || input.name.trim() === '') {
      throw invalid({ resource, field: 'name', code: 'invalid' });
    }
    if (!/^[\da-f]{6}$/i.test(input.color))
      throw invalid({ resource, field: 'color', code: 'invalid' });
    if ((input.description ?? '').length > 100) {
      throw invalid({ resource, field: 'description', code: 'invalid' });
    }
    const label = { id: this.#id(), ...input };
    this.labels.push(label);
    return label;
  }

  label(name: string): StoredLabel | undefined {
    return this.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
  }

  /** As an administrator does: it is gone from every issue too. */
  deleteLabel(name: string): void {
    const label = this.label(name);
    if (!label) return;
    this.labels.splice(this.labels.indexOf(label), 1);
    for (const issue of this.issues) issue.labels = issue.labels.filter((each) => each !== label);
  }

  /** Asked for by the API; whoever tests the workflow looks at `dispatches`. */
  dispatch(workflow: string, ref: string, inputs: Record<string, string>): void {
    const declared = this.workflows.get(workflow);
    if (!declared) throw notFound();
    const unexpected = Object.keys(inputs).filter((name) => !declared.includes(name));
    if (unexpected.length > 0) {
      throw new ApiProblem(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
    }
    this.dispatches.push({ workflow, ref, inputs });
  }

  /** GitHub creates labels that an issue names and that do not exist. */
  #setLabels(issue: StoredIssue, actor: string, wanted: readonly string[]): void {
    const next = wanted.map(
      (name) => this.label(name) ?? this.createLabel({ name, color: 'ededed', description: null }),
    );
    for (const label of next) {
      if (!issue.labels.includes(label)) this.#event(issue, 'labeled', actor, label);
    }
    for (const label of issue.labels) {
      if (!next.includes(label)) this.#event(issue, 'unlabeled', actor, label);
    }
    issue.labels = [...new Set(next)];
  }

  #event(
    issue: StoredIssue,
    event: StoredEvent['event'],
    actor: string,
    label?: StoredLabel,
  ): void {
    const base = { id: this.#id(), event, actor, createdAt: this.timestamp() };
    issue.events.push(label ? { ...base, label } : base);
  }

  #checkTexts(resource: string, { title, body }: IssueInput): void {
    const problem = (field: string, maximum: number) =>
      invalid({
        resource,
        field,
        code: 'custom',
        message: `${field} is too long (maximum is ${maximum} characters)`,
      });
    if ((body ?? '').length > maxBody) throw problem('body', maxBody);
    if (title === undefined || title === null) return;
    if (String(title).length > 256) throw problem('title', 256);
    if (String(title).trim() === '')
      throw invalid({ resource, field: 'title', code: 'missing_field' });
  }

  #checkAssignees(assignees: IssueInput['assignees']): void {
    const unknown = logins(assignees).filter((login) => !this.canBeAssigned(login));
    if (unknown.length === 0) return;
    const at = { resource: 'Issue', field: 'assignees', code: 'invalid' };
    throw invalid(...unknown.map((value) => ({ ...at, value })));
  }

  canBeAssigned(login: string): boolean {
    const role = this.people.get(login);
    return role !== undefined && role !== 'none' && !login.endsWith('[bot]');
  }

  #mayWrite(login: string): boolean {
    return ['admin', 'write'].includes(this.people.get(login) ?? 'none');
  }

  #id(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

function names(labels: IssueInput['labels'] = []): string[] {
  return labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
}

function logins(assignees: IssueInput['assignees'] = []): string[] {
  return assignees.map((one) => (typeof one === 'string' ? one : (one.login ?? '')));
}
