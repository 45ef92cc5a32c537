import type { Message, MessageArgs } from '../core/message.ts';
import { plainSentence } from '../text/plain.ts';
import { githubMessages } from './messages.ts';

export type GitHubErrorKind =
  | 'unauthorized'
  | 'permission'
  | 'not-found'
  | 'issues-disabled'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected'
  | 'no-context'
  | 'bad-event';

/** One field that GitHub refused with 422. */
export interface InvalidField {
  readonly field?: string | undefined;
  readonly code?: string | undefined;
  readonly value?: unknown;
}

export interface ErrorDetails {
  /** HTTP status; absent when there was no answer at all. */
  readonly status?: number | undefined;
  readonly fields?: readonly InvalidField[];
  readonly cause?: unknown;
}

/** GitHub did not do what was asked: `problem` and `remedy` are messages for people. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  readonly kind: GitHubErrorKind;
  readonly status: number | undefined;
  readonly fields: readonly InvalidField[];
  readonly problem: Message;
  readonly remedy: Message;

  constructor(kind: GitHubErrorKind, args: MessageArgs, details: ErrorDetails = {}) {
    const problem = { id: `github/${kind}`, args };
    const remedy = { id: `github/${kind}-remedy`, args };
    super(`${english(problem)}. ${english(remedy)}`, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.fields = details.fields ?? [];
    this.problem = problem;
    this.remedy = remedy;
  }
}

function english({ id, args }: Message): string {
  return plainSentence(githubMessages[id as keyof typeof githubMessages].en, args);
}
