import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real bare repository with one commit on main, and clones of it. */
export class Remote {
  readonly home = mkdtempSync(join(tmpdir(), 'teiki-git-'));
  readonly bare = join(this.home, 'bare.git');
  #clones = 0;

  constructor(files: Readonly<Record<string, string>> = { 'README.md': 'ours\n' }) {
    git(this.home, 'init', '-q', '--bare', '--initial-branch=main', this.bare);
    const first = this.clone();
    git(first, 'checkout', '-q', '-b', 'main');
    writeTree(first, files);
    git(first, 'add', '-A');
    commit(first, 'first');
    git(first, 'push', '-q', 'origin', 'main');
  }

  clone(...options: string[]): string {
    this.#clones += 1;
    const directory = join(this.home, `clone-${this.#clones}`);
    git(this.home, 'clone', '-q', ...options, `file://${this.bare}`, directory);
    return directory;
  }

  /** A hook of the remote, as a shell script. */
  hook(name: string, script: string): void {
    const file = join(this.bare, 'hooks', name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** A commit by somebody else, straight onto a branch. */
  commitByOthers(text: string, branch = 'main'): void {
    this.push({ 'others.txt': text }, branch);
  }

  /** The same with these files. */
  push(files: Readonly<Record<string, string>>, branch = 'main'): void {
    const directory = this.clone('-b', branch);
    writeTree(directory, files);
    git(directory, 'add', '-A');
    commit(directory, Object.values(files)[0] ?? '');
    git(directory, 'push', '-q', 'origin', branch);
    rmSync(directory, { recursive: true });
  }

  /** Paths of the files of a branch. */
  files(branch = 'main'): string[] {
    return git(this.bare, 'ls-tree', '-r', '--name-only', branch).split('\n').filter(Boolean);
  }

  show(path: string, branch = 'main'): string {
    return git(this.bare, 'show', `${branch}:${path}`);
  }

  log(format: string, branch = 'main'): string[] {
    return git(this.bare, 'log', `--format=${format}`, branch).split('\n').filter(Boolean);
  }

  destroy(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
}

function commit(directory: string, message: string): void {
  const identity = ['-c', 'user.name=Taro', '-c', 'user.email=taro@example.com'];
  git(directory, ...identity, 'commit', '-q', '-m', message);
}

export function writeTree(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
