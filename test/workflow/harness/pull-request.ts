import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { writeFiles } from './repository.ts';
import type { Event } from './world.ts';

export interface PullRequestOptions {
  readonly number: number;
  readonly files: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly labels?: readonly string[];
  readonly slug?: string;
}

/** Somebody pushes to a branch; GitHub merges it into main and starts what listens. */
export function pullRequested(
  bare: string,
  { number, files, action = 'opened', labels = [], slug = 'team/ops' }: PullRequestOptions,
): Event {
  const work = join(dirname(bare), `person-${crypto.randomUUID()}`);
  execFileSync('git', ['clone', '--quiet', `file://${bare}`, work], { stdio: 'pipe' });
  const git = (...args: readonly string[]): string => {
    const person = ['-c', 'user.name=taro', '-c', 'user.email=taro@example.com'];
    return execFileSync('git', ['-C', work, ...person, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  };
  const base = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'change');
  writeFiles(work, files);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '-m', 'Change');
  const head = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'change');
  const ref = `refs/pull/${number}/merge`;
  git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
  const payload = {
    action,
    number,
    pull_request: {
      number,
      user: { login: 'taro' },
      labels: labels.map((name) => ({ name })),
      base: { sha: base },
      head: { sha: head, repo: { full_name: slug } },
    },
  };
  return { name: 'pull_request', payload, actor: 'taro', ref };
}
