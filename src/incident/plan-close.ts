import { type Block, paragraph, strong, text } from '../text/markdown.ts';
import type { IssuePlan, Step } from './actions.ts';
import { drafted } from './comments.ts';
import type { KnownIssue } from './match.ts';
import { lastId, type Memory, memoryOf, ownOf } from './memory.ts';
import type { Desired, Ended } from './model.ts';
import { endedHosts } from './news.ts';
import type { ReconcileOptions } from './options.ts';
import { placeOf } from './plan-open.ts';
import { type Conversation, say as comment } from './plan-update.ts';
import type { CloseReason, IssuePatch } from './tracker.ts';
import { type IncidentWord, say } from './words.ts';
import { bodyWith } from './write-body.ts';

type Why = NonNullable<Memory['closed']>['why'];

const reasons = {
  mended: 'completed',
  'no-longer-checked': 'not_planned',
  superseded: 'duplicate',
} as const satisfies Readonly<Record<Why, CloseReason>>;

/**
 * What became of the hosts of an issue whose finding stands nowhere. Nothing when that is not known
 * of one of them: the records that were read may not reach back to it, and only a run ends what is
 * still checked.
 */
export function endOf(
  { key, body: { marker } }: KnownIssue,
  desired: Desired,
): ReadonlyMap<string, Ended> | undefined {
  const ended = desired.ended.get(key);
  const hosts = marker?.told.hosts ?? [];
  if (hosts.length === 0) {
    if (ended) return ended;
    return marker && !desired.isChecked(marker.steps) ? new Map() : undefined;
  }
  const ends = new Map<string, Ended>();
  for (const host of hosts) {
    const end = [ended?.get(host), desired.fateOf(marker?.steps ?? [], host)].find(
      (one) => one !== undefined && one !== 'unheard' && !isBefore(one, marker?.opened),
    );
    if (end === undefined || end === 'unheard') return undefined;
    ends.set(host, end);
  }
  return ends;
}

/**
 * An issue whose record was lost on the way must not be closed with what was seen before it: of
 * its finding the records know nothing.
 */
function isBefore({ source, at }: Ended, opened: string | undefined): boolean {
  const known = at ?? source?.at;
  return known !== undefined && Date.parse(known) < Date.parse(opened ?? '');
}

export function planClose(
  known: KnownIssue,
  ends: ReadonlyMap<string, Ended>,
  conversation: Conversation,
  options: ReconcileOptions,
): IssuePlan {
  const isMended = [...ends.values()].some(({ why }) => why === 'mended');
  const why = isMended ? 'mended' : 'no-longer-checked';
  const hosts = [...ends.keys()];
  const blocks: Block[] = [
    paragraph(text(say(`closed-${why}`, options.words.locale))),
    ...(hosts.length > 0 ? [endedHosts(hosts, ends, options.words)] : []),
  ];
  const plan = close(known, why, blocks, conversation, options);
  const { marker } = known.body;
  const event = {
    kind: 'closed' as const,
    key: known.key,
    title: known.issue.title,
    severity: marker?.told.severity ?? ('warning' as const),
    hosts,
    ...placeOf(known.issue),
  };
  return { ...plan, event };
}

/** Two runs at once have opened two: the older one stays. */
export function planSupersede(
  known: KnownIssue,
  by: number,
  conversation: Conversation,
  options: ReconcileOptions,
): IssuePlan {
  const { locale } = options.words;
  const [start = '', rest = ''] = say('closed-superseded', locale).split('#{number}');
  // The one reference that is meant to be a link.
  const reference: Block = {
    type: 'paragraph',
    children: [
      { type: 'text', value: start },
      { type: 'html', value: `#${by}` },
      { type: 'text', value: rest },
    ],
  };
  return close(known, 'superseded', [reference], conversation, options);
}

export function planUnreadable(
  known: Omit<KnownIssue, 'key'>,
  conversation: Conversation,
  options: ReconcileOptions,
): IssuePlan {
  const blocks = [paragraph(text(say('closed-unreadable', options.words.locale)))];
  const key = `unreadable #${known.issue.number}`;
  return close({ ...known, key }, 'superseded', blocks, conversation, options, 'not_planned');
}

function close(
  known: KnownIssue,
  why: Why,
  blocks: readonly Block[],
  { comments }: Conversation,
  { now, words, self }: ReconcileOptions,
  reason: CloseReason = reasons[why],
): IssuePlan {
  const { issue, body, key } = known;
  const own = ownOf(comments, self);
  const before = memoryOf(known, undefined, own);
  const said = issue.locked
    ? undefined
    : comment(drafted(blocks, false), before, own, issue.number);
  const memory: Memory = {
    ...before,
    n: said?.n ?? before.n,
    comments: issue.commentCount + (said?.steps.length ?? 0),
    read: lastId(comments, before.read),
    closed: { at: now.toISOString(), why },
    shows: '',
  };
  const outcome = [
    paragraph(strong(say('closed' satisfies IncidentWord, words.locale))),
    ...blocks,
  ];
  const shown = drafted(outcome, false).text;
  const full = `${shown}\n\n---\n\n${body.content ?? ''}`;
  const text = bodyWith(memory, body, (room) => (full.length <= room ? full : shown));
  const patch: IssuePatch = { state: 'closed', stateReason: reason };
  if (text !== undefined) patch.body = text;
  const steps: Step[] = [...(said?.steps ?? []), { kind: 'update', number: issue.number, patch }];
  return { key, number: issue.number, steps };
}
