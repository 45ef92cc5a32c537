import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { BareRepository } from './bare-repository.ts';
import type { Fault } from './faults.ts';
import { githubLimits, type LimitOptions, Limits } from './limits.ts';
import { Listener } from './listener.ts';
import { description } from './openapi.ts';
import { actionsBot, type LoggedRequest, type TokenPermissions } from './types.ts';
import { World } from './world.ts';

export interface FakeOptions {
  /** `owner/name` */
  readonly repository?: string;
  /** Where to make the bare git repository; none without it. */
  readonly git?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly limits?: Partial<LimitOptions>;
}

/** See README.md: a GitHub of one repository, held to GitHub's own description. */
export class FakeGitHub {
  readonly url: string;
  readonly repository: string;
  /** Issues, labels, people: to look at and to play people with. */
  readonly world: World;
  readonly limits: Limits;
  readonly git: BareRepository | undefined;
  /** May write issues, contents and actions. */
  readonly token = 'fake-token';
  /** What GitHub's description does not allow, of requests and of our own answers. Must stay empty. */
  readonly violations: readonly string[];
  readonly #api: Api;
  readonly #listener: Listener;
  readonly #close: () => Promise<void>;

  private constructor(
    url: string,
    api: Api,
    listener: Listener,
    git: BareRepository | undefined,
    close: () => Promise<void>,
  ) {
    this.url = url;
    this.#api = api;
    this.#listener = listener;
    this.#close = close;
    this.repository = api.repository;
    this.world = api.world;
    this.limits = api.limits;
    this.violations = api.violations;
    this.git = git;
    api.tokens.set(this.token, { issues: 'write', actions: 'write', contents: 'write' });
  }

  static async start(options: FakeOptions = {}): Promise<FakeGitHub> {
    const now = options.now ?? (() => Date.now());
    const world = new World(now);
    world.people.set(actionsBot, 'none');
    const git = options.git === undefined ? undefined : new BareRepository(options.git);
    const api = new Api({
      world,
      repository: options.repository ?? 'team/mks',
      limits: new Limits({ ...githubLimits, ...options.limits }, now),
      description: await description(),
    });
    const listener = new Listener(api, now);
    const server = createServer((request, response) => void listener.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    api.listenAt(url);
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return new FakeGitHub(url, api, listener, git, close);
  }

  /** Another token, with these permissions only; `metadata: read` comes with every one. */
  addToken(token: string, permissions: TokenPermissions): void {
    this.#api.tokens.set(token, permissions);
  }

  fail(fault: Fault): void {
    this.#listener.faults.plan(fault);
  }

  /** Requests so far, oldest first. */
  get log(): readonly LoggedRequest[] {
    return this.#listener.log;
  }

  clearLog(): void {
    this.#listener.log.length = 0;
    this.#listener.faults.clear();
  }

  async close(): Promise<void> {
    await this.#close();
  }

  /** The variables of a job, as far as they are GitHub's. */
  environment(): Record<string, string> {
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: this.url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: this.repository,
    };
  }
}
