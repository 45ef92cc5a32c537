import { type Block, paragraph } from '../text/markdown.ts';
import { isOwn } from './comments.ts';
import type { ReconcileOptions } from './options.ts';
import type { IssueComment, Permission } from './tracker.ts';
import { answer, type Command, commandIn, type Waiver } from './waiver.ts';
import { say, sentence } from './words.ts';

/** Commands that nobody has answered yet, oldest first. */
export function openCommands(
  comments: readonly IssueComment[],
  read: number,
  self: string | undefined,
): Command[] {
  return [...comments]
    .sort((a, b) => a.id - b.id)
    .filter((comment) => comment.id > read && !isOwn(comment, self))
    .flatMap((comment) => commandIn(comment) ?? []);
}

export interface Obeyed {
  readonly waiver: Waiver | undefined;
  readonly replies: readonly Block[];
}

/** Carries commands out; each gets an answer, so that nobody wonders whether it was heard. */
export function obey(
  commands: readonly Command[],
  current: Waiver | undefined,
  permissions: ReadonlyMap<string, Permission>,
  { now, words }: Pick<ReconcileOptions, 'now' | 'words'>,
): Obeyed {
  let waiver = current;
  const replies: Block[] = [];
  for (const command of commands) {
    const { author } = command.comment;
    const permission = permissions.get(author) ?? 'none';
    const got = answer(command, waiver, permission, { now, timeZone: words.timeZone });
    if (got.kind === 'waived') {
      waiver = got.waiver;
      const { until } = got.waiver;
      replies.push(paragraph(...sentence('waiver-set', { until, by: author }, words)));
    } else if (got.kind === 'unwaived') {
      waiver = undefined;
      replies.push(paragraph(...sentence('waiver-unset', { by: author }, words)));
    } else {
      const args = { by: author, example: example(words.locale) };
      replies.push(paragraph(...sentence(`refused-${got.problem}`, args, words)));
    }
  }
  return { waiver, replies };
}

export function example(locale: ReconcileOptions['words']['locale']): string {
  return `/waive 7d ${say('reason', locale)}`;
}
