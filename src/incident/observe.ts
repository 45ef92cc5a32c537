import { openCommands } from './commands.ts';
import { type KnownIssue, matchIssues } from './match.ts';
import { hasUnreadComments } from './memory.ts';
import type { Desired } from './model.ts';
import { dayMs, defaultReopenWithinDays, type ReconcileOptions } from './options.ts';
import type { Seen } from './reconcile.ts';
import type { IncidentTracker, IssueComment, Permission, TrackedIssue } from './tracker.ts';

export interface Observed {
  readonly seen: Seen;
  /** What could not be read; the issues concerned wait for the next tick. */
  readonly errors: readonly Error[];
}

/**
 * Reads as little as will do: the open issues; the closed ones only when something is about to be
 * opened; comments only where somebody has written; permissions only of those who gave commands.
 * @throws whatever the list of open issues throws: nothing can be done without it
 */
export async function observe(
  tracker: IncidentTracker,
  desired: Desired,
  options: ReconcileOptions,
): Promise<Observed> {
  const errors: Error[] = [];
  const attempt = async <Value>(read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read();
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  const listed = await tracker.openIssues();
  const missing = (issues: readonly TrackedIssue[]) => {
    const { byKey } = matchIssues(desired, issues, options.words);
    return [...desired.incidents.keys()].filter((key) => !byKey.has(key));
  };
  let open = listed;
  let closed: readonly TrackedIssue[] | undefined = [];
  if (missing(open).length > 0) {
    const days = options.reopenWithinDays ?? defaultReopenWithinDays;
    const since = new Date(options.now.getTime() - days * dayMs);
    const numbers = new Set(open.map(({ number }) => number));
    const strays = (await attempt(async () => (await tracker.strays?.(since)) ?? [])) ?? [];
    const ours = strays.filter(({ number, body }) => !numbers.has(number) && isMarked(body));
    open = [...open, ...ours];
    if (missing(open).length > 0) closed = await attempt(() => tracker.recentlyClosed(since));
  }
  const comments = new Map<number, readonly IssueComment[]>();
  const permissions = new Map<string, Permission>();
  const authors = new Set<string>();
  for (const known of concerned(desired, open, closed ?? [], options)) {
    if (!hasUnreadComments(known)) continue;
    const { number } = known.issue;
    const list = await attempt(() => tracker.comments(number));
    if (!list) continue;
    comments.set(number, list);
    const commands = openCommands(list, known.body.marker?.read ?? 0, options.self);
    for (const { comment } of commands) authors.add(comment.author);
  }
  for (const author of authors) {
    const permission = await attempt(() => tracker.permissionOf(author));
    // Nobody is refused because GitHub did not answer.
    if (permission) permissions.set(author, permission);
    else forget(comments, author, options.self);
  }
  return {
    seen: { open, ...(closed && { closed }), comments, permissions },
    errors,
  };
}

/** Issues that may get a plan: the open ones, and closed ones of what has no open one. */
function concerned(
  desired: Desired,
  open: readonly TrackedIssue[],
  closed: readonly TrackedIssue[],
  { words }: ReconcileOptions,
): Pick<KnownIssue, 'issue' | 'body'>[] {
  const here = matchIssues(desired, open, words);
  const gone = matchIssues(desired, closed, words);
  const candidates = [...gone.byKey]
    .filter(([key]) => desired.incidents.has(key) && !here.byKey.has(key))
    .flatMap(([, list]) => list);
  return [...[...here.byKey.values()].flat(), ...here.unreadable, ...candidates];
}

function forget(
  comments: Map<number, readonly IssueComment[]>,
  author: string,
  self: string | undefined,
): void {
  for (const [number, list] of comments) {
    if (openCommands(list, 0, self).some(({ comment }) => comment.author === author)) {
      comments.delete(number);
    }
  }
}

/** An issue without the label is ours only by its marker: a title may be anybody's. */
function isMarked(body: string): boolean {
  return body.includes('<!-- teiki:incident v');
}
