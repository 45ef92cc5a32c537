// Written by `npm run generate` from the files of src/catalogue. Do not edit.

import type { Check } from './define.ts';
import type { Task } from './define-task.ts';

type Files<Module> = Readonly<Record<string, () => Promise<Module>>>;

export const checks: Files<{ readonly check: Check }> = {
  'audit.bruteforce': () => import('./audit/bruteforce.ts'),
  'audit.suspicious-ips': () => import('./audit/suspicious-ips.ts'),
  'backup.freshness': () => import('./backup/freshness.ts'),
  'backup.integrity': () => import('./backup/integrity.ts'),
  'capacity.sample': () => import('./capacity/sample.ts'),
  'db.bloat': () => import('./db/bloat.ts'),
  'db.checksums': () => import('./db/checksums.ts'),
  'db.connections': () => import('./db/connections.ts'),
  'db.index-stats': () => import('./db/index-stats.ts'),
  'db.long-tx': () => import('./db/long-tx.ts'),
  'db.replication': () => import('./db/replication.ts'),
  'db.unused-indexes': () => import('./db/unused-indexes.ts'),
  'db.wraparound': () => import('./db/wraparound.ts'),
  'disk.root-usage': () => import('./disk/root-usage.ts'),
  'firewall.listeners': () => import('./firewall/listeners.ts'),
  'firewall.status': () => import('./firewall/status.ts'),
  'logs.disk-usage': () => import('./logs/disk-usage.ts'),
  'logs.large-files': () => import('./logs/large-files.ts'),
  'logs.rotate-config': () => import('./logs/rotate-config.ts'),
  'perf.cpu': () => import('./perf/cpu.ts'),
  'perf.disk-io': () => import('./perf/disk-io.ts'),
  'perf.memory': () => import('./perf/memory.ts'),
  'proc.gunicorn-workers': () => import('./proc/gunicorn-workers.ts'),
  'proc.memory-leak': () => import('./proc/memory-leak.ts'),
  'proc.zombies': () => import('./proc/zombies.ts'),
  'security.updates': () => import('./security/updates.ts'),
  'system.restart-needed': () => import('./system/restart-needed.ts'),
  'tls.file-expiry': () => import('./tls/file-expiry.ts'),
  'tls.served-cert': () => import('./tls/served-cert.ts'),
  command: () => import('./user/command.ts'),
  http: () => import('./user/http.ts'),
};

export const tasks: Files<{ readonly task: Task }> = {
  'backup.restore-test': () => import('./backup/restore-test.ts'),
  'backup.run': () => import('./backup/run.ts'),
  'cache.app-clear': () => import('./cache/app-clear.ts'),
  'cache.drop-os': () => import('./cache/drop-os.ts'),
  'cache.redis-clear': () => import('./cache/redis-clear.ts'),
  'db.vacuum-analyze': () => import('./db/vacuum-analyze.ts'),
  'dr.drill': () => import('./dr/drill.ts'),
  'logs.purge-old': () => import('./logs/purge-old.ts'),
  'logs.rotate-force': () => import('./logs/rotate-force.ts'),
  'maint.pre-backup': () => import('./maint/pre-backup.ts'),
  'maint.release': () => import('./maint/release.ts'),
  'maint.restrict': () => import('./maint/restrict.ts'),
  'monitor.resume': () => import('./monitor/resume.ts'),
  'monitor.silence': () => import('./monitor/silence.ts'),
  'security.apply': () => import('./security/apply.ts'),
  'system.apt-upgrade': () => import('./system/apt-upgrade.ts'),
  'system.pip-upgrade': () => import('./system/pip-upgrade.ts'),
  'system.restart-services': () => import('./system/restart-services.ts'),
  'tls.renew': () => import('./tls/renew.ts'),
  'tmp.cleanup': () => import('./tmp/cleanup.ts'),
};
