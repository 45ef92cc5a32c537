import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { HostReport } from '../../src/doctor/report.ts';
import { withInstance } from '../config/temporary-instance.ts';
import { describeLab } from '../lab/describe.ts';
import { cutOff, removeTool } from '../lab/faults.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { teiki } from './capture.ts';

/** Two commands through sudo, one of them with all that sudoers(5) wants escaped, and a tunnel. */
const runbook = `id: weekly
title: { ja: 週次, en: Weekly }
purpose: { ja: 健全性, en: Health }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - id: uid
    check: command
    with: { command: "sudo -n /usr/bin/id", sudo: [[/usr/bin/id]] }
  - id: print
    check: command
    with:
      command: "sudo -n /usr/bin/printf '%s' 'a b,c:d=e#f*?[g]\\\\h!^'"
      sudo: [[/usr/bin/printf, "%s", 'a b,c:d=e#f*?[g]\\h!^']]
  - check: logs.disk-usage
  - id: ssh-port
    check: http
    with: { url: "http://127.0.0.1:22/", from: host }
`;

describeLab('teiki doctor', () => {
  let lab: Lab;
  let app: Host;
  const files = (hostKey = app.hostKey, address = app.address) => ({
    'config.yml': 'timezone: Asia/Tokyo\nteam: SRE\nlocale: en\n',
    'fleet.yml': `defaults: { user: mks-maint, identity: env:LAB_KEY }
hosts:
  app1: { address: ${address}, groups: [app], hostKeys: ["${hostKey}"] }
`,
    'runbooks/weekly.yml': runbook,
  });
  const run = (...args: string[]) =>
    withInstance(files(), (dir) => teiki('--dir', dir, '-q', ...args));
  const examine = async (instance = files()) => {
    const { status, stdout } = await withInstance(instance, (dir) =>
      teiki('--dir', dir, '-q', 'doctor', '--json'),
    );
    const [report] = (JSON.parse(stdout) as { hosts: HostReport[] }).hosts;
    const found = report?.findings.map(({ severity, message }) => `${severity} ${message.id}`);
    return { status, report, found: found?.filter((line) => !line.startsWith('note')) };
  };
  /** As a person does: the printed file is checked and put in place. */
  const install = async () => {
    const { stdout } = await run('sudoers', '--host', 'app1');
    await app.must('visudo -c -f -', { input: stdout });
    await app.write('/etc/sudoers.d/teiki', stdout, { mode: 0o440 });
  };

  beforeAll(async () => {
    lab = await Lab.start();
    app = await lab.boot({ name: 'app1' });
    vi.stubEnv('LAB_KEY', lab.privateKey);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await lab?.stop();
  });
  afterEach(() => app.must('rm -f /etc/sudoers.d/teiki /etc/sudoers.d/lab-*'));

  it('says which rules are missing, and is content once they are there, exactly', async () => {
    const without = await examine();
    expect(without.status).toBe(1);
    expect(without.found).toEqual(['critical doctor/sudo-denied', 'critical doctor/sudo-denied']);

    await install();
    const exact = await examine();
    expect(exact.found).toEqual([]);
    expect(exact.status).toBe(0);
    expect(exact.report?.login).toMatchObject({ user: 'mks-maint', shell: '/bin/bash' });
    expect(exact.report?.login?.sudo.map(({ state }) => state)).toEqual(['allowed', 'allowed']);
    expect(exact.report?.login?.tunnels).toEqual([{ target: '127.0.0.1:22', state: 'open' }]);
  });

  it('the rules let the very commands through, and no others', async () => {
    await install();
    const weird = 'a b,c:d=e#f*?[g]\\h!^';
    const as = (...argv: string[]) =>
      app.run('exec runuser -u mks-maint -- sudo -n "$@"', { args: argv });
    expect(await as('/usr/bin/printf', '%s', weird)).toMatchObject({
      stdout: weird,
      exitStatus: 0,
    });
    expect((await as('/usr/bin/id')).stdout).toContain('uid=0');
    for (const argv of [
      ['/usr/bin/id', '-u'],
      ['/usr/bin/printf', '%s', weird.replace('*', 'XY')],
      ['/usr/bin/printf', '%s', weird.replace('[g]', 'g')],
      ['/usr/bin/printf', '%s', `${weird}x`],
      ['/usr/bin/printf'],
    ]) {
      expect((await as(...argv)).exitStatus, argv.join(' ')).not.toBe(0);
    }
  });

  it('warns of rights that are too many', async () => {
    await app.sudoers('mks-maint', ['ALL=(ALL) NOPASSWD: ALL']);
    const { status, found } = await examine();
    expect(found).toEqual(['warning doctor/sudo-broad']);
    expect(status).toBe(1);
    await app.sudoers('mks-maint', ['ALL=(root) NOPASSWD: /usr/bin/cat /var/log/*']);
    await install();
    expect((await examine()).found).toEqual(['warning doctor/sudo-broad']);
  });

  it('sees that a later rule asks for a password', async () => {
    await install();
    await app.write('/etc/sudoers.d/zz', 'mks-maint ALL=(ALL:ALL) PASSWD: ALL\n', { mode: 0o440 });
    const { found } = await examine();
    await app.must('rm /etc/sudoers.d/zz');
    expect(found).toEqual(['critical doctor/sudo-password', 'critical doctor/sudo-password']);
  });

  it('names a missing tool and what needs it', async () => {
    await install();
    const mend = await removeTool(app, 'df');
    const { report, found } = await examine();
    await mend();
    expect(found).toEqual(['critical doctor/missing-tool']);
    expect(report?.findings[0]?.message.args).toMatchObject({
      tool: 'df',
      steps: 'weekly: logs.disk-usage',
    });
  });

  it('sees that sshd forbids forwarding', async () => {
    await install();
    await app.sshd('AllowTcpForwarding no');
    const forbidden = await examine();
    await app.sshd('AllowTcpForwarding yes');
    expect(forbidden.found).toEqual(['critical doctor/forwarding']);
    expect(forbidden.report?.login?.tunnels[0]?.state).toBe('forbidden');
  });

  it('a login shell that runs nothing is told from a host that is down', async () => {
    await app.addUser({ name: 'mks-maint', shell: '/usr/sbin/nologin' });
    const { status, found, report } = await examine();
    await app.addUser({ name: 'mks-maint', shell: '/bin/bash' });
    expect(found).toEqual(['critical doctor/no-shell']);
    expect(report?.findings[0]?.evidence).toContain('not available');
    expect(status).toBe(1);
  });

  it('a changed host key and an unplugged host are not reached, and why', async () => {
    const other =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t';
    const changed = await examine(files(other));
    expect(changed.found).toEqual(['critical connection.host-key-changed']);
    expect(changed.status).toBe(3);

    const mend = await cutOff(app);
    const gone = await examine();
    await mend();
    await app.reachable();
    expect(gone.status).toBe(3);
    expect(gone.found?.[0]).toMatch(/^critical connection\.(timeout|unroutable)/);
  });

  it('hostkeys prints pins that hold, and finds those that do not', async () => {
    const same = await run('hostkeys');
    expect(same).toMatchObject({ status: 0 });
    expect(same.stdout).toContain(`- ${app.hostKey}`);
    expect(same.stdout).toContain('app1: # as pinned');
    const other =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVYQU1QTEUtS0VZLU9GLWFwcDEtUkVQTEFDRS1JVC0t';
    const changed = await withInstance(files(other), (dir) => teiki('--dir', dir, 'hostkeys'));
    expect(changed.status).toBe(1);
    expect(changed.stdout).toContain('DIFFERS');
    expect(changed.stderr).toContain('ssh-keygen -lf');
  });

  it('shows it all on a terminal', async () => {
    const { stdout } = await run('doctor');
    expect(stdout).toMatch(
      /^✖ app1 +mks-maint \(\d+\) \/bin\/bash +debian 12 +\d\/\d +0\/2 +1\/1/m,
    );
    expect(stdout).toContain('→ Check the output of teiki sudoers --host app1');
  });
});
