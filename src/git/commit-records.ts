import { cp, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import pRetry from 'p-retry';
import { GitError } from './git-error.ts';
import type { RecordsTree } from './records-tree.ts';

export interface Author {
  readonly name: string;
  readonly email: string;
}

/** Not the name of a person, and of no account that could be mistaken for one. */
export const defaultAuthor: Author = {
  name: 'teiki[bot]',
  email: 'teiki[bot]@users.noreply.github.com',
};

export interface CommitOptions {
  readonly author: Author;
  readonly message: string;
  /**
   * Writes the records into the tree, which is that of the branch's newest commit, and tells which
   * files. Called again for each attempt, so that a journal has what others have written meanwhile.
   */
  readonly render: (directory: string) => Promise<readonly string[]>;
  /** Pushes, the first included, before it is given up. */
  readonly attempts: number;
  /** A folder for what was rendered, when it could not be pushed. */
  readonly keepIn: string;
  /** Before the second attempt; each later one waits twice as long, give or take. */
  readonly waitMs?: number;
  readonly onRejected?: (error: GitError, attempt: number) => void;
}

export interface Committed {
  /** Undefined when all of it was there already. */
  readonly commit?: string;
  /** Relative to the top of the repository. */
  readonly files: readonly string[];
  readonly attempts: number;
}

/**
 * Commits records onto the newest commit of the remote's branch and pushes them; when somebody
 * else was first, does all of it again on what they have written. Never forces.
 * @throws GitError when it cannot be done, or not within the attempts; what was rendered is kept
 */
export async function commitRecords(tree: RecordsTree, options: CommitOptions): Promise<Committed> {
  const { attempts, waitMs = 500, onRejected } = options;
  let files: readonly string[] = [];
  const attempt = async (number: number): Promise<Committed> => {
    if (number > 1) await tree.refresh();
    files = (await options.render(tree.directory)).map((file) => inTree(tree, file));
    const commit = await tree.commit(files, options.message, identity(options.author));
    if (commit === undefined) return { files, attempts: number };
    await tree.push(commit);
    return { commit, files, attempts: number };
  };
  try {
    return await pRetry(attempt, {
      retries: attempts - 1,
      minTimeout: waitMs,
      factor: 2,
      maxTimeout: 10_000,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof GitError && error.passing,
      onFailedAttempt: ({ error, attemptNumber }) => {
        if (error instanceof GitError && error.passing) onRejected?.(error, attemptNumber);
      },
    });
  } catch (error) {
    if (!(error instanceof GitError) || error.reason === 'outside') throw error;
    const told = error.passing ? afterAll(error, attempts) : error;
    throw (await keep(tree, files, options.keepIn)) ? told.keptIn(options.keepIn) : told;
  }
}

function inTree(tree: RecordsTree, file: string): string {
  return isAbsolute(file) ? relative(tree.directory, file) : file;
}

function identity({ name, email }: Author): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

function afterAll(error: GitError, attempts: number): GitError {
  return new GitError(error.reason, { ...error.explanation.args, attempts });
}

async function keep(
  tree: RecordsTree,
  files: readonly string[],
  directory: string,
): Promise<boolean> {
  for (const file of files) {
    const target = join(directory, file);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(tree.directory, file), target);
  }
  return files.length > 0;
}
