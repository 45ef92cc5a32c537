import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { check as listeners } from '../../../src/catalogue/firewall/listeners.ts';
import { check as status } from '../../../src/catalogue/firewall/status.ts';
import { task as apply } from '../../../src/catalogue/security/apply.ts';
import { packageHelper } from '../../../src/catalogue/security/package-helper.ts';
import { check as updates } from '../../../src/catalogue/security/updates.ts';
import { task as upgrade } from '../../../src/catalogue/system/apt-upgrade.ts';
import type { ShellProbe } from '../../../src/core/probe.ts';
import { runInShell, shells } from '../../support/shells.ts';

/**
 * On this machine, without any right: what it has decides how much they find, not that they end.
 * apt takes seconds of CPU, so it is for the lab's tests; here its tools print a line or two.
 */
const tools: Readonly<Record<string, string>> = {
  sudo: "echo 'sudo: a password is required' >&2; exit 1",
  'apt-get': String.raw`printf 'The following packages have been kept back:\n  one two\nInst three [1] (2 a:b/c [all])\n'`,
  'apt-cache': `echo "policy of $*"`,
  'apt-mark': 'echo four',
  'apt-config': ':',
  dpkg: ':',
};
const folder = mkdtempSync(join(tmpdir(), 'teiki-tools-'));
for (const [name, text] of Object.entries(tools))
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(shells)('in $name', ({ argv }) => {
  const env = { PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin` };
  const run = (probe: ShellProbe) => runInShell(argv, `${probe.script.text}\n`, { env });

  test.each([
    ['firewall.status', status.probes(status.params.parse({})).rules],
    ['security.updates', updates.probes(updates.params.parse({ refresh: true })).updates],
    ['security.apply', apply.probes(apply.params.parse({ services: ['a', 'b'] }))['packages']],
    ['system.apt-upgrade', upgrade.probes(upgrade.params.parse({}))['packages']],
  ])('%s tells all it has to tell', (_id, probe) => {
    if (probe?.kind !== 'shell') throw new Error('not a shell probe');
    const { stdout, stderr, exitStatus } = run(probe);
    expect(exitStatus).toBe(0);
    expect(stderr.toString()).not.toMatch(/syntax|unexpected|bad |not found/i);
    expect(stdout.toString()).toMatch(/^%% [^]*\n%% end\n$|^%% end\n$/);
  });

  test('security.updates looks up what may hide a fix', () => {
    const { updates: probe } = updates.probes(updates.params.parse({}));
    const { stdout } = run(probe);
    expect(stdout.toString()).toContain('\n%% candidates\npolicy of policy one two three four\n');
  });

  test('the helper that upgrades packages is understood as a whole', () => {
    const { exitStatus, stderr } = runInShell(argv, `set -n\n${packageHelper.text}`);
    expect([exitStatus, stderr.toString()]).toEqual([0, '']);
  });

  test('firewall.listeners does with what everybody may see', () => {
    const { stdout, exitStatus } = run(listeners.probes(listeners.params.parse({})).sockets);
    // 127 where there is no ss: the engine then names it.
    expect([0, 127]).toContain(exitStatus);
    if (exitStatus === 0) expect(stdout.toString()).toMatch(/^%% listeners\n[^]*%% end\n$/);
    expect(stdout.toString()).not.toContain('privileged');
  });
});
