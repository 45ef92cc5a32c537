import { getExecOutput } from '@actions/exec';
import { explain } from './explain.ts';
import { GitError } from './git-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitAnswer {
  readonly exitStatus: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of the environment that a hook, an alias or another git around us may have left. */
const foreign = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR|NAMESPACE)$/;

/**
 * What must not depend on the settings of the machine: hooks and clean-up are other people's
 * business, a sparse work tree is not ours, and a transfer that stands still must end. The record
 * of a thousand hosts has megabytes, which the remote packs again in its own time.
 */
const settings = [
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
  'core.sparseCheckout=false',
  'pack.compression=1',
  'gc.auto=0',
  'maintenance.auto=false',
  'http.lowSpeedLimit=100',
  'http.lowSpeedTime=60',
].flatMap((setting) => ['-c', setting]);

/**
 * git in one directory. Nothing that it prints reaches the log, and it asks nobody anything.
 *
 * It gets nothing on its standard input either: @actions/exec does not survive a process that ends
 * without reading it (an EPIPE that nobody can catch).
 */
export class Git {
  readonly directory: string;
  readonly #environment: Environment;

  constructor(directory: string, environment: Environment) {
    this.directory = directory;
    this.#environment = environment;
  }

  /** Whatever the exit status. */
  async try(args: readonly string[], added: Environment = {}): Promise<GitAnswer> {
    try {
      const answer = await getExecOutput('git', [...settings, ...args], {
        cwd: this.directory,
        env: this.#merged(added),
        silent: true,
        ignoreReturnCode: true,
      });
      return { exitStatus: answer.exitCode, stdout: answer.stdout, stderr: answer.stderr };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (/unable to locate executable/i.test(detail)) throw new GitError('missing-git', {});
      throw new GitError('failed', { command: args[0] ?? '', exitStatus: -1, detail });
    }
  }

  /** Its standard output. @throws GitError when it fails */
  async run(args: readonly string[], added: Environment = {}): Promise<string> {
    const { exitStatus, stdout, stderr } = await this.try(args, added);
    if (exitStatus === 0) return stdout;
    const output = `${stdout}\n${stderr}`;
    const [command = ''] = args;
    throw explain({ command, exitStatus, output, branch: '', directory: this.directory });
  }

  #merged(added: Environment): Record<string, string> {
    const all = {
      ...this.#environment,
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      LANGUAGE: 'C',
    };
    const kept = Object.entries(all).filter(([name]) => !foreign.test(name));
    return Object.fromEntries(
      [...kept, ...Object.entries(added)].flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
  }
}
