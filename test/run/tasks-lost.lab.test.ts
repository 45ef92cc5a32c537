import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { task } from '../../src/catalogue/logs/rotate-force.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { tasksIn } from './lab-task.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const log = '/var/log/mks-backend/app.log';

/** The command line as a process of its own, killed in the middle of a change. */
describeLab('a runner that is killed during apply', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const commands = task.privileged(task.params.parse({})).flatMap(({ sudo }) => sudo);
    const rules = commands.map((command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`);
    await host.sudoers('mks-maint', [...new Set(rules)]);
    await host.must(`usermod -aG adm mks-maint
      cp /etc/ssh/authorized_keys/mks-maint /etc/ssh/authorized_keys/root`);
    await host.write(
      '/etc/logrotate.d/mks-backend',
      '/var/log/mks-backend/*.log {\nrotate 3\ncompress\npostrotate\nsleep 4\nendscript\n}\n',
      { mode: 0o644 },
    );
  });
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teiki-lost-'));
    await mkdir(join(dir, 'runbooks'));
    await host.must(`rm -rf /var/log/mks-backend /run/lock/teiki.lock /var/tmp/teiki-*
      install -d -m 750 -g adm /var/log/mks-backend; seq 100000 >${log}`);
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  async function instance(user: string): Promise<void> {
    const { address, hostKey } = host;
    const text = { ja: '試験', en: 'Test' };
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' },
      'fleet.yml': {
        defaults: { user, identity: 'env:TEIKI_LAB_KEY' },
        hosts: { app1: { address, groups: ['app'], hostKeys: [hostKey] } },
      },
      'runbooks/rotate.yml': {
        id: 'rotate',
        title: text,
        purpose: text,
        level: 1,
        hosts: ['app'],
        window: { every: 'week', on: 'sunday', at: '03:00', minutes: 30 },
        steps: [{ task: 'logs.rotate-force' }],
      },
    };
    for (const [name, value] of Object.entries(files))
      await writeFile(join(dir, name), stringify(value, { aliasDuplicateObjects: false }));
  }

  function teiki(...args: readonly string[]) {
    const argv = [main, 'run', 'rotate', '--dir', dir, '--quiet', '--json', '-', ...args];
    const env = { ...process.env, TEIKI_LAB_KEY: lab.privateKey };
    const process_ = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
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

  test.each([
    ['mks-maint', 'a background process', ''],
    ['root', 'a unit of systemd', 'teiki-'],
  ])('%s: the work ends in order as %s; the next run picks it up', async (user, _, unit) => {
    await instance(user);
    const run = teiki('--apply');
    await vi.waitFor(async () => expect(await on(`ls ${log}.1`)).not.toBe(''), { timeout: 20_000 });
    expect(await on("systemctl list-units --no-legend 'teiki-*.service' | cut -c3-8")).toBe(unit);
    run.kill();
    await run.ended;
    expect(await on('ls /run/lock/teiki.lock')).toBe('owner');
    expect(await on('ls /var/tmp/teiki-*/*/status')).toBe('');

    // While it goes on nobody else changes the host.
    const meanwhile = RunResult.parse(JSON.parse(await teiki('--apply').ended));
    expect(tasksIn(meanwhile)).toEqual(['logs.rotate-force planned skipped: still-running']);

    await vi.waitFor(async () => expect(await on('cat /var/tmp/teiki-*/*/status')).toBe('0'), {
      timeout: 20_000,
    });
    expect(await on('ls /var/log/mks-backend')).toBe('app.log\napp.log.1.gz');
    // The lease ends by itself within a minute of the work; the test does not wait for it.
    await host.must(`owner=/run/lock/teiki.lock/owner
      { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner`);
    const next = RunResult.parse(JSON.parse(await teiki('--apply').ended));
    expect(tasksIn(next)).toEqual(['logs.rotate-force done ok: picked-up']);
    expect(next.steps[0]?.task?.changes[0]?.id).toBe('logs.rotate-force/rotated');
    expect(await on('ls -d /run/lock/teiki* /var/tmp/teiki-*/*')).toBe('');
  });

  test('a host that is switched off in the middle: the next run finds it interrupted', async () => {
    await instance('mks-maint');
    const run = teiki('--apply');
    await vi.waitFor(async () => expect(await on(`ls ${log}.1`)).not.toBe(''), { timeout: 20_000 });
    run.kill();
    await run.ended;
    await host.crash();
    await host.start();
    await host.reachable();
    const next = RunResult.parse(JSON.parse(await teiki('--apply').ended));
    expect(tasksIn(next)[0]).toMatch(/^logs.rotate-force failed critical: .*interrupted/);
  });
});
