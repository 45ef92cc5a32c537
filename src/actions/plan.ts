import type { Instance } from '../config/instance.ts';
import { readYear } from '../record/read.ts';
import type { Runbook } from '../runbook/model.ts';
import { SelectionError, selectHosts } from '../runbook/select.ts';
import { suggest } from '../yaml/nearest.ts';
import { ActionError } from './action-error.ts';
import { windowOfNow, windowOfTick } from './due.ts';
import {
  count,
  json,
  matching,
  names,
  oneOf,
  optional,
  readInputs,
  text,
  withDefault,
} from './inputs.ts';
import {
  type IsSet,
  mayHaveSecret,
  NotConfigured,
  readInstance,
  requireSecrets,
  runbookOf,
} from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { modes, PlanDocument } from './plan-document.ts';
import { viewRecords } from './records-view.ts';
import { isRecheck } from './run-id.ts';
import { cutShards } from './shards.ts';

export const directoryInput = withDefault(
  matching('a folder of the repository', /^(?!\/|.*\.\.)[^\0]+$/, ([path]) => path),
  'maintenance',
);

export const planInputs = {
  runbook: text('the id of a runbook, such as `weekly-health`'),
  directory: directoryInput,
  hosts: optional(names('names of hosts or groups')),
  steps: optional(names('ids of steps')),
  mode: withDefault(oneOf(modes), 'plan'),
  reason: optional(text('a sentence')),
  shards: withDefault(count(1, 256), 256),
  'hosts-per-shard': withDefault(count(1, 10_000), 50),
  secrets: optional(names('names of the secrets that are set')),
};

export type PlanInputs = Omit<ReturnType<typeof readPlanInputs>, 'secrets'>;

export function readPlanInputs(environment: Job['environment']) {
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
      const due = await windowOf(job, runbook, instance, view.directory);
      if (typeof due === 'string') return { kind: 'nothing', configured: true, why: due };
      const { actor, trigger } = starterOf(job);
      const document: PlanDocument = {
        schema: 'teiki.plan/1',
        runbook: runbook.id,
        window: { every: runbook.window.every, ...due },
        trigger,
        ...(actor !== undefined && { actor }),
        mode: inputs.mode,
        ...(inputs.reason !== undefined && { reason: inputs.reason }),
        ...(steps && { steps }),
        shards: cutShards(
          hosts.map(({ name }) => name),
          { max: inputs.shards, hostsPerShard: inputs['hosts-per-shard'] },
        ),
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

/** The action `plan`. */
export async function planAction(job: Job): Promise<void> {
  const inputs = readPlanInputs(job.environment);
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

function hostsNamed(runbook: Runbook, { fleet }: Instance, wanted: readonly string[] | undefined) {
  try {
    const isHost = (name: string) => fleet.hosts.has(name);
    const filter = wanted && {
      hosts: wanted.filter(isHost),
      groups: wanted.filter((name) => !isHost(name)),
    };
    const hosts = selectHosts(runbook, fleet, filter);
    if (hosts.length > 0) return hosts;
    const which = (wanted ?? runbook.hosts).join(', ');
    throw new ActionError(`No host of the fleet is meant by ${runbook.id}: ${which}`);
  } catch (error) {
    if (error instanceof SelectionError) throw new ActionError(`Input \`hosts\`: ${error.message}`);
    throw error;
  }
}

function stepsNamed({ id, steps }: Runbook, wanted: readonly string[] | undefined) {
  const known = steps.map((step) => step.id);
  const stranger = wanted?.find((name) => !known.includes(name));
  if (stranger === undefined) return wanted;
  const hint = suggest(stranger, known, 'its steps') ?? '';
  throw new ActionError(`Input \`steps\`: ${id} has no step \`${stranger}\`: ${hint}`);
}

/** Who is told to have started the run: the schedule for the team, or a person. */
export function starterOf({ context }: Job): Pick<PlanDocument, 'trigger' | 'actor'> {
  if (context.event.name !== 'workflow_dispatch') return { trigger: 'schedule' };
  return { trigger: 'manual', actor: context.triggeringActor };
}

/** The window that this run is for, or the sentence that says why there is none. */
async function windowOf(
  job: Job,
  { id, window, enabled }: Runbook,
  { config }: Instance,
  directory: string,
): Promise<{ readonly key: string; readonly startsAt?: string } | string> {
  const now = job.now();
  const { timezone, locale } = config;
  const { event, runAttempt } = job.context;
  // Who runs a scheduled run again wants it now.
  if (event.name !== 'schedule') return windowOfNow(window, now, timezone);
  if (!enabled) return say('action/disabled', { runbook: id }, locale);
  const due = windowOfTick(window, now, timezone);
  if (!due) {
    if (runAttempt > 1) return windowOfNow(window, now, timezone);
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(now);
    const words = [window.months?.join('/'), window.on, window.at].filter(Boolean).join(' ');
    return say('action/not-due', { runbook: id, date, window: words }, locale);
  }
  const record = runAttempt > 1 ? undefined : await recordOf(id, due, directory);
  if (record === undefined) return due;
  return say('action/already-recorded', { runbook: id, window: due.key, record }, locale);
}

/** A repeated hour of daylight saving, or a schedule edited at the wrong moment, ticks twice. */
async function recordOf(
  runbook: string,
  { key, startsAt }: { readonly key: string; readonly startsAt: string },
  directory: string,
): Promise<string | undefined> {
  const year = new Date(startsAt).getUTCFullYear();
  for (const one of [year, year + 1]) {
    const { records } = await readYear(directory, one, { runbook });
    const done = records.find(
      ({ run, trigger, runId }) =>
        run.window.key === key &&
        trigger === 'schedule' &&
        !isRecheck(runId) &&
        (run.outcome === 'succeeded' || run.outcome === 'partial'),
    );
    if (done) return done.runId;
  }
  return undefined;
}

export const planInput = json('the output `plan` of the action plan', PlanDocument);
