import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql, statement } from '../../core/sql.ts';
import { defineCheck } from '../define.ts';
import { count, rowsOf } from './rows.ts';

const million = 1_000_000;
const params = z.strictObject({
  warningMillions: z.number().min(1).max(2000).default(500).describe('Transactions, in millions'),
  criticalMillions: z.number().min(1).max(2000).default(1200).describe('Transactions, in millions'),
});

const databases = statement(`SELECT datname::text AS name, datallowconn AS open,
  age(datfrozenxid) AS xids, mxid_age(datminmxid) AS multixacts
FROM pg_database ORDER BY greatest(age(datfrozenxid), mxid_age(datminmxid)) DESC`);

const holders = statement(`SELECT kind, name, age FROM (
  SELECT 'transaction' AS kind, coalesce(application_name, '') || ' (' || coalesce(usename::text, '') || ')' AS name,
    greatest(age(backend_xmin), age(backend_xid)) AS age
  FROM pg_stat_activity WHERE pid <> pg_backend_pid()
  UNION ALL SELECT 'slot', slot_name::text, greatest(age(xmin), age(catalog_xmin)) FROM pg_replication_slots
  UNION ALL SELECT 'prepared', gid, age(transaction) FROM pg_prepared_xacts
) holders WHERE age IS NOT NULL ORDER BY age DESC`);

const database = z.object({ name: z.string(), open: z.boolean(), xids: count, multixacts: count });
const holder = z.object({ kind: z.string(), name: z.string(), age: count });

const messages = {
  old: {
    ja: 'データベース {name} の最古のトランザクションは {millions} 百万前です(しきい値 {limit}、約 2,147 で書き込みが止まります)',
    en: 'The oldest transaction of the database {name} is {millions} million old (limit {limit}; at about 2,147 it stops to write)',
  },
  'old-multixact': {
    ja: 'データベース {name} の最古のマルチトランザクションは {millions} 百万前です(しきい値 {limit})',
    en: 'The oldest multixact of the database {name} is {millions} million old (limit {limit})',
  },
  'remedy-old': {
    ja: "まず古いトランザクション、スロット、プリペアドトランザクションを片付け(証跡)、所有者として: VACUUM (FREEZE, VERBOSE); 古い表は: SELECT oid::regclass, age(relfrozenxid) FROM pg_class WHERE relkind IN (''r'',''t'',''m'') ORDER BY 2 DESC LIMIT 20;",
    en: "First end old transactions, slots and prepared transactions (see the evidence), then as owner: VACUUM (FREEZE, VERBOSE); the oldest tables: SELECT oid::regclass, age(relfrozenxid) FROM pg_class WHERE relkind IN (''r'',''t'',''m'') ORDER BY 2 DESC LIMIT 20;",
  },
} as const;

export const check = defineCheck({
  id: 'db.wraparound',
  title: { ja: 'トランザクションIDの周回', en: 'Transaction ID wraparound' },
  description: {
    ja: '全データベースの最古のトランザクション ID とマルチトランザクション ID の古さを測り、凍結を妨げているもの(古いトランザクション、レプリケーションスロット、プリペアドトランザクション)を証跡に示します。',
    en: 'Measures how old the oldest transaction and multixact identifiers of all databases are, and shows what keeps VACUUM from freezing them (old transactions, replication slots, prepared transactions).',
  },
  sources: ['https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND'],
  level: 1,
  params,
  messages,
  measures: {
    xids: { ja: '最古のトランザクション', en: 'Oldest transaction' },
    multixacts: { ja: '最古のマルチトランザクション', en: 'Oldest multixact' },
  },
  probes: () => ({ db: sql({ databases, holders }) }),
  parse: ({ db }) => ({
    databases: rowsOf(db, 'databases', database),
    holders: rowsOf(db, 'holders', holder).slice(0, 5),
  }),
  evaluate: (facts, { warningMillions, criticalMillions }) => {
    const evidence = facts.holders
      .map(({ kind, name, age }) => `${kind} ${name} ${age}`)
      .join('\n');
    const judge = (name: string, age: number, id: 'old' | 'old-multixact', key: string) => {
      const millions = Math.floor(age / million);
      const limit = millions >= criticalMillions ? criticalMillions : warningMillions;
      if (millions < limit) return [];
      const found: Finding<keyof typeof messages> = {
        key: `${key}:${name}`,
        severity: limit === criticalMillions ? 'critical' : 'warning',
        message: { id, args: { name, millions, limit } },
        remedy: { id: 'remedy-old', args: { name } },
        ...(evidence !== '' && { evidence }),
      };
      return [found];
    };
    return {
      findings: facts.databases.flatMap(({ name, xids, multixacts }) => [
        ...judge(name, xids, 'old', 'database'),
        ...judge(name, multixacts, 'old-multixact', 'multixact'),
      ]),
      measurements: facts.databases.flatMap(({ name, xids, multixacts }) => [
        { name: 'xids', object: name, value: xids, unit: 'count' },
        { name: 'multixacts', object: name, value: multixacts, unit: 'count' },
      ]),
    };
  },
});
