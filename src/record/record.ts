import { z } from 'zod';
import { cadences, RunResult } from './run-result.ts';

const text = z.object({ ja: z.string(), en: z.string() });

/**
 * The immutable evidence of one run: the result, and what has to be known to read it later, when
 * the runbook or the config may say something else.
 */
export const MaintenanceRecord = z.object({
  schema: z.literal('teiki.record/1'),
  /** GitHub's run id and attempt (`123456-1`), or the time of a local run: part of the file name. */
  runId: z.string(),
  trigger: z.enum(['schedule', 'manual', 'local']),
  /** Who started it, where a person did. */
  actor: z.string().exactOptional(),
  approver: z.string().exactOptional(),
  team: z.string(),
  /** Of the instance: dates of the record are local ones. */
  timeZone: z.string(),
  teikiVersion: z.string(),
  /** The runbook as it was. */
  runbook: z.object({
    title: text,
    purpose: text,
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    cadence: z.enum(cadences),
  }),
  run: RunResult,
});
export type MaintenanceRecord = z.output<typeof MaintenanceRecord>;
