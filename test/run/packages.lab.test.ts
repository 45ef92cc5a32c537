import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { task } from '../../src/catalogue/security/apply.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall } from '../lab/faults.ts';
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
import { ssh } from '../lab/ssh.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const acme = (version: string, more: object = {}) => ({ name: 'acme', version, ...more });
const other = (version: string, more: object = {}) => ({ name: 'other', version, ...more });

/** Packages and archives of the lab's own, by the login user with the declared rights. */
describeLab('security.apply and system.apt-upgrade', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, task.privileged(task.params.parse({ refresh: true })));
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await purgePackages(host, ['acme', 'other', 'nginx-acme', 'postgresql-contrib']);
    await host.must('rm -rf /run/lock/teiki.lock /var/tmp/teiki-* /var/lib/teiki');
    await useLabArchives(host);
  });

  const run = (use: string, given: object = {}, changes: 'all' | 'none' = 'all') => {
    const step = { use, with: { minFreeMiB: 1, ...given } };
    return conductInLab(lab, host, [step], { changes, override: 'a test' });
  };
  const apply = (given: object = {}) => run('security.apply', given);
  const upgrade = (given: object = {}) => run('system.apt-upgrade', given);
  const change = ({ steps }: RunResult) => steps[0]?.task?.changes.map(({ args }) => args);

  test('security.apply takes what a security archive has; system.apt-upgrade the rest, then nothing', async () => {
    await installPackage(host, acme('1.0', { files: { '/usr/lib/acme/a': 'one' } }));
    await installPackage(host, other('1.0'));
    await installPackage(host, { name: 'nginx-acme', version: '1.0' });
    await host.must('apt-mark auto acme && apt-mark manual other nginx-acme');
    await publish(host, 'security', [acme('1.1'), { name: 'nginx-acme', version: '1.0.1' }]);
    await publish(host, 'release', [other('1.1')]);
    const plan = await run('security.apply', {}, 'none');
    expect(tasksIn(plan)).toEqual(['security.apply planned ok: only-planned, deferred']);
    const origin = 'Debian-Security:12/lab-security';
    expect(change(plan)).toEqual([{ package: 'acme', from: '1.0', to: '1.1', origin }]);
    expect(await versionOf(host, 'acme')).toBe('1.0');

    expect(tasksIn(await apply())).toEqual(['security.apply done ok: applied, override, deferred']);
    const versions = async () =>
      await Promise.all(['acme', 'other', 'nginx-acme'].map((name) => versionOf(host, name)));
    expect(await versions()).toEqual(['1.1', '1.0', '1.0']);
    expect(await host.must('apt-mark showauto acme other')).toBe('acme');
    // What no archive has any more was made again, and is root's alone.
    expect(
      await host.must('cd /var/lib/teiki/packages && stat -c "%a %U" */ && ls */*.deb'),
    ).toMatch(/^700 root\n[0-9a-f]{16}\/acme_1.0_all.deb$/);
    expect(tasksIn(await apply())).toEqual(['security.apply no-op ok: deferred, nothing-now']);

    const rest = await upgrade();
    expect(tasksIn(rest)).toEqual(['system.apt-upgrade done ok: applied, override']);
    expect(await versions()).toEqual(['1.1', '1.1', '1.0.1']);
    expect(await host.must('apt-mark showauto acme other')).toBe('acme');
    expect(tasksIn(await upgrade())).toEqual(['system.apt-upgrade no-op ok: up-to-date']);
  });

  test('where the newest version is of another archive, the one of the security archive is taken', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    await publish(host, 'release', [acme('2.0')]);
    expect(tasksIn(await apply())).toEqual(['security.apply done ok: applied, override']);
    expect(await versionOf(host, 'acme')).toBe('1.1');
  });

  test('a package on hold stays, and is named', async () => {
    await installPackage(host, acme('1.0'));
    await installPackage(host, other('1.0'));
    await publish(host, 'security', [acme('1.1'), other('1.1')]);
    await host.must('apt-mark hold acme');
    const result = await apply();
    await host.must('apt-mark unhold acme');
    expect(tasksIn(result)).toEqual(['security.apply done ok: applied, override, held']);
    expect(change(result)).toEqual([{ package: 'other', from: '1.0', to: '1.1' }]);
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a removal is refused with the name of what would go; system.apt-upgrade keeps it back', async () => {
    await installPackage(host, acme('1.0'));
    await installPackage(host, other('1.0'));
    await publish(host, 'security', [acme('1.1', { fields: { Conflicts: 'other' } })]);
    const result = await apply();
    expect(tasksIn(result)).toEqual(['security.apply failed critical: would-remove']);
    expect(result.steps[0]?.findings[0]?.message.args).toEqual({ packages: 'other' });
    expect(tasksIn(await upgrade())).toEqual([
      'system.apt-upgrade no-op ok: kept-back, nothing-now',
    ]);
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a fix that needs what is to wait waits with it', async () => {
    await installPackage(host, acme('1.0'));
    await installPackage(host, other('1.0'));
    await installPackage(host, { name: 'nginx-acme', version: '1.0' });
    await publish(host, 'security', [
      acme('1.1', { fields: { Depends: 'nginx-acme (>= 1.1)' } }),
      other('1.1'),
      { name: 'nginx-acme', version: '1.1' },
    ]);
    const result = await apply();
    expect(tasksIn(result)).toEqual(['security.apply done ok: applied, override, deferred']);
    expect(change(result)).toEqual([{ package: 'other', from: '1.0', to: '1.1' }]);
    expect(result.steps[0]?.findings[2]?.message.args).toMatchObject({
      packages: 'nginx-acme 1.1, acme 1.1',
    });
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a fix that needs a new package which is no fix is refused', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1', { fields: { Depends: 'other' } })]);
    await publish(host, 'release', [other('1.0')]);
    expect(tasksIn(await apply())).toEqual(['security.apply failed critical: comes-along']);
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a new major version of PostgreSQL is refused', async () => {
    await installPackage(host, { name: 'postgresql-contrib', version: '15+248' });
    await publish(host, 'release', [{ name: 'postgresql-contrib', version: '16+250' }]);
    expect(tasksIn(await upgrade())).toEqual(['system.apt-upgrade failed critical: major']);
    await publish(host, 'release', [{ name: 'postgresql-contrib', version: '15+250' }]);
    expect(tasksIn(await upgrade())).toEqual(['system.apt-upgrade done ok: applied, override']);
  });

  test('a configuration file that was changed stays, and the new one beside it is told', async () => {
    const files = (text: string) => ({ '/etc/acme/acme.conf': text, '/etc/acme/same.conf': text });
    await installPackage(host, acme('1.0', { files: files('a=1\n') }));
    await host.must('echo a=9 >/etc/acme/acme.conf');
    await publish(host, 'security', [acme('1.1', { files: files('a=2\n') })]);
    const result = await apply();
    expect(tasksIn(result)).toEqual(['security.apply done warning: applied, override, conffiles']);
    expect(result.steps[0]?.findings[2]?.remedy?.args).toMatchObject({
      file: '/etc/acme/acme.conf',
      copy: '/etc/acme/acme.conf.dpkg-dist',
    });
    expect(await host.must('cat /etc/acme/*')).toBe('a=9\na=2\na=2');
  });

  test('another package operation is waited for, and when it does not end nothing is planned', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    await hold('/var/lib/dpkg/lock-frontend', 12);
    expect(tasksIn(await apply({ lockWaitSeconds: 1 }))).toEqual([
      'security.apply failed unknown: locked',
    ]);
    expect(tasksIn(await apply({ lockWaitSeconds: 60 }))).toEqual([
      'security.apply done ok: applied, override',
    ]);
  });

  /** A process with apt's and dpkg's kind of lock, which ends by itself. */
  const hold = (file: string, seconds: number) =>
    host.must(
      `setsid python3 -c 'import fcntl,sys,time
f = open(sys.argv[1], "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(float(sys.argv[2]))' \
        "$1" "$2" >/dev/null 2>&1 & sleep 0.5`,
      { args: [file, String(seconds)] },
    );

  test('a lock that is taken between plan and change is waited for', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    await hold('/var/cache/apt/archives/lock', 8);
    const { path } = helperOf();
    const orders = 'package acme 1.0 1.1 manual\nend';
    const { stdout, exitStatus } = await ssh(
      lab,
      host,
      'mks-maint',
      `printf '%s\\n' '${orders.replace('\n', "' '")}' | sudo -n ${path} upgrade`,
    );
    expect([exitStatus, stdout]).toEqual([0, expect.stringContaining('Setting up acme (1.1)')]);
  });

  const helperOf = () => {
    const [helper] = task
      .privileged(task.params.parse({}))
      .flatMap(({ sudo }) => sudo.flatMap((command) => command.helper ?? []));
    if (helper === undefined) throw new Error('no helper');
    return helper;
  };

  test.each([
    ['a command', 'package acme 1.0 1.1;id manual'],
    ['an option', 'package -oDPkg::Pre-Invoke::=id 1.0 1.1 manual'],
    ['a removal', 'package acme 1.0 1.1- manual'],
    ['a path', 'package ../acme 1.0 1.1 manual'],
    ['another mark', 'package acme 1.0 1.1 hold'],
    ['more words', 'package acme 1.0 1.1 manual x'],
    ['no end', 'package acme 1.0 1.1 manual', ''],
    ['a service of nobody', 'service ssh.service'],
    ['a version that is not installed', 'package acme 0.9 1.1 manual'],
    ['a version that no archive has', 'package acme 1.0 1.2 manual'],
  ])('the helper does not believe its caller: %s', async (_, line, end = 'end') => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    const command = `printf '%s\\n' '${line}' ${end} | sudo -n ${helperOf().path} upgrade`;
    const { exitStatus, stderr } = await ssh(lab, host, 'mks-maint', command);
    expect(exitStatus).toBe(1);
    expect(stderr).toMatch(/Unexpected|cut off|Not a service|nothing was changed/);
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a repository that fails, lists that are old or gone: refused as unknown', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    await host.must(
      "echo 'deb [trusted=yes] file:/srv/gone ./' >/etc/apt/sources.list.d/gone.list",
    );
    expect(tasksIn(await apply({ refresh: true }))).toEqual([
      'security.apply failed unknown: refresh-failed',
    ]);
    await host.must(`rm /etc/apt/sources.list.d/gone.list; rm -rf /var/lib/apt/periodic/*
      touch -d '3 days ago' /var/lib/apt/lists /var/lib/apt/lists/partial`);
    expect(tasksIn(await apply())).toEqual(['security.apply failed unknown: lists-old']);
    expect(tasksIn(await apply({ refresh: true }))).toEqual([
      'security.apply done ok: applied, override',
    ]);
  });

  test('an archive that loses the package between list and download changes nothing', async () => {
    await installPackage(host, acme('1.0'));
    await publish(host, 'security', [acme('1.1')]);
    await host.must('rm /srv/archives/lab-security/*.deb');
    const result = await apply();
    expect(tasksIn(result)).toEqual([
      'security.apply rolled-back critical: applied, override, rolled-back, exit-status, wrong-version',
    ]);
    expect(result.steps[0]?.findings[3]?.evidence).toContain('nothing was changed');
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a package that can be kept in no way: nothing is changed, unless that is allowed', async () => {
    const files = { '/usr/lib/acme/large': randomBytes(60_000).toString('hex') };
    await installPackage(host, acme('1.0', { files }));
    await publish(host, 'security', [acme('1.1')]);
    const unmount = await mountSmall(host, '/var/lib/teiki', { sizeMebibytes: 1, type: 'tmpfs' });
    await fillSpace(host, '/var/lib/teiki', 24);
    const result = await apply();
    expect(tasksIn(result)[0]).toMatch(/^security.apply rolled-back .*exit-status, wrong-version$/);
    expect(result.steps[0]?.findings[3]?.evidence).toContain('no way back');
    expect(await versionOf(host, 'acme')).toBe('1.0');
    const allowed = await apply({ rollback: 'best-effort' });
    await unmount();
    expect(tasksIn(allowed)).toEqual(['security.apply done ok: applied, override']);
    expect(await versionOf(host, 'acme')).toBe('1.1');
  });
});
