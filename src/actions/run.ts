import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../catalogue/registry.ts';
import type { Instance } from '../config/instance.ts';
import { worst } from '../core/severity.ts';
import type { Progress } from '../engine/run-fleet.ts';
import { stableJson } from '../record/json.ts';
import type { RunResult } from '../record/run-result.ts';
import { keepHeapSmall } from '../run/heap.ts';
import { readHistory } from '../run/history.ts';
import { planRun } from '../run/plan-run.ts';
import { runRunbook } from '../run/run-runbook.ts';
import { formatIssue, hasErrors } from '../yaml/issue.ts';
import { ActionError } from './action-error.ts';
import { count, readInputs, withDefault } from './inputs.ts';
import { hasSecret, readInstance, requireSecrets, runbookOf } from './instance.ts';
import type { Job } from './job.ts';
import { conductOf, type PlanDocument } from './plan-document.ts';
import { directoryInput, planInput } from './plan-inputs.ts';
import { viewRecords } from './records-view.ts';
import { disclosure } from './redaction.ts';
import { runIdOf } from './run-id.ts';

export const runInputs = {
  plan: planInput,
  shard: withDefault(count(1, 256), 1),
  concurrency: withDefault(count(1, 256), 64),
  directory: directoryInput,
};

export interface RunParts {
  readonly plan: PlanDocument;
  readonly hosts: readonly string[];
  readonly concurrency: number;
  readonly directory: string;
}

/** The action `run`: the hosts of one shard. Findings are results, and not failures of the job. */
export async function shardAction(job: Job): Promise<void> {
  const { plan, shard, concurrency, directory } = readInputs(runInputs, job.environment);
  const hosts = plan.shards[shard - 1];
  if (!hosts) {
    throw new ActionError(
      `Input \`shard\`: the plan has ${plan.shards.length} shards, got ${shard}`,
    );
  }
  const instance = await readInstance(job, directory);
  const result = await runHosts(job, instance, { plan, hosts, concurrency, directory });
  const folder = join(job.environment['RUNNER_TEMP'] ?? tmpdir(), 'teiki-results');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `shard-${shard}.json`);
  await writeFile(file, stableJson(result));
  job.outputs.output('result', file);
  job.outputs.output('artifact', `teiki-result-${plan.runbook}-${shard}-${job.context.runAttempt}`);
  job.outputs.output('outcome', result.outcome);
  job.outputs.output('verdict', worst(result.steps.map(({ verdict }) => verdict)));
}

/** Carries out the steps of a plan on some of its hosts; what comes back may be told to anybody. */
export async function runHosts(
  job: Job,
  instance: Instance,
  { plan, hosts, concurrency, directory }: RunParts,
): Promise<RunResult> {
  keepHeapSmall();
  const { config, fleet } = instance;
  const runbook = runbookOf(instance, plan.runbook);
  const view = await viewRecords(job, instance, directory);
  const history = await readHistory(view.directory, runbook.id, job.now());
  const selection = { hosts, ...(plan.steps && { steps: plan.steps }) };
  const { plans, issues } = planRun(runbook, fleet, catalogue, selection, history);
  if (hasErrors(issues)) throw new ActionError(issues.map((one) => formatIssue(one)).join('\n'));
  const targets = plans.map(({ host }) => host);
  await requireSecrets(targets, instance, view.directory, hasSecret(job));
  await view.close();
  const disclose = disclosure(job, instance);
  // Words are loaded while hosts are at work: nothing of it is needed to connect.
  let telling = Promise.resolve();
  const tell = (progress: Progress) => {
    if (progress.kind === 'host-started') return;
    telling = telling
      .then(async () => {
        const { showProgress } = await import('./progress.ts');
        await showProgress(job.outputs, config, disclose(progress));
      })
      // What cannot be shown is in the result all the same.
      .catch((error: unknown) => job.outputs.log(String(error)));
  };
  const result = await runRunbook(runbook, plans, await job.world(fleet, config), {
    timeZone: config.timezone,
    concurrency,
    signal: job.signal,
    conduct: conductOf(plan),
    runId: `${runbook.id} ${runIdOf(job.context)}`,
    onProgress: tell,
  });
  const told = disclose<RunResult>({ ...result, window: plan.window });
  await telling;
  const { annotateFindings } = await import('./annotations.ts');
  await annotateFindings(job.outputs, told, config);
  return told;
}
