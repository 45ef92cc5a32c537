import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sshConnector } from '../../src/connectors/ssh/connector.ts';
import { helperFolder } from '../../src/core/root-helper.ts';
import { examineHost } from '../../src/doctor/examine.ts';
import { helpersOf, renderHelpers } from '../../src/doctor/helpers.ts';
import type { HostNeeds } from '../../src/doctor/needs.ts';
import { renderSudoers } from '../../src/doctor/sudoers.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import { describeLab } from '../lab/describe.ts';
import { removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { fleetHost } from '../run/lab-task.ts';
import { counter, olderCounter } from './helper-task.ts';
import { needsWithHelper } from './needs.ts';

describeLab('root helpers on a host', () => {
  let lab: Lab;
  let app: Host;
  let fleet: Fleet;
  let needs: HostNeeds;

  const examine = async () => {
    const connector = sshConnector({ fleet, environment: { LAB_KEY: lab.privateKey } });
    const world = { connector, now: () => new Date() };
    const report = await examineHost(needs, world, AbortSignal.timeout(60_000));
    const found = report.findings
      // What a login user is not shown on any Debian is told on each of them.
      .filter(({ message }) => !['doctor/group', 'doctor/cron-unread'].includes(message.id))
      .map(({ severity, message }) => `${severity} ${message.id}`);
    return { report, found, state: report.login?.helpers[0]?.state };
  };
  /** As a person does: the rules checked and put in place, the installer fed to root's shell. */
  const install = async () => {
    await app.write('/etc/sudoers.d/teiki', renderSudoers([needs]), { mode: 0o440 });
    await app.must('visudo -c');
    const helpers = helpersOf([needs]).map(({ helper }) => helper);
    return app.must('sh', { input: renderHelpers(helpers) });
  };
  const asUser = (script: string) =>
    app.run('exec runuser -u mks-maint -- sh -c "$1"', { args: [script] });

  beforeAll(async () => {
    lab = await Lab.start();
    app = await lab.boot({ name: 'app1' });
    const host = fleetHost(app);
    fleet = { knownHosts: '', hosts: new Map([[host.name, host]]) };
    needs = needsWithHelper(fleet);
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    await app.must('rm -rf "$1" /usr/local/lib/elsewhere; chmod 0755 /usr/local/lib', {
      args: [helperFolder],
    });
    expect(await install()).toBe(counter.path);
  });

  it('are there as printed, run as root, and leave doctor with nothing to say', async () => {
    expect(await app.must('cat "$1"; echo x', { args: [counter.path] })).toBe(`${counter.text}x`);
    const ran = await asUser(`printf '1\\n2\\n' | sudo -n ${counter.path} count`);
    expect(ran).toMatchObject({ exitStatus: 0, stdout: '2\n' });
    for (const other of ['', 'other', 'count more'])
      expect((await asUser(`sudo -n ${counter.path} ${other}`)).exitStatus).not.toBe(0);
    expect(await app.run('ls -A "$1"', { args: [helperFolder] })).toMatchObject({
      stdout: `${counter.path.slice(helperFolder.length + 1)}\n`,
    });
    const { report, found, state } = await examine();
    expect(found).toEqual([]);
    expect(state).toBe('installed');
    expect(report.verdict).toBe('ok');
  });

  it('can be installed again, and only by root', async () => {
    await install();
    expect((await examine()).found).toEqual([]);
    const refused = await app.run('exec runuser -u mks-maint -- sh', {
      input: renderHelpers([counter]),
    });
    expect(refused).toMatchObject({ exitStatus: 1, stderr: 'Only root can install helpers.\n' });
  });

  it.each<[string, string, readonly string[]]>([
    ['is missing', 'rm "$1"', ['critical doctor/helper-missing']],
    ['has another text', 'echo "id" >> "$1"', ['critical doctor/helper-changed']],
    ['is empty', ': > "$1"', ['critical doctor/helper-changed']],
    ['is a link', 'mv "$1" "$1.x"; ln -s "$1.x" "$1"', ['critical doctor/helper-changed']],
    ['belongs to the login user', 'chown mks-maint "$1"', ['warning doctor/helper-rights']],
    ['belongs to a group', 'chgrp mks-maint "$1"', ['warning doctor/helper-rights']],
    ['can be written by its group', 'chmod 0775 "$1"', ['warning doctor/helper-rights']],
    ['can be written by all', 'chmod 0757 "$1"', ['warning doctor/helper-rights']],
    ['is not executable', 'chmod 0644 "$1"', ['critical doctor/helper-rights']],
    [
      'can only be read by root',
      'chmod 0700 "$1"',
      ['unknown doctor/helper-unread', 'warning doctor/helper-rights'],
    ],
    ['lies in a closed folder', 'chmod 0700 "${1%/*}"', ['unknown doctor/helper-unread']],
    ['lies in an open folder', 'chmod 0777 "${1%/*}"', ['warning doctor/helper-folder']],
    ['lies in a folder of somebody', 'chown mks-maint "${1%/*}"', ['warning doctor/helper-folder']],
    ['lies below an open folder', 'chmod 2775 /usr/local/lib', ['warning doctor/helper-folder']],
    [
      'lies where a link leads, below an open folder',
      'mkdir -m 0777 /usr/local/lib/elsewhere; mv "${1%/*}" /usr/local/lib/elsewhere/teiki; ln -s elsewhere/teiki "${1%/*}"',
      ['warning doctor/helper-folder'],
    ],
  ])('doctor finds one that %s', async (_name, plant, expected) => {
    await app.must(plant, { args: [counter.path] });
    const { found } = await examine();
    expect(found.filter((line) => !line.startsWith('note'))).toEqual(expected);
  });

  it('doctor names an older one that lies beside', async () => {
    await app.must('sh', { input: renderHelpers([olderCounter]) });
    const { report, found } = await examine();
    expect(found).toEqual(['note doctor/helper-stale']);
    expect(report.findings.find(({ key }) => key.startsWith('helper:'))?.remedy).toEqual({
      id: 'doctor/helper-stale-remedy',
      args: { path: olderCounter.path },
    });
  });

  it('an older rule is one that is not needed, the present one is not', async () => {
    const rule = `mks-maint ALL=(root) NOPASSWD: ${olderCounter.path} count\n`;
    await app.write('/etc/sudoers.d/teiki-old', rule, { mode: 0o440 });
    const { report } = await examine();
    await app.must('rm /etc/sudoers.d/teiki-old');
    const unneeded = report.findings.filter(({ message }) => message.id === 'doctor/sudo-unneeded');
    expect(unneeded.map(({ message }) => message.args)).toEqual([
      { command: `${olderCounter.path} count` },
    ]);
  });

  it('a host without sha256sum leaves it unknown', async () => {
    const mend = await removeTool(app, 'sha256sum');
    const { found } = await examine();
    await mend();
    expect(found).toEqual(['unknown doctor/helper-unread']);
  });
});
