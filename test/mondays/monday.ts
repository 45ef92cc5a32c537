import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RunResult } from '../../src/record/run-result.ts';
import { teiki } from '../cli/capture.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { clusterOf } from '../run/backup-host.ts';
import type { PythonApp } from '../run/python-app.ts';
import { adminToken, databasePassword, furnish } from './stack.ts';

const folder = join(import.meta.dirname, '../../maintenance/runbooks');

/** Runbooks of this repository as they are, on a host that has everything that it is about. */
export class Monday implements AsyncDisposable {
  readonly host: Host;
  readonly app: PythonApp;
  readonly #lab: Lab;
  readonly #dir: string;
  readonly #runbooks: readonly string[];

  private constructor(
    lab: Lab,
    host: Host,
    app: PythonApp,
    dir: string,
    runbooks: readonly string[],
  ) {
    this.#lab = lab;
    this.host = host;
    this.app = app;
    this.#dir = dir;
    this.#runbooks = runbooks;
  }

  static async start(...runbooks: readonly string[]): Promise<Monday> {
    const lab = await Lab.start();
    const host = await lab.boot({ name: 'app1' });
    const dir = await mkdtemp(join(tmpdir(), 'teiki-monday-'));
    const monday = new Monday(lab, host, await furnish(host), dir, runbooks);
    await monday.#writeInstance();
    Object.assign(process.env, monday.#environment());
    const { stdout: rules } = await teiki('sudoers', '--dir', dir);
    await host.must('visudo --check --quiet --file=-', { input: rules });
    await host.write('/etc/sudoers.d/teiki', rules, { mode: 0o440 });
    await host.must((await teiki('sudoers', '--helpers', '--dir', dir)).stdout);
    return monday;
  }

  /** The first of the runbooks, or the one that is named before the options. */
  async run(...args: readonly string[]): Promise<RunResult> {
    const json = join(this.#dir, 'run.json');
    const fixed = ['--dir', this.#dir, '--quiet', '--record', '--json', json];
    const named = args[0]?.startsWith('--') === false;
    const runbook = named ? [] : this.#runbooks.slice(0, 1);
    const { status, stderr } = await teiki('run', ...runbook, ...args, ...fixed);
    if (status === 2) throw new Error(stderr);
    return RunResult.parse(JSON.parse(await readFile(json, 'utf8')));
  }

  /** The page of the last record, as the team reads it. */
  async page(): Promise<string> {
    const files = await readdir(join(this.#dir, 'records'), { recursive: true });
    const [last = ''] = files
      .filter((file) => /monthly.*\.md$/.test(file))
      .toSorted()
      .reverse();
    return await readFile(join(this.#dir, 'records', last), 'utf8');
  }

  async doctor(): Promise<string> {
    return (await teiki('doctor', '--dir', this.#dir)).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of Object.keys(this.#environment())) delete process.env[name];
    await rm(this.#dir, { recursive: true, force: true });
    await this.#lab.stop();
  }

  #environment(): Record<string, string> {
    return {
      TEIKI_LAB_KEY: this.#lab.privateKey,
      MKS_DB_PASSWORD: databasePassword,
      ADMIN_TOKEN: adminToken,
    };
  }

  async #writeInstance(): Promise<void> {
    const { address, hostKey } = this.host;
    const { systemIdentifier } = await clusterOf(this.host);
    const vars = { uploads: '/opt/mks/uploads', cluster: systemIdentifier };
    const files = {
      'config.yml': {
        timezone: 'Asia/Tokyo',
        locale: 'ja',
        team: 'SREチーム',
        contacts: { emergency: '03-0000-0000 (当番)' },
        services: {
          postgres: {
            database: 'mks_db',
            user: 'mks_user',
            password: 'env:MKS_DB_PASSWORD',
            host: 'app1',
          },
        },
      },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { app1: { address, groups: ['app', 'db'], hostKeys: [hostKey], vars } },
      },
    };
    for (const [name, value] of Object.entries(files))
      await writeFile(join(this.#dir, name), stringify(value));
    await mkdir(join(this.#dir, 'runbooks'));
    for (const id of this.#runbooks)
      await cp(join(folder, `${id}.yml`), join(this.#dir, 'runbooks', `${id}.yml`));
  }
}

/** `system.apt-upgrade done ok` : one line a step. */
export function stepsIn(run: RunResult): string[] {
  return run.steps.map(({ use, task, verdict }) => [use, task?.outcome ?? '-', verdict].join(' '));
}

/** The arguments of a step's changes, without what they are called. */
export function changesOf(run: RunResult, use: string): unknown[] {
  return run.steps.find((step) => step.use === use)?.task?.changes.map(({ args }) => args) ?? [];
}

export function measured(run: RunResult, use: string, name: string): number[] {
  const step = run.steps.find((one) => one.use === use);
  return (step?.measurements ?? []).flatMap((one) => (one.name === name ? [one.value] : []));
}
