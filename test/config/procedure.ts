export interface ProcedureLine {
  /** A heading or a line of the procedure, as the team wrote it. */
  readonly line: string;
  /** The steps that do what it asks for, `runbook/step`; a remedy is `runbook/step > task`. */
  readonly steps: readonly string[];
  /** Parameters that the line gives, as they must be in the first of the steps. */
  readonly with?: Readonly<Record<string, unknown>>;
}

const of =
  (runbook: string) =>
  (line: string, step: string, given?: ProcedureLine['with']): ProcedureLine => ({
    line,
    steps: step.split(', ').map((one) => `${runbook}/${one}`),
    ...(given && { with: given }),
  });

const health = of('weekly-health');
const security = of('weekly-security');
const update = of('monthly-update');
const performance = of('monthly-performance');

const kinds = [
  { name: 'db', pattern: 'db_*.dump' },
  { name: 'uploads', pattern: 'uploads_*.tar.gz' },
];
const backend = { config: '/etc/logrotate.d/mks-backend' };
const accessLog = '/var/log/nginx/access.log';

/** 毎週メンテナンス and 毎月メンテナンス, line by line, and the lines of the team's cron. */
export const procedure: readonly ProcedureLine[] = [
  // 月曜日 02:00 - システムヘルスチェック
  health('df -h /var/log', 'logs.disk-usage', { path: '/var/log' }),
  health('if [ $LOG_USAGE -gt 80 ]; then', 'logs.disk-usage', { warning: 80 }),
  health('logrotate -f /etc/logrotate.d/mks-backend', 'logs.disk-usage > logs.rotate-force'),
  health('find /var/log/mks-backend/ -name "*.log" -size +100M', 'logs.large-files', {
    directory: '/var/log/mks-backend',
    pattern: '*.log',
    largerThanMiB: 100,
  }),
  health('find $BACKUP_DIR -name "db_*.dump" -mtime -1', 'backup.freshness', { kinds }),
  health('find $BACKUP_DIR -name "uploads_*.tar.gz" -mtime -1', 'backup.freshness', { kinds }),
  health('BACKUP_DIR="/backup/mks"', 'backup.freshness', { directory: '/backup/mks' }),
  health('pg_restore --list $BACKUP_DIR/$(ls -t …)', 'backup.integrity', { kinds }),
  health('openssl x509 -in /etc/letsencrypt/live/example.com/cert.pem', 'tls.file-expiry', {
    certificate: '/etc/letsencrypt/live/example.com/cert.pem',
  }),
  health('if [ $DAYS_LEFT -lt 30 ]; then', 'tls.file-expiry, tls.served-cert', { warningDays: 30 }),
  health('certbot renew --quiet', 'tls.file-expiry > tls.renew'),
  health('if (( $(echo "$CPU_USAGE > 80" | bc -l) )); then', 'perf.cpu', { warning: 80 }),
  health('if [ $MEM_USAGE -gt 80 ]; then', 'perf.memory', { warning: 80 }),
  health('IOSTAT=$(iostat -x 1 5 | tail -1 …) > 80', 'perf.disk-io', { warning: 80, seconds: 5 }),
  health('weekly-check.sh: DISK_USAGE=$(df / …) -gt 80', 'disk.root-usage', {
    path: '/',
    warning: 80,
  }),
  health('weekly-check.sh: find /backup/mks/ -name "*.dump" -mtime -1', 'backup.freshness'),

  // 水曜日 02:00 - セキュリティチェック
  security('apt update', 'security.updates', { refresh: true }),
  security('apt list --upgradable | grep -c "security"', 'security.updates'),
  security('apt install --only-upgrade …', 'security.apply'),
  security('ufw status | grep -E "(Status|5100|80|443)"', 'firewall.status'),
  security('netstat -tuln | grep LISTEN', 'firewall.listeners'),
  security('ss -tuln | grep LISTEN', 'firewall.listeners'),
  security('grep "POST /api/v1/auth/login" $AUTH_LOG | grep " 401 "', 'audit.bruteforce', {
    log: accessLog,
    path: '/api/v1/auth/login',
    status: 401,
    warning: 10,
  }),
  security('grep " 40[0-9] " $AUTH_LOG | … | head -10', 'audit.suspicious-ips', { log: accessLog }),

  // 第1月曜日 03:00 - システム更新
  update('apt update && apt upgrade -y', 'system.apt-upgrade', { refresh: true }),
  update('pip install --upgrade -r requirements.txt', 'system.pip-upgrade', {
    directory: '/opt/mks/backend',
    requirements: 'requirements.txt',
  }),
  update('needs-restarting -s', 'system.restart-needed, system.restart-services'),
  update('psql -c "VACUUM ANALYZE;"', 'db.vacuum-analyze'),
  update('SELECT … FROM pg_stats …', 'db.index-stats'),
  update('SELECT … FROM pg_indexes … NOT IN …', 'db.unused-indexes'),
  update('cat /etc/logrotate.d/mks-backend', 'logs.rotate-config', backend),
  update('logrotate -d /etc/logrotate.d/mks-backend', 'logs.rotate-config', backend),
  update('find /var/log/mks-backend/ -name "*.log.*" -mtime +90 -delete', 'logs.purge-old', {
    directory: '/var/log/mks-backend',
    olderThanDays: 90,
  }),
  update('bash scripts/backup.sh', 'backup.run', { directory: '/backup/mks' }),
  update('pg_restore -U mks_user -d mks_test --clean --if-exists', 'backup.restore-test', {
    directory: '/backup/mks',
    pattern: 'db_*.dump',
  }),
  update('psql -d mks_test -c "SELECT COUNT(*) FROM projects;"', 'backup.restore-test', {
    smoke: 'SELECT count(*) > 0 FROM projects',
  }),

  // 第3月曜日 03:00 - パフォーマンス最適化
  performance('sync; echo 3 > /proc/sys/vm/drop_caches', 'cache.drop-os', { allowHarmful: false }),
  performance('curl -X POST …/admin/cache/clear -H "Authorization: …"', 'cache.app-clear', {
    url: 'http://127.0.0.1:5100/api/v1/admin/cache/clear',
    token: 'env:ADMIN_TOKEN',
  }),
  performance('redis-cli FLUSHALL', 'cache.redis-clear', { prefix: 'cache:' }),
  performance('find /tmp … /var/tmp … /opt/mks/uploads/temp … sess_* -delete', 'tmp.cleanup', {
    rules: [
      { directory: '/tmp', pattern: 'mks_*', olderThanDays: 7 },
      { directory: '/var/tmp', pattern: 'mks_*', olderThanDays: 30 },
      { directory: '/opt/mks/uploads/temp', pattern: '*', olderThanDays: 1 },
      { directory: '/opt/mks/sessions', pattern: 'sess_*', olderThanDays: 30 },
    ],
  }),
  performance('ps aux | awk … | grep -c "Z"', 'proc.zombies'),
  performance('ps aux --sort=-%mem | head -10', 'proc.memory-leak', { top: 10 }),
  performance('grep "workers" mks-backend.service', 'proc.gunicorn-workers', {
    service: 'mks-backend',
  }),

  // /etc/cron.d/mks-maintenance
  { line: '0 2 * * * backup.sh', steps: ['daily-backup/backup.run'] },
  { line: '毎日 バックアップ確認', steps: ['daily-backup-check/backup.freshness'] },
  {
    line: '0 3 * * 0 log-rotate.sh',
    steps: ['weekly-log-rotation/logs.disk-usage > logs.rotate-force'],
  },
  { line: '0 4 1 * * security-update.sh', steps: ['monthly-security-update/security.apply'] },
];

/** When, by the local clock. */
export const windows = {
  'weekly-health': { every: 'week', on: 'monday', at: '02:00' },
  'weekly-security': { every: 'week', on: 'wednesday', at: '02:00' },
  'weekly-log-rotation': { every: 'week', on: 'sunday', at: '03:00' },
  'monthly-update': { every: 'month', on: 'first monday', at: '03:00' },
  'monthly-performance': { every: 'month', on: 'third monday', at: '03:00' },
  'monthly-security-update': { every: 'month', on: 1, at: '04:00' },
  'daily-backup': { every: 'day', at: '02:00' },
  'daily-backup-check': { every: 'day', at: '04:17' },
};
