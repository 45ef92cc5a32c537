import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { explain } from './explain.ts';
import { fetchBranch } from './fetch-branch.ts';
import { type Environment, Git } from './git.ts';
import { GitError } from './git-error.ts';

export interface RecordsTreeOptions {
  /** A folder of the user's own work tree, which is not touched: that of the instance. */
  readonly directory: string;
  readonly branch: string;
  /** A branch of our own for records: created without history when it is not there. */
  readonly create: boolean;
  readonly remote: string;
  /** What is checked out, relative to the directory: records, and not all else. */
  readonly paths: readonly string[];
  readonly environment: Environment;
}

/**
 * The tip of a branch of the remote in a folder of its own, to write records into and commit them.
 *
 * It borrows no more from the user's clone than its objects and its credentials: index, files and
 * HEAD are its own. So a dirty work tree, a detached HEAD, a left-over index.lock or a shallow
 * clone are no obstacle, and nothing of the user's can be lost.
 */
export class RecordsTree {
  /** Stands for the top of the repository. */
  readonly directory: string;
  /** From the top to the directory of the options, with `/` at the end unless it is the top. */
  readonly prefix: string;
  readonly #git: Git;
  readonly #options: RecordsTreeOptions;
  readonly #home: string;
  readonly #reference = `refs/teiki/${randomBytes(8).toString('hex')}`;
  #tip: string | undefined;

  private constructor(git: Git, prefix: string, home: string, options: RecordsTreeOptions) {
    this.#git = git;
    this.prefix = prefix;
    this.#home = home;
    this.#options = options;
    this.directory = join(home, 'tree');
  }

  /** @throws GitError */
  static async open(options: RecordsTreeOptions): Promise<RecordsTree> {
    const { directory, environment } = options;
    const outside = new Git(directory, environment);
    const { exitStatus, stdout, stderr } = await outside.try([
      'rev-parse',
      '--show-toplevel',
      '--show-prefix',
    ]);
    if (exitStatus !== 0) {
      if (!/dubious ownership/.test(stderr)) throw new GitError('no-repository', { directory });
      throw explain({ command: 'rev-parse', exitStatus, output: stderr, branch: '', directory });
    }
    const home = await mkdtemp(join(environment['RUNNER_TEMP'] ?? tmpdir(), 'teiki-records-'));
    const [top = '', prefix = ''] = stdout.split('\n');
    const tree = new RecordsTree(new Git(top, environment), prefix, home, options);
    try {
      await tree.refresh();
    } catch (error) {
      await tree.close();
      throw error;
    }
    return tree;
  }

  /** Stands for the directory of the options. */
  get folder(): string {
    return join(this.directory, this.prefix);
  }

  /** Id of the commit that the files are those of; undefined for a branch that is to be. */
  get tip(): string | undefined {
    return this.#tip;
  }

  /** Fetches the branch and puts its records in place of whatever is in the folder. */
  async refresh(): Promise<void> {
    this.#tip = await fetchBranch(this.#git, this.#options, this.#reference);
    await rm(this.directory, { recursive: true, force: true });
    await rm(this.#index, { force: true });
    await mkdir(this.directory, { recursive: true });
    if (this.#tip === undefined) return;
    await this.#inside(['read-tree', this.#tip]);
    const paths = this.#options.paths.map((path) => this.prefix + path);
    const present = await this.#git.run(['ls-tree', '-z', '--name-only', this.#tip, ...paths]);
    const wanted = present.split('\0').filter(Boolean);
    if (wanted.length > 0) await this.#inside(['checkout', '-q', this.#tip, ...literal(wanted)]);
  }

  /**
   * The commit of these files on the tip; undefined when they are what is there already.
   * @param files absolute, or relative to the top of the repository
   */
  async commit(
    files: readonly string[],
    message: string,
    environment: Environment,
  ): Promise<string | undefined> {
    const paths = files.map((file) => this.#inTree(file));
    await this.#inside(['update-index', '--add', '--remove', '--', ...paths]);
    const content = (await this.#inside(['write-tree'])).trim();
    if (this.#tip === undefined ? files.length === 0 : content === (await this.#contentOfTip())) {
      return undefined;
    }
    const parents = this.#tip === undefined ? [] : ['-p', this.#tip];
    const args = ['commit-tree', ...parents, '-m', message.trimEnd(), content];
    return (await this.#git.run(args, environment)).trim();
  }

  /** @throws GitError; `rejected` when somebody else was first */
  async push(commit: string): Promise<void> {
    const { remote, branch } = this.#options;
    const args = ['push', '--porcelain', '--no-verify', remote, `${commit}:refs/heads/${branch}`];
    const { exitStatus, stdout, stderr } = await this.#git.try(args);
    const output = `${stdout}\n${stderr}`;
    const { directory } = this.#git;
    if (exitStatus !== 0) {
      throw explain({ command: 'push', exitStatus, output, branch, directory });
    }
    this.#tip = commit;
  }

  async close(): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
    await this.#git.try(['update-ref', '-d', this.#reference]);
  }

  get #index(): string {
    return join(this.#home, 'index');
  }

  async #contentOfTip(): Promise<string> {
    return (await this.#git.run(['rev-parse', `${this.#tip}^{tree}`])).trim();
  }

  #inside(args: readonly string[]): Promise<string> {
    const place = ['--work-tree', this.directory];
    return this.#git.run([...place, ...args], { GIT_INDEX_FILE: this.#index });
  }

  #inTree(file: string): string {
    const path = isAbsolute(file) ? relative(this.directory, file) : file;
    if (path === '' || path === '..' || path.startsWith('../') || isAbsolute(path)) {
      throw new GitError('outside', { path: file, directory: this.directory });
    }
    return path;
  }
}

function literal(paths: readonly string[]): string[] {
  return ['--', ...paths.map((path) => `:(top,literal)${path}`)];
}
