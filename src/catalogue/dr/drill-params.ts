import { z } from 'zod';
import { type RestoreParams, restoreParams } from '../backup/restore-params.ts';
import { databaseName } from '../backup/run-params.ts';
import { refusedName, scratchPattern } from '../backup/scratch-guard.ts';

const { directory, pattern, uploadsPattern, template, clusters, jobs } = restoreParams.shape;

/** A unit that nobody takes for one of production. */
const unit = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*-(dr|drill)$/, {
    error: 'Expected a unit of its own for drills, whose name ends in -dr or -drill',
  })
  .default('mks-backend-dr')
  .describe('Unit that is started on the restored data; its name ends in -dr or -drill');

const url = z
  .string()
  .regex(/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/[^\s'"\\]*)?$/, {
    error: 'Expected a URL of the host itself: http://127.0.0.1:<port>/…',
  });

const functional = z.strictObject({
  url: url.describe('What is asked for, on the host itself'),
  status: z.int().min(100).max(599).default(200).describe('Status that must be answered'),
  contains: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\0\n]*$/, { error: 'Expected one line' })
    .optional()
    .describe('Text that must be in the answer'),
});

export const drillParams = z
  .strictObject({
    directory: directory
      .unwrap()
      .default('/backup/off-host')
      .describe('Folder on the target where the off-host copies arrive'),
    pattern: pattern.describe('Shell pattern of the dumps'),
    uploadsPattern,
    database: databaseName
      .default('mks_db')
      .describe('Name of the production database; no cluster that has it is used'),
    target: z
      .string()
      .regex(scratchPattern, { error: 'Expected mks_test or mks_restore_test and more' })
      .default('mks_restore_test_drill')
      .describe('Database that is restored into, and that the service is configured for'),
    template,
    clusters: clusters.describe('Cluster of the target host, by its identifier'),
    scratch: restoreParams.shape.scratch
      .unwrap()
      .default('/var/lib/teiki-drill')
      .describe('Folder of the maintenance user’s own; uploads are in drill/uploads below it'),
    role: z
      .union([z.literal('none'), z.string().regex(/^[a-z_][a-z0-9_]*$/)])
      .default('mks_dr')
      .describe('Role of the service on the target, which may use the restored tables'),
    unit,
    health: url
      .default('http://127.0.0.1:5100/api/v1/health')
      .describe('URL on the target that answers 2xx when the service is healthy'),
    waitSeconds: z.int().min(1).max(1800).default(120).describe('How long health is waited for'),
    checks: z
      .array(functional)
      .max(50)
      .default([])
      .describe('Functional checks, which are part of the recovery time'),
    rtoMinutes: z.number().positive().default(240).describe('Objective for the recovery time'),
    rpoMinutes: z.number().positive().default(1440).describe('Objective for lost data'),
    notAgainWithinHours: z
      .number()
      .min(0)
      .default(12)
      .describe('A drill of the same backup that went well so lately is not done again'),
    jobs,
    timeoutSeconds: z
      .int()
      .min(60)
      .max(24 * 3600)
      .default(4 * 3600)
      .describe('Time for all of it'),
  })
  .refine(({ target, database }) => refusedName(target, database) === null, {
    error: 'Expected a target that cannot be taken for the production database',
    path: ['target'],
  });

export type DrillParams = z.output<typeof drillParams>;

/** What the parts of the restore test are told. */
export function asRestore(params: DrillParams): RestoreParams {
  const { directory, pattern, uploadsPattern, database, target, template } = params;
  const { clusters, scratch, jobs, timeoutSeconds } = params;
  return {
    ...{ directory, pattern, uploadsPattern, database, target, template },
    ...{ clusters, scratch, jobs, timeoutSeconds },
  };
}
