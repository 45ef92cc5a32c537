import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../src/catalogue/security/updates.ts';
import { sudoersCommand } from '../../src/doctor/sudo-rule.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { runInLab, summary } from './lab-run.ts';

/** Real pending updates of the distribution, as the login user with the rules of `teiki sudoers`. */
describeLab('security updates', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'updates' });
    const { updates } = check.probes(check.params.parse({ refresh: true }));
    const rules = updates.script.sudo.map(
      (command) => `ALL=(root) NOPASSWD: ${sudoersCommand(command)}`,
    );
    await host.sudoers('mks-maint', rules);
    // The lab has no timers of apt's; that is not what these tests are about.
    await host.must(`echo 'APT::Periodic::Unattended-Upgrade "0";' >/etc/apt/apt.conf.d/99-off`);
  });
  afterAll(() => lab?.stop());

  const run = async (params: Record<string, unknown> = {}) =>
    await runInLab(lab, [host], [['security.updates', params]]);
  const severe = (lines: readonly string[]) => lines.filter((line) => !/ note /.test(line));
  /** A process of apt's and dpkg's lock, which ends by itself. */
  const hold = (file: string, seconds: number) =>
    host.must(
      `setsid python3 -c 'import fcntl,sys,time
f = open(sys.argv[1], "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(float(sys.argv[2]))' \
        "$1" "$2" >/dev/null 2>&1 & sleep 0.5`,
      { args: [file, String(seconds)] },
    );

  test('what is pending is found by its origin, and what interrupts the service is named apart', async () => {
    const result = await run();
    expect(severe(summary(result))).toEqual([
      'security.updates warning pending pending',
      'security.updates warning deferred deferred',
    ]);
    const pending = (await host.must('apt-get -s dist-upgrade'))
      .split('\n')
      .filter((line) => /^Inst .*-security/i.test(line));
    const evidence = result.steps[0]?.findings.map((finding) => finding.evidence ?? '') ?? [];
    const named = evidence
      .join('\n')
      .split('\n')
      .filter((line) => line.includes(' → '));
    expect(named.length).toBeGreaterThan(5);
    expect(named.length).toBe(pending.length);
    expect(evidence[0]).not.toMatch(/^(openssl|nginx|postgresql)/m);
    expect(evidence[1]).toMatch(/^openssl\t\S+ → \S+\t/m);
  });

  test('a fix that a hold keeps away is found', async () => {
    await host.must('apt-mark hold openssl');
    const result = await run();
    await host.must('apt-mark unhold openssl');
    expect(severe(summary(result))).toContain('security.updates warning stuck stuck');
    expect(summary(result)).toContain('security.updates note held held');
  });

  test('another package operation is waited for, and if it does not end nothing is said', async () => {
    await hold('/var/lib/dpkg/lock-frontend', 8);
    const impatient = await run({ lockWaitSeconds: 1 });
    expect(severe(summary(impatient))).toEqual(['security.updates unknown lock locked']);
    const args = impatient.steps[0]?.findings[0]?.message.args;
    expect(args).toMatchObject({ command: 'python3' });
    expect(severe(summary(await run({ lockWaitSeconds: 30 })))).toHaveLength(2);
  });

  test('a repository that fails is unknown, in its own words', async () => {
    const result = await run({ refresh: true });
    expect(severe(summary(result))).toEqual([
      'security.updates warning pending pending',
      'security.updates warning deferred deferred',
      'security.updates unknown refresh refresh-failed',
    ]);
    expect(result.steps[0]?.verdict).toBe('unknown');
    expect(result.steps[0]?.findings[2]?.message.args['reason']).toMatch(/^Failed to fetch/);
  });

  test('the lock of the lists counts as well', async () => {
    await hold('/var/lib/apt/lists/lock', 6);
    const result = await run({ refresh: true, lockWaitSeconds: 1 });
    expect(severe(summary(result))).toEqual(['security.updates unknown lock locked']);
  });

  test('without the right to refresh, that is said', async () => {
    await host.must('mv /etc/sudoers.d/lab-mks-maint /root/');
    const result = await run({ refresh: true });
    await host.must('mv /root/lab-mks-maint /etc/sudoers.d/');
    expect(severe(summary(result))).toContain('security.updates unknown refresh refresh-denied');
  });

  test('a half-done installation is critical', async () => {
    await host.must('touch /var/lib/dpkg/updates/0001');
    const result = await run();
    await host.must('rm /var/lib/dpkg/updates/0001');
    expect(severe(summary(result))).toContain('security.updates critical dpkg interrupted');
  });

  test('old lists, and a missing security archive, are unknown', async () => {
    await host.must("touch -d '3 days ago' /var/lib/apt/lists /var/lib/apt/lists/partial");
    const old = await run();
    expect(severe(summary(old))).toContain('security.updates unknown lists lists-old');
    await host.must('touch /var/lib/apt/lists; sed -i /-security/d /etc/apt/sources.list');
    const missing = await run();
    expect(severe(summary(missing))).toContain(
      'security.updates unknown security-source no-security-source',
    );
    expect(missing.steps[0]?.verdict).toBe('unknown');
  });

  test('a refresh that succeeds finds what has just come', async () => {
    // A security archive of the lab's own, in files: version 1 is installed, 2 has been published.
    await host.must(`mkdir -p /srv/archive/p/DEBIAN && cd /srv/archive
      publish() {
        printf 'Package: acme\nVersion: %s\nArchitecture: all\nMaintainer: a <a@example.com>\nDescription: a\n' "$1" >p/DEBIAN/control
        dpkg-deb -b p acme.deb >/dev/null
        { cat p/DEBIAN/control; printf 'Filename: ./acme.deb\nSize: %s\nSHA256: %s\n' "$(stat -c %s acme.deb)" "$(sha256sum acme.deb | cut -d' ' -f1)"; } >Packages
        { printf 'Label: Debian-Security\nSuite: lab-security\nDate: %s\nSHA256:\n' "$(date -uR)"
          printf ' %s %s Packages\n' "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)"; } >Release
      }
      publish 1 && dpkg -i acme.deb
      echo 'deb [trusted=yes] file:/srv/archive ./' >/etc/apt/sources.list
      apt-get update && publish 2`);
    const before = await run();
    expect(before.steps[0]?.verdict).toBe('ok');
    const after = await run({ refresh: true });
    expect(severe(summary(after))).toEqual(['security.updates warning pending pending']);
    expect(after.steps[0]?.findings[0]?.message.args).toEqual({ count: 1, packages: 'acme 2' });
  });

  test('one repository of two that fails is unknown, and what the other has is told', async () => {
    await host.must("echo 'deb [trusted=yes] file:/srv/gone ./' >>/etc/apt/sources.list");
    expect(severe(summary(await run({ refresh: true })))).toEqual([
      'security.updates warning pending pending',
      'security.updates unknown refresh refresh-failed',
    ]);
  });
});
