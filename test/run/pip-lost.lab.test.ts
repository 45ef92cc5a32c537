import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { task } from '../../src/catalogue/system/pip-upgrade.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { tasksIn } from './lab-task.ts';
import { indexUrl, PythonApp } from './python-app.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const built = 'ls -d /opt/mks/backend/venv-????????';
const given = { indexUrl, waitSeconds: 10 };

/** The command line as a process of its own, killed while the new environment is being built. */
describeLab('a runner, and a host, that are lost amid system.pip-upgrade', () => {
  let lab: Lab;
  let host: Host;
  let app: PythonApp;
  let dir: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    app = await PythonApp.install(host);
    const params = task.params.parse(given);
    await grantRights(host, [...task.privileged(params), task.probes(params).environment.script]);
  }, 120_000);
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teiki-pip-lost-'));
    await mkdir(join(dir, 'runbooks'));
    const { address, hostKey } = host;
    const text = { ja: '試験', en: 'Test' };
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { app1: { address, groups: ['app'], hostKeys: [hostKey] } },
      },
      'runbooks/update.yml': {
        id: 'update',
        title: text,
        purpose: text,
        level: 2,
        impact: text,
        alternative: text,
        rollback: text,
        hosts: ['app'],
        window: { every: 'week', on: 'sunday', at: '03:00', minutes: 30 },
        steps: [{ task: 'system.pip-upgrade', with: given }],
      },
    };
    for (const [name, value] of Object.entries(files))
      await writeFile(join(dir, name), stringify(value, { aliasDuplicateObjects: false }));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  function teiki() {
    const argv = [main, 'run', 'update', '--dir', dir, '--quiet', '--json', '-', '--apply'];
    const process_ = spawn(process.execPath, [...argv, '--override', 'lab'], {
      env: { ...process.env, TEIKI_LAB_KEY: lab.privateKey },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = process_;
    const output: Buffer[] = [];
    process_.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    return {
      kill: () => process_.kill('SIGKILL'),
      ended: new Promise<string>((resolve) => {
        process_.on('close', () => resolve(Buffer.concat(output).toString()));
      }),
    };
  }

  const on = async (script: string) => (await host.run(script)).stdout.trim();
  const expireLock = () =>
    host.must(`owner=/run/lock/teiki.lock/owner
      [ ! -e $owner ] || { { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner; }`);
  const loseAmidBuild = async () => {
    const run = teiki();
    await vi.waitFor(async () => expect(await on(built)).not.toBe(''), {
      timeout: 60_000,
      interval: 100,
    });
    run.kill();
    await run.ended;
  };

  test('a host that goes down amid the build: nothing has changed, and nothing is left', async () => {
    await app.publish('mkslib', '1.1');
    await loseAmidBuild();
    await host.crash();
    await host.start();
    await host.reachable();
    await app.serve();
    await vi.waitFor(async () => expect(await app.serving()).toBe('1.0 from venv-first'), {
      timeout: 30_000,
    });
    expect(await on(built)).not.toBe('');
    const next = RunResult.parse(JSON.parse(await teiki().ended));
    expect(tasksIn(next)[0]).toMatch(
      /^system.pip-upgrade rolled-back critical: .*interrupted, not-switched$/,
    );
    expect(await on(built)).toBe('');
    expect(await app.serving()).toBe('1.0 from venv-first');
  }, 120_000);

  test('a lost runner: the host ends the work in order, and the next run verifies it', async () => {
    await loseAmidBuild();
    await vi.waitFor(async () => expect(await on('cat /var/tmp/teiki-*/*/status')).toBe('0'), {
      timeout: 90_000,
      interval: 500,
    });
    expect(await app.serving()).toMatch(/^1\.1 from venv-[0-9a-f]{8}$/);
    await expireLock();
    const next = RunResult.parse(JSON.parse(await teiki().ended));
    expect(tasksIn(next)).toEqual(['system.pip-upgrade done ok: picked-up, unpinned']);
    expect(next.steps[0]?.measurements[0]?.name).toBe('interruption');
    expect(await on('ls -d /run/lock/teiki* /var/tmp/teiki-*/*')).toBe('');
  }, 150_000);
});
