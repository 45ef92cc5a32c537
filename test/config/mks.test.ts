import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateSchemas } from '../../scripts/generate-schemas.ts';
import { catalogue } from '../../src/catalogue/registry.ts';
import { environmentNames } from '../../src/config/environment-names.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { isUnconfigured } from '../../src/fleet/examples.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { formatIssue, hasErrors } from '../../src/yaml/issue.ts';
import { procedure, windows } from './procedure.ts';

const instance = await loadInstance('maintenance', { catalogue });
await catalogue.load(catalogue.ids);
const runbooks = new Map(instance.runbooks.map((runbook) => [runbook.id, runbook]));
/** Quarters are another part of it. */
const ofThisProcedure = instance.runbooks.filter(({ window }) => window.every !== 'quarter');
const use = (remedy: { task: string; with: object } | undefined) =>
  remedy && { use: remedy.task, with: remedy.with };

test('the instance of this repository is sound, and says that its addresses are examples', () => {
  expect(hasErrors(instance.issues)).toBe(false);
  expect(instance.issues.map(formatIssue)).toEqual([
    'maintenance/fleet.yml:12:14: warning: the fleet still holds example addresses (app1: 192.0.2.11): put those of your hosts, and their `hostKeys`',
  ]);
  expect(isUnconfigured(instance.fleet)).toBe(true);
});

test('its secrets come from variables that a workflow must pass on', () => {
  expect(environmentNames(instance.config, instance.fleet, instance.runbooks)).toEqual([
    'ADMIN_TOKEN',
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
    'proc.memory-leak',
    'disk.root-usage',
    'capacity.sample',
  ]);
});

test.each(procedure)('$line', ({ steps, with: given }) => {
  const found = steps.map((path) => {
    const [name = '', task] = path.split(' > ');
    const [runbook, id] = name.split('/');
    const step = runbooks.get(runbook ?? '')?.steps.find((one) => one.id === id);
    return task === undefined ? step && { use: step.use, with: step.with } : use(step?.then);
  });
  expect(found.map((one) => one?.use)).toEqual(steps.map((path) => path.split(/\/| > /).at(-1)));
  expect(found[0]?.with).toMatchObject(given ?? {});
});

test.each(Object.entries(windows))('%s: %o', (id, window) => {
  expect(runbooks.get(id)?.window).toMatchObject(window);
});

test('no runbook has a window that nobody has asked for', () => {
  const ids = ofThisProcedure.map(({ id }) => id);
  expect(ids.filter((id) => !Object.hasOwn(windows, id))).toEqual([]);
});

test('every step has its place in the procedure, or says why it was added', () => {
  const added = [
    'daily-backup-check/backup.integrity',
    'monthly-security-update/security.updates',
    'monthly-security-update/system.restart-needed',
    'monthly-security-update/system.restart-services',
    'weekly-health/capacity.sample',
    'weekly-health/proc.memory-leak',
    'weekly-log-rotation/logs.rotate-config',
  ];
  const known = new Set(
    procedure.flatMap(({ steps }) => steps.map((path) => path.split(' > ')[0])),
  );
  const all = ofThisProcedure.flatMap(({ id, steps }) => steps.map((one) => `${id}/${one.id}`));
  expect(all.filter((path) => !known.has(path)).sort()).toEqual(added);
});

test('a runbook is of the level of what it changes, and each of its steps can be planned', () => {
  for (const runbook of instance.runbooks) {
    const { plans, issues } = planRun(runbook, instance.fleet, catalogue, {}, () => []);
    expect(issues).toEqual([]);
    expect(plans.length).toBeGreaterThan(0);
    const levels = runbook.steps.flatMap((step) => [
      ...(step.apply ? [catalogue.get(step.use)?.level ?? 3] : []),
      ...(step.then?.apply ? [catalogue.get(step.then.task)?.level ?? 3] : []),
    ]);
    expect([runbook.id, runbook.level]).toEqual([runbook.id, Math.max(1, ...levels)]);
  }
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
