import type { z } from 'zod';
import type { GitHubClient } from '../github/client.ts';
import type { payloads } from '../github/events.ts';
import { GitHubIssues } from '../github/issues.ts';
import { type Review, riskHash } from '../review/review.ts';
import { approvalLabel } from '../review/unsafe.ts';
import { type Inline, type Language, said } from '../review/words.ts';
import type { Job } from './job.ts';
import type { PullRequest } from './review-comment.ts';

export type PullRequestEvent = z.output<(typeof payloads)['pull_request']>;

/** What has become of the risks. */
export interface Standing {
  readonly isApproved: boolean;
  readonly words: readonly Inline[];
}

interface Question {
  readonly pull: PullRequest;
  readonly event: PullRequestEvent;
  readonly review: Pick<Review, 'risks'>;
  readonly fourEyes: boolean;
  readonly language: Language;
}

/**
 * Whether somebody who may has approved these very risks. A label stays when something is pushed, so
 * after a push it counts only when the risks are those that the comment has shown before.
 */
export async function approvalOf(
  job: Job,
  { pull, event, review, fourEyes, language }: Question,
): Promise<Standing> {
  const refused = (words: readonly Inline[]): Standing => ({ isApproved: false, words });
  const label = approvalLabel;
  const open = said('review/risks-open', { label }, language);
  if (!event.pull_request.labels.some(({ name }) => name === label)) return refused(open);
  const { client } = pull;
  try {
    if (!client) throw new Error('github-token');
    const by = await labelledBy(client, event.pull_request.number);
    if (by === undefined) return refused(open);
    if (event.action === 'synchronize' && (await pull.shownHash()) !== riskHash(review.risks)) {
      return refused(said('review/label-stale', { label }, language));
    }
    if (fourEyes && by === event.pull_request.user?.login) {
      return refused(said('review/label-author', { label, by }, language));
    }
    const permission = await new GitHubIssues(client).permissionOf(by);
    if (permission !== 'admin' && permission !== 'write') {
      return refused(said('review/label-permission', { label, by }, language));
    }
    return { isApproved: true, words: said('review/risks-approved', { label, by }, language) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    job.outputs.log(detail);
    return refused(said('review/label-unknown', { label, detail }, language));
  }
}

async function labelledBy(client: GitHubClient, number: number): Promise<string | undefined> {
  const times = await new GitHubIssues(client).labelled(number, approvalLabel);
  return times.at(-1)?.by;
}
