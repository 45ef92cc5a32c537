import { z } from 'zod';
import { units } from '../core/finding.ts';
import { severities, verdicts } from '../core/severity.ts';

/**
 * What one execution of a runbook has come to: the file of `teiki run --json` and the heart of a
 * record. Language-neutral: messages are ids with arguments, times are ISO 8601 in UTC.
 *
 * Ids of messages are qualified here: `<check id>/<local id>` (`logs.disk-usage/space`) or a
 * general one (`unknown/timed-out`, `connection/refused`).
 */
const instant = z.iso.datetime();
const durationMs = z.number().int().min(0);

export const QualifiedMessage = z.object({
  id: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type QualifiedMessage = z.output<typeof QualifiedMessage>;

export const RunFinding = z.object({
  key: z.string(),
  severity: z.enum(severities),
  message: QualifiedMessage,
  remedy: QualifiedMessage.exactOptional(),
  /** Text from the host: untrusted. */
  evidence: z.string().exactOptional(),
});
export type RunFinding = z.output<typeof RunFinding>;

export const RunMeasurement = z.object({
  name: z.string(),
  object: z.string().exactOptional(),
  value: z.number(),
  unit: z.enum(units),
});
export type RunMeasurement = z.output<typeof RunMeasurement>;

export const RunHost = z.object({
  name: z.string(),
  reachable: z.boolean(),
  durationMs,
  /** Why it could not be reached. */
  failure: QualifiedMessage.exactOptional(),
});
export type RunHost = z.output<typeof RunHost>;

export const taskOutcomes = ['planned', 'done', 'no-op', 'failed', 'rolled-back'] as const;

export const RunStep = z.object({
  host: z.string(),
  /** Id of the step in its runbook. */
  step: z.string(),
  /** Id of the catalogue entry. */
  use: z.string(),
  verdict: z.enum(verdicts),
  findings: z.array(RunFinding).readonly(),
  measurements: z.array(RunMeasurement).readonly(),
  /** What the check has read; its shape is the check's own. Absent when nothing was read. */
  facts: z.unknown().exactOptional(),
  durationMs,
  /** Why the verdict is unknown or skipped. */
  reason: QualifiedMessage.exactOptional(),
  /** Set on steps that change something; a skipped one has the verdict and a reason instead. */
  task: z
    .object({
      outcome: z.enum(taskOutcomes),
      /** Id of the step whose finding called for it (`then`). */
      after: z.string().exactOptional(),
      /** What that finding was, when the check has looked again and does not find it any more. */
      mended: z.array(QualifiedMessage).readonly().exactOptional(),
      changes: z.array(QualifiedMessage).readonly(),
    })
    .exactOptional(),
});
export type RunStep = z.output<typeof RunStep>;

export const cadences = ['day', 'week', 'month', 'quarter', 'year'] as const;
export const outcomes = ['succeeded', 'partial', 'failed', 'not-run'] as const;
export type Outcome = (typeof outcomes)[number];

export const RunResult = z.object({
  schema: z.literal('teiki.run/1'),
  /** Id of the runbook. */
  runbook: z.string(),
  window: z.object({
    /** See `windowKey`. */
    key: z.string(),
    every: z.enum(cadences),
    /** When it was to begin. */
    startsAt: instant.exactOptional(),
  }),
  mode: z.enum(['plan', 'apply', 'check']),
  startedAt: instant,
  endedAt: instant,
  /** Whether the work was carried out, whatever it has found: see `outcomeOf`. */
  outcome: z.enum(outcomes),
  /** In the order of the fleet. */
  hosts: z.array(RunHost).readonly(),
  /** Host by host, in the order of the runbook. */
  steps: z.array(RunStep).readonly(),
});
export type RunResult = z.output<typeof RunResult>;

/**
 * Whether the work was carried out: `partial` when a host was unreachable, a verdict is unknown
 * or a task failed; `failed` when that is all there is; `not-run` when there was nothing.
 * Findings do not count: a check that has found a full disk has done its work.
 */
export function outcomeOf({ hosts, steps }: Pick<RunResult, 'hosts' | 'steps'>): Outcome {
  const withSteps = new Set(steps.map(({ host }) => host));
  const lost = new Set(hosts.filter(({ reachable }) => !reachable).map(({ name }) => name));
  const carriedOut = [
    ...steps.map((step) => !lost.has(step.host) && isCarriedOut(step)),
    ...hosts.filter(({ name }) => !withSteps.has(name)).map(({ reachable }) => reachable),
  ];
  if (carriedOut.length === 0) return 'not-run';
  if (carriedOut.every(Boolean)) return 'succeeded';
  return carriedOut.some(Boolean) ? 'partial' : 'failed';
}

export function isCarriedOut({ verdict, task }: RunStep): boolean {
  return verdict !== 'unknown' && task?.outcome !== 'failed' && task?.outcome !== 'rolled-back';
}
