import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The git side of the repository: a real bare one, to which a file path is the remote. Pushes can
 * be refused as GitHub refuses them.
 */
export class BareRepository {
  readonly path: string;
  readonly defaultBranch: string;

  constructor(path: string, defaultBranch = 'main') {
    this.path = path;
    this.defaultBranch = defaultBranch;
    if (!existsSync(join(path, 'HEAD'))) {
      execFileSync('git', ['init', '--quiet', '--bare', '-b', defaultBranch, path]);
    }
  }

  /** @returns standard output, without the last line break */
  git(...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.path, ...args], { encoding: 'utf8' }).trimEnd();
  }

  /** File at the tip of a branch. @throws when there is none */
  read(path: string, branch = this.defaultBranch): string {
    return execFileSync('git', ['-C', this.path, 'show', `${branch}:${path}`], {
      encoding: 'utf8',
    });
  }

  /** Subjects, newest first. */
  subjects(branch = this.defaultBranch): string[] {
    const all = this.git('log', '--format=%s', branch);
    return all === '' ? [] : all.split('\n');
  }

  /** Refuses the branch to everybody, in the words of GitHub. */
  protect(branch = this.defaultBranch): void {
    this.#hook(`test "$1" = refs/heads/${branch} || exit 0
echo "error: GH006: Protected branch update failed for refs/heads/${branch}." >&2
echo "error: Changes must be made through a pull request." >&2
exit 1`);
  }

  /** Refuses the next pushes as after a race that another won. */
  refusePushes(times: number): void {
    writeFileSync(join(this.path, 'refusals'), String(times));
    this.#hook(`left=$(cat refusals)
test "$left" -gt 0 || exit 0
echo $((left - 1)) > refusals
echo "error: cannot lock ref '$1': is at another commit" >&2
exit 1`);
  }

  #hook(body: string): void {
    const path = join(this.path, 'hooks/update');
    writeFileSync(path, `#!/bin/sh\ncd "$(dirname "$0")/.." || exit 1\n${body}\n`);
    chmodSync(path, 0o755);
  }
}
