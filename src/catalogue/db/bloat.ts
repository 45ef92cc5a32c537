import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import { sql } from '../../core/sql.ts';
import { defineCheck } from '../define.ts';
import { bloatStatements, parseBloat } from './bloat-facts.ts';
import { database, mebibyte, written } from './rows.ts';

const params = z.strictObject({
  database,
  percent: z.number().min(1).max(100).default(30).describe('Wasted share, with the size below'),
  wastedMiB: z.number().min(0).default(1024).describe('Wasted space below which it is nothing'),
});

const messages = {
  table: {
    ja: '表 {name} の {percent}% ({bloatBytes} / {sizeBytes})が空きと推定されます(しきい値 {limit}%)',
    en: 'About {percent}% of the table {name} is empty ({bloatBytes} of {sizeBytes}; limit {limit}%)',
  },
  index: {
    ja: '索引 {name} の {percent}% ({bloatBytes} / {sizeBytes})が空きと推定されます(しきい値 {limit}%)',
    en: 'About {percent}% of the index {name} is empty ({bloatBytes} of {sizeBytes}; limit {limit}%)',
  },
  hidden: {
    ja: 'ロール {role} に統計が見えないか、まだ ANALYZE されていないため、推定できないものが {count} 個あります: {names}',
    en: '{count} cannot be estimated: their statistics are not visible to the role {role}, or there are none yet: {names}',
  },
  'remedy-table': {
    ja: "推定です。確かめる: CREATE EXTENSION pgstattuple; SELECT * FROM pgstattuple_approx(''{name}''); 縮めるには pg_repack を(VACUUM FULL は表を完全にロックします)",
    en: "It is an estimate; to measure: CREATE EXTENSION pgstattuple; SELECT * FROM pgstattuple_approx(''{name}''); to shrink it use pg_repack (VACUUM FULL locks the table altogether)",
  },
  'remedy-index': {
    ja: '通常の窓で所有者として: REINDEX INDEX CONCURRENTLY {name};',
    en: 'In an ordinary window, as owner: REINDEX INDEX CONCURRENTLY {name};',
  },
  'remedy-hidden': {
    ja: '所有者として ANALYZE し、ロールに見せてください: GRANT SELECT ON … TO {role};(または所有者ロールのメンバーにする: teiki roles)',
    en: 'ANALYZE as owner, and let the role see: GRANT SELECT ON … TO {role}; (or make it a member of the owner: teiki roles)',
  },
} as const;
type Found = Finding<keyof typeof messages>;

export const check = defineCheck({
  id: 'db.bloat',
  title: { ja: '表と索引の空き(肥大)', en: 'Bloat of tables and indexes' },
  description: {
    ja: '統計から、表と B-tree 索引の空きの割合を推定します(読み出しはしません)。TOAST と B-tree 以外の索引は含みません。統計が見えない大きな表は「不明」です。',
    en: 'Estimates from statistics how much of tables and B-tree indexes is empty, without reading them. TOAST and other kinds of indexes are not included. A large table whose statistics cannot be seen is unknown.',
  },
  sources: [
    'https://github.com/ioguix/pgsql-bloat-estimation',
    'https://www.postgresql.org/docs/current/storage-page-layout.html',
  ],
  level: 1,
  params,
  messages,
  measures: { bloat: { ja: '推定される空き', en: 'Estimated empty space' } },
  probes: ({ database, wastedMiB }) => ({
    db: sql(bloatStatements(wastedMiB * mebibyte), database === undefined ? {} : { database }),
  }),
  parse: parseBloat,
  evaluate: ({ role, tables, indexes }, { percent, wastedMiB }) => {
    const judge = (kind: 'table' | 'index', list: typeof tables.known): Found[] =>
      list.flatMap(({ schema, name, size, bloat }) => {
        const share = Math.round((bloat / size) * 100);
        if (share <= percent || bloat <= wastedMiB * mebibyte) return [];
        const full = written(schema, name);
        const sizes = { sizeBytes: size, bloatBytes: bloat };
        const args = { name: full, percent: share, limit: percent, ...sizes };
        const message = { id: kind, args } as const;
        const remedy = { id: `remedy-${kind}`, args } as const;
        return [{ key: `${kind}:${schema}.${name}`, severity: 'warning', message, remedy }];
      });
    const findings = [...judge('table', tables.known), ...judge('index', indexes.known)];
    const unseen = [...tables.hidden, ...indexes.hidden];
    if (unseen.length > 0) {
      const names = unseen.slice(0, 10).map(({ schema, name }) => written(schema, name));
      const args = { role, count: unseen.length, names: names.join(', ') };
      const remedy = { id: 'remedy-hidden', args } as const;
      const message = { id: 'hidden', args } as const;
      findings.push({ key: 'hidden', severity: 'unknown', message, remedy });
    }
    const all = [...tables.known, ...indexes.known];
    const wasted = all.reduce((sum, { bloat }) => sum + bloat, 0);
    return { findings, measurements: [{ name: 'bloat', value: wasted, unit: 'bytes' }] };
  },
});
