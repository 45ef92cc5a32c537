import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql, statement } from '../../core/sql.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { count, rowsOf } from './rows.ts';

const params = z.strictObject({
  required: z.boolean().default(false).describe('A cluster without checksums is a warning'),
});

const setting = statement(`SELECT current_setting('data_checksums') AS checksums`);
const databases =
  statement(`SELECT coalesce(datname::text, '') AS name, coalesce(checksum_failures, 0) AS failures,
  checksum_last_failure AS last FROM pg_stat_database`);
const database = z.object({ name: z.string(), failures: count, last: z.string().nullable() });

const messages = {
  failures: {
    ja: '{name} のページの検査合計が {failures} 回合いませんでした(最後は {lastAt}): データが壊れています',
    en: 'Pages of {name} have failed their checksum {failures} times (last {lastAt}): data is damaged',
  },
  off: {
    ja: 'データの検査合計が無効なので、ディスク上の破損に気づけません',
    en: 'Data checksums are off: damage on the disk cannot be noticed',
  },
  'remedy-failures': {
    ja: 'ログで「page verification failed」を探し、ディスクを調べ(smartctl -a)、復元できるバックアップを確保してから、該当の表を調べてください(pg_amcheck)。VACUUM や再起動で直そうとしないでください',
    en: 'Look for "page verification failed" in the log, examine the disk (smartctl -a), make sure of a backup that restores, then examine the relation (pg_amcheck). Do not try to mend it by VACUUM or a restart',
  },
  'remedy-off': {
    ja: '停止できる窓で: pg_checksums --enable -D データディレクトリ(大きさに応じて時間がかかります)',
    en: 'In a window with the server stopped: pg_checksums --enable -D <data directory> (it takes as long as reading everything)',
  },
} as const;

export const check = defineCheck({
  id: 'db.checksums',
  title: { ja: 'データの検査合計', en: 'Data checksums' },
  description: {
    ja: 'PostgreSQL が数えたデータページの検査合計の失敗を、全データベースと共有カタログについて確かめます。読まれなかったページの破損は分かりません。検査合計が無効なら、そう伝えます。',
    en: 'Looks for checksum failures of data pages that PostgreSQL has counted, in every database and the shared catalogue. Damage in pages that nobody has read stays unknown. It tells when checksums are off.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW',
    'https://www.postgresql.org/docs/current/checksums.html',
  ],
  level: 1,
  params,
  messages,
  measures: { failures: { ja: '検査合計の失敗', en: 'Checksum failures' } },
  probes: () => ({ db: sql({ setting, databases }) }),
  parse: ({ db }) => {
    const [row] = rowsOf(db, 'setting', z.object({ checksums: z.string() }));
    if (!row) throw new Unparsable('data_checksums', '');
    return { enabled: row.checksums === 'on', databases: rowsOf(db, 'databases', database) };
  },
  evaluate: ({ enabled, databases }, { required }) => {
    const findings = databases
      .filter(({ failures }) => failures > 0)
      .map(({ name, failures, last }): Finding<keyof typeof messages> => {
        const args = { name: name || 'pg_global', failures, lastAt: last ?? '?' };
        const remedy = { id: 'remedy-failures', args: {} } as const;
        const message = { id: 'failures', args } as const;
        return { key: `database:${args.name}`, severity: 'critical', message, remedy };
      });
    if (!enabled) {
      const severity = required ? 'warning' : 'note';
      const remedy = { id: 'remedy-off', args: {} } as const;
      findings.push({ key: 'checksums', severity, message: { id: 'off', args: {} }, remedy });
    }
    const failures = databases.reduce((sum, one) => sum + one.failures, 0);
    return {
      findings,
      measurements: enabled ? [{ name: 'failures', value: failures, unit: 'count' }] : [],
    };
  },
});
