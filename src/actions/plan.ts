import type { Instance } from '../config/instance.ts';
import { ActionError } from './action-error.ts';
import { askGates } from './gates.ts';
import { readInputs } from './inputs.ts';
import {
  type IsSet,
  mayHaveSecret,
  NotConfigured,
  readInstance,
  requireSecrets,
  runbookOf,
} from './instance.ts';
import type { Job } from './job.ts';
import type { PlanDocument } from './plan-document.ts';
import { planInputs } from './plan-inputs.ts';
import { starterOf, windowOf } from './plan-window.ts';
import { viewRecords } from './records-view.ts';
import { hostsNamed, stepsNamed } from './selection.ts';
import { cutShards } from './shards.ts';
import { waitFor } from './wait.ts';

type PlanInputs = Omit<ReturnType<typeof readPlanInputs>, 'secrets'>;

function readPlanInputs({ environment }: Job) {
  return readInputs(planInputs, environment);
}

export type Planned =
  | { readonly kind: 'planned'; readonly plan: PlanDocument; readonly instance: Instance }
  /** Not configured, or not due: nothing to do, and nothing wrong. */
  | { readonly kind: 'nothing'; readonly configured: boolean; readonly why: string };

/** What is to be done: which hosts in which jobs, for which window, or why nothing is. */
export async function plan(job: Job, inputs: PlanInputs, isSet: IsSet): Promise<Planned> {
  try {
    const instance = await readInstance(job, inputs.directory);
    const runbook = runbookOf(instance, inputs.runbook);
    const hosts = hostsNamed(runbook, instance, inputs.hosts);
    const steps = stepsNamed(runbook, inputs.steps);
    const view = await viewRecords(job, instance, inputs.directory);
    try {
      await requireSecrets(hosts, instance, view.directory, isSet);
      const due = await windowOf(job, runbook, instance, view.directory, inputs.mode);
      if (typeof due === 'string') return { kind: 'nothing', configured: true, why: due };
      const token = inputs['github-token'];
      const isScheduled = starterOf(job, inputs.mode).trigger === 'schedule';
      if (isScheduled && due.window) {
        const why = await waitFor(job, instance, {
          runbook,
          window: due.window,
          token,
          directory: inputs.directory,
        });
        if (why !== undefined) return { kind: 'nothing', configured: true, why };
      }
      const { hosts: open, window: entry, ...window } = due;
      const asks = entry && inputs.mode !== 'plan' && inputs.override === undefined;
      const gates = asks
        ? await askGates(job, instance, {
            runbook,
            window: entry,
            token,
            directory: inputs.directory,
          })
        : undefined;
      const meant = hosts.map(({ name }) => name).filter((name) => open?.includes(name) ?? true);
      const { actor, trigger } = starterOf(job, inputs.mode);
      const mode = modeOf(inputs, trigger);
      const document: PlanDocument = {
        schema: 'teiki.plan/1',
        runbook: runbook.id,
        window: { every: runbook.window.every, ...window },
        trigger,
        ...(actor !== undefined && { actor }),
        mode,
        ...(inputs.override !== undefined && { override: inputs.override }),
        ...(inputs.reason !== undefined && { reason: inputs.reason }),
        ...(gates && { gates }),
        ...(steps && { steps }),
        shards: cutShards(meant, {
          // One job alone knows in which order hosts are changed.
          max: runbook.rollout ? 1 : inputs.shards,
          hostsPerShard: inputs['hosts-per-shard'],
        }),
      };
      return { kind: 'planned', plan: document, instance };
    } finally {
      await view.close();
    }
  } catch (error) {
    if (!(error instanceof NotConfigured)) throw error;
    return { kind: 'nothing', configured: false, why: error.message };
  }
}

/**
 * A scheduled run changes what its runbook marks, and a person is shown a plan, unless told otherwise.
 * @throws ActionError for an override that could not override anything
 */
function modeOf(
  { mode, override }: Pick<PlanInputs, 'mode' | 'override'>,
  trigger: PlanDocument['trigger'],
): PlanDocument['mode'] {
  if (override !== undefined && mode !== 'apply') {
    throw new ActionError('Input `override`: it goes with `mode: apply`');
  }
  return mode ?? (trigger === 'schedule' ? 'marked' : 'plan');
}

/** The action `plan`. */
export async function planAction(job: Job): Promise<void> {
  const inputs = readPlanInputs(job);
  const isSet = mayHaveSecret(job, inputs.secrets);
  tellPlan(job, inputs.runbook, await plan(job, inputs, isSet));
}

export function tellPlan({ outputs }: Job, runbook: string, planned: Planned): void {
  outputs.output('runbook', runbook);
  outputs.output('configured', String(planned.kind === 'planned' || planned.configured));
  outputs.output('due', String(planned.kind === 'planned'));
  if (planned.kind === 'nothing') {
    outputs.annotate('notice', planned.why);
    outputs.summary([planned.why], () => '');
    outputs.output('shard-count', '0');
    outputs.output('matrix', JSON.stringify({ include: [] }));
    return;
  }
  const { shards, window } = planned.plan;
  const of = shards.length;
  const include = shards.map((hosts, index) => ({
    shard: index + 1,
    name:
      of === 1 ? (hosts.length === 1 ? (hosts[0] ?? '') : `${hosts.length}`) : `${index + 1}/${of}`,
  }));
  outputs.output('shard-count', String(of));
  outputs.output('matrix', JSON.stringify({ include }));
  outputs.output('window', window.key);
  outputs.output('plan', JSON.stringify(planned.plan));
}
