import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { task } from '../../src/catalogue/logs/rotate-force.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const config = '/etc/logrotate.d/mks-backend';
const log = '/var/log/mks-backend/app.log';

/** With the sudo rules that the task declares and no others. */
describeLab('logs.rotate-force', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const commands = task.privileged(task.params.parse({})).flatMap(({ sudo }) => sudo);
    const rules = commands.map((command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`);
    await host.sudoers('mks-maint', [...new Set(rules)]);
    await host.must('usermod -aG adm mks-maint');
    // A service that writes its log for ever, and opens it again when it is told to.
    await host.write(
      '/etc/systemd/system/mks-backend.service',
      `[Service]
ExecStart=/bin/bash -c 'trap "exec >>${log}" HUP; exec >>${log}; while :; do echo "line $((n+=1))"; sleep 0.2; done'
`,
    );
  });
  afterAll(() => lab?.stop());

  beforeEach(async () => {
    await host.must(`
      systemctl stop mks-backend 2>/dev/null || true
      rm -rf /var/log/mks-backend; rm -f /var/lib/logrotate/status
      install -d -m 750 -g adm /var/log/mks-backend
      head -c 3000000 /dev/urandom | base64 >${log}; chmod 640 ${log}; chgrp adm ${log}
      systemctl start mks-backend`);
  });

  const snippet = (lines: string) =>
    host.write(config, `/var/log/mks-backend/*.log {\n${lines}\n}\n`, { mode: 0o644 });
  const reopen = 'postrotate\nsystemctl kill -s HUP mks-backend\nendscript';
  const run = (changes: 'all' | 'none' = 'all') =>
    conductInLab(lab, host, [{ use: 'logs.rotate-force' }], { changes });

  test('a configuration without rotate is refused, and the log stays as it is', async () => {
    await snippet('daily\nmissingok');
    const result = await run();
    expect(tasksIn(result)).toEqual(['logs.rotate-force failed critical: keeps-nothing']);
    expect((await host.run(`ls ${log}*`)).stdout).toBe(`${log}\n`);
  });

  test('a plan says which files and how large, and changes nothing', async () => {
    await snippet(`rotate 14\ncompress\n${reopen}`);
    const result = await run('none');
    expect(tasksIn(result)).toEqual(['logs.rotate-force planned ok: only-planned']);
    const [change] = result.steps[0]?.task?.changes ?? [];
    expect(change).toMatchObject({ id: 'logs.rotate-force/rotate', args: { path: log } });
    expect(change?.args['sizeBytes']).toBeGreaterThan(4_000_000);
    expect((await host.run(`ls ${log}* /run/teiki* /run/lock/teiki*`)).stdout).toBe(`${log}\n`);
  });

  test('keeps the data, has the service write to the new file, and does it once a day', async () => {
    await snippet(`rotate 14\ncompress\n${reopen}`);
    const before = await host.must(`sha256sum <<<"$(head -c 1000000 ${log})"`);
    const result = await run();
    expect(tasksIn(result)).toEqual(['logs.rotate-force done ok: applied']);
    const { stdout: names } = await host.run('cd /var/log/mks-backend; ls');
    expect(names).toBe('app.log\napp.log.1.gz\n');
    const after = await host.must(`sha256sum <<<"$(zcat ${log}.1.gz | head -c 1000000)"`);
    expect(after).toEqual(before);
    const size = await host.run(`stat -c %s ${log}; sleep 1; stat -c %s ${log}`);
    const [one, two] = size.stdout.split('\n').map(Number);
    expect(two).toBeGreaterThan(one ?? 0);
    // The timer knows of it too: the standard state file.
    expect((await host.run('cat /var/lib/logrotate/status')).stdout).toContain(log);
    expect((await host.run('ls -d /run/teiki* /run/lock/teiki* /var/tmp/teiki-*/*')).stdout).toBe(
      '',
    );
    expect(tasksIn(await run())).toEqual(['logs.rotate-force no-op ok: recently']);
  });

  test('the global settings of logrotate.conf hold, without the other configurations', async () => {
    await host.must(`sed -i 's/^#dateext/dateext/' /etc/logrotate.conf
      echo x >/var/log/other.log
      printf '/var/log/other.log {\n rotate 1\n}\n' >/etc/logrotate.d/other`);
    await snippet(`rotate 14\ncompress\n${reopen}`);
    const result = await run();
    await host.must(`sed -i 's/^dateext/#dateext/' /etc/logrotate.conf; rm /etc/logrotate.d/other`);
    expect(tasksIn(result)).toEqual(['logs.rotate-force done ok: applied']);
    const { stdout } = await host.run('cd /var/log/mks-backend; ls; ls /var/log/other.log*');
    expect(stdout).toMatch(/^app\.log\napp\.log-\d{8}\.gz\n\/var\/log\/other\.log\n$/);
  });

  test('a service that goes on writing to the old file is found', async () => {
    await snippet('rotate 14\ncreate 0640 root adm');
    const result = await run();
    expect(tasksIn(result)).toEqual(['logs.rotate-force done warning: applied, old-writer']);
  });

  test('of two writers the one that does not open the new file is named', async () => {
    const pid = await host.must(
      `setsid bash -c 'exec >>${log}; while :; do echo second; sleep 0.2; done' 2>/dev/null & echo $!`,
    );
    await snippet(`rotate 14\ncreate 0640 root adm\n${reopen}`);
    const result = await run();
    await host.must('kill "$1"', { args: [pid] });
    expect(tasksIn(result)).toEqual(['logs.rotate-force done warning: applied, old-writer']);
    expect(result.steps[0]?.findings[1]?.message.args).toMatchObject({ pid: Number(pid) });
  });

  test('a configuration that others can write is not used', async () => {
    await snippet(`rotate 14\n${reopen}`);
    await host.must(`chmod 664 ${config}`);
    expect(tasksIn(await run())).toEqual(['logs.rotate-force failed critical: config-writable']);
  });

  test('without the rules it is unknown and names the command', async () => {
    await snippet(`rotate 14\n${reopen}`);
    await host.must('mv /etc/sudoers.d /etc/sudoers.away; mkdir /etc/sudoers.d');
    const result = await run();
    await host.must('rmdir /etc/sudoers.d; mv /etc/sudoers.away /etc/sudoers.d');
    expect(tasksIn(result)).toEqual(['logs.rotate-force failed unknown: sudo-denied, sudo-denied']);
  });

  describe('as the remedy of logs.disk-usage', () => {
    const steps = [
      {
        use: 'logs.disk-usage',
        with: { path: '/var/log', warning: 0, critical: 100 },
        then: { task: 'logs.rotate-force', with: { config }, apply: true },
      },
    ];
    test('a scheduled run applies it where it is marked, and looks again', async () => {
      await snippet(`rotate 14\ncompress\n${reopen}`);
      const result = await conductInLab(lab, host, steps, { changes: 'marked' });
      expect(tasksIn(result)).toEqual([
        expect.stringMatching(/^logs\.disk-usage - warning/),
        'logs.rotate-force done ok: applied',
      ]);
      expect(result.steps[1]?.task?.after).toBe('logs.disk-usage');
      expect(result.mode).toBe('apply');
    });
  });
});
