import { expect, test } from 'vitest';
import { exampleHosts, isUnconfigured } from '../../src/fleet/examples.ts';
import { load, pin } from '../config/temporary-instance.ts';

test('defaults reach every host, and what a host says for itself comes first', async () => {
  const { fleet, issues } = await load({
    'fleet.yml': `defaults:
  user: mks-maint
  port: 2222
  identity: env:KEY
  passphrase: env:PASSPHRASE
  jump: bastion
  groups: [all]
  vars: { uploads: /srv/uploads, limit: 80 }
hosts:
  app1:
    address: 10.0.0.11
    user: other
    identity: agent
    groups: [app, all]
    hostKeys: ["${pin} root@app1"]
    vars: { limit: 70, strict: true }
  bastion: { address: 10.0.0.1, port: 22, hostKeys: ["${pin}"], identity: ~/.ssh/id_ed25519 }
`,
  });
  expect(issues).toEqual([]);
  const passphrase = { kind: 'env', name: 'PASSPHRASE' };
  expect(fleet.hosts.get('app1')).toEqual({
    name: 'app1',
    address: '10.0.0.11',
    port: 2222,
    user: 'other',
    identity: { kind: 'agent' },
    passphrase,
    groups: ['all', 'app'],
    hostKeys: [pin],
    jump: 'bastion',
    vars: { uploads: '/srv/uploads', limit: 70, strict: true },
  });
  expect(fleet.hosts.get('bastion')).toEqual({
    name: 'bastion',
    address: '10.0.0.1',
    port: 22,
    user: 'mks-maint',
    identity: { kind: 'path', path: '~/.ssh/id_ed25519' },
    passphrase,
    groups: ['all'],
    hostKeys: [pin],
    vars: { uploads: '/srv/uploads', limit: 80 },
  });
});

test('a known_hosts file pins hosts that have no keys of their own', async () => {
  const { fleet, issues } = await load({
    'fleet.yml':
      'knownHosts: known_hosts\nhosts: { app1: { address: 10.0.0.1, user: u, groups: [app] } }\n',
    known_hosts: `10.0.0.1 ${pin}\n`,
  });
  expect(issues).toEqual([]);
  expect(fleet.knownHosts).toBe(`10.0.0.1 ${pin}\n`);
  expect(fleet.hosts.get('app1')).toMatchObject({
    hostKeys: [],
    identity: { kind: 'agent' },
    port: 22,
  });
});

test('one mistake in a host does not make references to it wrong', async () => {
  const { issues } = await load({
    'fleet.yml': `hosts:
  app1: { address: 10.0.0.11, user: u, groups: [app], hostKeys: ["${pin}"], jump: bastion }
  bastion: { address: 10.0.0.1, user: u, hostKeys: ["${pin}"], prot: 22 }
`,
  });
  expect(issues.map(({ code }) => code)).toEqual(['unknown-key']);
});

test('a fleet is unconfigured as long as all its addresses are examples', async () => {
  const host = (address: string): string =>
    `{ address: ${address}, user: u, groups: [app], hostKeys: ["${pin}"] }`;
  const { fleet: example } = await load({ 'fleet.yml': `hosts: { app1: ${host('192.0.2.1')} }\n` });
  expect(isUnconfigured(example)).toBe(true);
  const { fleet: mixed } = await load({
    'fleet.yml': `hosts: { app1: ${host('192.0.2.1')}, app2: ${host('10.0.0.2')} }\n`,
  });
  expect(isUnconfigured(mixed)).toBe(false);
  expect(exampleHosts(mixed).map(({ name }) => name)).toEqual(['app1']);
  expect(isUnconfigured((await load({ 'fleet.yml': '' })).fleet)).toBe(true);
});
