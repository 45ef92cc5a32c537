import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { task } from '../../src/catalogue/security/apply.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import {
  installPackage,
  publish,
  purgePackages,
  useLabArchives,
  versionOf,
} from '../lab/packages.ts';
import { grantRights } from '../lab/rights.ts';
import { runInLab, summary } from './lab-run.ts';
import { tasksIn } from './lab-task.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const override = ['--apply', '--override', 'a test'];

/** The command line as a process of its own, and a package whose postinst takes its time. */
describeLab('an upgrade whose runner or host is lost', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, task.privileged(task.params.parse({})));
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teiki-lost-'));
    await instance();
    await purgePackages(host, ['acme']);
    await host.must('rm -rf /run/lock/teiki.lock /var/tmp/teiki-* /var/lib/teiki');
    await useLabArchives(host);
    const scripts = { postinst: 'touch /run/in-the-middle; sleep 8' };
    await installPackage(host, { name: 'acme', version: '1.0' });
    await host.must('apt-mark auto acme; rm -f /run/in-the-middle');
    await publish(host, 'security', [{ name: 'acme', version: '1.1', scripts }]);
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  async function instance(): Promise<void> {
    const { address, hostKey } = host;
    const text = { ja: '試験', en: 'Test' };
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { app1: { address, groups: ['app'], hostKeys: [hostKey] } },
      },
      'runbooks/patch.yml': {
        id: 'patch',
        title: text,
        purpose: text,
        level: 1,
        hosts: ['app'],
        window: { every: 'week', on: 'wednesday', at: '02:00', minutes: 30 },
        steps: [{ task: 'security.apply', with: { minFreeMiB: 1 } }],
      },
    };
    await mkdir(join(dir, 'runbooks'));
    for (const [name, value] of Object.entries(files))
      await writeFile(join(dir, name), stringify(value, { aliasDuplicateObjects: false }));
  }

  function teiki(...args: readonly string[]) {
    const argv = [main, 'run', 'patch', '--dir', dir, '--quiet', '--json', '-', ...args];
    const env = { ...process.env, TEIKI_LAB_KEY: lab.privateKey };
    const started = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    const output: Buffer[] = [];
    started.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    const ended = new Promise<string>((resolve) => {
      started.on('close', () => resolve(Buffer.concat(output).toString()));
    });
    return {
      kill: () => started.kill('SIGKILL'),
      ended,
      result: async () => RunResult.parse(JSON.parse(await ended)),
    };
  }

  const inTheMiddle = async () => {
    const there = async () => (await host.run('test -e /run/in-the-middle')).exitStatus;
    await vi.waitFor(async () => expect(await there()).toBe(0), { timeout: 60_000 });
  };

  test('the runner is killed: the upgrade ends in order, and the next run verifies it', async () => {
    const run = teiki(...override);
    await inTheMiddle();
    run.kill();
    await run.ended;
    expect(tasksIn(await teiki(...override).result())).toEqual([
      'security.apply planned skipped: still-running',
    ]);
    const status = async () => (await host.run('cat /var/tmp/teiki-*/*/status')).stdout.trim();
    await vi.waitFor(async () => expect(await status()).toBe('0'), { timeout: 60_000 });
    // The lease ends by itself within a minute of the work; the test does not wait for it.
    await host.must(`owner=/run/lock/teiki.lock/owner
      { head -n 3 $owner; echo 1; } >/tmp/owner; cat /tmp/owner >$owner`);
    const next = await teiki(...override).result();
    expect(tasksIn(next)).toEqual(['security.apply done ok: picked-up']);
    expect(next.steps[0]?.task?.changes[0]?.id).toBe('security.apply/upgraded');
    expect(await host.must('apt-mark showauto acme')).toBe('acme');
  });

  test('two runs at once: one changes the host, the other says who does', async () => {
    const first = teiki(...override);
    await inTheMiddle();
    const second = await teiki(...override).result();
    expect(tasksIn(second)[0]).toMatch(
      /^security.apply (planned skipped: (still-running|locked)|failed unknown: locked)$/,
    );
    expect(tasksIn(await first.result())).toEqual(['security.apply done ok: applied, override']);
  });

  async function crashInTheMiddle(): Promise<void> {
    const run = teiki(...override);
    await inTheMiddle();
    await host.crash();
    run.kill();
    await run.ended;
    await host.start();
    await host.reachable();
    expect(await host.must('dpkg --audit')).toContain('acme');
  }

  test('the host dies half-way: a run that only plans says so, with the remedy, and so does the check', async () => {
    await crashInTheMiddle();
    const next = await teiki('--plan').result();
    expect(tasksIn(next)).toEqual([
      'security.apply failed critical: picked-up, interrupted, wrong-version, interrupted',
    ]);
    const later = await teiki('--plan').result();
    expect(tasksIn(later)).toEqual(['security.apply failed critical: interrupted']);
    expect(later.steps[0]?.findings[0]?.remedy?.id).toBe('security.apply/remedy-interrupted');
    expect(later.steps[0]?.findings[0]?.evidence).toContain('acme 1.1 (half-configured)');
    const check = await runInLab(lab, [host], [['security.updates']]);
    expect(summary(check)).toContain('security.updates critical dpkg interrupted');
    await host.must('dpkg --configure -a');
    expect(tasksIn(await teiki('--plan').result())).toEqual([
      'security.apply no-op ok: up-to-date',
    ]);
  });

  test('the host dies half-way: a run that may change goes back to the packages of before', async () => {
    await crashInTheMiddle();
    const next = await teiki(...override).result();
    expect(tasksIn(next)[0]).toMatch(
      /^security.apply rolled-back critical: picked-up, rolled-back/,
    );
    expect(await versionOf(host, 'acme')).toBe('1.0');
    expect(await host.must('dpkg --audit; apt-mark showauto acme')).toBe('acme');
  });
});
