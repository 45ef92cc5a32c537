import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql, statement } from '../../core/sql.ts';
import { defineCheck, Unparsable } from '../define.ts';
import { count, rowsOf } from './rows.ts';

const percent = z.number().min(1).max(100);
const params = z.strictObject({
  warning: percent.default(80).describe('Percent of max_connections'),
  critical: percent.default(95).describe('Percent of max_connections'),
});

const limits = statement(`SELECT current_setting('max_connections')::int AS max,
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used`);

const clients = statement(
  `SELECT coalesce(usename::text, '') AS role, coalesce(datname::text, '') AS database,
  coalesce(application_name, '') AS application, coalesce(state, '') AS state, count(*) AS count
FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC`,
  { maxRows: 5000 },
);

const roles = statement(`SELECT r.rolname::text AS name, r.rolconnlimit AS max, count(a.pid) AS used
FROM pg_roles r JOIN pg_stat_activity a ON a.usesysid = r.oid AND a.backend_type = 'client backend'
WHERE r.rolconnlimit > 0 GROUP BY 1, 2`);

const limit = z.object({ max: count, reserved: count, used: count });
const client = z.object({
  role: z.string(),
  database: z.string(),
  application: z.string(),
  state: z.string(),
  count,
});
const role = z.object({ name: z.string(), max: count, used: count });

const messages = {
  used: {
    ja: '接続が {used} / {max} です({percent}%、しきい値 {limit}%、うち管理者用 {reserved})',
    en: '{used} of {max} connections are taken ({percent}%, limit {limit}%; {reserved} are kept for administrators)',
  },
  role: {
    ja: 'ロール {name} の接続が上限 {max} のうち {used} です({percent}%、しきい値 {limit}%)',
    en: 'The role {name} has {used} of its {max} connections ({percent}%, limit {limit}%)',
  },
  'remedy-used': {
    ja: '証跡の多い順に、接続プールの大きさと idle のままの接続を見直してください。max_connections を上げる前に pgbouncer などのプールを検討してください',
    en: 'See to the pools and idle connections at the top of the evidence; think of a pooler such as pgbouncer before raising max_connections',
  },
} as const;

export const check = defineCheck({
  id: 'db.connections',
  title: { ja: 'データベース接続数', en: 'Database connections' },
  description: {
    ja: 'クライアント接続の数を max_connections およびロールごとの上限と比べ、誰が使っているかを証跡に示します。その瞬間の数で、しきい値を超えたときは実行中にもう一度数えます。',
    en: 'Compares the number of client connections with max_connections and with the limits of roles, and shows who has them. It is the number of that moment; above a limit it counts once more within the run.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW',
  ],
  level: 1,
  transient: true,
  params,
  messages,
  measures: { used: { ja: '使用中の接続', en: 'Connections in use' } },
  probes: () => ({ db: sql({ limits, clients, roles }) }),
  parse: ({ db }) => {
    const [all] = rowsOf(db, 'limits', limit);
    if (!all) throw new Unparsable('the number of connections', '');
    return {
      ...all,
      clients: rowsOf(db, 'clients', client).slice(0, 15),
      roles: rowsOf(db, 'roles', role),
    };
  },
  evaluate: ({ used, max, reserved, clients, roles }, { warning, critical }) => {
    const evidence = clients
      .map((one) => `${one.count} ${one.role}@${one.database} ${one.application} ${one.state}`)
      .join('\n');
    const judge = (
      key: string,
      id: 'used' | 'role',
      share: { readonly used: number; readonly max: number },
      args: Readonly<Record<string, string | number>>,
    ): Finding<keyof typeof messages>[] => {
      const taken = Math.floor((share.used / share.max) * 100);
      if (taken < warning) return [];
      const over = taken >= critical ? critical : warning;
      const { used, max } = share;
      return [
        {
          key,
          severity: taken >= critical ? 'critical' : 'warning',
          message: { id, args: { used, max, percent: taken, limit: over, ...args } },
          remedy: { id: 'remedy-used', args: {} },
          evidence,
        },
      ];
    };
    return {
      findings: [
        ...judge('connections', 'used', { used, max }, { reserved }),
        ...roles.flatMap((one) => judge(`role:${one.name}`, 'role', one, { name: one.name })),
      ],
      measurements: [{ name: 'used', value: (used / max) * 100, unit: 'percent' }],
    };
  },
});
