import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes a bare repository whose branch main holds these files; returns its path. */
export function makeRepository(folder: string, files: Readonly<Record<string, string>>): string {
  const bare = join(folder, 'repository.git');
  execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', bare]);
  // A shallow clone of one commit, as actions/checkout makes it.
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  commitTo(bare, files, 'Begin');
  return bare;
}

/** Commits files to main, as a person would who pushes. */
export function commitTo(
  bare: string,
  files: Readonly<Record<string, string>>,
  subject: string,
): void {
  const work = join(dirname(bare), `person-${Date.now()}-${Math.random().toString(36).slice(2)}`);
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-C', work, '-c', 'user.name=hanako', '-c', 'user.email=hanako@example.com', ...args],
      { encoding: 'utf8', stdio: 'pipe' },
    );
  execFileSync('git', ['clone', '--quiet', `file://${bare}`, work], { stdio: 'pipe' });
  for (const [path, text] of Object.entries(files)) {
    const file = join(work, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (text.startsWith('#!')) chmodSync(file, 0o755);
  }
  git('checkout', '--quiet', '-B', 'main');
  git('add', '--all');
  git('commit', '--quiet', '-m', subject);
  git('push', '--quiet', 'origin', 'main');
}

/** A file at the tip of a branch; undefined when there is none. */
export function fileIn(bare: string, path: string, branch = 'main'): string | undefined {
  try {
    return execFileSync('git', ['-C', bare, 'show', `${branch}:${path}`], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch {
    return undefined;
  }
}

/** Subjects of the commits of a branch, newest first. */
export function subjectsOf(bare: string, branch = 'main'): readonly string[] {
  return execFileSync('git', ['-C', bare, 'log', '--format=%s', branch], { encoding: 'utf8' })
    .trim()
    .split('\n');
}
