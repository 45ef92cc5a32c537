import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { task } from '../../src/catalogue/system/apt-upgrade.ts';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import {
  answering,
  installPackage,
  publish,
  purgePackages,
  useLabArchives,
  versionOf,
  webService,
} from '../lab/packages.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const url = 'http://127.0.0.1:8123/';
const watched = { services: ['acme-web.service'], health: [url] };

/** Upgrades that go wrong, and the way back to the packages that were kept. */
describeLab('an upgrade that breaks something', () => {
  let lab: Lab;
  let host: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    const given = [{}, watched].map((one) => task.params.parse(one));
    await grantRights(
      host,
      given.flatMap((one) => task.privileged(one)),
    );
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await host.run('systemctl disable --now acme-web; systemctl reset-failed');
    await purgePackages(host, [
      'acme-web',
      'acme',
      'acme-new',
      'linux-image-lab',
      'linux-image-1-lab',
    ]);
    await host.must('rm -rf /run/lock/teiki.lock /var/tmp/teiki-* /var/lib/teiki');
    await useLabArchives(host);
  });

  const upgrade = (given: object = watched) => {
    const step = { use: 'system.apt-upgrade', with: { minFreeMiB: 1, ...given } };
    return conductInLab(lab, host, [step], { changes: 'all', override: 'a test' });
  };
  const served = async () => (await host.run(`curl -s --max-time 5 ${url}`)).stdout;
  const serving = async (text: string) => {
    await vi.waitFor(async () => expect(await served()).toBe(text), { timeout: 20_000 });
  };

  test.each([
    ['does not start', '#!/bin/sh\nexit 1\n', 'service-down'],
    ['starts and answers with errors', answering(500, 'broken'), 'unhealthy'],
  ])('a service that %s is rolled back, and serves again', async (_, program, finding) => {
    await installPackage(host, webService('1.0', answering(200, 'one')));
    await serving('one');
    await host.must('apt-mark auto acme-web');
    await publish(host, 'release', [webService('1.1', program)]);
    const result = await upgrade();
    const [told] = tasksIn(result);
    expect(told).toMatch(
      /^system.apt-upgrade rolled-back critical: applied, override, rolled-back/,
    );
    expect(told).toContain(finding);
    expect(await versionOf(host, 'acme-web')).toBe('1.0');
    expect(await served()).toBe('one');
    expect(await host.must('apt-mark showauto acme-web; dpkg --audit')).toBe('acme-web');
  });

  test('a service that is well goes on with the new version', async () => {
    await installPackage(host, webService('1.0', answering(200, 'one')));
    await serving('one');
    await publish(host, 'release', [webService('1.1', answering(200, 'two'))]);
    expect(tasksIn(await upgrade())).toEqual(['system.apt-upgrade done ok: applied, override']);
    expect(await served()).toBe('two');
  });

  test('a service that keeps crashing is found though it is up at the moment', async () => {
    await installPackage(host, webService('1.0', answering(200, 'one')));
    await serving('one');
    const crashing = webService('1.1', '#!/bin/sh\nsleep 1\nexit 1\n');
    const path = '/lib/systemd/system/acme-web.service';
    const unit = '[Service]\nExecStart=/usr/lib/acme/web\nRestart=always\nRestartSec=100ms\n';
    const restarting = { ...crashing, files: { ...crashing.files, [path]: unit } };
    await publish(host, 'release', [restarting]);
    const result = await upgrade({ services: ['acme-web.service'], health: [] });
    expect(tasksIn(result)[0]).toMatch(/rolled-back, service-(crashing|down)/);
    expect(await served()).toBe('one');
  });

  test('a postinst that fails leaves nothing half done, and no new package', async () => {
    await installPackage(host, { name: 'acme', version: '1.0' });
    await publish(host, 'release', [
      {
        name: 'acme',
        version: '1.1',
        fields: { Depends: 'acme-new' },
        scripts: { postinst: 'echo it is broken >&2; exit 1' },
      },
      { name: 'acme-new', version: '1' },
    ]);
    const result = await upgrade({});
    expect(tasksIn(result)[0]).toMatch(
      /^system.apt-upgrade rolled-back critical: .*exit-status, wrong-version, interrupted$/,
    );
    expect(result.steps[0]?.findings[3]?.evidence).toContain('it is broken');
    expect(await host.must("dpkg --audit; dpkg-query -W 'acme*'")).toMatch(
      /^acme\t1.0(\nacme-new\t)?$/,
    );
  });

  test('a changed configuration file outlives the way back, and the upgrade after it', async () => {
    const acme = (version: string, postinst: string) => ({
      name: 'acme',
      version,
      files: { '/etc/acme.conf': `version=${version}\n`, '/etc/acme-same.conf': version },
      scripts: { postinst },
    });
    await installPackage(host, acme('1.0', ':'));
    await host.must('echo mine >/etc/acme.conf');
    await publish(host, 'release', [acme('1.1', 'exit 1')]);
    expect(tasksIn(await upgrade({}))[0]).toMatch(/ rolled-back critical/);
    expect(await host.must('cat /etc/acme.conf /etc/acme-same.conf; ls /etc/acme*')).toBe(
      'mine\n1.0/etc/acme-same.conf\n/etc/acme.conf',
    );
    // As rebuilt the package has "mine" for its own; dpkg would now replace it without a word.
    await publish(host, 'release', [acme('1.2', ':')]);
    expect(tasksIn(await upgrade({}))).toEqual([
      'system.apt-upgrade done warning: applied, override, conffiles',
    ]);
    expect(await host.must('cat /etc/acme.conf /etc/acme-same.conf')).toBe('mine\n1.2');
  });

  test('packages of two architectures go there and back', async () => {
    await host.must('dpkg --add-architecture i386');
    const acme = (Architecture: string, version: string, postinst = ':') => ({
      name: 'acme',
      version,
      fields: { Architecture, 'Multi-Arch': 'same' },
      scripts: { postinst },
      files: { [`/usr/lib/acme-${Architecture}/a`]: version },
    });
    const native = await host.must('dpkg --print-architecture');
    for (const architecture of [native, 'i386'])
      await installPackage(host, acme(architecture, '1:1.0'));
    await publish(host, 'release', [acme(native, '1:1.1'), acme('i386', '1:1.1', 'exit 1')]);
    const result = await upgrade({});
    expect(tasksIn(result)[0]).toMatch(/ rolled-back critical/);
    expect(await host.must('ls /var/lib/teiki/packages/*/*.deb | cut -d/ -f7')).toBe(
      `acme_1%3a1.0_${native}.deb\nacme_1%3a1.0_i386.deb`,
    );
    expect(await host.must('cat /usr/lib/acme-*/a; dpkg --audit')).toBe('1:1.01:1.0');
    await publish(host, 'release', [acme(native, '1:1.1'), acme('i386', '1:1.1')]);
    expect(tasksIn(await upgrade({}))).toEqual(['system.apt-upgrade done ok: applied, override']);
    await host.must('dpkg --purge "acme:$1" acme:i386 && dpkg --remove-architecture i386', {
      args: [native],
    });
  });

  test('without the right to go back nothing is changed', async () => {
    await installPackage(host, { name: 'acme', version: '1.0' });
    await publish(host, 'release', [{ name: 'acme', version: '1.1' }]);
    const result = await upgrade({ services: ['cron.service'] });
    expect(tasksIn(result)[0]).toMatch(/rollback-failed, sudo-denied, wrong-version$/);
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('a kernel comes as a new package, marked as automatic, and needs room on /boot', async () => {
    const meta = (version: string, more: object = {}) => ({
      name: 'linux-image-lab',
      version,
      ...more,
    });
    await installPackage(host, meta('1'));
    await publish(host, 'release', [
      meta('2', { fields: { Depends: 'linux-image-1-lab' } }),
      { name: 'linux-image-1-lab', version: '1', files: { '/boot/vmlinuz-lab': 'kernel' } },
    ]);
    const unmount = await mountSmall(host, '/boot', { sizeMebibytes: 20 });
    const refused = await upgrade({ minFreeBootMiB: 100 });
    expect(tasksIn(refused)).toEqual(['system.apt-upgrade failed critical: no-space']);
    expect(refused.steps[0]?.findings[0]?.message.args).toMatchObject({ mount: '/boot' });
    await unmount();
    const result = await upgrade({});
    expect(tasksIn(result)).toEqual(['system.apt-upgrade done ok: applied, override']);
    expect(result.steps[0]?.task?.changes.map(({ id }) => id)).toEqual([
      'system.apt-upgrade/installed',
      'system.apt-upgrade/upgraded',
    ]);
    expect(await host.must('apt-mark showauto linux-image-1-lab')).toBe('linux-image-1-lab');
  });

  test('a disk that is too full to upgrade is refused in the plan', async () => {
    await installPackage(host, { name: 'acme', version: '1.0' });
    await publish(host, 'release', [{ name: 'acme', version: '1.1' }]);
    await host.must('cp -a /var /srv/var');
    const unmount = await mountSmall(host, '/var', { sizeMebibytes: 1200 });
    await host.must('cp -a /srv/var/. /var/ && rm -rf /srv/var');
    const empty = await fillSpace(host, '/var', 100 * 1024);
    const result = await upgrade({ minFreeMiB: 1024 });
    await empty();
    await host.must('umount -l /var');
    await unmount().catch(() => {});
    expect(tasksIn(result)).toEqual(['system.apt-upgrade failed critical: no-space']);
    expect(result.steps[0]?.findings[0]?.key).toBe('filesystem:/var');
    expect(await versionOf(host, 'acme')).toBe('1.0');
  });

  test('only the packages of the last few upgrades are kept', async () => {
    for (const version of ['1', '2', '3', '4']) {
      if (version === '1') await installPackage(host, { name: 'acme', version });
      else {
        await publish(host, 'release', [{ name: 'acme', version }]);
        expect(tasksIn(await upgrade({ keepRuns: 2 }))[0]).toMatch(/ done ok/);
      }
    }
    expect(await host.must('ls /var/lib/teiki/packages/*/*.deb | cut -d/ -f7 | sort')).toBe(
      'acme_2_all.deb\nacme_3_all.deb',
    );
  });
});
