import type { Locale, MessageArgs, Messages } from '../core/message.ts';
import { type Inline, phrasing } from '../text/markdown.ts';
import { messageParts } from '../text/render.ts';
import type { Objection } from './model.ts';

/** What notices say. Arguments are shown as code or as a time, so whatever people wrote is safe. */
const noticeMessages = {
  title: { ja: 'メンテナンス予告', en: 'Maintenance notice' },
  level: { ja: 'レベル', en: 'level' },
  when: { ja: '日時', en: 'When' },
  what: { ja: '内容', en: 'What' },
  impact: { ja: '影響', en: 'Impact' },
  alternative: { ja: '代替手段', en: 'Alternative' },
  rollback: { ja: '切り戻し', en: 'Way back' },
  contact: { ja: '緊急連絡先', en: 'Emergency contact' },
  channel: { ja: '連絡チャンネル', en: 'Channel' },
  hosts: { ja: '対象ホスト', en: 'Hosts' },
  approval: { ja: '承認', en: 'Approval' },
  none: { ja: 'なし', en: 'None' },
  unset: {
    ja: '未設定 (設定されるまで実施しません)',
    en: 'Not set (nothing is changed until it is)',
  },
  'approval-open': {
    ja: '未承認',
    en: 'Not approved yet',
  },
  'approval-given': { ja: '{by} ({givenAt})', en: '{by} ({givenAt})' },
  'approval-environment': {
    ja: 'GitHub の environment {name} で承認します',
    en: 'Asked for by the GitHub environment {name}',
  },
  'approval-not-needed': {
    ja: '不要 (何も変更しません)',
    en: 'Not needed (nothing is changed)',
  },
  steps: { ja: '作業手順', en: 'Steps' },
  step: { ja: '項目', en: 'Step' },
  does: { ja: '予定どおりなら', en: 'By schedule' },
  checks: { ja: '確認のみ', en: 'looks only' },
  applies: { ja: '変更する', en: 'changes' },
  plans: { ja: '計画のみ', en: 'plans only' },
  plan: { ja: '試行 (dry run) の結果', en: 'Dry run' },
  'plan-missing': {
    ja: '試行の結果はまだありません。次の起動で作られます。',
    en: 'There is no dry run yet; the next tick makes one.',
  },
  'plan-empty': {
    ja: '{madeAt} の時点では、変更するものはありませんでした。',
    en: 'As of {madeAt} there was nothing to change.',
  },
  'plan-of': {
    ja: '{madeAt} の時点の計画です。当日の計画は適用の直前に作り直し、その計画だけを適用します。',
    en: 'As of {madeAt}. The plan of the day is made just before, and only that is applied.',
  },
  host: { ja: 'ホスト', en: 'Host' },
  changes: { ja: '変更', en: 'Changes' },
  hash: { ja: '計画', en: 'Plan' },
  how: { ja: '承認・延期・中止', en: 'Approve, postpone, cancel' },
  'how-approve': {
    ja: '{command} と書くか、ラベル {label} を付けると承認です。手順やホストが変わると承認は無効になり、もう一度求めます。',
    en: '{command}, or the label {label}, approves it. When the runbook or its hosts change the approval is void, and asked for again.',
  },
  'how-postpone': { ja: '{command} で延期します。', en: '{command} postpones it.' },
  'how-cancel': { ja: '{command} で中止します。', en: '{command} cancels it.' },
  'how-who': {
    ja: 'いずれも書き込み権限のある人だけができます。書いた後に編集したコメントは数えません。',
    en: 'Each by someone with write permission. A comment that was edited does not count.',
  },
  reason: { ja: '理由', en: 'reason' },

  'told-approved': { ja: '{by} さんの承認を受け付けました。', en: 'Approved by {by}.' },
  'told-cancelled': {
    ja: '{by} さんが中止しました: {reason}',
    en: '{by} has cancelled it: {reason}',
  },
  'told-postponed': {
    ja: '{by} さんが {startsAt} に延期しました: {reason}。新しい日時での承認が必要です。',
    en: '{by} has postponed it to {startsAt}: {reason}. It has to be approved for the new time.',
  },
  'told-changed': {
    ja: '手順かホストが変わりました。これまでの承認は無効です。内容を確かめて、もう一度承認してください。',
    en: 'The runbook or its hosts have changed. Approvals so far are void: read it and approve again.',
  },
  'told-done': { ja: '実施しました。', en: 'It has been carried out.' },
  'told-late': {
    ja: '予定より遅れて実施しました。',
    en: 'It has been carried out, later than announced.',
  },
  'told-failed': { ja: '失敗しました。', en: 'It has failed.' },
  'told-missed': {
    ja: '実施しませんでした。',
    en: 'It has not been carried out.',
  },
  'told-waived': { ja: '中止または免除されました。', en: 'It was cancelled or waived.' },
  'told-frozen': { ja: '凍結期間のため実施しませんでした。', en: 'Changes were frozen.' },
  'told-gone': {
    ja: 'この作業枠は予定からなくなりました。',
    en: 'The window is no longer planned.',
  },
  'told-double': { ja: '同じ予告が #{number} にあります。', en: 'The same notice is #{number}.' },
  record: { ja: '記録', en: 'Record' },

  'objection-no-right': {
    ja: '{by} さん: 書き込み権限のある人だけが決められます。',
    en: '{by}: only someone with write permission may decide.',
  },
  'objection-edited': {
    ja: '{by} さん: 編集されたコメントは数えません。もう一度、新しいコメントに書いてください。',
    en: '{by}: a comment that was edited does not count. Please write a new one.',
  },
  'objection-own-change': {
    ja: '{by} さん: 手順を最後に変えた人は承認できません (fourEyes)。',
    en: '{by}: who has last changed the runbook cannot approve it (fourEyes).',
  },
  'objection-own-run': {
    ja: '{by} さん: 起動した人は承認できません (fourEyes)。',
    en: '{by}: who has started the run cannot approve it (fourEyes).',
  },
  'objection-changed-since': {
    ja: '{by} さん: その後で内容が変わったため、承認は無効です。もう一度承認してください。',
    en: '{by}: it has changed since, so the approval is void. Please approve it again.',
  },
  'objection-no-time': {
    ja: '{by} さん: 日時が読めません。{example} のように書いてください。',
    en: '{by}: there is no time in it. Write for example {example}.',
  },
  'objection-out-of-range': {
    ja: '{by} さん: 過去や、次の作業枠より後には延期できません。',
    en: '{by}: it cannot be moved into the past, nor beyond the next window.',
  },
  'objection-no-reason': {
    ja: '{by} さん: 理由がありません。{example} のように書いてください。',
    en: '{by}: there is no reason. Write for example {example}.',
  },
} as const satisfies Messages & Record<`objection-${Objection}`, { ja: string; en: string }>;

export type NoticeWord = keyof typeof noticeMessages;

export function say(id: NoticeWord, locale: Locale): string {
  return noticeMessages[id][locale];
}

export function sentence(
  id: NoticeWord,
  args: MessageArgs,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): Inline[] {
  return phrasing(messageParts({ id, args }, locale, { timeZone, messages: noticeMessages }));
}
