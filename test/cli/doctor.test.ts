import { describe, expect, it } from 'vitest';
import { placeholders } from '../../src/cli/catalogue/pattern.ts';
import { doctorStatus } from '../../src/cli/doctor.ts';
import { judgeAnswers, ruleStates } from '../../src/doctor/judge.ts';
import { doctorMessages } from '../../src/doctor/messages.ts';
import type { HostNeeds } from '../../src/doctor/needs.ts';
import { type HostAnswers, parseAnswers } from '../../src/doctor/questions.ts';
import { pin, withInstance } from '../config/temporary-instance.ts';
import { teiki } from './capture.ts';

const by = [{ runbook: 'weekly', step: 'backup.freshness' }];
const needs: HostNeeds = {
  host: {
    name: 'app1',
    address: '10.0.0.1',
    port: 22,
    user: 'mks-maint',
    identity: { kind: 'agent' },
    groups: [],
    hostKeys: [],
    vars: {},
  },
  runbooks: ['weekly'],
  tools: [{ tool: 'df', by }],
  sudo: [{ argv: ['/usr/bin/find', '/backup'], by }],
  tunnels: [],
  groups: [{ group: 'adm', reads: '/var/log', by }],
  sql: [],
  work: [],
};
const answers: HostAnswers = {
  shell: '/bin/sh',
  user: 'mks-maint',
  groups: ['mks-maint', 'adm'],
  missingTools: [],
  sudo: 'asked',
  rules: [{ allowed: true, present: true, readable: false }],
  helpers: { folders: [], helpers: [], there: [] },
  cron: { lines: [], scripts: [], unread: [] },
  listing: '',
};
const idsOf = (changed: Partial<HostAnswers>, ahead = 0) =>
  judgeAnswers(needs, { ...answers, ...changed }, ahead).map(
    ({ severity, message }) => `${severity} ${message.id}`,
  );

describe('doctor judges', () => {
  it.each<[string, Partial<HostAnswers>, readonly string[]]>([
    ['a host with all it needs', {}, []],
    ['a missing tool', { missingTools: ['df'] }, ['critical doctor/missing-tool']],
    ['no sudo at all', { sudo: 'missing', rules: [] }, ['critical doctor/no-sudo']],
    ['root', { sudo: 'root', rules: [], groups: ['root'] }, ['warning doctor/root-login']],
    ['a user outside the group', { groups: [] }, ['note doctor/group']],
    [
      'a rule that is missing',
      { rules: [{ allowed: false, present: true, readable: false }] },
      ['critical doctor/sudo-denied'],
    ],
    [
      'a rule that is missing where it is not needed',
      { rules: [{ allowed: false, present: true, readable: true }] },
      ['note doctor/sudo-spared'],
    ],
    [
      'a program that is not there',
      { rules: [{ allowed: false, present: false, readable: false }] },
      ['critical doctor/sudo-no-program'],
    ],
  ])('%s', (_name, changed, ids) => expect(idsOf(changed)).toEqual(ids));

  it('a program that a step does without, as nothing to mend', () => {
    const sudo = [{ argv: ['/usr/bin/firewall-cmd'], ifPresent: true, by }] as const;
    const rules = [{ allowed: false, present: false, readable: false }];
    const states = ruleStates(sudo, { ...answers, rules });
    expect(states).toEqual(['absent']);
  });

  it('a clock that is off', () => {
    expect(idsOf({}, 5)).toEqual([]);
    expect(idsOf({}, -6)).toEqual(['warning doctor/clock']);
  });

  it('no answer about a rule as no right', () => {
    expect(ruleStates(needs.sudo, { ...answers, rules: [] })).toEqual(['denied']);
  });
});

it('reads the answers of the probe', () => {
  const stdout =
    'shell /bin/bash\nuser ops\ngroups ops adm\nmissing df\nsudo asked\nrule yes yes no\nrule no no no\nlist\nrule of a listing\n';
  expect(parseAnswers(stdout)).toEqual({
    shell: '/bin/bash',
    user: 'ops',
    groups: ['ops', 'adm'],
    missingTools: ['df'],
    sudo: 'asked',
    rules: [
      { allowed: true, present: true, readable: false },
      { allowed: false, present: false, readable: false },
    ],
    helpers: { folders: [], helpers: [], there: [] },
    cron: { lines: [], scripts: [], unread: [] },
    listing: 'rule of a listing\n',
  });
});

it('says the same in both languages', () => {
  for (const [id, { ja, en }] of Object.entries(doctorMessages))
    expect([...placeholders(ja, 'ja')].sort(), id).toEqual([...placeholders(en, 'en')].sort());
});

it('1 for trouble on a host that answers, 3 for one that does not', () => {
  const base = { name: '', address: '', port: 22, user: '', runbooks: [], verdict: 'ok' } as const;
  const warning = { key: '', severity: 'warning', message: { id: '', args: {} } } as const;
  const fine = { ...base, reachable: true, findings: [{ ...warning, severity: 'note' as const }] };
  const gone = { ...base, reachable: false, findings: [warning] };
  expect(doctorStatus([fine])).toBe(0);
  expect(doctorStatus([fine, gone])).toBe(3);
  expect(doctorStatus([{ ...fine, findings: [warning] }, gone])).toBe(1);
});

it('does not wait for addresses that lead nowhere', async () => {
  const fleet = `hosts:\n  app1: { address: 192.0.2.11, user: ops, groups: [app], hostKeys: ["${pin}"] }\n`;
  const files = { 'fleet.yml': fleet, 'config.yml': 'timezone: UTC\nteam: SRE\nlocale: en\n' };
  const { status, stdout } = await withInstance(files, (dir) => teiki('--dir', dir, 'doctor'));
  expect(status).toBe(3);
  expect(stdout).toContain('app1  ops: unreachable');
  expect(stdout).toContain('teiki hostkeys --host app1');
});
