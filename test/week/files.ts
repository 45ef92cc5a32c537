import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { catalogue } from '../../src/catalogue/registry.ts';
import { loadInstance } from '../../src/config/instance.ts';
import { generateWorkflows } from '../../src/workflow/generate.ts';
import type { Host } from '../lab/host.ts';
import { writeFiles } from '../workflow/harness/repository.ts';

const root = join(import.meta.dirname, '../..');

const backups = {
  directory: '/backup/mks',
  kinds: [
    { name: 'db', pattern: 'db_*.dump' },
    { name: 'uploads', pattern: 'uploads_*.tar.gz' },
  ],
};
const ofBackups = [
  { check: 'backup.freshness', with: { ...backups, maxAgeHours: 26 } },
  { check: 'backup.integrity', with: backups },
];

const runbooks = {
  'weekly-health': {
    id: 'weekly-health',
    title: { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
    purpose: { ja: 'システムの基本的な健全性を確認', en: 'Confirm the basic health of the system' },
    level: 1,
    hosts: ['app'],
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
    steps: [
      {
        check: 'logs.disk-usage',
        with: { path: '/var/log/mks-backend' },
        // biome-ignore lint/suspicious/noThenProperty: a word of runbooks, and never awaited
        then: {
          task: 'logs.rotate-force',
          with: { config: '/etc/logrotate.d/mks-backend' },
          apply: true,
        },
      },
      { check: 'logs.large-files', with: { directory: '/var/log/mks-backend', pattern: '*.log' } },
      ...ofBackups,
    ],
  },
  'daily-backup-check': {
    id: 'daily-backup-check',
    title: { ja: '日次バックアップ確認', en: 'Daily backup check' },
    purpose: {
      ja: '毎日のバックアップが揃い、壊れていないことを確認',
      en: "Confirm that each day's backups are there and whole",
    },
    level: 1,
    hosts: ['app'],
    window: { every: 'day', at: '04:17', minutes: 5 },
    steps: ofBackups,
  },
};

/** The files that the team of the story has pushed: the actions, an instance, its workflows. */
export async function writeTeamFiles(
  tree: string,
  hosts: readonly Host[],
  actions: { readonly dist: string },
): Promise<void> {
  cpSync(actions.dist, join(tree, 'dist'), { recursive: true });
  cpSync(join(root, 'action.yml'), join(tree, 'action.yml'));
  const isAction = (path: string) => !path.endsWith('.ts');
  for (const name of readdirSync(join(root, 'actions'))) {
    cpSync(join(root, 'actions', name), join(tree, 'actions', name), {
      recursive: true,
      filter: isAction,
    });
  }
  const fleet = hosts.map(({ name, address, hostKey }) => [
    name,
    { address, groups: ['app'], hostKeys: [hostKey] },
  ]);
  const text = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });
  writeFiles(tree, {
    'maintenance/config.yml': text({ timezone: 'Asia/Tokyo', locale: 'ja', team: 'SREチーム' }),
    'maintenance/fleet.yml': text({
      defaults: { user: 'mks-maint', identity: 'env:TEIKI_SSH_KEY' },
      hosts: Object.fromEntries(fleet) as unknown,
    }),
    ...Object.fromEntries(
      Object.entries(runbooks).map(
        ([name, runbook]) => [`maintenance/runbooks/${name}.yml`, text(runbook)] as const,
      ),
    ),
  });
  const instance = await loadInstance(join(tree, 'maintenance'), { catalogue });
  const workflows = generateWorkflows({
    ...instance,
    directory: 'maintenance',
    actions: { kind: 'local' },
  });
  const named = [...workflows].map(([name, made]) => [`.github/workflows/${name}`, made] as const);
  writeFiles(tree, Object.fromEntries(named));
}
