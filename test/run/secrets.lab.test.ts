import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import type { HostReport } from '../../src/doctor/report.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { type Ran, teiki } from '../cli/capture.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { type ExecveTrace, traceExecve } from './execve-trace.ts';
import { rightsTable } from './rights-table.ts';
import {
  controlRunbook,
  demandSecrets,
  filesWith,
  fragmentsOf,
  instanceWithSecrets,
  lockedKey,
  prepareHost,
  words,
} from './secrets-host.ts';

/** The runbooks of `maintenance/`, whole, with secrets wherever there may be some, and the host watched. */
describeLab('secrets and rights', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;
  let trace: ExecveTrace;
  let secrets: readonly string[];
  const said: Ran[] = [];
  const results = new Map<string, RunResult>();

  const enabled = async () => {
    const { runbooks, fleet } = await loadInstance(dir, { catalogue });
    return { fleet, runbooks: runbooks.filter((runbook) => runbook.enabled) };
  };
  const secretsIn = (text: string) => secrets.filter((secret) => text.includes(secret));

  beforeAll(async () => {
    lab = await Lab.start();
    host = await lab.boot({ name: 'app1' });
    await Promise.all([prepareHost(host), host.settled()]);
    await demandSecrets(host);
    const locked = await lockedKey(lab.key.privateKeyFile, host.folder);
    secrets = fragmentsOf(locked, lab.privateKey);
    for (const [name, value] of Object.entries(words)) vi.stubEnv(name, value);
    vi.stubEnv('LAB_LOCKED_KEY', locked);
    dir = await instanceWithSecrets(host);

    const sudoers = await teiki('sudoers', '--dir', dir);
    await host.must('visudo -c -f -', { input: sudoers.stdout });
    await host.write('/etc/sudoers.d/teiki', sudoers.stdout, { mode: 0o440 });
    await host.must((await teiki('sudoers', '--helpers', '--dir', dir)).stdout);
    // Where reading through a group is enough, the file says so instead of giving a rule.
    for (const [, group = ''] of sudoers.stdout.matchAll(/^# .*usermod -aG (\S+) mks-maint$/gm))
      await host.must('usermod -aG "$1" mks-maint', { args: [group] });

    trace = await traceExecve(host);
    said.push(sudoers, await teiki('doctor', '--dir', dir));
    // A runbook that is not enabled gets no rights in advance.
    for (const { id } of (await enabled()).runbooks) {
      const json = join(dir, `${id}.json`);
      const ran = await teiki('run', id, '--dir', dir, '--json', json, '--record');
      expect(ran.stderr).toContain('journal.md');
      said.push(ran);
      results.set(id, RunResult.parse(JSON.parse(await readFile(json, 'utf8'))));
    }
  }, 400_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await trace?.stop();
    if (dir) await rm(dir, { recursive: true, force: true });
    await lab?.stop();
  });

  test('the login takes the key and the password, and all runbooks have run', async () => {
    expect([...results.keys()].sort()).toEqual(
      expect.arrayContaining(['daily-backup-check', 'weekly-health', 'weekly-security']),
    );
    for (const { hosts } of results.values()) {
      expect(hosts).toMatchObject([{ name: 'app1', reachable: true }]);
    }
    const log = await host.must('journalctl --no-pager -t sshd');
    expect(log).toContain('Partial publickey for mks-maint');
    expect(log).toContain('Accepted password for mks-maint');
  });

  test('no program of the host was started with a secret in argv or environment', async () => {
    expect(await trace.untraced()).toEqual([]);
    const text = await trace.text();
    // It is all there: logins, the shell that reads the script, probes, those of root.
    for (const program of ['sshd', 'sh', 'df', 'find', 'sudo', 'ufw', 'apt-get'])
      expect(text).toMatch(new RegExp(`execve\\("(/usr)?/s?bin/${program}", \\[`));
    expect(text).toMatch(/execve\("\/usr\/bin\/sudo", \["sudo", "-n", /);
    expect(text).toContain('"USER=mks-maint"');
    expect(secretsIn(text)).toEqual([]);
  });

  test('nor is there one in results, records, terminal output, logs or files of the host', async () => {
    for (const { stdout, stderr } of said) expect(secretsIn(stdout + stderr)).toEqual([]);
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const written = entries.filter((entry) => entry.isFile());
    expect(written.map(({ name }) => name)).toContain('journal.md');
    for (const { parentPath, name } of written) {
      expect(secretsIn(await readFile(join(parentPath, name), 'utf8')), name).toEqual([]);
    }
    expect(secretsIn(await host.must('journalctl --no-pager -o verbose -a'))).toEqual([]);
    expect(await filesWith(host, secrets)).toEqual([]);
    await host.write('/var/tmp/planted', `x ${words.LAB_PASSWORD}\n`);
    expect(await filesWith(host, secrets)).toEqual(['/var/tmp/planted']);
  });

  test('with the printed rules and groups, no step of any runbook lacks a right', async () => {
    const table = rightsTable(await enabled(), results);
    expect(table.length).toBeGreaterThan(15);
    expect(table.filter(([, , rights]) => rights !== 'enough')).toEqual([]);
    const log = await host.must('journalctl --no-pager -o cat -t sudo');
    expect(log).toContain('COMMAND=/usr/sbin/ufw status verbose');
    expect(log).not.toMatch(/not allowed|NOT in sudoers|password is required/);
  });

  test('the control: secrets that a runbook holds by mistake are seen in the trace', async () => {
    await writeFile(join(dir, 'runbooks/control.yml'), controlRunbook);
    await teiki('run', 'control', '--dir', dir, '--json', join(dir, 'control.json'));
    const text = await trace.text();
    expect(text).toContain(`execve("/bin/echo", ["/bin/echo", "${words.MKS_DB_PASSWORD}"]`);
    expect(text).toContain(`"LAB_CONTROL=${words.LAB_PASSPHRASE}"`);
    expect(secretsIn(text)).toEqual([words.LAB_PASSPHRASE, words.MKS_DB_PASSWORD]);
    await rm(join(dir, 'runbooks/control.yml'));
  });

  test('doctor is content with the printed rules, and warns of NOPASSWD: ALL', async () => {
    const examine = async () => {
      const { stdout } = await teiki('doctor', '--dir', dir, '-q', '--json');
      const [report] = (JSON.parse(stdout) as { hosts: HostReport[] }).hosts;
      return {
        states: new Set(report?.login?.sudo.map(({ state }) => state)),
        ofRights: report?.findings
          .filter(({ key }) => /^sudo|^user$/.test(key))
          .map(({ severity, message }) => `${severity} ${message.id}`),
      };
    };
    // Debian has no firewall-cmd, and ss in one folder only.
    expect(await examine()).toEqual({ states: new Set(['allowed', 'absent']), ofRights: [] });
    await host.sudoers('mks-maint', ['ALL=(ALL) NOPASSWD: ALL']);
    expect((await examine()).ofRights).toEqual(['warning doctor/sudo-broad']);
  });
});
