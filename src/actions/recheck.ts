import { catalogue } from '../catalogue/registry.ts';
import type { Instance } from '../config/instance.ts';
import type { Desired } from '../incident/model.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { planRun } from '../run/plan-run.ts';
import { readHistory } from '../run/records.ts';
import { runRunbook } from '../run/run-runbook.ts';
import type { Runbook } from '../runbook/model.ts';
import { hostsNamed } from '../runbook/select.ts';
import { annotateFindings } from './annotations.ts';
import { recordOf } from './conclude.ts';
import { type FinishOptions, finish, finishInputs } from './finish.ts';
import { standingIncidents } from './incidents.ts';
import { count, readInputs, withDefault } from './inputs.ts';
import { hasSecret, NotConfigured, readInstance, requireSecrets } from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { directoryInput, starterOf } from './plan.ts';
import { viewRecords } from './records-view.ts';
import { disclosure } from './redaction.ts';
import { recheckIdOf, runIdOf } from './run-id.ts';

export const recheckInputs = {
  directory: directoryInput,
  concurrency: withDefault(count(1, 256), 64),
  ...finishInputs,
};

/** A step on a host that an open incident stands on. */
export interface Standing {
  readonly runbook: string;
  readonly host: string;
  readonly step: string;
}

/** The hosts of a runbook that are to be asked the same steps. */
export interface Recheck {
  readonly runbook: Runbook;
  readonly steps: readonly string[];
  readonly hosts: readonly string[];
}

/**
 * The daily tick: looks again at what incidents are open for, and at nothing else, so that a mended
 * fault closes the next day and not the next Monday.
 */
export async function recheckAction(job: Job): Promise<void> {
  const { concurrency, ...options } = readInputs(recheckInputs, job.environment);
  try {
    const instance = await readInstance(job, options.directory);
    const records = await recheck(job, instance, concurrency, options);
    job.outputs.output('configured', 'true');
    job.outputs.output('rechecked', String(records.length));
    if (records.length === 0) {
      job.outputs.log(say('action/nothing-to-recheck', {}, instance.config.locale));
    }
    await finish(job, instance, records, options);
  } catch (error) {
    if (!(error instanceof NotConfigured)) throw error;
    job.outputs.annotate('notice', error.message);
    job.outputs.output('configured', 'false');
  }
}

async function recheck(
  job: Job,
  instance: Instance,
  concurrency: number,
  { directory }: FinishOptions,
): Promise<readonly MaintenanceRecord[]> {
  const { config, fleet } = instance;
  const view = await viewRecords(job, instance, directory);
  try {
    const desired = await standingIncidents(instance, view.directory, job.now());
    const rechecks = Map.groupBy(
      selectRechecks(standingOf(desired), instance),
      (one) => one.runbook,
    );
    const disclose = disclosure(job, instance);
    const world = rechecks.size === 0 ? undefined : await job.world(fleet);
    const records: MaintenanceRecord[] = [];
    for (const [runbook, parts] of rechecks) {
      const history = await readHistory(view.directory, runbook.id, job.now());
      const plans = parts.flatMap(
        (part) => planRun(runbook, fleet, catalogue, part, history).plans,
      );
      if (!world || plans.length === 0) continue;
      const targets = plans.map(({ host }) => host);
      await requireSecrets(targets, instance, view.directory, hasSecret(job));
      const result = disclose(
        await runRunbook(runbook, plans, world, {
          timeZone: config.timezone,
          concurrency,
          signal: job.signal,
        }),
      );
      annotateFindings(job.outputs, result, config);
      const about = { runbook: runbook.id, ...starterOf(job) };
      records.push(recordOf(instance, about, result, recheckIdOf(runIdOf(job.context))));
    }
    return records;
  } finally {
    await view.close();
  }
}

/** What stands where, from the incidents that should be open. */
function standingOf({ incidents }: Desired): Standing[] {
  return [...incidents.values()].flatMap(({ rows }) =>
    rows.flatMap(({ standing }) =>
      standing.map(({ runbook, host, step }) => ({ runbook: runbook.id, host, step })),
    ),
  );
}

/**
 * Which steps to run again, and where. A host that could not be reached is only connected to: no
 * step is in the list for it. What is no longer in a runbook or the fleet is left to the incidents,
 * which close for that reason.
 */
export function selectRechecks(
  standing: readonly Standing[],
  { runbooks, fleet }: Pick<Instance, 'runbooks' | 'fleet'>,
): readonly Recheck[] {
  return runbooks.flatMap((runbook) => {
    const here = standing.filter((one) => one.runbook === runbook.id);
    const hosts = hostsNamed(runbook.hosts, fleet).map(({ name }) => name);
    const asked = hosts.flatMap((host) => {
      const open = here.filter((one) => one.host === host).map(({ step }) => step);
      const steps = runbook.steps.map(({ id }) => id).filter((id) => open.includes(id));
      return open.length === 0 ? [] : [{ host, steps }];
    });
    return [...Map.groupBy(asked, ({ steps }) => steps.join(' ')).values()].map((group) => ({
      runbook,
      steps: group[0]?.steps ?? [],
      hosts: group.map(({ host }) => host),
    }));
  });
}
