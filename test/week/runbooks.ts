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

/** The runbooks of the week. */
export const runbooks = {
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
