import type { LedgerWindow } from '../ledger/model.ts';
import { answer } from './answer.ts';
import { close, closeDouble, outcomeOf } from './close.ts';
import { withMarker } from './marker.ts';
import { type Announced, noticeKey, type Voice } from './model.ts';
import { approvedLabel, type ReadNotice } from './read.ts';
import { type NoticeWords, renderNotice, titleFor } from './render.ts';
import { comment, type NoticeNews, type NoticePlan, type NoticeStep, nothing } from './steps.ts';
import type { NoticePatch } from './tracker.ts';
import { say } from './words.ts';

export const noticeLabels = ['maintenance', 'notice'] as const;

export interface NoticeDecision {
  readonly announced: Announced;
  readonly decision: Exclude<Voice, { readonly kind: 'approve' }>;
}

export interface NoticeInput {
  /** Windows that are to be announced, and those of the past weeks whose notice may be open. */
  readonly announced: readonly Announced[];
  readonly notices: readonly ReadNotice[];
  readonly now: Date;
  readonly noticeDays: number;
  readonly words: NoticeWords;
}

/** What people have decided and no record says yet. */
export function openDecisions(
  announced: readonly Announced[],
  notices: readonly ReadNotice[],
): readonly NoticeDecision[] {
  const open = announced.filter(({ window }) => ['upcoming', 'due'].includes(window.state));
  return open.flatMap((one) => {
    const own = notices.find((notice) => notice.key === keyOf(one.window) && isOpen(notice));
    const decision = own?.decision;
    if (!decision) return [];
    const isMoved = decision.kind === 'postpone' && decision.startsAt === one.window.startsAt;
    return isMoved ? [] : [{ announced: one, decision }];
  });
}

/** A day before it is needed, so that a tick may be late. */
const earlyDays = 1;

/** What makes the notices be what they should: a function, so that a lost tick is made up for. */
export function planNotices(input: NoticeInput): NoticePlan {
  const { announced, notices, now, noticeDays, words } = input;
  const byKey = Map.groupBy(notices, ({ key }) => key);
  const wanted = new Map(announced.map((one) => [keyOf(one.window), one]));
  const plans = announced.map((one): NoticePlan => {
    const [notice, ...doubles] = oldestFirst(byKey.get(keyOf(one.window)) ?? []);
    const closing = doubles.filter(isOpen).map((double) => closeDouble(double, notice, words));
    if (notice) return joined([tend(one, notice, input), ...closing]);
    const ahead = Date.parse(one.window.startsAt) - now.getTime();
    const isNear = ahead <= (noticeDays + earlyDays) * 86_400_000 && ahead > 0;
    return one.window.state === 'upcoming' && isNear ? announce(one, now, words) : nothing;
  });
  const gone = notices
    .filter((notice) => isOpen(notice) && !wanted.has(notice.key))
    .map((notice) => close(notice, 'told-gone', 'not_planned', words));
  return joined([...plans, ...gone]);
}

function joined(plans: readonly NoticePlan[]): NoticePlan {
  return {
    steps: plans.flatMap(({ steps }) => steps),
    news: plans.flatMap(({ news }) => news),
  };
}

function keyOf({ runbook, key }: LedgerWindow): string {
  return noticeKey(runbook.id, key);
}

function isOpen({ state }: ReadNotice): boolean {
  return state === 'open';
}

/** The open ones first: who closed a double by hand has kept the other. */
function oldestFirst(notices: readonly ReadNotice[]): readonly ReadNotice[] {
  return [...notices].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.number - b.number);
}

function announce(announced: Announced, now: Date, words: NoticeWords): NoticePlan {
  const { runbook, window, envelope } = announced;
  const shownAt = now.toISOString();
  const marker = { runbook: runbook.id, window: window.key, envelope, startsAt: window.startsAt };
  const title = titleFor(announced, words);
  const body = withMarker(renderNotice(announced, undefined, words), { ...marker, shownAt });
  const create = { kind: 'create', announced, title, body, labels: noticeLabels } as const;
  return { steps: [create], news: [news(announced, undefined, words)] };
}

/** Brings an open notice up to date, answers what was said on it, and closes it with the outcome. */
function tend(announced: Announced, notice: ReadNotice, { now, words }: NoticeInput): NoticePlan {
  // Closed by hand it stays so: the gate says how to open it again.
  if (!isOpen(notice)) return nothing;
  const { window, envelope } = announced;
  const answers = notice.heard
    .filter(({ id }) => !notice.answered.has(id))
    .map((heard): NoticeStep => answer(notice, heard, words));
  const outcome = outcomeOf(window.state);
  if (outcome) {
    const reason = outcome === 'told-done' || outcome === 'told-late' ? 'completed' : 'not_planned';
    const end = close(notice, outcome, reason, words, window);
    return joined([{ ...nothing, steps: answers }, end]);
  }
  const moved = notice.marker.startsAt !== window.startsAt;
  const changed = notice.envelope !== envelope || moved;
  const approval = !changed && notice.approval ? { approval: notice.approval } : {};
  const shownAt = changed ? now.toISOString() : notice.marker.shownAt;
  const marker = { ...notice.marker, envelope, startsAt: window.startsAt, shownAt };
  const body = withMarker(renderNotice(announced, approval, words), marker);
  const title = titleFor(announced, words);
  const labels = notice.issue.labels.filter((label) => label !== approvedLabel);
  const patch: NoticePatch = {
    ...(body !== notice.issue.body.trim() && { body }),
    ...(title !== notice.issue.title && { title }),
    ...(changed && labels.length < notice.issue.labels.length && { labels }),
  };
  const told: NoticeStep[] =
    changed && !moved
      ? [
          {
            kind: 'comment',
            number: notice.number,
            body: comment(say('told-changed', words.locale)),
          },
        ]
      : [];
  const update: NoticeStep[] =
    Object.keys(patch).length > 0 ? [{ kind: 'update', number: notice.number, patch }] : [];
  return {
    steps: [...answers, ...update, ...told],
    news: moved ? [news(announced, notice, words)] : [],
  };
}

function news(
  announced: Announced,
  notice: ReadNotice | undefined,
  words: NoticeWords,
): NoticeNews {
  const { runbook } = announced;
  const { locale } = words;
  const impact = runbook.impact?.[locale] ?? say('none', locale);
  const alternative = runbook.alternative?.[locale];
  const decision = notice?.decision;
  const end = decision
    ? `${say(decision.kind === 'cancel' ? 'told-waived' : 'title', locale)} `
    : '';
  return {
    title: titleFor(announced, words),
    text: `${end}${say('impact', locale)}: ${impact}${alternative === undefined ? '' : ` / ${say('alternative', locale)}: ${alternative}`}`,
    ...(notice && { url: notice.url }),
  };
}
