import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInto } from '../../scripts/build.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import type { TokenPermissions } from '../github/fake/types.ts';
import { execute } from '../lab/exec.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { ConcurrencyGroups } from '../workflow/harness/concurrency.ts';
import { makeRepository } from '../workflow/harness/repository.ts';
import { type RunRequest, runWorkflow } from '../workflow/harness/run-workflow.ts';
import type { RanWorkflow } from '../workflow/harness/world.ts';
import { StoryClock } from './clock.ts';
import { giveClock, setClock } from './host-clock.ts';
import { type TeamFiles, writeTeamFiles } from './team-files.ts';

export interface Story extends TeamFiles {
  /** Names of its hosts. */
  readonly hosts: readonly string[];
  /** Local time: `2026-11-23 02:09` */
  readonly begins: string;
  /** Makes a host what the story needs. */
  readonly furnish: (host: Host) => Promise<void>;
}

/** The team of a story: real hosts, a GitHub and a repository, and one clock for all. */
export class StoryTeam implements AsyncDisposable {
  readonly lab: Lab;
  readonly hosts: readonly Host[];
  readonly github: FakeGitHub;
  /** Bare. */
  readonly repository: string;
  readonly clock: StoryClock;
  readonly #folder: string;
  readonly #groups = new ConcurrencyGroups();
  readonly #resources: AsyncDisposableStack;

  private constructor(
    parts: Pick<StoryTeam, 'lab' | 'hosts' | 'github' | 'repository' | 'clock'>,
    folder: string,
    resources: AsyncDisposableStack,
  ) {
    this.lab = parts.lab;
    this.hosts = parts.hosts;
    this.github = parts.github;
    this.repository = parts.repository;
    this.clock = parts.clock;
    this.#folder = folder;
    this.#resources = resources;
  }

  static async start({ hosts: names, begins, furnish, ...files }: Story): Promise<StoryTeam> {
    await using resources = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), 'teiki-story-'));
    resources.defer(() => rmSync(folder, { recursive: true, force: true }));
    const dist = join(folder, 'dist');
    const lab = await Lab.start();
    resources.defer(() => lab.stop());
    const clock = new StoryClock();
    clock.set(begins);
    const [hosts] = await Promise.all([
      Promise.all(names.map((name) => lab.boot({ name }))),
      buildInto(dist),
    ]);
    await Promise.all(
      hosts.map(async (host) => {
        await giveClock(host, clock.sceneAt);
        await furnish(host);
      }),
    );
    const tree = join(folder, 'tree');
    await writeTeamFiles(tree, hosts, { dist, ...files });
    const repository = makeRepository(folder, tree);
    const github = await FakeGitHub.start({ repository: 'example/mks', now: clock.now });
    resources.defer(() => github.close());
    for (const person of ['hanako', 'taro']) github.world.people.set(person, 'write');
    const parts = { lab, hosts, github, repository, clock };
    return new StoryTeam(parts, folder, resources.move());
  }

  host(name: string): Host {
    const found = this.hosts.find((host) => host.name === name);
    if (!found) throw new Error(`There is no host ${name}`);
    return found;
  }

  /** It is now this time, for everybody. */
  async at(local: string): Promise<void> {
    this.clock.set(local);
    await Promise.all(this.hosts.map((host) => setClock(host, this.clock.sceneAt)));
  }

  async run(request: RunRequest): Promise<RanWorkflow> {
    const date = this.clock.sceneAt.toISOString();
    const world = {
      slug: this.github.repository,
      isPrivate: true,
      repository: this.repository,
      folder: join(this.#folder, 'runners'),
      secrets: { TEIKI_SSH_KEY: this.lab.privateKey },
      apiUrl: this.github.url,
      groups: this.#groups,
      machine: {
        ...this.#machine,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
      onToken: (token: string, permissions: Readonly<Record<string, string>>) =>
        this.github.addToken(token, permissionsOf(permissions)),
    };
    return await runWorkflow(world, request);
  }

  /**
   * What `teiki` prints about the instance as it was pushed first.
   * @throws Error with that when it ends with another status than 0
   */
  async teiki(...args: readonly string[]): Promise<string> {
    const tree = join(this.#folder, 'tree');
    const command = [
      join(tree, 'dist/cli.js'),
      ...args,
      '--quiet',
      '--dir',
      join(tree, 'maintenance'),
    ];
    const env = { ...process.env, ...this.#machine, TEIKI_SSH_KEY: this.lab.privateKey };
    const { stdout, exitStatus, stderr } = await execute(process.execPath, command, { env });
    if (exitStatus !== 0)
      throw new Error(`teiki ${args.join(' ')}: ${exitStatus} ${stdout}${stderr}`);
    return stdout;
  }

  /** Variables that make the time of the story that of a process. */
  get #machine() {
    return {
      NODE_OPTIONS: `--import=${import.meta.resolve('./process-clock.ts')}`,
      STORY_CLOCK: new Date(this.clock.now()).toISOString(),
    };
  }

  /** A hook of the repository, as a shell script; none takes it away. */
  hook(name: string, script: string | undefined): void {
    const file = join(this.repository, 'hooks', name);
    if (script === undefined) return rmSync(file);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}

/** As much of a job's `permissions` as the API of the story knows. */
function permissionsOf(given: Readonly<Record<string, string>>): TokenPermissions {
  const scopes = (['issues', 'actions', 'contents'] as const).flatMap((scope) => {
    const access = given[scope];
    return access === 'read' || access === 'write' ? [[scope, access] as const] : [];
  });
  return Object.fromEntries(scopes);
}
