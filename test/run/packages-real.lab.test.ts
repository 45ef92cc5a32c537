import { afterAll, beforeAll, expect, test } from 'vitest';
import { task } from '../../src/catalogue/security/apply.ts';
import { rebuildPackage } from '../../src/catalogue/security/package-rebuild.ts';
import { archivesAreReachable, type ServedArchives, serveArchives } from '../lab/archive-server.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { versionOf } from '../lab/packages.ts';
import { grantRights } from '../lab/rights.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const isReachable = process.getuid?.() === 0 && (await archivesAreReachable());

/** The distribution's own signed archives, served to a host that has no route to them. */
describeLab('real security updates', () => {
  let lab: Lab;
  let archives: ServedArchives;
  let host: Host;

  beforeAll(async () => {
    if (!isReachable) return;
    lab = await Lab.start();
    archives = await serveArchives(lab);
    host = await lab.boot({ name: 'app1' });
    await grantRights(host, task.privileged(task.params.parse({ refresh: true })));
    await host.write('/etc/apt/sources.list', archives.sources);
    await host.must('apt-get update -q -o APT::Update::Error-Mode=any', { timeoutSeconds: 200 });
  }, 300_000);
  afterAll(async () => {
    await archives?.close();
    await lab?.stop();
  });

  test.skipIf(!isReachable)(
    'what cannot be told from the original is made again of what is installed',
    async () => {
      const names = ['bash', 'passwd', 'perl-base', 'logrotate', 'libc-bin', 'mount', 'e2fsprogs'];
      const list = (folder: string) =>
        host.must(
          `cd "$1" && for deb in *.deb; do dpkg-deb -c "$deb" | awk -v OFS=' ' '{ $4 = $5 = ""; print }'
             dpkg-deb -e "$deb" c && (cd c && for f in *; do echo "$f"; done; cat conffiles 2>/dev/null); rm -r c
             dpkg-deb -f "$deb" Package Version Architecture Depends Pre-Depends Description; done`,
          { args: [folder] },
        );
      await host.must(
        `mkdir -p /srv/original /srv/again && cd /srv/original || exit
         apt-get download $(dpkg-query -W -f '\${Package}=\${Version} ' "$@")`,
        { args: names, timeoutSeconds: 120 },
      );
      await host.must(
        `work=$(mktemp -d)\n${rebuildPackage.text}
         for name; do rebuild_package "$name" "/srv/again/$(cd /srv/original; ls "$name"_*.deb)" || exit; done`,
        { args: names, timeoutSeconds: 120 },
      );
      const [original, again] = [await list('/srv/original'), await list('/srv/again')];
      // The lab's hosts have no documentation; /bin is a link there, as on every merged system.
      const comparable = (text: string) =>
        text.split('\n').filter((line) => !/\/usr\/share\/(doc|man|locale|lintian)\//.test(line));
      expect(comparable(again)).toEqual(comparable(original));
      expect(
        await host.must(
          'dpkg -i /srv/again/*.deb >/dev/null; dpkg --audit; dpkg -V bash passwd mount | grep -v /usr/share/ || :',
        ),
      ).toBe('');
    },
    300_000,
  );

  test.skipIf(!isReachable)(
    'are planned, applied at the versions of the plan, and verified',
    async () => {
      const run = (changes: 'all' | 'none') =>
        conductInLab(
          lab,
          host,
          [{ use: 'security.apply', with: { minFreeMiB: 100, services: ['cron.service'] } }],
          { changes, override: 'a test' },
        );
      await grantRights(host, task.privileged(task.params.parse({ services: ['cron.service'] })));
      const before = await host.must('apt-mark showauto | sort');
      const plan = await run('none');
      expect(tasksIn(plan)).toEqual(['security.apply planned ok: only-planned, deferred']);
      const planned = plan.steps[0]?.task?.changes ?? [];
      expect(planned.length).toBeGreaterThan(3);
      for (const { args } of planned) {
        expect(args['package']).not.toMatch(/^(nginx|postgres|openssl|libssl|libc6|python3)/);
        expect(args['origin']).toContain('Debian-Security');
      }
      const done = await run('all');
      expect(tasksIn(done)).toEqual(['security.apply done ok: applied, override, deferred']);
      for (const { args } of planned)
        expect(await versionOf(host, String(args['package']))).toBe(args['to']);
      expect(await host.must('apt-mark showauto | sort')).toBe(before);
      const kept = (await host.must('ls /var/lib/teiki/packages/*/*.deb')).split('\n');
      expect(kept).toHaveLength(planned.length);
      expect(tasksIn(await run('all'))).toEqual(['security.apply no-op ok: deferred, nothing-now']);
    },
    300_000,
  );
});
