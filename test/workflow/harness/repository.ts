import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Makes a bare repository whose branch main holds the files of a folder; returns its path. */
export function makeRepository(folder: string, tree: string): string {
  const bare = join(folder, 'repository.git');
  execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', bare]);
  // A shallow clone of one commit, as actions/checkout makes it.
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  git(tree, 'init', '--quiet', '-b', 'main');
  git(tree, 'remote', 'add', 'origin', `file://${bare}`);
  commitAndPush(tree, 'Begin');
  return bare;
}

/** Commits files to main, as a person would who pushes. */
export function pushTo(
  bare: string,
  files: Readonly<Record<string, string>>,
  subject: string,
): void {
  const work = join(dirname(bare), `person-${crypto.randomUUID()}`);
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${bare}`, work], { stdio: 'pipe' });
  writeFiles(work, files);
  commitAndPush(work, subject);
}

function commitAndPush(work: string, subject: string): void {
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '-m', subject);
  git(work, 'push', '--quiet', 'origin', 'main');
}

function git(folder: string, ...args: readonly string[]): string {
  const person = ['-c', 'user.name=hanako', '-c', 'user.email=hanako@example.com'];
  return execFileSync('git', ['-C', folder, ...person, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/** A file at the tip of a branch; undefined when there is none. */
export function fileIn(bare: string, path: string, branch = 'main'): string | undefined {
  try {
    return git(bare, 'show', `${branch}:${path}`);
  } catch {
    return undefined;
  }
}

/** Paths below a folder at the tip of a branch. */
export function filesIn(bare: string, folder: string, branch = 'main'): readonly string[] {
  const list = git(bare, 'ls-tree', '-r', '--name-only', branch, folder).trim();
  return list === '' ? [] : list.split('\n');
}

/** Subjects of the commits of a branch, newest first. */
export function subjectsOf(bare: string, branch = 'main'): readonly string[] {
  return git(bare, 'log', '--format=%s', branch).trim().split('\n');
}
