import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateSchemas } from '../../scripts/generate-schemas.ts';
import { catalogue } from '../../src/catalogue/registry.ts';
import { environmentNames } from '../../src/config/environment-names.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { isUnconfigured } from '../../src/fleet/examples.ts';
import { formatIssue, hasErrors } from '../../src/yaml/issue.ts';

const instance = await loadInstance('maintenance', { catalogue });
await catalogue.load(catalogue.ids);

test('the instance of this repository is sound, and says that its addresses are examples', () => {
  expect(hasErrors(instance.issues)).toBe(false);
  expect(instance.issues.map(formatIssue)).toEqual([
    'maintenance/fleet.yml:12:14: warning: the fleet still holds example addresses (app1: 192.0.2.11): put those of your hosts, and their `hostKeys`',
  ]);
  expect(isUnconfigured(instance.fleet)).toBe(true);
});

test('its secrets come from variables that a workflow must pass on', () => {
  expect(environmentNames(instance.config, instance.fleet, instance.runbooks)).toEqual([
    'MKS_DB_PASSWORD',
    'TEIKI_SSH_KEY',
  ]);
});

test('the weekly check has the steps of the procedure, in its order', () => {
  const weekly = instance.runbooks.find(({ id }) => id === 'weekly-health');
  expect(weekly?.window).toEqual({ every: 'week', on: 'monday', at: '02:00', minutes: 30 });
  expect(weekly?.path).toBe('runbooks/weekly-health.yml');
  expect(weekly?.steps.map(({ id }) => id)).toEqual([
    'logs.disk-usage',
    'logs.large-files',
    'backup.freshness',
    'backup.integrity',
    'tls.file-expiry',
    'tls.served-cert',
    'perf.cpu',
    'perf.memory',
    'perf.disk-io',
    'disk.root-usage',
    'capacity.sample',
  ]);
});

test('backups are looked at daily, after they were made', () => {
  const daily = instance.runbooks.find(({ id }) => id === 'daily-backup-check');
  expect(daily?.window).toEqual({ every: 'day', at: '04:17', minutes: 5 });
  expect(daily?.steps.map(({ id }) => id)).toEqual(['backup.freshness', 'backup.integrity']);
});

test.each(['config.yml', 'fleet.yml', 'runbooks/weekly-health.yml'])(
  'editors find the schema of %s',
  async (path) => {
    const [, schema] = /\$schema=(\S+)/.exec(await readFile(`maintenance/${path}`, 'utf8')) ?? [];
    const file = new URL(schema ?? '', `file:///maintenance/${path}`).pathname.slice(1);
    expect(Object.keys(generateSchemas(catalogue))).toContain(file);
  },
);
