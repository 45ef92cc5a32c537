import { GitHubClient } from '../github/client.ts';
import { GitHubError } from '../github/error.ts';
import { GitHubIssues } from '../github/issues.ts';
import { findOwnComment, putOwnComment } from '../github/own-comment.ts';
import { reviewMessages } from '../review/messages.ts';
import { commentCharacters, reviewMarker } from '../review/render.ts';
import { approvalLabel } from '../review/unsafe.ts';
import { type Language, plain } from '../review/words.ts';
import type { Job } from './job.ts';
import type { PullRequestEvent } from './review-approval.ts';

interface CommentOptions {
  /** Of the risks that it shows. */
  readonly hash?: string | undefined;
  /** Where there is no comment yet, none is needed. */
  readonly onlyUpdate?: boolean;
}

/** The pull request, as far as our comment and our label on it go. */
export class PullRequest {
  /** Absent without a token. */
  readonly client: GitHubClient | undefined;
  readonly #job: Job;
  readonly #number: number;
  readonly #isFork: boolean;
  readonly #token: string | undefined;

  constructor(job: Job, { pull_request: pull }: PullRequestEvent, token: string | undefined) {
    const { owner, name } = job.context.repository;
    const { apiUrl } = job.context;
    this.#job = job;
    this.#number = pull.number;
    this.#isFork = pull.head.repo?.full_name.toLowerCase() !== `${owner}/${name}`.toLowerCase();
    this.#token = token;
    this.client = token
      ? new GitHubClient({ token, repository: { owner, name }, apiUrl })
      : undefined;
  }

  /** What the comment of an earlier run has shown; undefined when there is none. */
  async shownHash(): Promise<string | undefined> {
    if (!this.client) return undefined;
    const comment = await findOwnComment(this.client, this.#number, reviewMarker);
    return /^<!-- teiki:risks ([0-9a-f]+) -->$/m.exec(comment?.body ?? '')?.[1];
  }

  /** Writes or updates it; where that is not allowed, the summary of the run has to do. */
  async comment(
    given: string | ((maxCharacters: number) => string),
    language: Language,
    { hash, onlyUpdate = false }: CommentOptions = {},
  ): Promise<void> {
    const { outputs } = this.#job;
    const cannot = (detail: string): void =>
      void outputs.annotate('notice', plain('review/not-commented', { detail }, language));
    if (this.#isFork) return cannot(plain('review/fork', {}, language));
    const { client } = this;
    if (!client) return cannot(plain('review/no-token', {}, language));
    const whole = typeof given === 'string' ? given : given(commentCharacters);
    const body = this.#withHash(whole, hash);
    try {
      if (onlyUpdate && !(await findOwnComment(client, this.#number, reviewMarker))) return;
      await putOwnComment(client, this.#number, reviewMarker, body);
      if (hash !== undefined) await this.#offerLabel(client, language);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      cannot(error.message);
    }
  }

  /** So that it can be chosen; people with the right to it can make it themselves. */
  async #offerLabel(client: GitHubClient, language: Language): Promise<void> {
    try {
      await new GitHubIssues(client).ensureLabels([label(language)]);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      this.#job.outputs.log(error.message);
    }
  }

  /** A file of the pull request may be a link to anything: the token at least does not get out. */
  #withHash(body: string, hash: string | undefined): string {
    const mark = hash === undefined ? '' : `\n\n<!-- teiki:risks ${hash} -->`;
    const safe = this.#token ? body.replaceAll(this.#token, '***') : body;
    return `${safe.trimEnd()}${mark}\n`;
  }
}

function label({ locale }: Language) {
  const description = reviewMessages['review/label-description'][locale];
  return { name: approvalLabel, color: 'b60205', description };
}
