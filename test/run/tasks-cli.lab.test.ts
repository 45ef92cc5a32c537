import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { teiki } from '../cli/capture.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';

const log = '/var/log/mks-backend/app.log';

/** As a person does it: sudoers, plan, apply of that plan, record. */
describeLab('teiki run with a task', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    dir = await mkdtemp(join(tmpdir(), 'teiki-tasks-'));
    await mkdir(join(dir, 'runbooks'));
    const { address, hostKey } = host;
    const title = (ja: string, en: string) => ({ ja, en });
    const files = {
      'config.yml': { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' },
      'fleet.yml': {
        defaults: { user: 'mks-maint', identity: 'env:TEIKI_LAB_KEY' },
        hosts: { app1: { address, groups: ['app'], hostKeys: [hostKey] } },
      },
      'runbooks/rotate.yml': {
        id: 'rotate',
        title: title('ローテーション', 'Rotation'),
        purpose: title('空きを作る', 'Make room'),
        level: 1,
        hosts: ['app'],
        window: { every: 'week', on: 'sunday', at: '03:00', minutes: 30 },
        steps: [{ task: 'logs.rotate-force' }],
      },
    };
    for (const [name, value] of Object.entries(files))
      await writeFile(join(dir, name), stringify(value));
    process.env['TEIKI_LAB_KEY'] = lab.privateKey;
    const { stdout } = await teiki('sudoers', '--dir', dir);
    await host.write('/etc/sudoers.d/teiki', stdout, { mode: 0o440 });
    await host.must('visudo -c && usermod -aG adm mks-maint');
    await host.write(
      '/etc/logrotate.d/mks-backend',
      '/var/log/mks-backend/*.log {\nrotate 3\ncompress\n}\n',
      { mode: 0o644 },
    );
  });
  afterAll(async () => {
    delete process.env['TEIKI_LAB_KEY'];
    await rm(dir, { recursive: true, force: true });
    await lab?.stop();
  });
  beforeEach(async () => {
    await host.must(`rm -rf /var/log/mks-backend
      install -d -m 750 -g adm /var/log/mks-backend; seq 100000 >${log}`);
  });

  const run = (...args: readonly string[]) =>
    teiki('run', 'rotate', '--dir', dir, '--quiet', ...args);

  test('plans by default: which file, how large, under which hash', async () => {
    const { status, stdout } = await run();
    expect(stdout).toMatch(/app1 {2}logs\.rotate-force {2}planned only/);
    expect(stdout).toContain(`+ Rotate ${log} (575 KiB)`);
    expect(stdout).toMatch(/--expect-plan \w{12}/);
    expect(status).toBe(0);
    expect((await host.run(`ls ${log}*`)).stdout.trim()).toBe(log);
  });

  test('applies the plan that was shown, and no other; the record has before and after', async () => {
    const hash = /--expect-plan (\w{12})/.exec((await run()).stdout)?.[1] ?? '';
    const other = await run('--apply', '--expect-plan', '000000000000');
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('is not the one that was asked for');
    expect((await host.run(`ls ${log}*`)).stdout.trim()).toBe(log);

    const { status, stdout } = await run('--apply', '--expect-plan', hash, '--record');
    expect(stdout).toContain(`+ ${log}: 575 KiB → 0 B`);
    expect(status).toBe(0);
    const files = await readdir(join(dir, 'records'), { recursive: true });
    const [page = ''] = files.filter((file) => /rotate-.*\.md$/.test(file));
    const text = await readFile(join(dir, 'records', page), 'utf8');
    expect(text).toContain('575 KiB → 0 B');
    expect(text).toContain('Size of the logs, before');
  });

  test('refuses what goes with --apply only', async () => {
    const { status, stderr } = await run('--override', 'because');
    expect(status).toBe(2);
    expect(stderr).toContain('go with --apply');
  });
});
