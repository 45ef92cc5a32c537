import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';
import { buildInto } from '../../scripts/build.ts';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { startEmbeddedHost } from '../../src/demo/embedded-host.ts';
import { newSshKey } from '../../src/demo/ssh-key.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import { ConcurrencyGroups } from './harness/concurrency.ts';
import { makeRepository, writeFiles } from './harness/repository.ts';
import { type RunRequest, runWorkflow } from './harness/run-workflow.ts';
import type { Faults, HarnessWorld, RanWorkflow } from './harness/world.ts';

export interface TeamOptions {
  /** Names of hosts, which are all the one embedded host. */
  readonly hosts?: readonly string[];
  readonly hostsPerShard?: number;
  /** Instead of the SSH key. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly moreSecrets?: Readonly<Record<string, string>>;
  readonly isPrivate?: boolean;
  /** The command that the daily check runs on each host. */
  readonly command?: string;
  /** Files of the repository beside those of the team, or instead of them. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A team that has pushed teiki with an instance of its own: a repository, a GitHub, a host. */
export interface Team extends AsyncDisposable {
  readonly world: HarnessWorld;
  readonly github: FakeGitHub;
  /** Bare. */
  readonly repository: string;
  /** The home of the login user on the host. */
  readonly hostFolder: string;
  readonly key: string;
  run(request: RunRequest, faults?: Faults): Promise<RanWorkflow>;
}

const root = join(import.meta.dirname, '../..');
let built: string | undefined;
afterAll(() => {
  if (built !== undefined) rmSync(dirname(built), { recursive: true });
});

/** The bundles, built once a test file. */
async function bundles(): Promise<string> {
  if (built !== undefined) return built;
  const folder = mkdtempSync(join(tmpdir(), 'teiki-bundles-'));
  await buildInto(join(folder, 'dist'));
  built = join(folder, 'dist');
  return built;
}

export async function startTeam({
  hosts = ['app1'],
  hostsPerShard = 50,
  secrets,
  moreSecrets = {},
  isPrivate = true,
  command = 'true',
  files = {},
}: TeamOptions = {}): Promise<Team> {
  await using resources = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'teiki-team-'));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  const key = newSshKey();
  const hostFolder = join(folder, 'host');
  mkdirSync(hostFolder);
  const host = resources.use(
    await startEmbeddedHost({ user: 'maint', clientKey: key.publicText, directory: hostFolder }),
  );
  const tree = join(folder, 'tree');
  cpSync(await bundles(), join(tree, 'dist'), { recursive: true });
  writeFiles(tree, {
    ...actionFiles(hostsPerShard),
    'maintenance/config.yml': stringify({ timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' }),
    'maintenance/fleet.yml': fleetOf(hosts, host.port, host.hostKey),
    'maintenance/runbooks/daily.yml': runbookOf(command),
    ...files,
  });
  writeFiles(tree, await workflowsOf(tree));
  const repository = makeRepository(folder, tree);
  const github = await FakeGitHub.start({ repository: 'team/ops' });
  resources.defer(() => github.close());
  const world: HarnessWorld = {
    slug: 'team/ops',
    isPrivate,
    repository,
    folder: join(folder, 'runners'),
    secrets: { ...(secrets ?? { TEIKI_SSH_KEY: key.privateText }), ...moreSecrets },
    apiUrl: github.url,
    groups: new ConcurrencyGroups(),
    onToken: (token, { issues, contents, actions, 'pull-requests': pullRequests }) =>
      github.addToken(token, permissions({ issues, contents, actions, pullRequests })),
  };
  const kept = resources.move();
  return {
    world,
    github,
    repository,
    hostFolder,
    key: key.privateText,
    run: (request, faults) =>
      runWorkflow({ ...world, ...(faults !== undefined && { faults }) }, request),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type TokenPermissions = Parameters<FakeGitHub['addToken']>[1];

function permissions(asked: Readonly<Record<string, string | undefined>>): TokenPermissions {
  const given = Object.entries(asked).filter(
    ([, access]) => access === 'read' || access === 'write',
  );
  return Object.fromEntries(given) as TokenPermissions;
}

/** A team has other shards than the one that its few hosts would make. */
function actionFiles(hostsPerShard: number): Record<string, string> {
  const folders = readdirSync(join(root, 'actions'));
  const paths = ['action.yml', ...folders.map((name) => `actions/${name}/action.yml`)];
  const entries = paths.flatMap((path) => {
    try {
      const text = readFileSync(join(root, path), 'utf8');
      const shards = text.replace(/default: ['"]50['"]/, `default: '${hostsPerShard}'`);
      return [[path, shards] as const];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(entries);
}

function fleetOf(names: readonly string[], port: number, hostKey: string): string {
  const host = { address: '127.0.0.1', port, groups: ['app'], hostKeys: [hostKey] };
  return stringify(
    {
      defaults: { user: 'maint', identity: 'env:TEIKI_SSH_KEY' },
      hosts: Object.fromEntries(names.map((name) => [name, { ...host, vars: { name } }])),
    },
    { aliasDuplicateObjects: false },
  );
}

function runbookOf(command: string): string {
  return stringify({
    id: 'daily',
    title: { ja: '日次確認', en: 'Daily check' },
    purpose: { ja: '健全性', en: 'Health' },
    level: 1,
    hosts: ['app'],
    window: { every: 'day', at: '00:00', minutes: 5 },
    steps: [{ check: 'command', with: { command } }],
  });
}

async function workflowsOf(tree: string): Promise<Record<string, string>> {
  const { config, fleet, runbooks } = await loadInstance(join(tree, 'maintenance'), { catalogue });
  const directory = 'maintenance';
  const actions = { kind: 'local' } as const;
  const workflows = generateWorkflows({ config, fleet, runbooks, directory, actions });
  const entries = [...workflows].map(
    ([name, text]) => [`.github/workflows/${name}`, text] as const,
  );
  return Object.fromEntries(entries);
}
