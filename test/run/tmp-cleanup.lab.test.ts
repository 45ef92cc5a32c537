import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { fillSpace, mountSmall, removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { ssh } from '../lab/ssh.ts';
import { changesIn, conductDeletion, planIn } from './deletion-lab.ts';
import { conductInLab, tasksIn } from './lab-task.ts';

const temp = '/opt/mks/uploads/temp';
const onlyTemp = [{ directory: temp, pattern: '*', olderThanDays: 1 }];

describeLab('tmp.cleanup', () => {
  let lab: Lab;
  let host: Host;
  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await host.addUser({ name: 'mks' });
    await host.addUser({ name: 'eve' });
  });
  afterAll(() => lab?.stop());

  /** `put DAYS FILE…`: files of mks, last written so many days ago. */
  const functions = `
    put() { days=$1; shift; for one; do echo x >"$one"; touch -d "$days days ago" -- "$one"; chown mks: -- "$one"; done; }`;
  const plant = (script: string) => host.must(`${functions}\n${script}`);
  const run = (
    ...args: Parameters<typeof conductDeletion> extends [unknown, unknown, unknown, ...infer R]
      ? R
      : never
  ) => conductDeletion(lab, host, 'tmp.cleanup', ...args);
  const list = (folder: string) =>
    host.must(`cd "$1" && find . -mindepth 1 -not -path './systemd-*' | sort`, { args: [folder] });

  beforeEach(async () => {
    await plant(`
      rm -rf /tmp/mks_* /var/tmp/mks_* /opt/mks /opt/quarantine
      install -d -o mks /opt/mks/uploads ${temp} /opt/mks/sessions
      put 9 /tmp/mks_export_1 /tmp/mks_export_2
      put 3 /tmp/mks_new
      put 40 /var/tmp/mks_report
      put 2 ${temp}/upload_1
      put 0 ${temp}/upload_2
      put 31 /opt/mks/sessions/sess_old
      put 29 /opt/mks/sessions/sess_live /opt/mks/sessions/other`);
  });

  test('a plan says how many, how large and how old, and changes nothing', async () => {
    const result = await run({}, { changes: 'none' });
    expect(tasksIn(result)[0]).toMatch(/^tmp.cleanup planned ok: only-planned, samples/);
    expect(changesIn(result, 'directory', 'files', 'totalBytes', 'owners')).toEqual([
      'delete directory=/tmp files=2 totalBytes=4 owners=mks',
      'delete directory=/var/tmp files=1 totalBytes=2 owners=mks',
      `delete directory=${temp} files=1 totalBytes=2 owners=mks`,
      'delete directory=/opt/mks/sessions files=1 totalBytes=2 owners=mks',
    ]);
    expect(await list('/tmp')).toContain('./mks_export_1');
  });

  test('the seed’s four rules, with no more rights than they need; then there is nothing to do', async () => {
    const result = await run({});
    expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
    expect(changesIn(result, 'files', 'left')).toEqual(
      Array(4).fill(expect.stringMatching('left=0')),
    );
    expect((await list('/tmp')).match(/mks_.*/g)).toEqual(['mks_new']);
    expect(await list('/opt/mks')).toBe(
      ['sessions', 'sessions/other', 'sessions/sess_live', 'uploads', 'uploads/temp']
        .concat('uploads/temp/upload_2')
        .map((path) => `./${path}`)
        .join('\n'),
    );
    expect(tasksIn(await run({}))).toEqual(['tmp.cleanup no-op ok: nothing']);
    const { stdout } = await ssh(lab, host, 'mks-maint', 'sudo -n -l');
    expect(stdout.match(/NOPASSWD: .*/g)).toHaveLength(2);
    expect((await ssh(lab, host, 'mks-maint', 'sudo -n rm /tmp/mks_new')).exitStatus).not.toBe(0);
  });

  test('a plan holds while files come, and nothing younger than planned goes', async () => {
    const plan = planIn(await run({}, { changes: 'none' }));
    await plant(`put 0 /tmp/mks_another ${temp}/upload_3`);
    const result = await run({}, { expectedPlans: [plan] });
    expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
    expect(await list(temp)).toBe('./upload_2\n./upload_3');
  });

  test('traps in /tmp: links, other names, other people', async () => {
    await plant(`
      ln -s /etc/shadow /tmp/mks_link; touch -h -d '9 days ago' /tmp/mks_link
      install -d -o eve /tmp/mks_way; ln -s /opt/mks/sessions /tmp/mks_way/in
      cp /etc/shadow /tmp/shadow; ln /tmp/shadow /tmp/mks_hard; touch -d '9 days ago' /tmp/mks_hard
      put 9 /tmp/mks_eve; chown eve: /tmp/mks_eve`);
    const result = await run({});
    expect(tasksIn(result)).toEqual(['tmp.cleanup done warning: applied, others']);
    const [other] = result.steps[0]?.findings.filter(({ key }) => key.startsWith('others')) ?? [];
    expect(other?.message.args).toMatchObject({ files: 1, uids: await host.must('id -u eve') });
    expect((await list('/tmp')).match(/mks_.*/g)).toEqual([
      'mks_eve',
      'mks_hard',
      'mks_link',
      'mks_new',
      'mks_way',
      'mks_way/in',
    ]);
    await host.must('test -s /etc/shadow && test -s /tmp/shadow && rm /tmp/shadow');
    await host.must('test -s /opt/mks/sessions/sess_live');
  });

  test('a folder that has become a link between plan and apply: nothing is deleted at all', async () => {
    const plan = planIn(await run({}, { changes: 'none' }));
    await plant(`install -d -o mks /opt/mks/precious; put 99 /opt/mks/precious/sess_x
      mv /opt/mks/sessions /opt/mks/moved; ln -s precious /opt/mks/sessions`);
    const result = await run({}, { expectedPlans: [plan] });
    expect(tasksIn(result)[0]).toMatch(/^tmp.cleanup failed critical: link/);
    await host.must('test -e /opt/mks/precious/sess_x && test -e /tmp/mks_export_1');
  });

  test('a file that is open stays until it is closed', async () => {
    await host.must(
      'systemd-run -q --unit=holder --property=StandardInput=file:/tmp/mks_export_1 sleep 600',
    );
    expect(tasksIn(await run({}))).toEqual(['tmp.cleanup done ok: applied']);
    expect((await list('/tmp')).match(/mks_export.*/g)).toEqual(['mks_export_1']);
    await host.must('systemctl stop holder');
    const result = await run({});
    expect(changesIn(result, 'directory', 'files')).toEqual(['deleted directory=/tmp files=1']);
  });

  test('names of any bytes', async () => {
    await plant(String.raw`rm ${temp}/*; cd ${temp}
      put 2 $'new\nline' "quote'\"" $'latin\xe9' ' blank ' -rf $'one\x01' '$(reboot)' '|@x #1' .hidden`);
    const planned = await run({ rules: onlyTemp }, { changes: 'none' });
    const names = planned.steps[0]?.findings.find(({ key }) => key.startsWith('names:'))?.evidence;
    expect(names?.split('\n').sort()).toEqual(
      [String.raw`new\nline`, `quote'"`, String.raw`latin\xe9`, String.raw`\ blank\ `, '-rf']
        .concat(String.raw`one\u{1}`, '$(reboot)', '|@x #1', '.hidden')
        .sort(),
    );
    expect(changesIn(await run({ rules: onlyTemp }), 'files', 'left')).toEqual([
      'deleted files=9 left=0',
    ]);
    expect(await list(temp)).toBe('');
  });

  test('a missing folder is told, and the others are cleaned; without any, nothing is fine', async () => {
    await host.must('rm -r /opt/mks/sessions');
    const result = await run({});
    expect(tasksIn(result)).toEqual(['tmp.cleanup done warning: applied, missing']);
    expect(changesIn(result, 'directory')).toHaveLength(3);
    expect(tasksIn(await run({}))).toEqual(['tmp.cleanup no-op warning: missing, nothing']);
    const away = [{ directory: '/opt/mks/nowhere', pattern: '*', olderThanDays: 1 }];
    expect(tasksIn(await run({ rules: away }))).toEqual([
      'tmp.cleanup no-op warning: missing, nowhere',
    ]);
  });

  test('rules that overlap count and delete a file once', async () => {
    await plant(`put 2 ${temp}/../loose`);
    const result = await run({
      rules: [...onlyTemp, { directory: '/opt/mks/uploads', pattern: '*', olderThanDays: 1 }],
    });
    expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
    expect(changesIn(result, 'files', 'left')).toEqual([
      'deleted files=1 left=0',
      'deleted files=1 left=0',
    ]);
  });

  test('200,000 small files: refused above the cap and above the share, deleted when both allow it', {
    timeout: 300_000,
  }, async () => {
    const mend = await mountSmall(host, temp, {
      sizeMebibytes: 64,
      type: 'tmpfs',
      inodes: 300_000,
    });
    try {
      await host.must(
        `cd ${temp}; chown mks: .; seq -f 'chunk_%.0f' 200000 |
        setpriv --reuid=mks --clear-groups xargs -n 5000 touch -d '2 days ago'; echo >young`,
        { timeoutSeconds: 110 },
      );
      expect(tasksIn(await run({ rules: onlyTemp }))[0]).toMatch(
        /^tmp.cleanup failed warning: too-many/,
      );
      const many = { rules: onlyTemp, maxFiles: 300_000 };
      expect(tasksIn(await run(many))[0]).toMatch(/^tmp.cleanup failed warning: too-large-share/);
      expect(await host.must(`find ${temp} -type f | wc -l`)).toBe('200001');
      const result = await run({ ...many, maxShare: 100 });
      expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
      expect(changesIn(result, 'files', 'left')).toEqual(['deleted files=200000 left=0']);
      expect(await list(temp)).toBe('./young');
    } finally {
      await mend();
    }
  });

  test('a full file system is emptied', async () => {
    const mend = await mountSmall(host, temp, { sizeMebibytes: 16 });
    try {
      await fillSpace(host, temp);
      await host.must(`cd ${temp}; mv .lab-filler old; touch -d '2 days ago' old; chown -R mks: .
        ! head -c 100000 /dev/zero >full`);
      await host.must(`rm -f ${temp}/full`);
      const result = await run({ rules: onlyTemp });
      expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
      const space = result.steps[0]?.task?.changes.find(({ id }) => id.endsWith('/space'))?.args;
      const gained = Number(space?.['afterBytes']) - Number(space?.['beforeBytes']);
      const [freed] = changesIn(result, 'freedBytes');
      expect(gained).toBeGreaterThan(8_000_000);
      expect(Number(freed?.split('=')[1])).toBeGreaterThan(8_000_000);
    } finally {
      await mend();
    }
  });

  test('what cannot be deleted is a failure with its reason', async () => {
    await plant(`install -d -m 755 ${temp}/closed; put 2 ${temp}/closed/x`);
    const result = await run({ rules: onlyTemp });
    expect(tasksIn(result)).toEqual([
      'tmp.cleanup failed critical: applied, irreversible, exit-status, left',
    ]);
    const evidence = result.steps[0]?.findings.map((one) => one.evidence ?? '').join('');
    expect(evidence).toContain("cannot delete './closed/x': Permission denied");
    expect(changesIn(result, 'files', 'left')).toEqual(['deleted files=1 left=1']);
  });

  const quarantine = { folder: '/opt/quarantine', days: 7 };

  test('a quarantine keeps files for its days, and the record says how to have them back', async () => {
    await plant(`install -d -o mks ${temp}/sub; put 2 ${temp}/sub/y`);
    const result = await run({ rules: onlyTemp, quarantine });
    expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
    expect(await list(temp)).toBe('./sub\n./upload_2');
    const back = String(result.steps[0]?.task?.changes[0]?.args['back']).replace(
      '| sudo',
      '| sudo -n',
    );
    await ssh(lab, host, 'mks-maint', back);
    expect(await list(temp)).toBe('./sub\n./sub/y\n./upload_1\n./upload_2');
    expect(await list('/opt/quarantine')).toBe('');
  });

  test('what goes wrong half-way is rolled back from the quarantine', async () => {
    await plant(`install -d -m 755 ${temp}/closed; put 2 ${temp}/closed/x ${temp}/upload_4`);
    const before = await list(temp);
    const result = await run({ rules: onlyTemp, quarantine });
    expect(tasksIn(result)[0]).toMatch(/^tmp.cleanup rolled-back critical: .*rolled-back/);
    expect(await list(temp)).toBe(before);
    expect(await list('/opt/quarantine')).toBe('');
  });

  test('an old quarantine is deleted by a later run', async () => {
    await plant(`install -d -m 711 /opt/quarantine; cd /opt/quarantine
      old=$(($(date +%s)/3600*3600-8*86400))-1-$(id -u mks)-1; install -d -m 700 -o mks $old; put 9 $old/z
      rm ${temp}/upload_1`);
    const result = await run({ rules: onlyTemp, quarantine });
    expect(tasksIn(result)).toEqual(['tmp.cleanup done ok: applied']);
    expect(changesIn(result, 'before', 'after')).toEqual(['purged before=1 after=0']);
    expect(await list('/opt/quarantine')).toBe('');
  });

  test('without its tools it is unknown, and says what is missing', async () => {
    const mend = await removeTool(host, 'find');
    const result = await run({});
    await mend();
    expect(tasksIn(result)).toEqual(['tmp.cleanup failed unknown: exit-status, exit-status']);
    expect(result.steps[0]?.findings[0]?.evidence).toContain('find is not that of GNU findutils');
  });

  test('without the helper, or without the right to run it, it is unknown', async () => {
    await host.must('rm -rf /usr/local/lib/teiki');
    const steps = [{ use: 'tmp.cleanup' }];
    const missing = await conductInLab(lab, host, steps, { changes: 'all' });
    expect(tasksIn(missing)[0]).toMatch(/^tmp.cleanup failed unknown: /);
    await host.sudoers('mks-maint', []);
    const denied = await conductInLab(lab, host, steps, { changes: 'all' });
    expect(tasksIn(denied)).toEqual(['tmp.cleanup failed unknown: sudo-denied, sudo-denied']);
  });
});
