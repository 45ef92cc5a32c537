import { expect, test } from 'vitest';
import type { Fleet, Host } from '../../src/fleet/model.ts';
import { type HostFilter, selectHosts } from '../../src/runbook/select.ts';

const host = (name: string, groups: readonly string[]): [string, Host] => [
  name,
  {
    name,
    address: '10.0.0.1',
    port: 22,
    user: 'u',
    identity: { kind: 'agent' },
    groups,
    hostKeys: [],
    vars: {},
  },
];

const fleet: Fleet = {
  hosts: new Map([
    host('app1', ['app']),
    host('app2', ['app', 'db']),
    host('db1', ['db']),
    host('bastion', ['bastion']),
  ]),
  knownHosts: '',
};

const runbook = { id: 'weekly', hosts: ['bastion', 'app', 'app1'] };

test.each<[HostFilter | undefined, readonly string[]]>([
  [undefined, ['app1', 'app2', 'bastion']],
  [{}, ['app1', 'app2', 'bastion']],
  [{ hosts: ['app2'] }, ['app2']],
  [{ groups: ['db'] }, ['app2']],
  [{ hosts: ['bastion'], groups: ['db'] }, ['app2', 'bastion']],
  [{ hosts: [] }, []],
])('%j selects %j', (filter, expected) => {
  expect(selectHosts(runbook, fleet, filter).map(({ name }) => name)).toEqual(expected);
});

test.each<[HostFilter, string]>([
  [{ hosts: ['ap1'] }, 'there is no host `ap1` in the fleet: did you mean `app1`?'],
  [{ groups: ['dbs'] }, 'there is no group `dbs` in the fleet: did you mean `db`?'],
  [{ hosts: ['db1'] }, 'host `db1` is not among the hosts of weekly: app1, app2, bastion'],
])('%j is refused', (filter, message) => {
  expect(() => selectHosts(runbook, fleet, filter)).toThrow(message);
});
