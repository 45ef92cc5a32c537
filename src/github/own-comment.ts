import type { GitHubClient } from './client.ts';
import { Comment, toComment } from './issue-schema.ts';
import { readAnswer } from './read.ts';
import type { IssueComment } from './tracker.ts';

const list = '/issues/{issue_number}/comments';

/**
 * The comment of ours on a pull request, known by its first line. Anybody may write such a line, so
 * only that of a bot counts, or that of the owner, whose token it may be.
 */
export async function findOwnComment(
  client: GitHubClient,
  number: number,
  marker: string,
): Promise<IssueComment | undefined> {
  const items = await client.pages(list, { issue_number: number });
  const comments = items.map((item) => toComment(readAnswer(Comment, item, `GET ${list}`)));
  return comments.find(
    ({ body, author, authorAssociation }) =>
      body.startsWith(marker) && (author.endsWith('[bot]') || authorAssociation === 'OWNER'),
  );
}

/** Writes it, or brings it up to date where it stands: a pull request has one of them. */
export async function putOwnComment(
  client: GitHubClient,
  number: number,
  marker: string,
  body: string,
): Promise<void> {
  const found = await findOwnComment(client, number, marker);
  if (found?.body.trim() === body.trim()) return;
  if (found) {
    const route = '/issues/comments/{comment_id}';
    await client.call('PATCH', route, { comment_id: found.id, body });
    return;
  }
  const answer = async () =>
    (await findOwnComment(client, number, marker)) && { status: 201, headers: {}, data: undefined };
  await client.call('POST', list, { issue_number: number, body }, answer);
}
