import type { Message, MessageArgs } from '../core/message.ts';
import { renderMessage } from '../text/render.ts';
import { type GitReason, gitMessages } from './messages.ts';

/** Why git did not do it: a message `git/<reason>`, which names the remedy. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly reason: GitReason;
  readonly explanation: Message;
  /** Where the files that could not be pushed are kept. */
  readonly kept?: string;

  constructor(reason: GitReason, args: MessageArgs, kept?: string) {
    const explanation = { id: `git/${reason}`, args };
    const messages = [explanation, ...(kept === undefined ? [] : [keptAt(kept)])];
    const text = { timeZone: 'UTC', messages: gitMessages };
    super(messages.map((message) => renderMessage(message, 'en', text)).join('. '));
    this.reason = reason;
    this.explanation = explanation;
    if (kept !== undefined) this.kept = kept;
  }

  /** Whether the same may go well a moment later. */
  get passing(): boolean {
    return this.reason === 'rejected' || this.reason === 'unreachable';
  }

  keptIn(path: string): GitError {
    return new GitError(this.reason, this.explanation.args, path);
  }
}

function keptAt(path: string): Message {
  return { id: 'git/kept', args: { path } };
}
