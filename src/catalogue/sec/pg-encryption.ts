import { z } from 'zod';
import { sql, statement } from '../../core/sql.ts';
import { count, rowsOf } from '../db/rows.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { judgeEncryption } from './encryption-judgement.ts';
import { encryptionMessages } from './encryption-messages.ts';
import { hbaRule, hbaRules } from './hba.ts';

const settings = statement(`SELECT current_setting('ssl') AS ssl,
  current_setting('ssl_min_protocol_version', true) AS "minVersion",
  current_setting('password_encryption') AS "passwordEncryption",
  current_setting('listen_addresses') AS addresses,
  has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT')
    AND has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE') AS "maySeeRules"`);

/** Clients at other addresses; loopback, sockets and encrypted ones do not matter. */
const clients = statement(`SELECT coalesce(a.usename::text, '') AS role,
  coalesce(a.datname::text, '') AS database, host(a.client_addr) AS address, count(*) AS count
FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
LEFT JOIN pg_stat_gssapi g USING (pid)
WHERE NOT s.ssl AND NOT coalesce(g.encrypted, false) AND a.client_addr IS NOT NULL
  AND NOT a.client_addr <<= '127.0.0.0/8'::inet AND a.client_addr <> '::1'::inet
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3, 1, 2`);

const setting = z.object({
  ssl: z.enum(['on', 'off']),
  minVersion: z.string().nullable(),
  passwordEncryption: z.string(),
  addresses: z.string(),
  maySeeRules: z.boolean(),
});
const client = z.object({ role: z.string(), database: z.string(), address: z.string(), count });

export const check = defineCheck({
  id: 'sec.pg-encryption',
  title: { ja: 'PostgreSQL の暗号化設定', en: 'Encryption of PostgreSQL' },
  description: {
    ja: 'サーバーが実際に使っている設定(ssl、ssl_min_protocol_version、password_encryption)、pg_hba.conf の行(pg_hba_file_rules)、いまつながっているほかのホストのクライアントが暗号化しているか(pg_stat_ssl)を見ます。設定ファイルは読まないので、コメントや古いバージョンのパスに惑わされません。pg_hba_file_rules はファイルの中身で、まだ再読み込みされていないことがあります。読む権限がなければ unknown になります。証明書の期限は tls.file-expiry に SHOW ssl_cert_file のパスを渡して確かめてください。',
    en: 'Looks at the settings that the server really uses (ssl, ssl_min_protocol_version, password_encryption), at the lines of pg_hba.conf (pg_hba_file_rules), and whether the clients of other hosts that are connected now are encrypted (pg_stat_ssl). No configuration file is searched, so comments and the folders of old versions do not mislead it. pg_hba_file_rules shows the file, which the server may not have loaded yet; without the right to read it the verdict is unknown. For the expiry of the certificate give the path of SHOW ssl_cert_file to tls.file-expiry.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    'https://www.postgresql.org/docs/current/view-pg-hba-file-rules.html',
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-SSL-VIEW',
    'https://www.postgresql.org/docs/current/auth-pg-hba-conf.html',
    'RFC 8996',
  ],
  level: 1,
  params: z.strictObject({}),
  messages: encryptionMessages,
  measures: { plain: { ja: '暗号化していない接続', en: 'Connections without encryption' } },
  probes: () => ({ db: sql({ settings, clients, hbaRules }) }),
  parse: ({ db }) => {
    const [all] = rowsOf(db, 'settings', setting);
    if (!all) throw new Unparsable('the settings', '');
    return {
      ...all,
      role: db.role,
      database: db.database,
      clients: rowsOf(db, 'clients', client),
      rules: all.maySeeRules ? rowsOf(db, 'hbaRules', hbaRule) : null,
    };
  },
  evaluate: judgeEncryption,
});
