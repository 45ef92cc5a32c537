import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RunResult } from '../../src/record/run-result.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const text = { ja: '試験', en: 'Test' };

export interface CommandLineOptions {
  readonly steps: readonly object[];
  readonly level?: 1 | 2 | 3;
  /** Login user; the maintenance user unless said otherwise. */
  readonly user?: string;
  /** More of config.yml. */
  readonly config?: object;
  /** Given to `teiki run` every time. */
  readonly always?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Started {
  kill(): void;
  /** What it has printed; resolves however it ends. */
  readonly ended: Promise<string>;
  result(): Promise<RunResult>;
}

/** One runbook on one host, run by the command line as a process of its own: one that can be killed. */
export class CommandLine {
  readonly #dir: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #always: readonly string[];
  readonly #children: ChildProcess[] = [];

  private constructor(dir: string, environment: NodeJS.ProcessEnv, always: readonly string[]) {
    this.#dir = dir;
    this.#environment = environment;
    this.#always = always;
  }

  static async create(
    lab: Lab,
    { name, address, hostKey }: Host,
    { steps, level = 1, user = 'mks-maint', config, always = [], environment }: CommandLineOptions,
  ): Promise<CommandLine> {
    const dir = await mkdtemp(join(tmpdir(), 'teiki-command-line-'));
    await mkdir(join(dir, 'runbooks'));
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE', ...config },
      'fleet.yml': {
        defaults: { user, identity: 'env:TEIKI_LAB_KEY' },
        hosts: { [name]: { address, groups: ['app'], hostKeys: [hostKey] } },
      },
      'runbooks/lab.yml': {
        ...{ id: 'lab', title: text, purpose: text, level, hosts: ['app'] },
        ...{ impact: text, alternative: text, rollback: text },
        window: { every: 'week', on: 'sunday', at: '03:00', minutes: 30 },
        steps,
      },
    };
    for (const [path, value] of Object.entries(files))
      await writeFile(join(dir, path), stringify(value, { aliasDuplicateObjects: false }));
    const given = { ...process.env, ...environment, TEIKI_LAB_KEY: lab.privateKey };
    return new CommandLine(dir, given, always);
  }

  /** `teiki run`, with its result on stdout. */
  start(...args: readonly string[]): Started {
    const own = ['--dir', this.#dir, '--quiet', '--json', '-'];
    const child = spawn(process.execPath, [main, 'run', 'lab', ...own, ...this.#always, ...args], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.push(child);
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    const ended = new Promise<string>((resolve) => {
      child.on('close', () => resolve(Buffer.concat(output).toString()));
    });
    return {
      kill: () => child.kill('SIGKILL'),
      ended,
      result: async () => RunResult.parse(JSON.parse(await ended)),
    };
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** The lease ends by itself within a minute of the work; a test does not wait for it. */
export async function expireLock(host: Host): Promise<void> {
  await host.must(`owner=/run/lock/teiki.lock/owner
    [ ! -e $owner ] || { { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner; }`);
}
