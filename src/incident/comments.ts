import { z } from 'zod';
import { type Block, markdown } from '../text/markdown.ts';
import { digest } from './identity.ts';
import type { IssueComment } from './tracker.ts';

/**
 * Our comments carry a number and a digest of their text. A request that failed after a comment was
 * posted leaves the marker behind the comments; the next tick finds the comment and goes on.
 */
const CommentMarker = z.object({
  n: z.int().min(1),
  text: z.string(),
  reminder: z.boolean().exactOptional(),
});
type CommentMarker = z.output<typeof CommentMarker>;

const pattern = /<!-- teiki:comment v1 (\{[^\n]*?\}) -->\s*$/;
/** GitHub takes 65,536 characters; nobody reads so many. */
const maxComment = 20_000;

export interface Drafted {
  readonly text: string;
  readonly hash: string;
  readonly reminder: boolean;
}

export function drafted(blocks: readonly Block[], reminder: boolean): Drafted {
  let shown = blocks;
  let text = markdown(shown).trim();
  while (text.length > maxComment && shown.length > 1) {
    shown = shown.slice(0, -1);
    text = markdown(shown).trim();
  }
  return { text, hash: digest(text), reminder };
}

export function commentBody({ text, hash, reminder }: Drafted, n: number): string {
  const marker: CommentMarker = { n, text: hash, ...(reminder && { reminder }) };
  return `${text.replaceAll('<!--', '<!\u2010-')}\n\n<!-- teiki:comment v1 ${JSON.stringify(marker)} -->`;
}

export interface OwnComments {
  /** Number of the last one; 0 when there is none. */
  readonly n: number;
  /** Digest of the last one's text. */
  readonly hash?: string;
  readonly reminded?: string;
}

/** What our comments tell when the marker does not: how far we have come, when we last reminded. */
export function ownComments(
  comments: readonly IssueComment[],
  self: string | undefined,
): OwnComments {
  let own: OwnComments = { n: 0 };
  for (const comment of comments) {
    const marker = isOwn(comment, self) ? markerOf(comment) : undefined;
    if (!marker) continue;
    const reminded = marker.reminder ? { reminded: comment.createdAt } : {};
    own = marker.n >= own.n ? { ...own, n: marker.n, hash: marker.text, ...reminded } : own;
  }
  return own;
}

/** A person's token may be ours, so that it takes the marker too. */
export function isOwn(comment: IssueComment, self: string | undefined): boolean {
  return (self === undefined || comment.author === self) && markerOf(comment) !== undefined;
}

function markerOf({ body }: IssueComment): CommentMarker | undefined {
  const match = pattern.exec(body);
  if (!match) return undefined;
  try {
    return CommentMarker.safeParse(JSON.parse(match[1] ?? '')).data;
  } catch {
    return undefined;
  }
}
