import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanStale } from './claim.ts';
import { describeLab } from './describe.ts';
import { execute } from './exec.ts';
import * as faults from './faults.ts';
import type { Host } from './host.ts';
import { Lab } from './lab.ts';
import { answersSsh } from './machine.ts';
import { labCgroup, labFolder, namespacePrefix, rootLink } from './names.ts';
import { ssh } from './ssh.ts';

describeLab('the lab', () => {
  let lab: Lab;
  let app: Host;
  let db: Host;

  beforeAll(async () => {
    lab = await Lab.start();
    [app, db] = await Promise.all([
      lab.boot({ name: 'app1', users: [{ name: 'dash', shell: '/bin/sh' }] }),
      lab.boot({ name: 'db1' }),
    ]);
  });
  afterAll(() => lab?.stop());

  it('boots two hosts at once, each with an identity of its own', async () => {
    expect(await app.settled()).toBe('running');
    expect(await db.settled()).toBe('running');
    expect(app.hostKey).not.toBe(db.hostKey);
    const identity = 'cat /etc/hostname /etc/machine-id /proc/sys/kernel/random/boot_id';
    expect(await app.must(identity)).not.toBe(await db.must(identity));
    expect(await app.must('ps -p 1 -o comm=')).toBe('systemd');
  });

  it('lets the system ssh client in with a pinned key, and no other key', async () => {
    const { stdout } = await ssh(lab, app, 'mks-maint', 'hostname; echo $HOME; echo $SHELL');
    expect(stdout).toBe('app1\n/home/mks-maint\n/bin/bash\n');
    expect((await ssh(lab, app, 'dash', 'echo $0')).stdout).toBe('sh\n');

    const { exitStatus, stderr } = await ssh(lab, app, 'mks-maint', 'true', db.hostKey);
    expect(exitStatus).toBe(255);
    expect(stderr).toContain('Host key verification failed');
  });

  it('has no route beyond its own subnet', async () => {
    expect(await app.must('ip route | grep -c default || true')).toBe('0');
    expect(
      await app.must('busybox nc -w 1 "$1" 22 </dev/null | head -c 4', { args: [db.address] }),
    ).toBe('SSH-');
  });

  it('writes files, sudo rules, sshd lines and shell start-up files', async () => {
    await app.write('/srv/a folder/note', 'こんにちは', { mode: 0o640, owner: 'mks-maint:adm' });
    expect(await app.must('stat -c "%a %U:%G" "/srv/a folder/note"')).toBe('640 mks-maint:adm');
    expect((await ssh(lab, app, 'mks-maint', 'sudo -n id -u')).exitStatus).not.toBe(0);
    await app.sudoers('mks-maint', ['ALL=(root) NOPASSWD: /usr/bin/id']);
    expect((await ssh(lab, app, 'mks-maint', 'sudo -n id -u')).stdout).toBe('0\n');
    await expect(app.sudoers('mks-maint', ['=nonsense'])).rejects.toThrow();
    await app.shellStartup('echo noise; echo more >&2\n');
    const noisy = await ssh(lab, app, 'mks-maint', 'echo done');
    expect(noisy).toMatchObject({ stdout: 'noise\ndone\n', stderr: 'more\n' });
    await app.sshd('MaxSessions 1');
    await app.sshd('MaxSessions 2');
    expect(await app.must('sshd -T | grep -i maxsessions')).toBe('maxsessions 2');
    await expect(app.sshd('Nonsense yes')).rejects.toThrow('Nonsense');
  });

  it('keeps kernel settings and clock of the machine out of reach', async () => {
    expect((await app.run('echo 9 > /proc/sys/vm/swappiness')).exitStatus).not.toBe(0);
    expect((await app.run('date -s 2020-01-01')).exitStatus).not.toBe(0);
    expect((await app.run('systemd-run --wait --quiet date -s 2020-01-01')).exitStatus).not.toBe(0);
    await app.must('echo 3 > /proc/sys/vm/drop_caches');
    expect(await app.must('cat /proc/sys/vm/drop_caches')).toBe('3');
  });

  it('has a database and dumps of it to try', async () => {
    await db.must('systemctl start postgresql');
    const count = 'runuser -u postgres -- psql -At mks_db -c "SELECT count(*) FROM tasks"';
    expect(await db.must(count)).toBe('60000');
    await db.must(
      'pg_restore --list /var/lib/lab-dumps/db_sample.dump | grep "TABLE DATA public tasks"',
    );
    await db.must('tar -tzf /var/lib/lab-dumps/uploads_sample.tar.gz > /dev/null');
    await db.must('gzip -t /var/lib/lab-dumps/db_sample.sql.gz');
  });

  it('knows packages that are pending, though it has no route to them', async () => {
    const pending = await app.must('apt-get -s upgrade | grep ^Inst | wc -l');
    expect(Number(pending)).toBeGreaterThan(0);
  });

  it('cuts a host off and plugs it in again', async () => {
    const mend = await faults.cutOff(db);
    expect(await answersSsh(db.address)).toBe(false);
    expect(await answersSsh(app.address)).toBe(true);
    await mend();
    await db.reachable();
  });

  it('freezes a host and thaws it', async () => {
    const mend = await faults.freeze(db);
    expect(await answersSsh(db.address)).toBe(false);
    await mend();
    await db.reachable();
  });

  it('slows a link', async () => {
    const read = 'head -c 300000 /dev/zero';
    const mend = await faults.slowLink(db, 2000);
    const slow = await seconds(() => ssh(lab, db, 'mks-maint', read));
    await mend();
    expect(slow).toBeGreaterThan(0.7);
    expect(await seconds(() => ssh(lab, db, 'mks-maint', read))).toBeLessThan(slow);
  });

  it('loses packets', async () => {
    const mend = await faults.losePackets(db, 99);
    expect(await answersSsh(db.address)).toBe(false);
    await mend();
    await db.reachable();
  });

  it('takes a tool away and gives it back', async () => {
    const mend = await faults.removeTool(db, 'pg_restore');
    expect((await db.run('pg_restore --version')).exitStatus).toBe(127);
    await mend();
    await db.must('pg_restore --version');
  });

  it.each(['ext4', 'tmpfs'] as const)('fills space and inodes of a small %s', async (type) => {
    const unmount = await faults.mountSmall(app, '/srv/small', {
      sizeMebibytes: 16,
      inodes: 200,
      type,
    });
    const empty = await faults.fillSpace(app, '/srv/small');
    expect((await app.run('echo full > /srv/small/x && sync /srv/small/x')).stderr).toContain(
      'No space',
    );
    await empty();
    const free = await faults.fillInodes(app, '/srv/small', 3);
    expect(await app.must('df --output=iavail /srv/small | tail -n 1')).toMatch(/^\s*3$/);
    await free();
    await app.must('echo fits > /srv/small/x');
    await unmount();
  });

  it('survives a crash and a reboot with what was written', async () => {
    await app.write('/srv/kept', 'yes');
    await app.crash();
    await expect(app.run('true')).rejects.toThrow('is down');
    await app.start();
    const before = await app.must('cat /proc/sys/kernel/random/boot_id; cat /srv/kept');
    expect(before).toContain('yes');
    await app.run('systemctl reboot');
    await expect
      .poll(() => app.run('cat /proc/sys/kernel/random/boot_id; cat /srv/kept').catch(() => null), {
        timeout: 20_000,
      })
      .toMatchObject({ exitStatus: 0, stdout: expect.not.stringContaining(before.slice(0, 36)) });
    await app.reachable();
  });

  it('keeps a parallel lab apart, and removes one host alone', async () => {
    const other = await Lab.start();
    expect(other.number).not.toBe(lab.number);
    const host = await other.boot({ name: 'app1' });
    expect(host.address).not.toBe(app.address);
    await host.stop();
    expect(await answersSsh(host.address)).toBe(false);
    await other.stop();
    expect(await answersSsh(app.address)).toBe(true);
  });

  it('cleans away the lab of a process that was killed', async () => {
    const script = `
      const { Lab } = await import(process.argv[1]);
      const lab = await Lab.start();
      await lab.boot({ name: 'orphan' });
      console.log(lab.number);
      process.kill(process.pid, 'SIGKILL');`;
    const module = join(import.meta.dirname, 'lab.ts');
    const { stdout } = await execute(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      module,
    ]);
    expect(stdout).toMatch(/^\d+\n$/);
    await cleanStale();
    await expectNothingLeft(Number(stdout));
    expect(await answersSsh(app.address)).toBe(true);
  });

  it('leaves nothing behind', async () => {
    await faults.mountSmall(app, '/srv/left', { sizeMebibytes: 8 });
    await faults.freeze(db);
    await lab.stop();
    await expectNothingLeft(lab.number);
  });
});

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

async function expectNothingLeft(number: number): Promise<void> {
  const namespaces = await readdir('/run/netns');
  expect(namespaces.filter((name) => name.startsWith(namespacePrefix(number)))).toEqual([]);
  expect((await execute('ip', ['link', 'show', rootLink(number)])).exitStatus).toBe(1);
  expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(labFolder(number));
  const groups = await readdir(dirname(await labCgroup(number))).catch(() => []);
  expect(groups).not.toContain(String(number));
  expect((await execute('losetup', ['--list'])).stdout).not.toContain(labFolder(number));
  expect(await readdir(dirname(labFolder(number)))).not.toContain(String(number));
}
