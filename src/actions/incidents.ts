import type { Instance } from '../config/instance.ts';
import type { ActionsEvent } from '../github/events.ts';
import type { IncidentEvent } from '../incident/actions.ts';
import type { Desired } from '../incident/model.ts';
import type { StandingIssue } from '../incident/tick.ts';
import type { Links } from '../incident/words.ts';
import type { LedgerWindow } from '../ledger/model.ts';
import type { NotifyNotice } from '../notify/digest.ts';
import { readYear } from '../record/read.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { catchUp } from './catch-up.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';
import { tendNotices } from './notices.ts';
import { recordsBranch } from './records-view.ts';
import { actionTexts } from './texts.ts';

/** Where the records are that incidents follow from. */
export interface RecordsPlace {
  /** Stands for the instance. */
  readonly folder: string;
  /** Of the instance, from the top of the repository: `maintenance/`. */
  readonly prefix: string;
  /** Set when they are not in the repository, so that no link leads to them. */
  readonly failure?: Error;
}

/** What records, runbooks and fleet ask for. An incident that stands is in every year's records. */
export async function standingIncidents(
  instance: Instance,
  folder: string,
  now: Date,
): Promise<Situation> {
  const { runbooks, fleet, config } = instance;
  const { desiredIncidents } = await import('../incident/desired.ts');
  const { withMissed } = await import('../incident/missed.ts');
  const { ledgerOf } = await import('../run/ledger.ts');
  const year = now.getUTCFullYear();
  const years = await Promise.all(
    [year - 1, year, year + 1].map((one) => readYear(folder, one, { keep: withoutFacts })),
  );
  const records = years.flatMap((one) => one.records);
  const found = desiredIncidents({
    records,
    runbooks,
    fleet,
    scope: config.incidentScope,
    owners: config.owners,
  });
  const from = new Date(now.getTime() - lookBackDays * 86_400_000);
  const to = new Date(now.getTime() + lookAheadDays * 86_400_000);
  const windows = ledgerOf(instance, records, now, { from, to });
  return { desired: withMissed(found, windows, now), windows, records };
}

/** More than a year, so that the last window of every runbook is among them. */
const lookBackDays = 400;

/** More than the days of a notice. */
const lookAheadDays = 40;

/** All that follows from the files of an instance. */
export interface Situation {
  readonly desired: Desired;
  readonly windows: readonly LedgerWindow[];
  /** Without facts. */
  readonly records: readonly MaintenanceRecord[];
}

export interface Updated {
  readonly events: readonly IncidentEvent[];
  readonly standing: readonly StandingIssue[];
  readonly notices: readonly NotifyNotice[];
}

/** Makes issues what they should be; what cannot be done is told, and left to the next tick. */
export async function updateIncidents(
  job: Job,
  instance: Instance,
  place: RecordsPlace,
  token: string | undefined,
): Promise<Updated> {
  const nothing = { events: [], standing: [], notices: [] };
  if (token === undefined) return nothing;
  const { context, outputs } = job;
  const { locale, timezone, assignees, reminderDays } = instance.config;
  const failed = (error: Error) =>
    outputs.annotate('warning', say('action/incidents-failed', { detail: error.message }, locale));
  try {
    const { GitHubClient } = await import('../github/client.ts');
    const { GitHubIssues } = await import('../github/issues.ts');
    const { tickIncidents } = await import('../incident/tick.ts');
    const situation = await standingIncidents(instance, place.folder, job.now());
    const { desired, windows } = situation;
    const uses = [...desired.incidents.values()].flatMap((incident) => incident.uses);
    const { owner, name } = context.repository;
    const client = new GitHubClient({
      token,
      repository: { owner, name },
      apiUrl: context.apiUrl,
    });
    const issues = new GitHubIssues(client);
    const links = linksOf(job, instance, place);
    const tick = await tickIncidents(issues, desired, {
      now: job.now(),
      words: {
        ...(await actionTexts(timezone, uses)),
        locale,
        links,
      },
      assignees,
      reminderDays,
    });
    await catchUp(job, instance, client, windows);
    const notices = await tendNotices(job, instance, { client, issues, links, situation });
    for (const error of [...tick.errors, ...tick.failures.map((one) => one.error)]) failed(error);
    return { events: tick.events, standing: tick.standing, notices };
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error)));
    return nothing;
  }
}

function linksOf(job: Job, instance: Instance, { prefix, failure }: RecordsPlace): Links {
  const { context } = job;
  const { owner, name } = context.repository;
  return {
    repository: `${context.serverUrl}/${owner}/${name}`,
    ...(!failure && { branch: recordsBranch(instance, job) }),
    directory: prefix.replace(/\/$/, ''),
  };
}

/** One message per run to each webhook of the config; never the reason for a failed run. */
export async function notifyTeam(
  job: Job,
  { config }: Instance,
  records: readonly MaintenanceRecord[],
  events: readonly IncidentEvent[],
  notices: readonly NotifyNotice[],
  recordUrl: string | undefined,
): Promise<void> {
  if (config.notify.length === 0) return;
  const { notify } = await import('../notify/notify.ts');
  const { locale, team } = config;
  const [record] = records;
  const run = record && {
    runbook: record.run.runbook,
    title: record.runbook.title[locale],
    url: job.context.runUrl,
    ...(recordUrl !== undefined && { record: recordUrl }),
  };
  const digest = { locale, team, ...(run && { run }), incidents: events, notices };
  tellFailures(job, await notify(config.notify, digest, notifyWorld(job)));
}

export function isByPeople({ name }: ActionsEvent): boolean {
  return name === 'issues' || name === 'issue_comment';
}

/**
 * At the end of every tick, so that an outside monitor notices when ticks stay away; what people
 * write must not hide that.
 */
export async function heartbeat(job: Job, { config }: Instance): Promise<void> {
  if (config.heartbeat === undefined || isByPeople(job.context.event)) return;
  const { pingHeartbeat } = await import('../notify/notify.ts');
  tellFailures(job, await pingHeartbeat(config.heartbeat, notifyWorld(job)));
}

function notifyWorld({ fetch, environment }: Job) {
  return { fetch, env: environment };
}

function tellFailures(
  { outputs }: Job,
  failures: readonly { readonly name: string; readonly reason: string }[],
): void {
  for (const { name, reason } of failures) outputs.annotate('warning', `${name}: ${reason}`);
}

function withoutFacts(record: MaintenanceRecord): MaintenanceRecord {
  const steps = record.run.steps.map(({ facts: _facts, ...step }) => step);
  return { ...record, run: { ...record.run, steps } };
}
