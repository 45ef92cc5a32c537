import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { explain } from './explain.ts';
import { type Environment, Git } from './git.ts';
import { GitError } from './git-error.ts';

export interface CommitTree {
  /** Stands for the directory, as the commit has it; it is not there when the commit lacks it. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/**
 * A directory of the work tree as it is in another commit, in a folder of its own: index, files and
 * HEAD of the user stay as they are.
 *
 * @param commit anything that names one; fetched from `origin` by its hash where it is not there
 * @throws GitError
 */
export async function openCommit(
  directory: string,
  commit: string,
  environment: Environment,
): Promise<CommitTree> {
  const outside = new Git('.', environment);
  const at = await outside.try(['rev-parse', '--show-toplevel']);
  if (at.exitStatus !== 0) throw new GitError('no-repository', { directory });
  const top = at.stdout.trimEnd();
  const git = new Git(top, environment);
  // Links on the way here are resolved in what git says.
  const whole = resolve(directory);
  const path = relative(top, await realpath(whole).catch(() => whole));
  if (path.startsWith('..')) throw new GitError('outside', { path: directory, directory: top });
  await fetched(git, commit);
  const home = await mkdtemp(join(environment['RUNNER_TEMP'] ?? tmpdir(), 'teiki-commit-'));
  const close = () => rm(home, { recursive: true, force: true });
  try {
    const inside = (args: readonly string[]) =>
      git.run(['--work-tree', home, ...args], { GIT_INDEX_FILE: `${home}.index` });
    const paths = path === '' ? [] : [path];
    const present = await git.run(['ls-tree', '-z', '--name-only', commit, ...paths]);
    if (present !== '') {
      await inside(['read-tree', commit]);
      await inside(['checkout', '-q', commit, '--', `:(top,literal)${path}`]);
    }
    return { folder: join(home, path), close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    await rm(`${home}.index`, { force: true });
  }
}

async function fetched(git: Git, commit: string): Promise<void> {
  const name = `${commit}^{commit}`;
  const here = await git.try(['rev-parse', '-q', '--verify', name]);
  if (here.exitStatus === 0) return;
  const quiet = ['-q', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  const args = ['fetch', ...quiet, '--depth=1', 'origin', commit];
  const { exitStatus, stdout, stderr } = await git.try(args);
  if (exitStatus === 0) return;
  const output = `${stdout}\n${stderr}`;
  const { directory } = git;
  throw explain({ command: 'fetch', exitStatus, output, branch: commit, directory });
}

/**
 * What a pull request is compared with: of the merge that GitHub has made of it the first parent,
 * which is the branch as it was merged into; otherwise the branch as the event has named it.
 */
export async function baseCommit(
  { base, head }: { readonly base: string; readonly head: string },
  environment: Environment,
): Promise<string> {
  const commit = await new Git('.', environment).run(['cat-file', '-p', 'HEAD']);
  const parents = [...commit.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, hash = '']) => hash);
  return parents.length === 2 && parents[1] === head ? (parents[0] ?? base) : base;
}
