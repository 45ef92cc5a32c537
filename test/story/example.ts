import { relative } from 'node:path';
import type { StoredEvent, StoredIssue } from '../github/fake/world.ts';
import { fileIn, filesIn } from '../workflow/harness/repository.ts';
import { localMinute } from './clock.ts';
import type { StoryTeam } from './team.ts';

/** Summaries of steps, by the name that the example gives them. */
export type Summaries = ReadonlyMap<string, string>;

/**
 * What a story leaves, as files of an example: records and journal as they are in the
 * repository, issues and summaries as text. What differs from run to run (addresses, times to the
 * millisecond, durations) is made the same; links lead to the files beside them.
 */
export function exampleFiles(team: StoryTeam, summaries: Summaries): ReadonlyMap<string, string> {
  const { repository, github } = team;
  const files = new Map<string, string>();
  const put = (path: string, text: string) => files.set(path, readable(team, path, text));
  for (const path of filesIn(repository, 'maintenance/records/')) {
    put(path, fileIn(repository, path) ?? '');
  }
  for (const issue of github.world.issues) put(`issues/${issue.number}.md`, issueAsText(issue));
  for (const [name, text] of summaries) put(`summaries/${name}.md`, text);
  return files;
}

function readable({ hosts, github }: StoryTeam, path: string, text: string): string {
  const addressed = hosts.reduce(
    (told, { address }, index) => told.replaceAll(address, `192.0.2.${11 + index}`),
    text,
  );
  if (path.endsWith('.json')) return alike(addressed);
  const folder = path.slice(0, path.lastIndexOf('/'));
  const beside = (target: string) => relative(folder, target);
  const page = `https://github.com/${github.repository}`;
  return addressed
    .replaceAll(/(?<=^- \*\*所要時間\*\*: )00:0\d$/gm, '00:01')
    .replaceAll(/\[([^\]]+)\]\(\S+\/actions\/runs\/\d+\/attempts\/\d+\)/g, '$1')
    .replaceAll(new RegExp(`${page}/blob/main/([^)\\s]+)`, 'g'), (_, to: string) => beside(to))
    .replaceAll(new RegExp(`${page}/issues/(\\d+)`, 'g'), (_, number: string) =>
      beside(`issues/${number}.md`),
    );
}

/** What no two runs have in common; all else of a record must be the same. */
function alike(record: string): string {
  return record
    .replaceAll(/"durationMs": \d+/g, '"durationMs": 100')
    .replaceAll(/"(startedAt|endedAt)": "([^"]+):\d\d\.\d{3}Z"/g, '"$1": "$2:20.000Z"')
    .replaceAll(/"readBy": \d+/g, '"readBy": 15')
    .replaceAll(/"changedSeconds": \d+/g, '"changedSeconds": 1795367360');
}

const hidden = /<!-- \/?teiki:[^>]*-->\n*/g;
const states = { open: '未解決', closed: '解決済み' };

const turn: Partial<Record<StoredEvent['event'], string>> = {
  closed: 'がクローズしました',
  reopened: 'が再オープンしました',
};

/** An issue as its page shows it: what was written and done, in that order. */
export function issueAsText(issue: StoredIssue): string {
  const { number, title, body, state, labels, author, createdAt, comments, events } = issue;
  const posts = [
    { id: 0, author, body: body ?? '', at: createdAt },
    ...comments.map((comment) => ({ ...comment, at: comment.createdAt })),
  ].map(({ id, author, body, at }) => {
    const text = body.replaceAll(hidden, '').trim();
    return { id, text: `> **${author}** · ${localMinute(at)}\n\n${text}\n` };
  });
  const turns = events.flatMap(({ id, event, actor, createdAt }) => {
    const done = turn[event];
    return done === undefined
      ? []
      : [{ id, text: `> **${actor}** ${done} · ${localMinute(createdAt)}\n` }];
  });
  const told = [...posts, ...turns].sort((a, b) => a.id - b.id).map(({ text }) => text);
  const named = labels.map(({ name }) => `\`${name}\``).join(' ');
  return `# ${title} #${number}\n\n**${states[state]}** · ${named}\n\n${told.join('\n---\n\n')}`;
}
