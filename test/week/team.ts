import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInto } from '../../scripts/build.ts';
import { FakeGitHub } from '../github/fake/github.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { ConcurrencyGroups } from '../workflow/harness/concurrency.ts';
import { makeRepository } from '../workflow/harness/repository.ts';
import { type RunRequest, runWorkflow } from '../workflow/harness/run-workflow.ts';
import type { RanWorkflow } from '../workflow/harness/world.ts';
import { furnish, setClock } from './backups.ts';
import { StoryClock } from './clock.ts';
import { writeTeamFiles } from './files.ts';

/** The team of the story: three real hosts, a GitHub and a repository, and one clock for all. */
export class WeekTeam implements AsyncDisposable {
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
    parts: Pick<WeekTeam, 'lab' | 'hosts' | 'github' | 'repository' | 'clock'>,
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

  static async start(): Promise<WeekTeam> {
    await using resources = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), 'teiki-week-'));
    resources.defer(() => rmSync(folder, { recursive: true, force: true }));
    const dist = join(folder, 'dist');
    const lab = await Lab.start();
    resources.defer(() => lab.stop());
    const names = ['app1', 'app2', 'app3'];
    const [hosts] = await Promise.all([
      Promise.all(names.map((name) => lab.boot({ name }))),
      buildInto(dist),
    ]);
    await Promise.all(hosts.map(furnish));
    const tree = join(folder, 'tree');
    await writeTeamFiles(tree, hosts, { dist });
    const repository = makeRepository(folder, tree);
    const clock = new StoryClock();
    const github = await FakeGitHub.start({ repository: 'example/mks', now: clock.now });
    resources.defer(() => github.close());
    for (const person of ['hanako', 'taro']) github.world.people.set(person, 'write');
    const parts = { lab, hosts, github, repository, clock };
    return new WeekTeam(parts, folder, resources.move());
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
        NODE_OPTIONS: `--import=${import.meta.resolve('./process-clock.ts')}`,
        WEEK_CLOCK: new Date(this.clock.now()).toISOString(),
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
      onToken: (token: string, { issues }: Readonly<Record<string, string>>) =>
        this.github.addToken(token, issues === 'write' ? { issues } : {}),
    };
    return await runWorkflow(world, request);
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
