import { z } from 'zod';
import { GitHubError, type GitHubErrorKind, type InvalidField } from './error.ts';

/** What came back from a request that failed. */
export interface Failure {
  readonly method: string;
  /** `/repos/{owner}/{repo}/issues`: the template, for it names no secret and groups in logs. */
  readonly route: string;
  readonly repository: string;
  /** Absent when there was no answer: time-out, reset, no route. */
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** GitHub's sentence. */
  readonly detail: string;
  readonly fields: readonly InvalidField[];
  readonly cause: unknown;
}

const Field = z.object({
  field: z.string().optional(),
  code: z.string().optional(),
  value: z.unknown().optional(),
  message: z.string().optional(),
});
const Problem = z.object({
  message: z.string().optional().catch(undefined),
  errors: z.array(z.union([Field, z.string()])).catch([]),
});
const RequestFailure = z.object({
  message: z.string(),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
    data: z.unknown(),
  }),
});

/** Reads what the client threw; anything without a response counts as no answer. */
export function readFailure(
  request: Pick<Failure, 'method' | 'route' | 'repository'>,
  thrown: unknown,
): Failure {
  const { success, data } = RequestFailure.safeParse(thrown);
  if (!success) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...request, status: undefined, headers: {}, detail, fields: [], cause: thrown };
  }
  const { response } = data;
  const problem = Problem.safeParse(response.data).data ?? { errors: [] };
  const fields = problem.errors.filter((error) => typeof error !== 'string');
  return {
    ...request,
    status: response.status,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value ?? '')]),
    ),
    detail: [`${response.status} ${problem.message ?? ''}`.trim(), ...problem.errors.map(named)]
      .filter((part) => part !== '')
      .join('; '),
    fields,
    cause: thrown,
  };
}

function named(error: z.output<typeof Field> | string): string {
  if (typeof error === 'string') return error;
  const value = typeof error.value === 'string' ? error.value.slice(0, 80) : '';
  return [error.field, value, error.code, error.message].filter(Boolean).join(' ');
}

/** The error for people of a failure that is not tried again. */
export function toError(failure: Failure, resumesAt?: string): GitHubError {
  const { method, route, repository, detail, status, fields, cause } = failure;
  const kind = resumesAt === undefined ? kindOf(failure) : 'rate-limited';
  const args = {
    asked: `${method} ${route}`,
    detail,
    repository,
    permission: permissionFor(failure),
    resumesAt: resumesAt ?? '',
  };
  return new GitHubError(kind, args, { status, fields, cause });
}

function kindOf({ status, detail }: Failure): GitHubErrorKind {
  if (status === undefined || status >= 500 || status === 408) return 'unavailable';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'permission';
  // A deleted issue is 410 too.
  if (status === 410) return /disabled/i.test(detail) ? 'issues-disabled' : 'not-found';
  // A redirect: renamed or transferred.
  if (status === 404 || status < 400) return 'not-found';
  if (status === 400 || status === 413 || status === 422) return 'invalid';
  return 'unexpected';
}

/** The line for `permissions:`; GitHub names it in a header where it can. */
function permissionFor({ method, route, headers }: Failure): string {
  // "issues=write; pull_requests=write": any one of the alternatives will do.
  const [, name, access] =
    /^([a-z_]+)=(read|write|admin)/.exec(headers['x-accepted-github-permissions'] ?? '') ?? [];
  if (name !== undefined && name !== 'metadata') {
    return `${name.replaceAll('_', '-')}: ${access === 'read' ? 'read' : 'write'}`;
  }
  const scope = route.includes('/actions/') ? 'actions' : 'issues';
  return `${scope}: ${method === 'GET' ? 'read' : 'write'}`;
}
