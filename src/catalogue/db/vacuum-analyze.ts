import { defineTask, sqlApplication } from '../define-task.ts';
import { parseVacuum, vacuumProbes } from './vacuum-facts.ts';
import { vacuumMessages } from './vacuum-messages.ts';
import { vacuumParams } from './vacuum-params.ts';
import { planVacuum, vacuumWork } from './vacuum-plan.ts';
import { verifyVacuum } from './vacuum-verify.ts';

export const task = defineTask({
  id: 'db.vacuum-analyze',
  title: { ja: 'VACUUM ANALYZE実行', en: 'VACUUM ANALYZE' },
  description: {
    ja: '不要行の多い表だけを VACUUM (ANALYZE, SKIP_LOCKED, TRUNCATE OFF, PARALLEL 0) し、統計の古い表を ANALYZE します。一表ずつ、トランザクションの外で、負荷を抑えて行い、統計に跡が残ったかを確かめます。権限がなく黙って飛ばされた表は失敗です。古いトランザクションやスロット、pg_dump、遅れたスタンバイ、満杯のディスクがあれば行いません。VACUUM FULL は決してしません(表を縮めるには pg_repack を)。自動では元に戻せませんが、失われるものはありません。',
    en: 'Vacuums the tables with many dead rows alone, by VACUUM (ANALYZE, SKIP_LOCKED, TRUNCATE OFF, PARALLEL 0), and analyzes those with stale statistics: one table at a time, outside of transactions, at a gentle pace, verified by what the server keeps of it. A table that was silently skipped for want of rights is a failure. It refuses beside an old transaction, slot or prepared transaction, a pg_dump, a standby that is behind, or a full disk. Never VACUUM FULL (to shrink a table, think of pg_repack). It cannot be undone and takes nothing away.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-vacuum.html',
    'https://www.postgresql.org/docs/current/sql-analyze.html',
    'https://www.postgresql.org/docs/current/routine-vacuuming.html',
  ],
  level: 1,
  params: vacuumParams,
  messages: vacuumMessages,
  measures: {
    deadBefore: { ja: '不要行 (前)', en: 'Dead rows, before' },
    dead: { ja: '不要行', en: 'Dead rows' },
  },
  privileged: () => [],
  probes: vacuumProbes,
  parse: parseVacuum,
  plan: planVacuum,
  apply: (change, params) => sqlApplication(vacuumWork(change, params), params.minutes * 60),
  verify: verifyVacuum,
  rollback: () => 'irreversible',
});
