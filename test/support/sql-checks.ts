import { check as bloat } from '../../src/catalogue/db/bloat.ts';
import { check as checksums } from '../../src/catalogue/db/checksums.ts';
import { check as connections } from '../../src/catalogue/db/connections.ts';
import { check as indexStats } from '../../src/catalogue/db/index-stats.ts';
import { check as longTx } from '../../src/catalogue/db/long-tx.ts';
import { check as replication } from '../../src/catalogue/db/replication.ts';
import { check as unusedIndexes } from '../../src/catalogue/db/unused-indexes.ts';
import { check as wraparound } from '../../src/catalogue/db/wraparound.ts';

/** All that only ask the database. */
export const sqlChecks = [
  bloat,
  checksums,
  connections,
  indexStats,
  longTx,
  replication,
  unusedIndexes,
  wraparound,
];
