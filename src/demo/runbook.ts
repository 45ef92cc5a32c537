/** The steps of a runbook as they are written in YAML. */
export interface WrittenStep {
  readonly check: string;
  readonly with: Readonly<Record<string, unknown>>;
}

const backups = {
  directory: '${root}/backup/mks',
  kinds: [
    { name: 'db', pattern: 'db_*.sql.gz' },
    { name: 'uploads', pattern: 'uploads_*.tar.gz' },
  ],
};

/** Shorter than in earnest, so that nobody waits; long enough to measure something. */
const seconds = 4;

/**
 * The weekly health check of MKS with its folders below `${root}`, plain SQL dumps and short
 * samples. A test compares it with maintenance/runbooks/weekly-health.yml.
 */
export const weeklyHealth = {
  id: 'weekly-health',
  title: { ja: '週次システムヘルスチェック', en: 'Weekly system health check' },
  purpose: {
    ja: 'システムの基本的な健全性を確認',
    en: 'Confirm the basic health of the system',
  },
  level: 1,
  hosts: ['app'],
  window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
  steps: [
    { check: 'logs.disk-usage', with: { path: '${root}/var/log', warning: 80, critical: 90 } },
    {
      check: 'logs.large-files',
      with: {
        directory: '${root}/var/log/mks-backend',
        pattern: '*.log',
        largerThanMiB: 100,
      },
    },
    { check: 'backup.freshness', with: { ...backups, maxAgeHours: 26 } },
    { check: 'backup.integrity', with: backups },
    {
      check: 'tls.file-expiry',
      with: {
        certificate: '${root}/etc/letsencrypt/live/example.com/cert.pem',
        warningDays: 30,
        criticalDays: 7,
      },
    },
    {
      check: 'tls.served-cert',
      with: { host: '127.0.0.1', port: '${tlsPort}', serverName: 'example.com' },
    },
    { check: 'perf.cpu', with: { warning: 80, critical: 95, seconds } },
    { check: 'perf.memory', with: { warning: 80, critical: 92, seconds } },
    { check: 'perf.disk-io', with: { warning: 80, seconds } },
    { check: 'disk.root-usage', with: { path: '/', warning: 80, critical: 90 } },
    {
      check: 'capacity.sample',
      with: {
        directories: ['${root}/opt/mks/uploads', '${root}/var/log/mks-backend'],
        backupDirectory: backups.directory,
        kinds: backups.kinds,
        seconds,
      },
    },
  ] satisfies readonly WrittenStep[],
};
