import { markdown, paragraph } from '../text/markdown.ts';
import { asAnswer } from './marker.ts';
import type { Heard } from './model.ts';
import type { ReadNotice } from './read.ts';
import type { NoticeWords } from './render.ts';
import type { NoticeStep } from './steps.ts';
import { say, sentence } from './words.ts';

/** Every command gets an answer, so that nobody wonders whether it was heard. */
export function answer(
  { number }: ReadNotice,
  { id, by, outcome }: Heard,
  words: NoticeWords,
): NoticeStep {
  const { locale } = words;
  const said = () => {
    if (typeof outcome === 'string') {
      const reason = say('reason', locale);
      const start = outcome === 'no-time' ? '/postpone 2026-12-08 03:00' : '/cancel';
      return sentence(`objection-${outcome}`, { by, example: `${start} ${reason}` }, words);
    }
    if (outcome.kind === 'approve') return sentence('told-approved', { by }, words);
    const { kind, reason } = outcome;
    if (kind === 'cancel') return sentence('told-cancelled', { by, reason }, words);
    return sentence('told-postponed', { by, reason, startsAt: outcome.startsAt }, words);
  };
  const body = asAnswer(markdown([paragraph(...said())]).trim(), id);
  return { kind: 'comment', number, body };
}
