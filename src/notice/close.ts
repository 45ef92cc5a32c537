import type { LedgerWindow } from '../ledger/model.ts';
import { link, markdown, paragraph, text } from '../text/markdown.ts';
import type { ReadNotice } from './read.ts';
import type { NoticeWords } from './render.ts';
import { comment, type NoticePlan, nothing } from './steps.ts';
import type { NoticePatch } from './tracker.ts';
import { type NoticeWord, say } from './words.ts';

/** What a closed notice says of its window; undefined as long as that is open. */
export function outcomeOf(state: LedgerWindow['state']): NoticeWord | undefined {
  switch (state) {
    case 'done':
    case 'late':
    case 'failed':
    case 'missed':
    case 'waived':
    case 'frozen':
      return `told-${state}`;
    case 'upcoming':
    case 'due':
      return undefined;
  }
}

export function close(
  { number }: ReadNotice,
  why: NoticeWord,
  stateReason: 'completed' | 'not_planned',
  words: NoticeWords,
  window?: LedgerWindow,
): NoticePlan {
  const { locale } = words;
  const runIds = [...new Set(window?.hosts.flatMap(({ runId }) => runId ?? []) ?? [])];
  const reason = window?.hosts.find((host) => host.reason !== undefined)?.reason;
  const shown = [say(why, locale), reason, ...runIds].filter((part) => part !== undefined);
  const body = comment(shown.join(' '));
  return {
    ...nothing,
    steps: [
      { kind: 'comment', number, body },
      { kind: 'update', number, patch: { state: 'closed', stateReason } },
    ],
  };
}

export function closeDouble(
  double: ReadNotice,
  kept: ReadNotice | undefined,
  words: NoticeWords,
): NoticePlan {
  const [start = '', rest = ''] = say('told-double', words.locale).split('#{number}');
  const body = `${markdown([paragraph(text(start), link(kept?.url ?? '', `#${kept?.number ?? ''}`), text(rest))]).trim()}\n\n<!-- teiki:notice-note -->`;
  const patch: NoticePatch = { state: 'closed', stateReason: 'not_planned' };
  return {
    ...nothing,
    steps: [
      { kind: 'comment', number: double.number, body },
      { kind: 'update', number: double.number, patch },
    ],
  };
}
