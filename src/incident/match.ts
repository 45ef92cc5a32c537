import { type ParsedBody, parseBody } from './block.ts';
import { digest } from './identity.ts';
import type { Desired } from './model.ts';
import { titleBase, withoutHosts } from './title.ts';
import type { TrackedIssue } from './tracker.ts';
import type { IncidentWords } from './words.ts';

export interface KnownIssue {
  readonly issue: TrackedIssue;
  readonly body: ParsedBody;
  readonly key: string;
}

export interface Matched {
  /** By key, oldest first. */
  readonly byKey: ReadonlyMap<string, readonly KnownIssue[]>;
  /** Surely ours, but nothing tells of what. */
  readonly unreadable: readonly Omit<KnownIssue, 'key'>[];
}

/**
 * Which issue is about what: by its marker; by the digest at the end of the block; by its title,
 * where no other issue has that incident. Issues without any of these are none of ours (notices and
 * people's own issues carry the label too).
 */
export function matchIssues(
  desired: Desired,
  issues: readonly TrackedIssue[],
  words: IncidentWords,
): Matched {
  const byDigest = new Map(
    [...desired.incidents.keys(), ...desired.ended.keys()].map((key) => [digest(key), key]),
  );
  const known = new Map<string, KnownIssue[]>();
  const rest: Omit<KnownIssue, 'key'>[] = [];
  const add = (one: KnownIssue) => {
    const list = known.get(one.key);
    if (list) list.push(one);
    else known.set(one.key, [one]);
  };
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    const body = parseBody(issue.body);
    const key = body.marker?.key ?? byDigest.get(body.keyDigest ?? '');
    if (key !== undefined) add({ issue, body, key });
    else if (!body.newer) rest.push({ issue, body });
  }
  const byTitle = rest.length > 0 ? titles(desired, words) : new Map<string, string>();
  const unreadable = rest.filter(({ issue, body }) => {
    const key = byTitle.get(withoutHosts(issue.title));
    if (key !== undefined && !known.has(key)) add({ issue, body, key });
    else return body.found;
    return false;
  });
  return { byKey: known, unreadable };
}

function titles({ incidents }: Desired, words: IncidentWords): Map<string, string> {
  const list = [...incidents].map(([key, incident]) => [titleBase(incident, words), key] as const);
  const counts = Map.groupBy(list, ([title]) => title);
  return new Map(list.filter(([title]) => counts.get(title)?.length === 1));
}
