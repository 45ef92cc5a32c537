import type { Instance } from '../config/instance.ts';
import { worst } from '../core/severity.ts';
import { defaultAuthor } from '../git/commit-records.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { outcomes } from '../record/run-result.ts';
import { ActionError } from './action-error.ts';
import { heartbeat, notifyTeam, updateIncidents } from './incidents.ts';
import { count, matching, oneOf, optional, text, withDefault } from './inputs.ts';
import type { Job } from './job.ts';
import { type Kept, keepRecords } from './keep-records.ts';
import { say } from './messages.ts';
import { recordsBranch } from './records-view.ts';
import { issueLinks, type Link, recordLink, summarySections } from './summary.ts';
import { actionTexts } from './texts.ts';

const failLevels = ['none', 'critical', 'warning'] as const;

/** Of all actions that end a run. */
export const finishInputs = {
  'fail-on': withDefault(oneOf(failLevels), 'none'),
  'commit-author': withDefault(
    matching(
      '`Name <email>`',
      /^([^<>\n]+?) <([^<>\s]+@[^<>\s]+)>$/,
      ([, name = '', email = '']) => ({
        name,
        email,
      }),
    ),
    defaultAuthor,
  ),
  'push-attempts': withDefault(count(1, 20), 5),
  'github-token': optional(text('a token')),
};

export interface FinishOptions {
  readonly directory: string;
  readonly 'fail-on': (typeof failLevels)[number];
  readonly 'commit-author': { readonly name: string; readonly email: string };
  readonly 'push-attempts': number;
  readonly 'github-token': string | undefined;
}

/**
 * What has been found becomes record, commit, issues, messages and the step's summary, in this
 * order: the record first, for all else follows from it and can be done again by the next tick.
 * @throws ActionError when the record could not be pushed, or `fail-on` says so
 */
export async function finish(
  job: Job,
  instance: Instance,
  records: readonly MaintenanceRecord[],
  options: FinishOptions,
): Promise<void> {
  const kept = await keepRecords(job, instance, records, {
    directory: options.directory,
    author: options['commit-author'],
    attempts: options['push-attempts'],
  });
  try {
    const { events, standing, notices } = await updateIncidents(
      job,
      instance,
      kept,
      options['github-token'],
    );
    const pages = pagesOf(job, instance, kept);
    await notifyTeam(job, instance, records, events, notices, pages[0]?.url);
    const issues = issueLinks(records, events, standing);
    await tell(job, instance, records, kept, pages, issues);
    const opened = events.filter(({ kind }) => kind === 'opened' || kind === 'reopened').length;
    job.outputs.output('incidents-opened', String(opened));
    const closed = events.filter(({ kind }) => kind === 'closed').length;
    job.outputs.output('incidents-closed', String(closed));
  } finally {
    await kept.close();
    await heartbeat(job, instance);
  }
  if (kept.failure) {
    const { message } = kept.failure;
    const path = kept.keptIn;
    const told = path === undefined || message.includes(path);
    const where = told ? '' : `. ${say('action/kept-file', { path }, 'en')}`;
    throw new ActionError(message + where, { cause: kept.failure });
  }
  failOn(options['fail-on'], verdictOfAll(records));
}

interface Page {
  readonly path: string;
  /** Undefined when it is not there. */
  readonly url: string | undefined;
}

function pagesOf(job: Job, instance: Instance, { paths, prefix, failure }: Kept): readonly Page[] {
  const { serverUrl, repository } = job.context;
  const blob = `${serverUrl}/${repository.owner}/${repository.name}/blob`;
  const branch = encodeURI(recordsBranch(instance, job));
  return paths.map(({ markdown }) => {
    const path = prefix + markdown;
    return { path, url: failure ? undefined : `${blob}/${branch}/${encodeURI(path)}` };
  });
}

async function tell(
  { outputs }: Job,
  { config }: Instance,
  records: readonly MaintenanceRecord[],
  { commit, failure, keptIn }: Kept,
  pages: readonly Page[],
  issues: readonly Link[],
): Promise<void> {
  const { timezone, locale } = config;
  const uses = records.flatMap(({ run }) => run.steps.map(({ use }) => use));
  const words = { ...(await actionTexts(timezone, uses)), locale };
  const sections = records.flatMap((record, index) => {
    const url = pages[index]?.url;
    const links = [
      ...(url === undefined ? [] : [recordLink(url, words)]),
      ...(index === records.length - 1 ? issues : []),
    ];
    return summarySections(record, { ...words, timeZone: record.timeZone }, links);
  });
  outputs.summary(sections, (missing) => say('action/summary-cut', { missing }, locale));
  outputs.output('outcome', worstOutcome(records));
  outputs.output('verdict', verdictOfAll(records));
  outputs.output('record', pages.map(({ path }) => path).join('\n'));
  outputs.output('record-url', pages.flatMap(({ url }) => url ?? []).join('\n'));
  outputs.output('commit', commit ?? '');
  outputs.output('kept', failure ? (keptIn ?? '') : '');
}

function verdictOfAll(records: readonly MaintenanceRecord[]) {
  return worst(records.flatMap(({ run }) => run.steps.map(({ verdict }) => verdict)));
}

function worstOutcome(records: readonly MaintenanceRecord[]): string {
  const found = new Set(records.map(({ run }) => run.outcome));
  return [...outcomes].reverse().find((outcome) => found.has(outcome)) ?? 'not-run';
}

/** Findings are issues and not red jobs, unless somebody wants them to be. */
function failOn(level: FinishOptions['fail-on'], verdict: string): void {
  const bad = { none: [], critical: ['critical'], warning: ['critical', 'unknown', 'warning'] };
  if (!bad[level].some((one) => one === verdict)) return;
  throw new ActionError(`The verdict is ${verdict}, and \`fail-on: ${level}\` asks to fail then`);
}
