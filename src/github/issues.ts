import { z } from 'zod';
import type { Message } from '../core/message.ts';
import type { GitHubClient } from './client.ts';
import type { Answer } from './connect.ts';
import { GitHubError } from './error.ts';
import { unassignable, unlessGone } from './issue-answers.ts';
import { Comment, Commit, Issue, LabelEvent, toComment, toTracked } from './issue-schema.ts';
import { Labels } from './labels.ts';
import { hiddenMarker } from './marker.ts';
import { readAnswer } from './read.ts';
import {
  type IssueComment,
  type IssueDraft,
  type IssueGone,
  type IssuePatch,
  type IssueTracker,
  type LabelDefinition,
  type Labelled,
  type Permission,
  type TrackedIssue,
  trackerLabel,
} from './tracker.ts';

const one = '/issues/{issue_number}';
/** `maintain` and `triage` come as `write` and `read`; what is not known may do nothing. */
const Access = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']).catch('none') });

/** Incidents as issues of a GitHub repository. Never the search API: it lags. */
export class GitHubIssues implements IssueTracker {
  readonly #client: GitHubClient;
  readonly #labels: Labels;
  readonly #warnings: Message[] = [];

  constructor(client: GitHubClient) {
    this.#client = client;
    this.#labels = new Labels(client);
  }

  get requests(): number {
    return this.#client.requests;
  }

  /** What was done otherwise than asked: people who cannot be assigned. */
  get warnings(): readonly Message[] {
    return this.#warnings;
  }

  async openIssues(): Promise<TrackedIssue[]> {
    return this.#list({ labels: trackerLabel, state: 'open', sort: 'created', direction: 'asc' });
  }

  async recentlyClosed(since: Date): Promise<TrackedIssue[]> {
    const query = { sort: 'updated', direction: 'desc', since: instant(since) };
    const closed = await this.#list({ labels: trackerLabel, state: 'closed', ...query });
    return closed.filter(({ closedAt = '' }) => Date.parse(closedAt) >= since.getTime());
  }

  async strays(since: Date): Promise<TrackedIssue[]> {
    return this.#list({ state: 'open', sort: 'updated', since: instant(since) });
  }

  async issue(number: number): Promise<TrackedIssue | IssueGone> {
    return this.#one('GET', number, {});
  }

  async create(draft: IssueDraft): Promise<TrackedIssue> {
    const found = async () => this.#newestWith(hiddenMarker(draft.body));
    return this.#assigning(draft.assignees, async (assignees) => {
      const { data } = await this.#client.call('POST', '/issues', { ...draft, assignees }, found);
      return toTracked(readAnswer(Issue, data, 'POST /issues'));
    });
  }

  async update(number: number, patch: IssuePatch): Promise<TrackedIssue | IssueGone> {
    const { stateReason, assignees, ...rest } = patch;
    const body = { ...rest, ...(stateReason ? { state_reason: stateReason } : {}) };
    if (!assignees) return this.#one('PATCH', number, body);
    return this.#assigning(assignees, async (allowed) =>
      this.#one('PATCH', number, { ...body, assignees: allowed }),
    );
  }

  async comment(number: number, body: string): Promise<IssueGone | undefined> {
    const since = new Date(this.#client.now() - 60_000);
    const found = async () => {
      const newest = await this.comments(number, since);
      const same = newest.some((comment) => comment.body.trim() === body.trim());
      return same ? { status: 201, headers: {}, data: undefined } : undefined;
    };
    const request = { issue_number: number, body };
    const answer = await unlessGone(number, async () =>
      this.#client.call('POST', `${one}/comments`, request, found),
    );
    return 'gone' in answer ? answer : undefined;
  }

  async comments(number: number, since?: Date): Promise<IssueComment[]> {
    const query = { issue_number: number, ...(since ? { since: instant(since) } : {}) };
    const items = await this.#client.pages(`${one}/comments`, query);
    return items.map((item) => toComment(readAnswer(Comment, item, `GET ${one}/comments`)));
  }

  async labelled(number: number, label: string): Promise<Labelled[]> {
    const route = `${one}/events` as const;
    const items = await this.#client.pages(route, { issue_number: number });
    const events = items
      .map((item) => readAnswer(LabelEvent, item, `GET ${route}`))
      .filter((event) => event.label?.name === label);
    if (events.at(-1)?.event !== 'labeled') return [];
    return events
      .filter(({ event }) => event === 'labeled')
      .map(({ id, actor, created_at }) => ({ id, by: actor?.login ?? 'ghost', at: created_at }));
  }

  /** Login of who has last changed a file of the repository; undefined when GitHub does not know. */
  async lastAuthorOf(path: string): Promise<string | undefined> {
    const route = '/commits';
    const { data } = await this.#client.call('GET', route, { path, per_page: 1 });
    const [commit] = readAnswer(z.array(Commit), data, `GET ${route}`);
    return commit?.author?.login;
  }

  async permissionOf(login: string): Promise<Permission> {
    const route = '/collaborators/{username}/permission';
    try {
      const { data } = await this.#client.call('GET', route, { username: login });
      return readAnswer(Access, data, `GET ${route}`).permission;
    } catch (error) {
      // Not a user at all.
      if (error instanceof GitHubError && error.kind === 'not-found') return 'none';
      throw error;
    }
  }

  async ensureLabels(labels: LabelDefinition[]): Promise<void> {
    await this.#labels.ensure(labels);
  }

  async #list(query: Readonly<Record<string, unknown>>): Promise<TrackedIssue[]> {
    const items = await this.#client.pages('/issues', query);
    const issues = items
      .map((item) => readAnswer(Issue, item, 'GET /issues'))
      // The API lists pull requests as issues.
      .filter((issue) => issue.pull_request === undefined || issue.pull_request === null);
    // An issue that moves between pages while we read comes twice.
    return [...new Map(issues.map((issue) => [issue.number, toTracked(issue)])).values()];
  }

  /** The newest page is enough, for the issue was made moments ago. */
  async #newestWith(marker: string): Promise<Answer | undefined> {
    const query = { labels: trackerLabel, state: 'open', sort: 'created', direction: 'desc' };
    const { data } = await this.#client.call('GET', '/issues', { ...query, per_page: 30 });
    const issues = readAnswer(z.array(Issue), data, 'GET /issues');
    const found = issues.find((issue) => hiddenMarker(toTracked(issue).body) === marker);
    return found && { status: 201, headers: {}, data: found };
  }

  async #one(method: 'GET' | 'PATCH', number: number, body: object) {
    const answer = await unlessGone(number, async () =>
      this.#client.call(method, one, { ...body, issue_number: number }),
    );
    if ('gone' in answer) return answer;
    return toTracked(readAnswer(Issue, answer.data, `${method} ${one}`));
  }

  /** A wrong name in the configuration must not keep an incident from being told. */
  async #assigning<Result>(
    assignees: readonly string[],
    send: (assignees: readonly string[]) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await send(assignees);
    } catch (error) {
      const refused = unassignable(error);
      if (refused === undefined || assignees.length === 0) throw error;
      const allowed = assignees.filter((login) => !refused.includes(login.toLowerCase()));
      const kept = allowed.length < assignees.length ? allowed : [];
      const { owner, name } = this.#client.repository;
      for (const login of assignees.filter((one) => !kept.includes(one))) {
        const args = { login, repository: `${owner}/${name}` };
        this.#warnings.push({ id: 'github/unassignable', args });
      }
      return this.#assigning(kept, send);
    }
  }
}

/** GitHub reads whole seconds. */
function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
