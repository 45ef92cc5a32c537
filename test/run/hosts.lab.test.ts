import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { cutOff, fillInodes, fillSpace, freeze, mountSmall, removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary, type Use } from './lab-run.ts';

/** The connection, the login and the file systems of real hosts: what can be wrong, and what is said. */
describeLab('real hosts', () => {
  let lab: Lab;
  let good: Host;
  let odd: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    [good, odd] = await Promise.all([lab.boot({ name: 'good' }), lab.boot({ name: 'odd' })]);
  });
  afterAll(() => lab?.stop());

  const disk: Use = ['disk.root-usage', { warning: 99, critical: 100 }];
  const uses: readonly Use[] = [disk, ['command', { command: 'id -un', match: '^mks-maint$' }]];
  const fine = ['disk.root-usage ok', 'command ok'];

  test('a good host answers', async () => {
    const run = await runInLab(lab, [good], uses);
    expect(summary(run)).toEqual(fine);
    expect(run).toMatchObject({ outcome: 'succeeded', hosts: [{ name: 'good', reachable: true }] });
  });

  test('a host that is cut off is one finding, and does not hold up the other', async () => {
    const mend = await cutOff(odd);
    const run = await runInLab(lab, [odd, good], uses);
    await mend();
    expect(summary(run, 'good')).toEqual(fine);
    expect(summary(run, 'odd')).toEqual([
      expect.stringMatching(/^host\.unreachable critical host connection\./),
      'disk.root-usage unknown',
      'command unknown',
    ]);
    expect(run.outcome).toBe('partial');
  });

  test('a frozen host, which accepts connections but never speaks, is given up', async () => {
    const thaw = await freeze(odd);
    const run = await runInLab(lab, [odd], uses);
    await thaw();
    expect(summary(run)[0]).toMatch(/^host\.unreachable critical host connection\.timeout/);
    expect(run.outcome).toBe('failed');
  });

  test('a host that freezes in the middle is given up, and what it has answered counts', async () => {
    const running = runInLab(
      lab,
      [odd],
      [disk, ['command', { command: 'sleep 3', timeoutSeconds: 5 }]],
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const thaw = await freeze(odd);
    const run = await running;
    await thaw();
    expect(summary(run)).toEqual([
      expect.stringMatching(/^host\.unreachable critical host (lost|host-timed-out)/),
      'disk.root-usage ok',
      'command unknown',
    ]);
  });

  test('a wrong host key is refused, with both fingerprints', async () => {
    const run = await runInLab(lab, [odd], uses, { entry: () => ({ hostKeys: [good.hostKey] }) });
    const [finding] = run.steps[0]?.findings ?? [];
    expect(finding?.message.id).toMatch(/host-key-changed/);
    const fingerprints = Object.values(finding?.message.args ?? {})
      .join(' ')
      .match(/SHA256:\S+/g);
    expect(new Set(fingerprints).size).toBe(2);
  });

  test('a user whose key is not accepted is told so', async () => {
    const run = await runInLab(lab, [odd], uses, { entry: () => ({ user: 'nobody' }) });
    expect(run.steps[0]?.findings[0]?.message.id).toMatch(/authentication/);
  });

  test('one session at a time, noisy start-up files, a motd and another locale do no harm', async () => {
    await odd.sshd('MaxSessions 1\nPrintMotd yes\nBanner /etc/issue.net');
    await odd.shellStartup(
      'echo "Welcome to $(hostname)"; echo "no such locale" >&2; export LC_ALL=ja_JP.UTF-8\n',
    );
    const run = await runInLab(lab, [odd], uses);
    expect(summary(run)).toEqual(fine);
  });

  test('a login shell that is no shell is said to be one', async () => {
    await odd.must('usermod -s /usr/sbin/nologin mks-maint');
    const run = await runInLab(lab, [odd], uses);
    await odd.must('usermod -s /bin/bash mks-maint');
    expect(summary(run)[0]).toBe('host.unreachable unknown host no-shell');
    expect(run.steps[0]?.findings[0]?.evidence).toMatch(/not available/);
  });

  test('a missing tool is named', async () => {
    const mend = await removeTool(odd, 'df');
    const run = await runInLab(lab, [odd], [disk]);
    await mend();
    expect(summary(run)).toEqual(['disk.root-usage unknown unknown missing-tool']);
    expect(run.steps[0]?.reason?.args).toEqual({ tool: 'df' });
  });

  test('a full disk and a lack of inodes are found, each for what it is', async () => {
    await mountSmall(odd, '/srv/space', { sizeMebibytes: 16 });
    await mountSmall(odd, '/srv/inodes', { sizeMebibytes: 16, inodes: 64 });
    await fillSpace(odd, '/srv/space');
    await fillInodes(odd, '/srv/inodes');
    const run = await runInLab(
      lab,
      [odd],
      [
        ['logs.disk-usage', { path: '/srv/space' }],
        ['logs.disk-usage', { path: '/srv/inodes' }],
        ['logs.disk-usage', { path: '/srv/nowhere' }],
      ],
    );
    expect(summary(run)).toEqual([
      expect.stringMatching(/^logs\.disk-usage critical filesystem:\/dev\/loop\d+ space$/),
      expect.stringMatching(/^logs\.disk-usage critical filesystem:\/dev\/loop\d+:inodes inodes$/),
      'logs.disk-usage unknown unknown exit-status',
    ]);
  });

  test('a probe that hangs is ended on the host, with what it started', async () => {
    const run = await runInLab(
      lab,
      [odd],
      [['command', { command: 'sleep 4321', timeoutSeconds: 1 }], disk],
    );
    expect(summary(run)).toEqual(['command unknown unknown timed-out', 'disk.root-usage ok']);
    expect(await odd.must('pgrep -f "sleep 432[1]" || echo none')).toBe('none');
  });

  test('a crash in the middle of a run is one finding', async () => {
    const running = runInLab(
      lab,
      [odd, good],
      [['command', { command: 'sleep 5', timeoutSeconds: 30 }]],
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await odd.crash();
    const run = await running;
    await odd.start();
    expect(summary(run, 'odd')).toEqual(['host.unreachable critical host lost', 'command unknown']);
    expect(summary(run, 'good')).toEqual(['command ok']);
  });
});
