import type { Instance } from '../config/instance.ts';
import { worst } from '../core/severity.ts';
import { defaultAuthor } from '../git/commit-records.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import { outcomes } from '../record/run-result.ts';
import { ActionError } from './action-error.ts';
import { notifyTeam, pingHeartbeat, updateIncidents } from './incidents.ts';
import { count, matching, oneOf, optional, text, withDefault } from './inputs.ts';
import type { Job } from './job.ts';
import { type Kept, keepRecords } from './keep-records.ts';
import { actionTexts, say } from './messages.ts';
import { recordsBranch } from './records-view.ts';
import { type Link, recordLink, summarySections } from './summary.ts';

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
    const events = await updateIncidents(job, instance, kept, options['github-token']);
    await notifyTeam(job, instance, records, events);
    const issues = events.flatMap(({ url, title }) => (url === undefined ? [] : [{ url, title }]));
    tell(job, instance, records, kept, issues);
    const opened = events.filter(({ kind }) => kind === 'opened' || kind === 'reopened').length;
    job.outputs.output('incidents-opened', String(opened));
    const closed = events.filter(({ kind }) => kind === 'closed').length;
    job.outputs.output('incidents-closed', String(closed));
  } finally {
    await kept.close();
    await pingHeartbeat(job, instance);
  }
  if (kept.failure) {
    const where = kept.failure.message.includes(kept.keptIn ?? '')
      ? ''
      : `. ${say('action/kept-file', { path: kept.keptIn ?? '' }, 'en')}`;
    throw new ActionError(kept.failure.message + where, { cause: kept.failure });
  }
  failOn(options['fail-on'], verdictOfAll(records));
}

function tell(
  job: Job,
  instance: Instance,
  records: readonly MaintenanceRecord[],
  { paths, prefix, commit, failure, keptIn }: Kept,
  issues: readonly Link[],
): void {
  const { outputs, context } = job;
  const { timezone, locale } = instance.config;
  const words = { ...actionTexts(timezone), locale };
  const { owner, name } = context.repository;
  const branch = recordsBranch(instance, job);
  const pages = paths.map((path) => prefix + path.markdown);
  const url = (page: string) =>
    `${context.serverUrl}/${owner}/${name}/blob/${[branch, page].map(encodeURI).join('/')}`;
  const sections = records.flatMap((record, index) => {
    const page = pages[index];
    const there = failure || page === undefined ? [] : [recordLink(url(page), words)];
    return summarySections(record, { ...words, timeZone: record.timeZone }, [
      ...there,
      ...(index === records.length - 1 ? issues : []),
    ]);
  });
  outputs.summary(sections, (missing) => say('action/summary-cut', { missing }, locale));
  outputs.output('outcome', worstOutcome(records));
  outputs.output('verdict', verdictOfAll(records));
  outputs.output('record', pages.join('\n'));
  outputs.output('record-url', failure ? '' : pages.map(url).join('\n'));
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
