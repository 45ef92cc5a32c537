import { createHash } from 'node:crypto';
import type { Operation, Request } from 'openapi-backend';
import { Json } from './json.ts';
import type { Limits } from './limits.ts';
import type { Description } from './openapi.ts';
import { paged } from './pages.ts';
import { ApiProblem, invalid, notFound } from './problem.ts';
import { type Reply, type Route, routes } from './routes.ts';
import { actionsBot, type TokenPermissions, type Written, written } from './types.ts';
import type { World } from './world.ts';

export interface ApiParts {
  readonly world: World;
  readonly repository: string;
  readonly limits: Limits;
  readonly description: Description;
}

/** Token → limits → GitHub's description → route → GitHub's description. */
export class Api {
  readonly world: World;
  readonly repository: string;
  readonly limits: Limits;
  readonly tokens = new Map<string, TokenPermissions>();
  readonly violations: string[] = [];
  readonly #parts: ApiParts;
  #routes: Readonly<Record<string, Route>> = {};
  #url = '';

  constructor(parts: ApiParts) {
    this.#parts = parts;
    this.world = parts.world;
    this.repository = parts.repository;
    this.limits = parts.limits;
  }

  listenAt(url: string): void {
    this.#url = url;
    const json = new Json(this.world, url, this.repository);
    this.#routes = routes(this.world, json, {
      repository: () => this.#repository(json),
      commit: () => this.#commit(),
    });
  }

  operation(request: Request): Operation | undefined {
    return this.#parts.description.backend.matchOperation(request);
  }

  answer(request: Request, operation: Operation | undefined): Written {
    try {
      return this.#succeed(request, operation);
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        this.violations.push(`${request.method} ${request.path}: ${String(error)}`);
        return written(500, { message: String(error) });
      }
      this.#checkAnswer(error.toJson(), operation, error.status);
      return written(error.status, error.toJson(), error.headers);
    }
  }

  #succeed(request: Request, operation: Operation | undefined): Written {
    const permissions = this.#permissions(request);
    this.limits.count();
    const route = this.#routes[operation?.operationId ?? ''];
    if (!operation || !route) {
      this.violations.push(`${request.method} ${request.path}: no route of the fake`);
      throw notFound();
    }
    const { backend } = this.#parts.description;
    const parsed = backend.router.parseRequest(request, operation);
    const params = parsed.params as Record<string, string>;
    if (`${params['owner']}/${params['repo']}` !== this.repository) throw notFound();
    checkPermission(route, permissions, this.#isAboutPullRequest(params));
    if (route.scope === 'issues' && !this.world.issuesEnabled) {
      throw new ApiProblem(410, 'Issues has been disabled in this repository.');
    }
    const { errors } = backend.validateRequest(request, operation);
    if (errors) {
      const said = errors.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
      this.violations.push(`${request.method} ${request.path}: ${said.join('; ')}`);
      throw invalid({ resource: 'Request', field: said.join('; '), code: 'invalid' });
    }
    if (route.creates) this.limits.countContent();
    const reply = route.run({
      actor: actionsBot,
      params,
      query: parsed.query as Record<string, unknown>,
      body: parsed.requestBody as unknown,
    });
    return this.#reply(reply, request, parsed.query as Record<string, unknown>, operation);
  }

  #reply(
    reply: Reply,
    request: Request,
    query: Readonly<Record<string, unknown>>,
    operation: Operation,
  ): Written {
    const page = reply.list && paged(reply.list, query, `${this.#url}${request.path}`);
    const body = page?.items ?? reply.body;
    this.#checkAnswer(body, operation, reply.status);
    const etag = `W/"${createHash('sha256')
      .update(JSON.stringify(body ?? null))
      .digest('hex')}"`;
    const headers = { etag, ...(page?.link ? { link: page.link } : {}) };
    if (request.method === 'GET' && request.headers['if-none-match'] === etag) {
      this.limits.refund();
      return written(304, undefined, headers);
    }
    return written(reply.status, body, headers);
  }

  /** Labels belong to both; of a comment its pull request decides. */
  #isAboutPullRequest(params: Readonly<Record<string, string | undefined>>): boolean {
    const { issues } = this.world;
    const { issue_number: number, comment_id: id } = params;
    if (number !== undefined) {
      return issues.some((one) => one.number === Number(number) && one.isPullRequest);
    }
    if (id === undefined) return true;
    const of = issues.find(({ comments }) => comments.some((one) => one.id === Number(id)));
    return of?.isPullRequest === true;
  }

  #permissions({ headers }: Request): TokenPermissions {
    const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(String(headers['authorization'])) ?? [];
    const permissions = this.tokens.get(token);
    if (!permissions) throw new ApiProblem(401, 'Bad credentials');
    return permissions;
  }

  /** Our own answers are held to the description too. */
  #checkAnswer(body: unknown, operation: Operation | undefined, status: number): void {
    if (!operation || status >= 500 || status === 204) return;
    const { backend } = this.#parts.description;
    const { errors } = backend.validateResponse(body, operation, status);
    for (const { instancePath, message } of errors ?? []) {
      const where = `${operation.operationId ?? ''} ${status} ${instancePath}`;
      this.violations.push(`answer of ${where}: ${message ?? ''}`);
    }
  }

  #commit(): Record<string, unknown> {
    const [commit] = this.#parts.description.example('commit-items') as unknown as Record<
      string,
      unknown
    >[];
    return commit ?? {};
  }

  #repository(json: Json): Record<string, unknown> {
    const [owner = '', name = ''] = this.repository.split('/');
    return {
      ...this.#parts.description.example('full-repository'),
      // The description does not allow these of its own example.
      has_discussions: false,
      mirror_url: null,
      template_repository: null,
      parent: undefined,
      source: undefined,
      name,
      full_name: this.repository,
      owner: json.user(owner),
      private: this.world.isPrivate,
      visibility: this.world.isPrivate ? 'private' : 'public',
      has_issues: this.world.issuesEnabled,
      default_branch: 'main',
      html_url: `https://github.com/${this.repository}`,
    };
  }
}

/** Every token may read metadata. */
function checkPermission(
  { scope, access }: Route,
  permissions: TokenPermissions,
  isPullRequest: boolean,
): void {
  const given = scope === 'metadata' ? 'write' : permissions[scope];
  const other = scope === 'issues' && isPullRequest ? permissions.pullRequests : undefined;
  if ([given, other].some((right) => right === 'write' || right === access)) return;
  throw new ApiProblem(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': `${scope}=${access}` },
  });
}
