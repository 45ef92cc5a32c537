import { z } from 'zod';
import { database } from './rows.ts';

const percent = z.number().min(1).max(100);

export const vacuumParams = z.strictObject({
  database,
  deadPercent: percent.default(10).describe('Dead rows, of all, above which a table is vacuumed'),
  deadRows: z.int().min(1).default(50_000).describe('Dead rows above which it is in any case'),
  stalePercent: percent.default(10).describe('Rows changed since the last ANALYZE'),
  minimumRows: z.int().min(1).default(1000).describe('Fewer dead or changed rows are nothing'),
  maxTables: z.int().min(1).max(2000).default(200).describe('Tables in one run, worst first'),
  tableMinutes: z.int().min(1).max(600).default(30).describe('Time limit of one table'),
  minutes: z.int().min(1).max(600).default(60).describe('No further table is begun after that'),
  oldTransactionMinutes: z.int().min(1).default(15).describe('Nothing is done beside an older one'),
  oldTransactions: z
    .int()
    .min(1000)
    .default(1_000_000)
    .describe('Nor beside a slot, standby or prepared transaction that holds so many back'),
  lagSeconds: z.int().min(1).default(60).describe('Nor while a standby is so far behind'),
  diskPercent: percent.default(80).describe('Nor while the disk of the WAL is so full'),
  dataDirectory: z
    .string()
    .regex(/^\//, 'an absolute path')
    .default('/var/lib/postgresql')
    .describe('Where PostgreSQL has its data and WAL, for its free space'),
});
export type VacuumParams = z.output<typeof vacuumParams>;
