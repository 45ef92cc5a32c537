import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { task } from '../../src/catalogue/logs/rotate-force.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { CommandLine, expireLock } from './command-line.ts';
import { tasksIn } from './lab-task.ts';

const log = '/var/log/mks-backend/app.log';

/** The command line as a process of its own, killed in the middle of a change. */
describeLab('a runner that is killed during apply', () => {
  let lab: Lab;
  let host: Host;
  let teiki: CommandLine;

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
    await host.must(`rm -rf /var/log/mks-backend /run/lock/teiki.lock /var/tmp/teiki-*
      install -d -m 750 -g adm /var/log/mks-backend; seq 100000 >${log}`);
  });
  afterEach(() => teiki.remove());

  async function instance(user: string): Promise<void> {
    teiki = await CommandLine.create(lab, host, {
      user,
      steps: [{ task: 'logs.rotate-force' }],
      always: ['--apply'],
    });
  }

  const on = async (script: string) => (await host.run(script)).stdout.trim();

  test.each([
    ['mks-maint', 'a background process', ''],
    ['root', 'a unit of systemd', 'teiki-'],
  ])('%s: the work ends in order as %s; the next run picks it up', async (user, _, unit) => {
    await instance(user);
    const run = teiki.start();
    await vi.waitFor(async () => expect(await on(`ls ${log}.1`)).not.toBe(''), { timeout: 20_000 });
    expect(await on("systemctl list-units --no-legend 'teiki-*.service' | cut -c3-8")).toBe(unit);
    run.kill();
    await run.ended;
    expect(await on('ls /run/lock/teiki.lock')).toBe('owner');
    expect(await on('ls /var/tmp/teiki-*/*/status')).toBe('');

    // While it goes on nobody else changes the host.
    const meanwhile = await teiki.start().result();
    expect(tasksIn(meanwhile)).toEqual(['logs.rotate-force planned skipped: still-running']);

    await vi.waitFor(async () => expect(await on('cat /var/tmp/teiki-*/*/status')).toBe('0'), {
      timeout: 20_000,
    });
    expect(await on('ls /var/log/mks-backend')).toBe('app.log\napp.log.1.gz');
    await expireLock(host);
    const next = await teiki.start().result();
    expect(tasksIn(next)).toEqual(['logs.rotate-force done ok: picked-up']);
    expect(next.steps[0]?.task?.changes[0]?.id).toBe('logs.rotate-force/rotated');
    expect(await on('ls -d /run/lock/teiki* /var/tmp/teiki-*/*')).toBe('');
  });

  test('a host that is switched off in the middle: the next run finds it interrupted', async () => {
    await instance('mks-maint');
    const run = teiki.start();
    await vi.waitFor(async () => expect(await on(`ls ${log}.1`)).not.toBe(''), { timeout: 20_000 });
    run.kill();
    await run.ended;
    await host.crash();
    await host.start();
    await host.reachable();
    const next = await teiki.start().result();
    expect(tasksIn(next)[0]).toMatch(/^logs.rotate-force failed critical: .*interrupted/);
  });
});
