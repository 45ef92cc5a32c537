import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What the checks of weekly-health look at, below `root` and readable by anyone: a fortnight of
 * backups, logs of which one is too large, and a certificate.
 */
export function plant(root: string): void {
  const now = Date.now();
  const hour = 3_600_000;
  const file = (path: string, bytes: number, ageHours: number) => {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true, mode: 0o755 });
    writeFileSync(at, '');
    truncateSync(at, bytes);
    const time = new Date(now - ageHours * hour);
    utimesSync(at, time, time);
    return at;
  };
  for (let day = 0; day < 14; day += 1) {
    const date = new Date(now - day * 24 * hour).toISOString().slice(0, 10).replaceAll('-', '');
    file(`backup/mks/db_${date}.dump`, 2_000_000 + day, 5 + day * 24);
    file(`backup/mks/uploads_${date}.tar.gz`, 3_000_000 + day, 5 + day * 24);
    file(`var/log/mks-backend/app.log-${date}`, 40_000 + day, day * 24);
  }
  file('var/log/mks-backend/app.log', 120 * 1024 * 1024, 0);
  file('var/log/mks-backend/error.log', 2_000, 3);

  const certificate = file('etc/letsencrypt/live/example.com/cert.pem', 0, 0);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '60', '-subj', '/CN=example.com', '-keyout', '/dev/null', '-out', certificate],
    ],
    { stdio: 'pipe' },
  );
  chmodSync(certificate, 0o644);
}
