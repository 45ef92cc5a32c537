import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { task } from '../../src/catalogue/system/pip-upgrade.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { grantRights } from '../lab/rights.ts';
import { CommandLine, expireLock } from './command-line.ts';
import { tasksIn } from './lab-task.ts';
import { indexUrl, PythonApp } from './python-app.ts';

const built = 'ls -d /opt/mks/backend/venv-????????';
const given = { indexUrl, waitSeconds: 10 };

/** The command line as a process of its own, killed while the new environment is being built. */
describeLab('a runner, and a host, that are lost amid system.pip-upgrade', () => {
  let lab: Lab;
  let host: Host;
  let app: PythonApp;
  let teiki: CommandLine;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    app = await PythonApp.install(host);
    const params = task.params.parse(given);
    await grantRights(host, [...task.privileged(params), task.probes(params).environment.script]);
  }, 120_000);
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    teiki = await CommandLine.create(lab, host, {
      level: 2,
      steps: [{ task: 'system.pip-upgrade', with: given }],
      always: ['--apply', '--override', 'lab'],
    });
  });
  afterEach(() => teiki.remove());

  const on = async (script: string) => (await host.run(script)).stdout.trim();
  const loseAmidBuild = async () => {
    const run = teiki.start();
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
    const next = await teiki.start().result();
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
    await expireLock(host);
    const next = await teiki.start().result();
    expect(tasksIn(next)).toEqual(['system.pip-upgrade done ok: picked-up, unpinned']);
    expect(next.steps[0]?.measurements[0]?.name).toBe('interruption');
    expect(await on('ls -d /run/lock/teiki* /var/tmp/teiki-*/*')).toBe('');
  }, 150_000);
});
