import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { RunResult } from '../../src/record/run-result.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { type Ran, teiki } from '../cli/capture.ts';
import { describeLab } from '../lab/describe.ts';
import type { Host } from '../lab/host.ts';
import { Lab } from '../lab/lab.ts';
import { type ExecveTrace, traceExecve } from './execve-trace.ts';
import {
  demandSecrets,
  fragmentsOf,
  instanceWithSecrets,
  lockedKey,
  prepareHost,
  words,
} from './secrets-host.ts';

/** A control: what a person must never write into a runbook, once in argv and once in the environment. */
const control = `id: control
title: { ja: 対照, en: Control }
purpose: { ja: 対照, en: Control }
level: 1
hosts: [app]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
  - check: command
    with:
      command: "/bin/echo ${words.MKS_DB_PASSWORD}; LAB_CONTROL=${words.LAB_PASSPHRASE} /bin/true"
`;

/** The runbooks of `maintenance/`, whole, with secrets wherever there may be some, and the host watched. */
describeLab('secrets and rights', () => {
  let lab: Lab;
  let host: Host;
  let dir: string;
  let trace: ExecveTrace;
  let secrets: readonly string[];
  const said: Ran[] = [];
  const results = new Map<string, RunResult>();

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

    trace = await traceExecve(host);
    said.push(sudoers, await teiki('doctor', '--dir', dir));
    for (const { id } of (await loadInstance(dir, { catalogue })).runbooks) {
      const json = join(dir, `${id}.json`);
      said.push(await teiki('run', id, '--dir', dir, '--json', json, '--record'));
      results.set(id, RunResult.parse(JSON.parse(await readFile(json, 'utf8'))));
    }
  });
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
    expect(log).toMatch(/Accepted key ED25519|Partial publickey for mks-maint/);
    expect(log).toContain('Accepted password for mks-maint');
  });

  test('no program of the host was started with a secret in argv or environment', async () => {
    expect(await trace.untraced()).toEqual([]);
    const text = await trace.text();
    // It is all there: logins, the shell that reads the script, probes, those of root.
    for (const program of ['/usr/sbin/sshd', '/bin/sh', '/usr/bin/find', '/usr/bin/df'])
      expect(text).toMatch(
        new RegExp(`execve\\("(/usr)?${program.replace('/usr', '')}"|${program}"`),
      );
    expect(text).toMatch(/execve\("\/usr\/bin\/sudo", \["sudo", "-n", /);
    expect(text).toContain('"USER=mks-maint"');
    expect(secretsIn(text)).toEqual([]);
  });

  test('nor is there one in results, records, terminal output, logs or files of the host', async () => {
    for (const { stdout, stderr } of said) expect(secretsIn(stdout + stderr)).toEqual([]);
    const files = await readdir(dir, { recursive: true, withFileTypes: true });
    const written = files.filter((file) => file.isFile());
    expect(written.map(({ name }) => name)).toContain('journal.md');
    for (const { parentPath, name } of written) {
      expect(secretsIn(await readFile(join(parentPath, name), 'utf8')), name).toEqual([]);
    }
    expect(secretsIn(await host.must('journalctl --no-pager -o verbose -a'))).toEqual([]);
    // The clone's own layer: all that was written on its disk since it was made.
    const { stdout } = await host.run(
      'cat >/root/patterns; grep -rlaF -f /root/patterns --exclude=patterns / --one-file-system 2>/dev/null',
      { input: secrets.join('\n') },
    );
    await host.must('rm /root/patterns');
    expect(stdout).toBe('');
  });

  test('with the printed rules, no step of any runbook lacks a right', async () => {
    const instance = await loadInstance(dir, { catalogue });
    const table = instance.runbooks.flatMap((runbook) => {
      const [plan] = planRun(runbook, instance.fleet, catalogue, {}, () => []).plans;
      const steps = results.get(runbook.id)?.steps ?? [];
      const planned = plan?.steps ?? [];
      const ids = planned.flatMap((step) => [
        step.id,
        ...('remedy' in step && step.remedy ? step.remedy.map(({ id }) => id) : []),
      ]);
      return ids.map((id) => {
        const text = JSON.stringify(steps.filter(({ step }) => step === id));
        const right = text === '[]' ? 'not run' : /sudo|denied/i.test(text) ? text : 'enough';
        return [runbook.id, id, right];
      });
    });
    console.log(table);
    expect(table.filter(([, , right]) => right !== 'enough')).toEqual([]);
  });
});
