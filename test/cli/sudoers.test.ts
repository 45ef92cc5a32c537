import { describe, expect, it } from 'vitest';
import {
  asksForPassword,
  parseSudoListing,
  tooMuch,
  unneeded,
} from '../../src/doctor/sudo-listing.ts';
import { sudoersCommand, sudoersRule } from '../../src/doctor/sudo-rule.ts';
import { pin, withInstance } from '../config/temporary-instance.ts';
import { teiki } from './capture.ts';

describe('a sudo rule', () => {
  it.each<[readonly [string, ...string[]], string]>([
    [['/usr/bin/id'], '/usr/bin/id ""'],
    [['/usr/bin/id', '-u'], '/usr/bin/id -u'],
    [['/usr/bin/x', 'a,b:c=d'], String.raw`/usr/bin/x a\,b\:c\=d`],
    [['/usr/bin/x', 'a b'], String.raw`/usr/bin/x a\ b`],
    [['/usr/bin/x', 'db_*.dump', '[a-z]?'], String.raw`/usr/bin/x db_\*.dump \[a-z\]\?`],
    [['/usr/bin/x', String.raw`\d`], String.raw`/usr/bin/x \\\\d`],
    [['/usr/bin/x', '^a.*$'], String.raw`/usr/bin/x \^a.\*$`],
    [['/usr/bin/x', '#1', '!y'], String.raw`/usr/bin/x \#1 \!y`],
  ])('escapes %j', (argv, rule) => expect(sudoersCommand({ argv })).toBe(rule));

  it('refuses what no rule can say', () => {
    for (const word of ['', 'a\nb'])
      expect(() => sudoersCommand({ argv: ['/usr/bin/x', word] })).toThrow(RangeError);
  });

  it('quotes a login name that would mean something else', () => {
    expect(sudoersRule('ops', { argv: ['/usr/bin/x', '1'] })).toMatch(
      /^ops ALL=\(root\) NOPASSWD: /,
    );
    expect(sudoersRule('ALL', { argv: ['/usr/bin/x', '1'] })).toMatch(/^"ALL" /);
  });
});

describe('the listing of sudo', () => {
  const listing = `Matching Defaults entries for mks-maint on app1:
    env_reset, mail_badpass, use_pty, !requiretty

User mks-maint may run the following commands on app1:
    (ALL : ALL) ALL
    (root) NOPASSWD: /usr/bin/find -H /backup/mks -printf %y/%s/ -print0, /usr/bin/id "", PASSWD: /usr/bin/passwd
    (root) NOPASSWD: /usr/bin/printf %s a\\,\\ b, /usr/bin/cat /var/log/*
`;
  const allowances = parseSudoListing(listing);

  it('is read with its tags', () => {
    expect(allowances.map(({ command, passwordless }) => [command, passwordless])).toEqual([
      ['ALL', false],
      ['/usr/bin/find -H /backup/mks -printf %y/%s/ -print0', true],
      ['/usr/bin/id ""', true],
      ['/usr/bin/passwd', false],
      [String.raw`/usr/bin/printf %s a\,\ b`, true],
      ['/usr/bin/cat /var/log/*', true],
    ]);
  });

  it('tells what asks for a password: the last rule that matches counts', () => {
    expect(asksForPassword({ argv: ['/usr/bin/id'] }, allowances)).toBe(false);
    expect(asksForPassword({ argv: ['/usr/bin/printf', '%s', 'a, b'] }, allowances)).toBe(false);
    expect(asksForPassword({ argv: ['/usr/bin/other'] }, allowances)).toBe(true);
    const later = [...allowances, { command: 'ALL', passwordless: false }];
    expect(asksForPassword({ argv: ['/usr/bin/id'] }, later)).toBe(true);
  });

  it('tells what is too much and what is not needed', () => {
    expect(tooMuch(allowances)).toEqual(['/usr/bin/cat /var/log/*']);
    expect(unneeded(allowances, [{ argv: ['/usr/bin/id'] }])).toHaveLength(2);
    expect(
      tooMuch(
        parseSudoListing('User x may run the following commands on y:\n    (ALL) NOPASSWD: ALL'),
      ),
    ).toEqual(['ALL']);
  });

  it('is empty when sudo lists nothing', () => {
    expect(parseSudoListing('sudo: a password is required\n')).toEqual([]);
  });
});

describe('teiki sudoers', () => {
  const fleet = `hosts:
  app1: { address: 10.0.0.11, user: mks-maint, groups: [app], hostKeys: ["${pin}"] }
  app2: { address: 10.0.0.12, user: mks-maint, groups: [app], hostKeys: ["${pin}"] }
  db1: { address: 10.0.0.13, user: dba, groups: [db], hostKeys: ["${pin}"] }
`;
  const runbook = (id: string, hosts: string, steps: string, enabled = true) => `id: ${id}
title: { ja: 週次, en: Weekly }
purpose: { ja: 健全性, en: Health }
level: 1
enabled: ${enabled}
hosts: [${hosts}]
window: { every: week, on: monday, at: "02:00", minutes: 30 }
steps:
${steps}`;
  const files = {
    'fleet.yml': fleet,
    'runbooks/weekly.yml': runbook(
      'weekly',
      'app',
      '  - check: backup.freshness\n  - check: logs.disk-usage\n',
    ),
    'runbooks/daily.yml': runbook('daily', 'app1, db', '  - check: backup.freshness\n'),
    'runbooks/off.yml': runbook(
      'off',
      'app',
      '  - { check: command, with: { command: id, sudo: [[/usr/bin/id]] } }\n',
      false,
    ),
  };
  const run = (...args: string[]) =>
    withInstance(files, (dir) => teiki('--dir', dir, 'sudoers', ...args));

  it('prints each rule once, with the steps that need it, and the groups that do instead', async () => {
    const { status, stdout } = await run('--user', 'mks-maint');
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# The sudo rules that the runbooks need, and no others. Written by "teiki sudoers".
      # A rule allows this very command and no other arguments. Check and install it, as root on the host:
      #   visudo -c -f FILE && install -o root -g root -m 0440 FILE /etc/sudoers.d/teiki
      # Remove older, wider rules: "teiki doctor" finds them.

      # Not by sudo but by group: usermod -aG adm mks-maint
      #   reads /var/log (weekly: logs.disk-usage)

      Defaults:mks-maint !requiretty

      # daily: backup.freshness; weekly: backup.freshness
      mks-maint ALL=(root) NOPASSWD: /usr/bin/find -H /backup/mks -mindepth 1 -maxdepth 2 -printf %y/%T@/%s/ -print0
      "
    `);
  });

  it('has the rules of every login user, and says when hosts differ', async () => {
    const { stdout } = await run();
    expect(stdout).toContain('Defaults:dba !requiretty');
    expect(stdout).not.toContain('/usr/bin/id');
    expect((await run('--host', 'app1')).stdout).not.toContain('dba');
  });

  it('says so when there is nothing to install', async () => {
    const { status, stdout } = await withInstance({}, (dir) => teiki('--dir', dir, 'sudoers'));
    expect(status).toBe(0);
    expect(stdout).toContain('# No runbook needs sudo');
    expect(stdout).not.toMatch(/^[^#\n]/m);
  });

  it('knows hosts and users', async () => {
    expect(await run('--host', 'app9')).toMatchObject({ status: 2 });
    expect((await run('--user', 'mks-main')).stderr).toContain('did you mean `mks-maint`?');
  });
});
