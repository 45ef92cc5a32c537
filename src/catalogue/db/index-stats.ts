import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql } from '../../core/sql.ts';
import { defineCheck } from '../define.ts';
import { indexStatements, parseIndexes } from './index-facts.ts';
import { database, written } from './rows.ts';

const params = z.strictObject({
  database,
  largeRows: z.int().min(1).default(100_000).describe('Tables with fewer rows need no index'),
  cacheHit: z.number().min(0).max(100).default(90).describe('Percent of reads from the cache'),
});

const messages = {
  invalid: {
    ja: '索引 {name}(表 {table})は無効で、書き込みを遅くするだけです',
    en: 'The index {name} (table {table}) is invalid: it only makes writing slower',
  },
  duplicate: {
    ja: '表 {table} の索引 {names} は同じ内容です(それぞれ {sizeBytes})',
    en: 'The indexes {names} of the table {table} are the same ({sizeBytes} each)',
  },
  foreign: {
    ja: '表 {table}({rows} 行)の外部キー {name} に索引がありません。親の行を消すたびに全行を読みます',
    en: 'The foreign key {name} of the table {table} ({rows} rows) has no index: each delete of a parent reads all rows',
  },
  sequential: {
    ja: '表 {table}({rows} 行)は索引より多く全行読みされています(全行読み {scans} 回、索引 {indexScans} 回)',
    en: 'The table {table} ({rows} rows) is read as a whole more often than by an index ({scans} against {indexScans})',
  },
  cache: {
    ja: 'キャッシュの当たりが {percent}% です(目安 {limit}%)',
    en: '{percent}% of the reads come from the cache (guide {limit}%)',
  },
  unanalyzed: {
    ja: '列の統計がない表が {count} 個あります',
    en: '{count} tables have no column statistics',
  },
  'remedy-invalid': {
    ja: '作り直す: REINDEX INDEX CONCURRENTLY {name}; 不要なら: DROP INDEX CONCURRENTLY {name};',
    en: 'Build it again: REINDEX INDEX CONCURRENTLY {name}; or if nobody needs it: DROP INDEX CONCURRENTLY {name};',
  },
  'remedy-duplicate': {
    ja: "制約が使っていない方を、通常の窓で: DROP INDEX CONCURRENTLY {last}; 定義を先に控える: SELECT pg_get_indexdef(''{last}''::regclass);",
    en: "In an ordinary window, the one that no constraint rests on: DROP INDEX CONCURRENTLY {last}; keep its definition first: SELECT pg_get_indexdef(''{last}''::regclass);",
  },
  'remedy-foreign': {
    ja: 'CREATE INDEX CONCURRENTLY ON {table} ({columns});',
    en: 'CREATE INDEX CONCURRENTLY ON {table} ({columns});',
  },
  'remedy-unanalyzed': {
    ja: '手順に task: db.vacuum-analyze を加えるか、所有者として: ANALYZE;',
    en: 'Add the task db.vacuum-analyze to the runbook, or as owner: ANALYZE;',
  },
} as const;
type Found = Finding<keyof typeof messages>;

export const check = defineCheck({
  id: 'db.index-stats',
  title: { ja: 'インデックス使用統計確認', en: 'Index statistics' },
  description: {
    ja: '索引の使用回数と大きさ、キャッシュの当たり、無効な索引、重複した索引、索引のない外部キー、大きな表の全行読み、列の統計のない表を確かめます。使われていない索引は db.unused-indexes が見ます。',
    en: 'Use and size of indexes, cache hits, invalid and duplicate indexes, foreign keys without one, large tables that are read as a whole, and tables without column statistics. Unused indexes are for db.unused-indexes.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html',
    'https://www.postgresql.org/docs/current/catalog-pg-index.html',
  ],
  level: 1,
  params,
  messages,
  measures: {
    cacheHit: { ja: 'キャッシュの当たり', en: 'Cache hits' },
    scans: { ja: '索引の使用回数', en: 'Index scans' },
    size: { ja: '索引の大きさ', en: 'Size of indexes' },
  },
  probes: ({ database, largeRows }) => ({
    db: sql(indexStatements(largeRows), database === undefined ? {} : { database }),
  }),
  parse: parseIndexes,
  evaluate: (facts, { cacheHit }) => {
    const findings: Found[] = [];
    for (const { schema, name, table, building } of facts.invalid) {
      if (building) continue;
      const args = { name: written(schema, name), table: written(schema, table) };
      const remedy = { id: 'remedy-invalid', args } as const;
      const message = { id: 'invalid', args } as const;
      findings.push({ key: `index:${schema}.${name}`, severity: 'warning', message, remedy });
    }
    for (const { schema, table, names, bytes } of facts.duplicates) {
      const last = written(schema, names.at(-1) ?? '');
      const all = names.map((one) => written(one)).join(', ');
      const args = { table: written(schema, table), names: all, sizeBytes: bytes, last };
      const remedy = { id: 'remedy-duplicate', args } as const;
      const message = { id: 'duplicate', args } as const;
      const key = `duplicate:${schema}.${table}:${names[0]}`;
      findings.push({ key, severity: 'warning', message, remedy });
    }
    for (const { schema, table, name, rows, columns } of facts.foreign) {
      const args = { table: written(schema, table), name, rows, columns };
      const remedy = { id: 'remedy-foreign', args } as const;
      const message = { id: 'foreign', args } as const;
      findings.push({
        key: `foreign:${schema}.${table}.${name}`,
        severity: 'warning',
        message,
        remedy,
      });
    }
    for (const { schema, table, scans, index_scans: indexScans, rows } of facts.sequential) {
      const args = { table: written(schema, table), scans, indexScans, rows };
      const key = `sequential:${schema}.${table}`;
      findings.push({ key, severity: 'note', message: { id: 'sequential', args } });
    }
    const { unanalyzed } = facts.columns;
    if (unanalyzed > 0) {
      const args = { count: unanalyzed };
      const remedy = { id: 'remedy-unanalyzed', args } as const;
      findings.push({
        key: 'unanalyzed',
        severity: 'warning',
        message: { id: 'unanalyzed', args },
        remedy,
      });
    }
    const { hit, read, scans, bytes } = facts.totals;
    const share = hit + read === 0 ? undefined : Math.round((hit / (hit + read)) * 1000) / 10;
    // Of few reads nothing can be said.
    if (share !== undefined && share < cacheHit && hit + read > 1_000_000) {
      const args = { percent: share, limit: cacheHit };
      findings.push({ key: 'cache', severity: 'note', message: { id: 'cache', args } });
    }
    return {
      findings,
      measurements: [
        ...(share === undefined
          ? []
          : [{ name: 'cacheHit', value: share, unit: 'percent' as const }]),
        { name: 'scans', value: scans, unit: 'count' },
        { name: 'size', value: bytes, unit: 'bytes' },
      ],
    };
  },
});
