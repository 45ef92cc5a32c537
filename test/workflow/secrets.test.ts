import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../src/catalogue/registry.ts';
import { type Instance, loadInstance } from '../../src/config/instance.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import { impossibleSecrets, secretsOf } from '../../src/workflow/secrets.ts';

const runbook = `id: caches
title: { ja: キャッシュ, en: Caches }
purpose: { ja: 試験, en: Test }
level: 2
hosts: [app]
window: { every: month, on: third monday, at: "03:00", minutes: 30 }
impact: { ja: なし, en: none }
steps:
  - task: cache.app-clear
    with: { token: env:APP_TOKEN }
  - task: cache.redis-clear
    with: { password: env:REDIS_PASSWORD, prefix: "cache:" }
`;

const folder = mkdtempSync(join(tmpdir(), 'teiki-secrets-'));
let instance: Instance;
let workflows: ReadonlyMap<string, string>;

beforeAll(async () => {
  await cp('maintenance', folder, { recursive: true });
  await writeFile(join(folder, 'runbooks/caches.yml'), runbook);
  instance = await loadInstance(folder, { catalogue });
  const { config, fleet, runbooks } = instance;
  const actions = { kind: 'local' } as const;
  workflows = generateWorkflows({ config, fleet, runbooks, directory: 'maintenance', actions });
});
afterAll(() => rmSync(folder, { recursive: true }));

const secret = (name: string) => `\${{ secrets.${name} }}`;
const read = (file: string): unknown => parse(workflows.get(file) ?? '');

test('an instance knows which runbook needs which', () => {
  const known = instance.runbooks.map(({ id, secrets = [] }) => [id, secrets]);
  expect(Object.fromEntries(known)).toMatchObject({
    caches: ['APP_TOKEN', 'REDIS_PASSWORD'],
    'weekly-health': [],
  });
});

test('the workflow of a runbook passes on its own, and no other', () => {
  expect(read('teiki-caches.yml')).toMatchObject({
    jobs: { maintenance: { secrets: { APP_TOKEN: secret('APP_TOKEN') } } },
  });
  expect(workflows.get('teiki-weekly-health.yml')).not.toContain('APP_TOKEN');
});

test('of the jobs, only the one that reaches hosts has them', async () => {
  const { jobs } = read('maintenance.yml') as { jobs: Record<string, object> };
  const having = Object.entries(jobs).filter(([, job]) =>
    JSON.stringify(job).includes('APP_TOKEN'),
  );
  expect(having.map(([name]) => name)).toEqual(['run']);
  expect(workflows.get('reconcile.yml')).toContain(`APP_TOKEN: ${secret('APP_TOKEN')}`);
  // A value is nowhere, not even in the instance.
  expect(await readFile(join(folder, 'runbooks/caches.yml'), 'utf8')).toContain('env:APP_TOKEN');
});

test('a name that GitHub keeps for itself is found before anybody tries to create it', () => {
  const { config, fleet } = instance;
  const secrets = secretsOf(config, fleet, [{ secrets: ['GITHUB_CACHE_TOKEN'] }]);
  expect(impossibleSecrets(secrets)).toEqual(['GITHUB_CACHE_TOKEN']);
});
