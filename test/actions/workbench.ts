import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../src/actions/job.ts';
import type { Connector } from '../../src/connectors/session.ts';
import { readContext } from '../../src/github/context.ts';
import { StepOutputs } from '../../src/github/outputs.ts';
import { Remote, writeTree } from '../git/repository.ts';
import { localConnector } from '../support/local-connector.ts';

const pin = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t';
export const secret = 'a-private-key-of-nobody';

export function instanceFiles(
  hosts: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const lines = hosts.map(
    (name, index) =>
      `  ${name}: { address: 10.0.${Math.floor(index / 200)}.${1 + (index % 200)}, groups: [app], hostKeys: ["${pin}"] }`,
  );
  return {
    'maintenance/config.yml':
      'timezone: Asia/Tokyo\nlocale: ja\nteam: SREチーム\npublicRepository: no\n',
    'maintenance/fleet.yml': `defaults: { user: mks-maint, identity: env:TEIKI_SSH_KEY }\nhosts:\n${lines.join('\n')}\n`,
    'maintenance/runbooks/weekly-health.yml': runbook(),
    ...files,
  };
}

/** Two checks by commands: one is always well, the other finds something on every second host. */
export function runbook(window = '{ every: week, on: monday, at: "02:00", minutes: 30 }'): string {
  return `id: weekly-health
title: { ja: 週次システムヘルスチェック, en: Weekly system health check }
purpose: { ja: 健全性の確認, en: Health }
level: 1
hosts: [app]
window: ${window}
steps:
  - { check: command, id: well, with: { name: well, command: "echo 1" } }
  - { check: command, id: number, with: { name: number, command: "echo 85", match: "([0-9]+)", warning: 80, critical: 95 } }
`;
}

export interface JobOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly event?: string;
  readonly payload?: unknown;
  readonly now?: string;
  readonly attempt?: number;
  readonly connector?: Connector;
  readonly signal?: AbortSignal;
  readonly runId?: number;
  readonly sleep?: Job['sleep'];
  /** In place of `now`, for a step that waits. */
  readonly clock?: () => Date;
}

export interface StepFiles {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
}

/** A clone of a real repository with the files that GitHub gives to a step. */
export class Workbench {
  readonly remote: Remote;
  clone: string;
  #steps = 0;

  constructor(files: Readonly<Record<string, string>>) {
    this.remote = new Remote({ 'README.md': 'ours\n', ...files });
    this.clone = this.remote.clone('--depth=1');
    this.enter();
  }

  /** Actions run at the top of the work tree. */
  enter(): void {
    process.chdir(this.clone);
  }

  /** A later job starts from a fresh checkout. */
  checkout(): void {
    this.clone = this.remote.clone('--depth=1');
    this.enter();
  }

  /** Runs a core as a step, and reads what it has left. */
  async step(core: (job: Job) => Promise<void>, options: JobOptions = {}): Promise<StepFiles> {
    const { job, read } = this.job(options);
    await core(job);
    return read();
  }

  /** As `step`, for a core that is to fail. */
  async failing(
    core: (job: Job) => Promise<void>,
    options: JobOptions = {},
  ): Promise<StepFiles & { readonly message: string }> {
    const { job, read } = this.job(options);
    try {
      await core(job);
    } catch (error) {
      return { ...read(), message: error instanceof Error ? error.message : String(error) };
    }
    throw new Error('it went well');
  }

  variables({ inputs = {}, environment = {}, event = 'schedule', ...rest }: JobOptions) {
    this.#steps += 1;
    const home = join(this.remote.home, `step-${this.#steps}`);
    writeTree(home, {
      output: '',
      summary: '',
      'event.json': JSON.stringify(payloadOf(event, rest)),
    });
    const given = Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]);
    return {
      home,
      variables: {
        PATH: process.env['PATH'],
        HOME: this.remote.home,
        RUNNER_TEMP: this.remote.home,
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: 'mks/ops',
        GITHUB_RUN_ID: String(rest.runId ?? 123_456),
        GITHUB_RUN_ATTEMPT: String(rest.attempt ?? 1),
        GITHUB_ACTOR: 'hanako',
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: join(home, 'event.json'),
        GITHUB_OUTPUT: join(home, 'output'),
        GITHUB_STEP_SUMMARY: join(home, 'summary'),
        GITHUB_SHA: 'a'.repeat(40),
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_API_URL: 'https://api.github.com',
        TEIKI_SSH_KEY: secret,
        ...Object.fromEntries(given),
        ...environment,
      } as Record<string, string | undefined>,
    };
  }

  job(options: JobOptions): { readonly job: Job; readonly read: () => StepFiles } {
    const { home, variables: environment } = this.variables(options);
    let log = '';
    const job: Job = {
      environment,
      context: readContext(environment, (path) => readFileSync(path, 'utf8')),
      outputs: new StepOutputs({
        environment,
        appendFile: appendFileSync,
        print: (text) => {
          log += text;
        },
      }),
      now: options.clock ?? (() => new Date(options.now ?? '2026-11-22T17:07:00Z')),
      sleep: options.sleep ?? (() => Promise.reject(new Error('nothing here waits'))),
      fetch,
      signal: options.signal ?? new AbortController().signal,
      world: () =>
        Promise.resolve({
          connector: options.connector ?? localConnector(),
          probeTls: () => Promise.reject(new Error('no TLS here')),
          probeHttp: () => Promise.reject(new Error('no HTTP here')),
          probeTcp: () => Promise.reject(new Error('no TCP here')),
          now: () => new Date(options.now ?? '2026-11-22T17:07:00Z'),
        }),
    };
    return { job, read: () => ({ ...readStep(home), log }) };
  }

  destroy(): void {
    process.chdir('/');
    this.remote.destroy();
  }
}

export function readStep(home: string): Omit<StepFiles, 'log'> {
  const text = existsSync(join(home, 'output')) ? readFileSync(join(home, 'output'), 'utf8') : '';
  const found = text.matchAll(/^([\w-]+)<<(teiki_[\w-]+)\n([^]*?)\n\2$/gm);
  return {
    outputs: Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value])),
    summary: readFileSync(join(home, 'summary'), 'utf8'),
  };
}

function payloadOf(event: string, { payload }: Omit<JobOptions, 'event'>): unknown {
  const repository = { private: true, default_branch: 'main' };
  if (payload !== undefined) return payload;
  return event === 'schedule'
    ? { schedule: '7 2 * * 1', repository }
    : { inputs: null, repository };
}
