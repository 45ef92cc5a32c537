import type { Instance } from '../config/instance.ts';
import { buildRecord } from '../record/build.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { RunResult } from '../record/run-result.ts';
import { keepHeapSmall } from '../run/heap.ts';
import { version } from '../version.ts';
import { type FinishOptions, finish, finishInputs } from './finish.ts';
import { type Gathered, gather, wholeResult } from './gather.ts';
import { readInputs, text, withDefault } from './inputs.ts';
import { readInstance, runbookOf } from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import type { PlanDocument } from './plan-document.ts';
import { directoryInput, planInput } from './plan-inputs.ts';
import { runIdOf } from './run-id.ts';

export const concludeInputs = {
  plan: planInput,
  results: withDefault(text('a folder'), 'teiki-results'),
  directory: directoryInput,
  ...finishInputs,
};

/** The action `conclude`: the results of all shards become one record. */
export async function concludeAction(job: Job): Promise<void> {
  keepHeapSmall();
  const { plan, results, ...options } = readInputs(concludeInputs, job.environment);
  const instance = await readInstance(job, options.directory);
  await conclude(job, instance, plan, await gather(results, plan), options);
}

/** Records what was gathered, whatever became of the rest. */
export async function conclude(
  job: Job,
  instance: Instance,
  plan: PlanDocument,
  { results, damaged }: Gathered,
  options: FinishOptions,
): Promise<void> {
  const { locale } = instance.config;
  for (const one of damaged) {
    job.outputs.annotate('warning', say('action/damaged-result', one, locale));
  }
  const runbook = runbookOf(instance, plan.runbook);
  const { result, missing } = wholeResult(results, plan, runbook, instance.fleet, job.now());
  if (missing.length > 0) {
    const args = { count: missing.length, hosts: missing.slice(0, 20).join(', ') };
    job.outputs.annotate('warning', say('action/missing-hosts', args, locale));
  }
  const record = recordOf(instance, plan, result, runIdOf(job.context));
  await finish(job, instance, [record], options);
}

export function recordOf(
  instance: Instance,
  { runbook, trigger, actor, gates }: Pick<PlanDocument, 'runbook' | 'trigger' | 'actor' | 'gates'>,
  result: RunResult,
  runId: string,
): MaintenanceRecord {
  const { team, timezone } = instance.config;
  return buildRecord(result, {
    runId,
    trigger,
    ...(actor !== undefined && { actor }),
    ...(gates?.kind === 'open' && gates.approver !== undefined && { approver: gates.approver }),
    team,
    timeZone: timezone,
    teikiVersion: version,
    runbook: runbookOf(instance, runbook),
  });
}
