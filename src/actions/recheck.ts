import { catalogue } from '../catalogue/registry.ts';
import type { Instance } from '../config/instance.ts';
import type { ActionsEvent } from '../github/events.ts';
import { trackerLabel } from '../github/tracker.ts';
import type { Desired } from '../incident/model.ts';
import { recheckIdOf } from '../record/recheck.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { readHistory } from '../run/history.ts';
import { planRun } from '../run/plan-run.ts';
import { runRunbook } from '../run/run-runbook.ts';
import { tickCron } from '../workflow/source.ts';
import { annotateFindings } from './annotations.ts';
import { recordOf } from './conclude.ts';
import { type FinishOptions, finish, finishInputs } from './finish.ts';
import { issuesOf } from './gates.ts';
import { isByPeople, type Situation, standingIncidents } from './incidents.ts';
import { count, readInputs, withDefault } from './inputs.ts';
import { hasSecret, NotConfigured, readInstance, requireSecrets } from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { decisionsOnNotices } from './notices.ts';
import { directoryInput } from './plan-inputs.ts';
import { starterOf } from './plan-window.ts';
import { type Standing, selectRechecks } from './recheck-selection.ts';
import { viewRecords } from './records-view.ts';
import { disclosure } from './redaction.ts';
import { runIdOf } from './run-id.ts';

export const recheckInputs = {
  directory: directoryInput,
  concurrency: withDefault(count(1, 256), 64),
  ...finishInputs,
};

/**
 * The daily tick: looks again at what incidents are open for, and at nothing else, so that a mended
 * fault closes the next day and not the next Monday. Labels and comments only bring the issues up
 * to date.
 */
export async function recheckAction(job: Job): Promise<void> {
  const { concurrency, ...options } = readInputs(recheckInputs, job.environment);
  try {
    const instance = await readInstance(job, options.directory);
    if (isOfNoConcern(job.context.event)) return job.outputs.output('configured', 'true');
    // Anybody may write a comment: it reaches issues, and no host.
    const looks = looksAtHosts(job.context.event);
    const view = await viewRecords(job, instance, options.directory);
    let known: Promise<Situation> | undefined;
    const before: Before = {
      folder: view.directory,
      situation: () => {
        known ??= standingIncidents(instance, view.directory, job.now());
        return known;
      },
    };
    const rechecked: MaintenanceRecord[] = [];
    const decided: MaintenanceRecord[] = [];
    try {
      if (looks) rechecked.push(...(await recheck(job, instance, before, concurrency)));
      decided.push(...(await decisions(job, instance, before, options)));
    } finally {
      await view.close();
    }
    const records = [...rechecked, ...decided];
    job.outputs.output('configured', 'true');
    job.outputs.output('rechecked', String(rechecked.length));
    if (rechecked.length === 0) {
      job.outputs.log(say('action/nothing-to-recheck', {}, instance.config.locale));
    }
    await finish(job, instance, records, options);
  } catch (error) {
    if (!(error instanceof NotConfigured)) throw error;
    job.outputs.annotate('notice', error.message);
    job.outputs.output('configured', 'false');
  }
}

/** What the records say before this tick adds to them: read when it is asked for, and once. */
interface Before {
  readonly folder: string;
  readonly situation: () => Promise<Situation>;
}

/** Once a day; the ticks between only see to issues, notices and windows. */
function looksAtHosts(event: ActionsEvent): boolean {
  if (isByPeople(event)) return false;
  return event.name !== 'schedule' || event.payload.schedule !== tickCron;
}

/** What people have written on notices is recorded before anything follows from it. */
async function decisions(
  job: Job,
  instance: Instance,
  before: Before,
  { directory, 'github-token': token }: FinishOptions,
): Promise<readonly MaintenanceRecord[]> {
  if (token === undefined) return [];
  try {
    const situation = await before.situation();
    const issues = await issuesOf(job, token);
    return await decisionsOnNotices(job, instance, directory, issues, situation);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const told = say('action/notices-failed', { detail }, instance.config.locale);
    job.outputs.annotate('warning', told);
    return [];
  }
}

/** A comment on a pull request, or on an issue that is none of ours. */
function isOfNoConcern(event: ActionsEvent): boolean {
  if (event.name !== 'issue_comment') return false;
  const { issue } = event.payload;
  const isPullRequest = issue.pull_request !== undefined && issue.pull_request !== null;
  return isPullRequest || !issue.labels.some(({ name }) => name === trackerLabel);
}

async function recheck(
  job: Job,
  instance: Instance,
  { folder, situation }: Before,
  concurrency: number,
): Promise<readonly MaintenanceRecord[]> {
  const { config, fleet } = instance;
  const { desired } = await situation();
  const rechecks = Map.groupBy(selectRechecks(standingOf(desired), instance), (one) => one.runbook);
  const disclose = disclosure(job, instance);
  const world = rechecks.size === 0 ? undefined : await job.world(fleet, config);
  const records: MaintenanceRecord[] = [];
  for (const [runbook, parts] of rechecks) {
    const history = await readHistory(folder, runbook.id, job.now());
    const plans = parts.flatMap((part) => planRun(runbook, fleet, catalogue, part, history).plans);
    if (!world || plans.length === 0) continue;
    const targets = plans.map(({ host }) => host);
    await requireSecrets(targets, instance, folder, hasSecret(job));
    const result = disclose(
      await runRunbook(runbook, plans, world, {
        timeZone: config.timezone,
        concurrency,
        signal: job.signal,
        // Changes keep to their window, and this is none.
        conduct: { changes: 'none' },
        runId: `${runbook.id} ${runIdOf(job.context)}`,
      }),
    );
    await annotateFindings(job.outputs, result, config);
    const about = { runbook: runbook.id, ...starterOf(job) };
    records.push(recordOf(instance, about, result, recheckIdOf(runIdOf(job.context))));
  }
  return records;
}

/** What stands where, from the incidents that should be open. */
function standingOf({ incidents }: Desired): Standing[] {
  return [...incidents.values()].flatMap(({ rows }) =>
    rows.flatMap(({ standing }) =>
      standing.map(({ runbook, host, step }) => ({ runbook: runbook.id, host, step })),
    ),
  );
}
