import type { Answer } from './connect.ts';
import { GitHubError } from './error.ts';
import type { IssueGone } from './tracker.ts';

/**
 * The answers that tell of the issue's own fate become values. 301: transferred; 404: transferred
 * or deleted out of the token's sight; 410: deleted.
 */
export async function unlessGone(
  number: number,
  ask: () => Promise<Answer>,
): Promise<Answer | IssueGone> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.status === 301) return { gone: 'transferred', number };
    if (error.kind === 'not-found') return { gone: 'deleted', number };
    if (error.status === 403 && isLocked(error)) return { gone: 'locked', number };
    throw error;
  }
}

function isLocked({ problem }: GitHubError): boolean {
  return /\block(ed)?\b/i.test(String(problem.args['detail']));
}

/** Logins, in lower case, that GitHub refused to assign; undefined when that is not the matter. */
export function unassignable(error: unknown): readonly string[] | undefined {
  if (!(error instanceof GitHubError) || error.status !== 422) return undefined;
  const fields = error.fields.filter(({ field }) => field === 'assignees');
  if (fields.length === 0) return undefined;
  return fields.flatMap(({ value }) => names(value)).map((login) => login.toLowerCase());
}

function names(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(names);
  return typeof value === 'string' ? [value] : [];
}
