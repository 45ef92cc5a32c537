import type { Json } from './json.ts';
import { notFound } from './problem.ts';
import type { IssueInput, StoredIssue, World } from './world.ts';

export interface RouteRequest {
  /** Login of the token. */
  readonly actor: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** The whole list of which a page is asked. */
  readonly list?: readonly unknown[];
}

export interface Route {
  readonly scope: 'issues' | 'actions' | 'contents' | 'metadata';
  readonly access: 'read' | 'write';
  /** Counts towards the limit on creating content. */
  readonly creates?: boolean;
  readonly run: (request: RouteRequest) => Reply;
}

/** By `operationId` of GitHub's description. */
export function routes(
  world: World,
  json: Json,
  { repository, commit }: Readonly<Record<'repository' | 'commit', () => Record<string, unknown>>>,
): Readonly<Record<string, Route>> {
  const one = (issue: StoredIssue) => json.issue(issue, { isListed: false });
  const number = ({ params }: RouteRequest) => Number(params['issue_number']);
  const read = (scope: Route['scope'], run: Route['run']): Route => ({
    scope,
    access: 'read',
    run,
  });
  const write = (run: Route['run']): Route => ({ scope: 'issues', access: 'write', run });
  const creating = (run: Route['run']): Route => ({ ...write(run), creates: true });
  const labelsOf = (issue: StoredIssue) => issue.labels.map((label) => json.label(label));

  return {
    'repos/get': read('metadata', () => ({ status: 200, body: repository() })),
    'issues/list-for-repo': read('issues', ({ query }) => ({
      status: 200,
      list: listed(world, query).map((issue) => json.issue(issue, { isListed: true })),
    })),
    'issues/create': creating(({ actor, body }) => ({
      status: 201,
      body: one(world.createIssue(actor, body as IssueInput)),
    })),
    'issues/get': read('issues', (request) => ({
      status: 200,
      body: one(world.issue(number(request))),
    })),
    'issues/update': write((request) => ({
      status: 200,
      body: one(world.editIssue(request.actor, number(request), request.body as IssueInput)),
    })),
    'issues/list-comments': read('issues', (request) => {
      const issue = world.issue(number(request));
      const since = text(request.query['since']);
      const comments = issue.comments.filter(({ createdAt }) => createdAt >= since);
      return { status: 200, list: comments.map((comment) => json.comment(issue, comment)) };
    }),
    'issues/create-comment': creating((request) => {
      const { body } = request.body as { body: string };
      const comment = world.addComment(request.actor, number(request), body);
      return { status: 201, body: json.comment(world.issue(number(request)), comment) };
    }),
    'issues/update-comment': write((request) => {
      const { body } = request.body as { body: string };
      const id = Number(request.params['comment_id']);
      const { issue, comment } = world.editComment(request.actor, id, body);
      return { status: 200, body: json.comment(issue, comment) };
    }),
    'issues/list-labels-on-issue': read('issues', (request) => ({
      status: 200,
      list: labelsOf(world.issue(number(request))),
    })),
    'issues/add-labels': write((request) => {
      const { labels = [] } = request.body as { labels?: string[] };
      const add = (present: string[]) => [...present, ...labels];
      return {
        status: 200,
        body: labelsOf(world.changeLabels(request.actor, number(request), add)),
      };
    }),
    'issues/remove-label': write((request) => {
      const name = request.params['name']?.toLowerCase();
      const present = world.issue(number(request)).labels;
      if (!present.some((label) => label.name.toLowerCase() === name)) throw notFound();
      const drop = (names: string[]) => names.filter((each) => each.toLowerCase() !== name);
      return {
        status: 200,
        body: labelsOf(world.changeLabels(request.actor, number(request), drop)),
      };
    }),
    'issues/add-assignees': write((request) => {
      const { assignees: more = [] } = request.body as { assignees?: string[] };
      // Unlike on creation, who cannot be assigned is left out silently here.
      const allowed = more.filter((login) => world.canBeAssigned(login));
      const { assignees } = world.issue(number(request));
      const all = [...new Set([...assignees, ...allowed])];
      return {
        status: 201,
        body: one(world.editIssue(request.actor, number(request), { assignees: all })),
      };
    }),
    'issues/remove-assignees': write((request) => {
      const { assignees: fewer = [] } = request.body as { assignees?: string[] };
      const left = world.issue(number(request)).assignees.filter((each) => !fewer.includes(each));
      return {
        status: 200,
        body: one(world.editIssue(request.actor, number(request), { assignees: left })),
      };
    }),
    'issues/lock': write((request) => {
      world.setLocked(request.actor, number(request), true);
      return { status: 204 };
    }),
    'issues/unlock': write((request) => {
      world.setLocked(request.actor, number(request), false);
      return { status: 204 };
    }),
    'issues/list-events': read('issues', (request) => ({
      status: 200,
      list: world.issue(number(request)).events.map((event) => json.event(event)),
    })),
    'issues/list-labels-for-repo': read('issues', () => ({
      status: 200,
      list: world.labels.map((label) => json.label(label)),
    })),
    'issues/create-label': creating(({ body }) => {
      const input = body as { name: string; color?: string; description?: string };
      const { name, color = 'ededed', description = null } = input;
      return { status: 201, body: json.label(world.createLabel({ name, color, description })) };
    }),
    'issues/check-user-can-be-assigned': read('metadata', ({ params }) => {
      if (!world.canBeAssigned(params['assignee'] ?? '')) throw notFound();
      return { status: 204 };
    }),
    'repos/list-commits': read('contents', ({ query }) => {
      const login = world.authors.get(text(query['path']));
      const author = login === undefined ? null : json.user(login);
      return { status: 200, list: [{ ...commit(), author }] };
    }),
    'repos/get-collaborator-permission-level': read('metadata', ({ params }) => {
      const login = params['username'] ?? '';
      const role = world.people.get(login);
      if (role === undefined) throw notFound();
      const permission = role === 'none' && !world.isPrivate ? 'read' : role;
      const user = { ...json.user(login), role_name: permission };
      return { status: 200, body: { permission, role_name: permission, user } };
    }),
    'actions/create-workflow-dispatch': {
      scope: 'actions',
      access: 'write',
      run: ({ params, body }) => {
        const workflow = params['workflow_id'] ?? '';
        const { ref, inputs = {} } = body as { ref: string; inputs?: Record<string, string> };
        world.dispatch(workflow, ref, inputs);
        return { status: 204 };
      },
    },
  };
}

function listed(world: World, query: RouteRequest['query']): StoredIssue[] {
  const state = text(query['state']) || 'open';
  const labels = text(query['labels']).toLowerCase().split(',').filter(Boolean);
  const since = text(query['since']);
  const field = ({ updated: 'updatedAt', created: 'createdAt' } as const)[
    text(query['sort']) === 'updated' ? 'updated' : 'created'
  ];
  const order = text(query['direction']) === 'asc' ? 1 : -1;
  return world.issues
    .filter((issue) => !issue.gone && (state === 'all' || issue.state === state))
    .filter((issue) => issue.updatedAt >= since)
    .filter((issue) => {
      const has = new Set(issue.labels.map(({ name }) => name.toLowerCase()));
      return labels.every((label) => has.has(label));
    })
    .sort((a, b) => order * (a[field].localeCompare(b[field]) || a.number - b.number));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
