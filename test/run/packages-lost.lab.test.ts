import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { task } from '../../src/catalogue/security/apply.ts';
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
import { CommandLine, expireLock } from './command-line.ts';
import { runInLab, summary } from './lab-run.ts';
import { tasksIn } from './lab-task.ts';

const override = ['--apply', '--override', 'a test'];

/** The command line as a process of its own, and a package whose postinst takes its time. */
describeLab('an upgrade whose runner or host is lost', () => {
  let lab: Lab;
  let host: Host;
  let teiki: CommandLine;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, task.privileged(task.params.parse({})));
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    teiki = await CommandLine.create(lab, host, {
      steps: [{ task: 'security.apply', with: { minFreeMiB: 1 } }],
    });
    await purgePackages(host, ['acme']);
    await host.must('rm -rf /run/lock/teiki.lock /var/tmp/teiki-* /var/lib/teiki');
    await useLabArchives(host);
    const scripts = { postinst: 'touch /run/in-the-middle; sleep 8' };
    await installPackage(host, { name: 'acme', version: '1.0' });
    await host.must('apt-mark auto acme; rm -f /run/in-the-middle');
    await publish(host, 'security', [{ name: 'acme', version: '1.1', scripts }]);
  });
  afterEach(() => teiki.remove());

  const inTheMiddle = async () => {
    const there = async () => (await host.run('test -e /run/in-the-middle')).exitStatus;
    await vi.waitFor(async () => expect(await there()).toBe(0), { timeout: 60_000 });
  };

  test('the runner is killed: the upgrade ends in order, and the next run verifies it', async () => {
    const run = teiki.start(...override);
    await inTheMiddle();
    run.kill();
    await run.ended;
    expect(tasksIn(await teiki.start(...override).result())).toEqual([
      'security.apply planned skipped: still-running',
    ]);
    const status = async () => (await host.run('cat /var/tmp/teiki-*/*/status')).stdout.trim();
    await vi.waitFor(async () => expect(await status()).toBe('0'), { timeout: 60_000 });
    await expireLock(host);
    const next = await teiki.start(...override).result();
    expect(tasksIn(next)).toEqual(['security.apply done ok: picked-up']);
    expect(next.steps[0]?.task?.changes[0]?.id).toBe('security.apply/upgraded');
    expect(await host.must('apt-mark showauto acme')).toBe('acme');
  });

  test('two runs at once: one changes the host, the other says who does', async () => {
    const first = teiki.start(...override);
    await inTheMiddle();
    const second = await teiki.start(...override).result();
    expect(tasksIn(second)[0]).toMatch(
      /^security.apply (planned skipped: (still-running|locked)|failed unknown: locked)$/,
    );
    expect(tasksIn(await first.result())).toEqual(['security.apply done ok: applied, override']);
  });

  async function crashInTheMiddle(): Promise<void> {
    const run = teiki.start(...override);
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
    const next = await teiki.start('--plan').result();
    expect(tasksIn(next)).toEqual([
      'security.apply failed critical: picked-up, interrupted, wrong-version, interrupted',
    ]);
    const later = await teiki.start('--plan').result();
    expect(tasksIn(later)).toEqual(['security.apply failed critical: interrupted']);
    expect(later.steps[0]?.findings[0]?.remedy?.id).toBe('security.apply/remedy-interrupted');
    expect(later.steps[0]?.findings[0]?.evidence).toContain('acme 1.1 (half-configured)');
    const check = await runInLab(lab, [host], [['security.updates']]);
    expect(summary(check)).toContain('security.updates critical dpkg interrupted');
    await host.must('dpkg --configure -a');
    expect(tasksIn(await teiki.start('--plan').result())).toEqual([
      'security.apply no-op ok: up-to-date',
    ]);
  });

  test('the host dies half-way: a run that may change goes back to the packages of before', async () => {
    await crashInTheMiddle();
    const next = await teiki.start(...override).result();
    expect(tasksIn(next)[0]).toMatch(
      /^security.apply rolled-back critical: picked-up, rolled-back/,
    );
    expect(await versionOf(host, 'acme')).toBe('1.0');
    expect(await host.must('dpkg --audit; apt-mark showauto acme')).toBe('acme');
  });
});
