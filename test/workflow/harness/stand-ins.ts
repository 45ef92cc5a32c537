import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, matchesGlob } from 'node:path';
import type { Permissions, RunState } from './world.ts';

/** What a stand-in for one of GitHub's own actions is given. */
export interface StandInCall {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly permissions: Permissions;
  readonly run: RunState;
  readonly say: (line: string) => void;
}

type StandIn = (call: StandInCall) => void;

/** Throws where the action would fail. */
export const standIns: Readonly<Record<string, StandIn>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': upload,
  'actions/download-artifact': download,
};

/**
 * A shallow clone whose remote is reached with the job's token, when it is kept: without it
 * nothing can be pushed, and nothing be fetched from a private repository.
 */
function checkout({ inputs, workspace, permissions, run, say }: StandInCall): void {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', workspace, ...args], { encoding: 'utf8', stdio: 'pipe' });
  const { repository, isPrivate } = run.world;
  if (permissions['contents'] === undefined && isPrivate) throw new Error('Repository not found');
  mkdirSync(workspace, { recursive: true });
  git('init', '--quiet', '-b', 'main');
  git('remote', 'add', 'origin', `file://${repository}`);
  git('fetch', '--quiet', `--depth=${inputs['fetch-depth'] ?? '1'}`, 'origin', run.sha);
  git('checkout', '--quiet', '-B', 'main', run.sha);
  const keepsToken = (inputs['persist-credentials'] ?? 'true') === 'true';
  const nowhere = 'file:///no-credentials';
  if (!keepsToken && isPrivate) git('remote', 'set-url', 'origin', nowhere);
  if (!keepsToken || permissions['contents'] !== 'write') {
    git('remote', 'set-url', '--push', 'origin', nowhere);
  }
  say(`checked out ${run.sha}${keepsToken ? ', token kept' : ''}`);
}

function upload({ inputs, run, say }: StandInCall): void {
  const name = inputs['name'] ?? 'artifact';
  if (!/^[^"<>|*?:\\/\r\n]+$/.test(name)) throw new Error(`Invalid artifact name: ${name}`);
  const path = inputs['path'] ?? '';
  const files = existsSync(path) && (statSync(path).isFile() || readdirSync(path).length > 0);
  if (!files) {
    const missing = `No files were found with the provided path: ${path}`;
    if (inputs['if-no-files-found'] === 'error') throw new Error(missing);
    say(missing);
    return;
  }
  if (run.artifacts.has(name)) {
    throw new Error(
      '(409) Conflict: an artifact with this name already exists on the workflow run',
    );
  }
  const folder = join(run.world.folder, 'artifacts', String(run.runId), name);
  cpSync(path, statSync(path).isFile() ? join(folder, basename(path)) : folder, {
    recursive: true,
  });
  if (run.world.faults?.loseArtifact?.(name) === true) say(`artifact ${name} uploaded (and lost)`);
  else run.artifacts.set(name, folder);
}

function download({ inputs, workspace, run, say }: StandInCall): void {
  const target = inputs['path'] ?? workspace;
  const { name, pattern } = inputs;
  if (name !== undefined && name !== '') {
    const folder = run.artifacts.get(name);
    if (folder === undefined) throw new Error(`Artifact not found for name: ${name}`);
    cpSync(folder, target, { recursive: true });
    return;
  }
  const found = [...run.artifacts].filter(([each]) => matchesGlob(each, pattern || '*'));
  for (const [each, folder] of found) {
    const into = inputs['merge-multiple'] === 'true' ? target : join(target, each);
    cpSync(folder, into, { recursive: true });
  }
  say(`${found.length} artifacts downloaded`);
}
