import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../catalogue/registry.ts';
import { type Instance, loadInstance } from '../config/instance.ts';
import { baseCommit, openCommit } from '../git/commit-tree.ts';
import type { ActionsEvent } from '../github/events.ts';
import { maxSummaryBytes } from '../github/step-summary.ts';
import { renderBroken, renderReview, scriptFile } from '../review/render.ts';
import { isEmpty, type Review, reviewOf, riskHash } from '../review/review.ts';
import { approvalLabel } from '../review/unsafe.ts';
import { plain } from '../review/words.ts';
import { hasErrors } from '../yaml/issue.ts';
import { ActionError } from './action-error.ts';
import { optional, readInputs, text } from './inputs.ts';
import type { Job } from './job.ts';
import { directoryInput } from './plan-inputs.ts';
import { approvalOf, type Standing } from './review-approval.ts';
import { PullRequest } from './review-comment.ts';

export const reviewInputs = {
  directory: directoryInput,
  'github-token': optional(text('a token')),
};

/**
 * On a pull request: what its change of the instance means, as one comment; fails when the files
 * have errors, or when a safeguard is weakened and nobody has approved that. It reads files, and
 * reaches no host.
 */
export async function reviewAction(job: Job): Promise<void> {
  const { directory, 'github-token': token } = readInputs(reviewInputs, job.environment);
  const event = pullRequestOf(job.context.event);
  const pull = new PullRequest(job, event, token);
  const head = await loadInstance(directory, { catalogue });
  const language = { locale: head.config.locale, timeZone: head.config.timezone };
  annotate(job, head);
  if (hasErrors(head.issues)) {
    const errors = head.issues.filter(({ level }) => level === 'error');
    const body = renderBroken(errors, language);
    job.outputs.summary([body], () => '');
    await pull.comment(body, language);
    throw new ActionError(plain('review/broken', { count: errors.length }, language));
  }
  const review = await compared(job, directory, event, head);
  const standing =
    review.risks.length === 0
      ? undefined
      : await approvalOf(job, { pull, event, review, fourEyes: review.fourEyes, language });
  await tell(job, pull, review, standing, language);
  if (!standing || standing.isApproved) return;
  for (const { message, file } of review.risks) {
    job.outputs.annotate('error', plain(message.id, message.args, language), {
      file: join(directory, file),
    });
  }
  throw new ActionError(plain('review/risks-open', { label: approvalLabel }, language));
}

type Language = Parameters<typeof renderBroken>[1];

/** @throws ActionError for any other event: there would be nothing to compare */
function pullRequestOf(event: ActionsEvent) {
  if (event.name === 'pull_request') return event.payload;
  const name = event.name === 'other' ? event.event : event.name;
  throw new ActionError(
    `The action review is for \`on: pull_request\`, and this is \`${name}\`: run it in a workflow as \`teiki workflows\` writes it`,
  );
}

export interface ComparedReview extends Review {
  /** As it was before: the change itself cannot lift the rule for its own approval. */
  readonly fourEyes: boolean;
}

async function compared(
  job: Job,
  directory: string,
  { pull_request: { base, head: tip } }: ReturnType<typeof pullRequestOf>,
  head: Instance,
): Promise<ComparedReview> {
  const commit = await baseCommit({ base: base.sha, head: tip.sha }, job.environment);
  const tree = await openCommit(directory, commit, job.environment);
  try {
    const before = await loadInstance(tree.folder, { catalogue });
    const review = reviewOf(before, head, { catalogue, now: job.now() });
    return { ...review, fourEyes: before.config.fourEyes };
  } finally {
    await tree.close();
  }
}

function annotate({ outputs }: Job, { issues }: Instance): void {
  for (const { level, file, line, column, message, hint } of issues) {
    const told = hint === undefined ? message : `${message}: ${hint}`;
    outputs.annotate(level, told, { file, line, column });
  }
}

async function tell(
  job: Job,
  pull: PullRequest,
  review: Review,
  standing: Standing | undefined,
  language: Language,
): Promise<void> {
  const options = {
    ...language,
    runUrl: job.context.runUrl,
    ...(standing && { standing: standing.words }),
  };
  const render = (maxCharacters: number) => renderReview(review, { ...options, maxCharacters });
  // Japanese takes three bytes for a character.
  job.outputs.summary([render(Math.floor(maxSummaryBytes / 3))], () => '');
  job.outputs.output('report', await keep(job, review, render(Number.MAX_SAFE_INTEGER)));
  job.outputs.output('risks', String(review.risks.length));
  const hash = review.risks.length === 0 ? undefined : riskHash(review.risks);
  await pull.comment(render, language, { hash, onlyUpdate: isEmpty(review) });
}

/** In full, for an artifact: a comment has its limit. */
async function keep(job: Job, { scripts }: Review, report: string): Promise<string> {
  const folder = join(job.environment['RUNNER_TEMP'] ?? tmpdir(), 'teiki-review');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'review.md'), report);
  for (const [index, script] of scripts.entries()) {
    await writeFile(join(folder, scriptFile(script, index)), script.text);
  }
  return folder;
}
