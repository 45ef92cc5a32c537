import { conclude } from './conclude.ts';
import { finishInputs } from './finish.ts';
import { count, readInputs, withDefault } from './inputs.ts';
import { hasSecret } from './instance.ts';
import type { Job } from './job.ts';
import { plan, tellPlan } from './plan.ts';
import { hostsOf } from './plan-document.ts';
import { planInputs } from './plan-inputs.ts';
import { runHosts } from './run.ts';

const { shards: _, 'hosts-per-shard': __, secrets: ___, ...ofPlan } = planInputs;

export const maintainInputs = {
  ...ofPlan,
  concurrency: withDefault(count(1, 256), 64),
  ...finishInputs,
};

/** The root action: plan, run and conclude in one job, which is all that a small fleet needs. */
export async function maintainAction(job: Job): Promise<void> {
  const inputs = readInputs(maintainInputs, job.environment);
  const whole = { shards: 1, 'hosts-per-shard': 10_000 };
  const planned = await plan(job, { ...inputs, ...whole }, hasSecret(job));
  tellPlan(job, inputs.runbook, planned);
  if (planned.kind === 'nothing') return;
  const { instance, plan: document } = planned;
  const { concurrency, directory } = inputs;
  const hosts = hostsOf(document);
  const parts = { plan: document, hosts, concurrency, directory };
  const result = await runHosts(job, instance, parts);
  await conclude(job, instance, document, { results: [result], damaged: [] }, inputs);
}
