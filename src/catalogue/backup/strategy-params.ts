import { z } from 'zod';
import { backupFields } from './kinds.ts';

export const strategyParams = z.strictObject({
  ...backupFields,
  rpoMinutes: z.number().positive().default(1440).describe('Objective for lost data'),
  graceMinutes: z
    .number()
    .min(0)
    .default(120)
    .describe('How much later than the objective a backup may be'),
  rtoMinutes: z.number().positive().default(240).describe('Objective for the recovery time'),
  keep: z
    .strictObject({
      days: z.int().min(0).max(366).default(7).describe('Days back, one backup each'),
      weeks: z.int().min(0).max(104).default(4).describe('Weeks back, one backup each'),
      months: z.int().min(0).max(120).default(12).describe('Months back, one backup each'),
    })
    .prefault({})
    .describe('Of how many days, weeks and months one backup each is to be kept'),
  restoreMinutes: z
    .number()
    .positive()
    .optional()
    .describe('A measured restore, where restore tests run on another host'),
  offSite: z
    .enum(['yes', 'no', 'unknown'])
    .default('unknown')
    .describe('Whether there is a copy at another place; it cannot be seen from here'),
  encrypted: z
    .enum(['yes', 'no', 'unknown'])
    .default('unknown')
    .describe('Whether copies at other places are encrypted'),
});

export type StrategyParams = z.output<typeof strategyParams>;
