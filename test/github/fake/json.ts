import type { StoredComment, StoredEvent, StoredIssue, StoredLabel, World } from './world.ts';

/** Answers as GitHub writes them, with every field that its description requires. */
export class Json {
  readonly #world: World;
  readonly #api: string;
  readonly #html: string;

  constructor(world: World, url: string, repository: string) {
    this.#world = world;
    this.#api = `${url}/repos/${repository}`;
    this.#html = `https://github.com/${repository}`;
  }

  issue(issue: StoredIssue, { isListed }: { isListed: boolean }): Record<string, unknown> {
    const url = `${this.#api}/issues/${issue.number}`;
    return {
      id: issue.id,
      node_id: `I_${issue.id}`,
      url,
      repository_url: this.#api,
      labels_url: `${url}/labels{/name}`,
      comments_url: `${url}/comments`,
      events_url: `${url}/events`,
      html_url: `${this.#html}/issues/${issue.number}`,
      number: issue.number,
      title: issue.title,
      user: this.user(issue.author),
      labels: issue.labels.map((label) => this.label(label)),
      state: issue.state,
      state_reason: issue.stateReason,
      locked: issue.locked,
      active_lock_reason: null,
      assignee: issue.assignees[0] === undefined ? null : this.user(issue.assignees[0]),
      assignees: issue.assignees.map((login) => this.user(login)),
      milestone: null,
      comments: issue.comments.length,
      created_at: issue.createdAt,
      updated_at: issue.updatedAt,
      closed_at: issue.closedAt,
      author_association: this.#association(issue.author),
      body: issue.body,
      ...(isListed
        ? {}
        : { closed_by: issue.closedBy === null ? null : this.user(issue.closedBy) }),
      ...(issue.isPullRequest
        ? {
            pull_request: {
              url: `${this.#api}/pulls/${issue.number}`,
              html_url: `${this.#html}/pull/${issue.number}`,
              diff_url: `${this.#html}/pull/${issue.number}.diff`,
              patch_url: `${this.#html}/pull/${issue.number}.patch`,
            },
          }
        : {}),
    };
  }

  comment(issue: StoredIssue, comment: StoredComment): Record<string, unknown> {
    return {
      id: comment.id,
      node_id: `IC_${comment.id}`,
      url: `${this.#api}/issues/comments/${comment.id}`,
      html_url: `${this.#html}/issues/${issue.number}#issuecomment-${comment.id}`,
      issue_url: `${this.#api}/issues/${issue.number}`,
      user: this.user(comment.author),
      created_at: comment.createdAt,
      updated_at: comment.createdAt,
      author_association: this.#association(comment.author),
      body: comment.body,
    };
  }

  label({ id, name, color, description }: StoredLabel): Record<string, unknown> {
    const url = `${this.#api}/labels/${encodeURIComponent(name)}`;
    return { id, node_id: `LA_${id}`, url, name, color, description, default: false };
  }

  event({ id, event, actor, label, createdAt }: StoredEvent): Record<string, unknown> {
    return {
      id,
      node_id: `E_${id}`,
      url: `${this.#api}/issues/events/${id}`,
      actor: this.user(actor),
      event,
      commit_id: null,
      commit_url: null,
      created_at: createdAt,
      performed_via_github_app: null,
      ...(label ? { label: { name: label.name, color: label.color } } : {}),
      ...(event === 'locked' ? { lock_reason: null } : {}),
    };
  }

  user(login: string): Record<string, unknown> {
    const path = encodeURIComponent(login);
    const url = `https://api.github.com/users/${path}`;
    const id = [...this.#world.people.keys()].indexOf(login) + 1;
    return {
      login,
      id,
      node_id: `U_${id}`,
      avatar_url: `https://avatars.githubusercontent.com/u/${id}`,
      gravatar_id: '',
      url,
      html_url: `https://github.com/${path}`,
      followers_url: `${url}/followers`,
      following_url: `${url}/following{/other_user}`,
      gists_url: `${url}/gists{/gist_id}`,
      starred_url: `${url}/starred{/owner}{/repo}`,
      subscriptions_url: `${url}/subscriptions`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
      events_url: `${url}/events{/privacy}`,
      received_events_url: `${url}/received_events`,
      type: login.endsWith('[bot]') ? 'Bot' : 'User',
      site_admin: false,
    };
  }

  #association(login: string): string {
    const role = this.#world.people.get(login) ?? 'none';
    if (login.endsWith('[bot]') || role === 'none') return 'NONE';
    return role === 'admin' ? 'OWNER' : 'COLLABORATOR';
  }
}
