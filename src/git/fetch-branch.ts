import { explain } from './explain.ts';
import type { Git } from './git.ts';
import { GitError } from './git-error.ts';

export interface Branch {
  readonly remote: string;
  readonly branch: string;
  /** Whether it is ours to make when it is not there. */
  readonly create: boolean;
}

/**
 * Fetches a branch into a reference of our own, so that nothing else of the clone changes.
 * @returns its newest commit; undefined for a branch that is to be
 * @throws GitError
 */
export async function fetchBranch(
  git: Git,
  { remote, branch, create }: Branch,
  reference: string,
): Promise<string | undefined> {
  // The history of records is no business of a shallow clone; that of the user's branch stays whole.
  const isShallow = async () =>
    (await git.run(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  const depth = create && (await isShallow()) ? ['--depth=1'] : [];
  const quiet = ['-q', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  const from = [remote, `+refs/heads/${branch}:${reference}`];
  const { exitStatus, stderr } = await git.try(['fetch', ...quiet, '--refmap=', ...depth, ...from]);
  if (exitStatus === 0) return (await git.run(['rev-parse', `${reference}^{commit}`])).trim();
  if (/could(n't| not) find remote ref/i.test(stderr)) {
    if (create) return undefined;
    throw new GitError('no-branch', { remote, branch });
  }
  if (/does not appear to be a git repository/.test(stderr)) {
    const known = await git.try(['remote', 'get-url', remote]);
    if (known.exitStatus !== 0) throw new GitError('no-remote', { remote });
  }
  const { directory } = git;
  throw explain({ command: 'fetch', exitStatus, output: stderr, branch, directory });
}
