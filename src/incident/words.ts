import type { Locale, Messages } from '../core/message.ts';
import type { RenderOptions, Words } from '../record/group.ts';
import { type Inline, phrasing } from '../text/markdown.ts';
import { messageParts } from '../text/render.ts';

/** What issues say. Arguments are shown as code, so whatever comes from a host or a person is safe. */
const incidentMessages = {
  severity: { ja: '判定', en: 'Verdict' },
  check: { ja: '項目', en: 'Check' },
  object: { ja: '対象', en: 'Object' },
  scope: { ja: '範囲', en: 'Scope' },
  runbook: { ja: '手順', en: 'Runbook' },
  since: { ja: '初回検出', en: 'First seen' },
  seen: { ja: '最終検出', en: 'Last seen' },
  owners: { ja: '担当', en: 'Owners' },
  record: { ja: '記録', en: 'Record' },
  run: { ja: '実行ログ', en: 'Run' },
  waived: { ja: '見送り', en: 'Waived' },
  'waived-until': {
    ja: '{until} まで ({by}): {reason}',
    en: 'until {until}, by {by}: {reason}',
  },
  hosts: { ja: 'ホスト', en: 'Hosts' },
  host: { ja: 'ホスト', en: 'Host' },
  what: { ja: '内容', en: 'What' },
  remedies: { ja: '対処', en: 'What to do' },
  evidence: { ja: '証跡', en: 'Evidence' },
  'more-hosts': {
    ja: 'ほか {count} 台は記録を見てください。',
    en: '{count} more hosts: see the record.',
  },
  'more-evidence': {
    ja: 'ほかの証跡は記録にあります。',
    en: 'The record has the rest of the evidence.',
  },
  unconfirmed: {
    ja: 'その後の実行では判定できていません',
    en: 'later runs could not judge it',
  },
  'footer-closes': {
    ja: 'この課題は、次の確認ですべてのホストが正常になると自動で閉じます。この区切りの外に書いた文は残ります。',
    en: 'This issue closes itself when a check finds every host well again. Text that you write outside this part is kept.',
  },
  'footer-waive': {
    ja: '対応を見送るときは {command} とコメントしてください (書き込み権限が必要です)。取り消しは {undo} です。',
    en: 'To put it off, comment {command} (with write permission); {undo} takes it back.',
  },
  reason: { ja: '理由', en: 'reason' },
  closed: { ja: 'クローズ', en: 'Closed' },
  'closed-mended': {
    ja: 'すべてのホストで解消しました。',
    en: 'It is gone from every host.',
  },
  'closed-no-longer-checked': {
    ja: '手順またはフリートから外れたため、確認の対象ではなくなりました。',
    en: 'It is no longer checked: the step or the host is no longer in the runbooks and the fleet.',
  },
  'closed-superseded': {
    ja: '同じ内容の課題 #{number} に引き継ぎます。',
    en: 'The same incident is #{number}; this one is closed in its favour.',
  },
  'closed-unreadable': {
    ja: 'teiki の目印が壊れていて、どの検出事項の課題か分かりません。まだ続いているものは新しい課題が開きます。',
    en: 'The marker of teiki is damaged, and nothing tells which finding this is about. What still stands has an issue of its own.',
  },
  'told-worse': {
    ja: '{from, select, critical {重大} unknown {判定不能} other {警告}} から {to, select, critical {重大} unknown {判定不能} other {警告}} に悪化しました。',
    en: 'Worse: from {from, select, critical {critical} unknown {unknown} other {warning}} to {to, select, critical {critical} unknown {unknown} other {warning}}.',
  },
  'told-better': {
    ja: '{from, select, critical {重大} unknown {判定不能} other {警告}} から {to, select, critical {重大} unknown {判定不能} other {警告}} に改善しました。',
    en: 'Better: from {from, select, critical {critical} unknown {unknown} other {warning}} to {to, select, critical {critical} unknown {unknown} other {warning}}.',
  },
  'told-joined': { ja: '新たに検出', en: 'Now also on' },
  'told-left': { ja: '解消', en: 'Gone from' },
  'told-more': {
    ja: '検出したホストが {from} 台から {to} 台になりました。',
    en: 'It was on {from} hosts and is on {to} now.',
  },
  ok: { ja: '正常', en: 'ok' },
  'not-checked': { ja: '確認の対象外', en: 'no longer checked' },
  'reopened-hand': {
    ja: '閉じていただきましたが、最新の確認 ({lastAt}) ではまだ続いているため開き直します。正常が確認されると自動で閉じます。待つ必要があるときは {command} で見送れます。',
    en: 'Thank you for looking into it. The latest check ({lastAt}) still found it, so it is open again; it closes itself once a check finds it gone. If it has to wait, {command} puts it off.',
  },
  'reopened-returned': {
    ja: '再び検出したため、開き直します。',
    en: 'It is back, so this is open again.',
  },
  reminder: {
    ja: '{severity, select, critical {重大} unknown {判定不能} other {警告}}の状態が {days} 日続いています。対応するか、{command} で見送ってください。',
    en: 'It has been {severity, select, critical {critical} unknown {unknown} other {warning}} for {days, plural, one {# day} other {# days}}. Please see to it, or put it off with {command}.',
  },
  'waiver-over': {
    ja: '見送りの期限 ({until}) が過ぎましたが、まだ続いています。',
    en: 'The waiver ended on {until}, and it still stands.',
  },
  'waiver-set': {
    ja: '{until} まで見送ります ({by})。状態が変われば知らせます。',
    en: 'Waived until {until} by {by}. Changes of state are still told.',
  },
  'waiver-unset': {
    ja: '見送りを取り消しました ({by})。',
    en: 'The waiver was taken back by {by}.',
  },
  'refused-no-permission': {
    ja: '{by} さん: 見送りにはこのリポジトリへの書き込み権限が必要です。',
    en: '{by}: waiving needs write permission in this repository.',
  },
  'refused-no-date': {
    ja: '{by} さん: 期限がありません。{example} のように書いてください。',
    en: '{by}: there is no date. Write for example {example}.',
  },
  'refused-bad-date': {
    ja: '{by} さん: 期限を読み取れません。日付 (2026-12-31) か日数 (7d) で、{example} のように書いてください。',
    en: '{by}: the date cannot be read. Write a date (2026-12-31) or a number of days (7d), for example {example}.',
  },
  'refused-past-date': {
    ja: '{by} さん: 期限がすでに過ぎています。今日以降の日付を書いてください: {example}',
    en: '{by}: the date has passed. Write today or a later day: {example}',
  },
  'refused-too-long': {
    ja: '{by} さん: 見送れるのは 366 日までです: {example}',
    en: '{by}: at most 366 days can be waived: {example}',
  },
  'refused-no-reason': {
    ja: '{by} さん: 理由がありません。{example} のように書いてください。',
    en: '{by}: there is no reason. Write for example {example}.',
  },
  'refused-nothing-to-unwaive': {
    ja: '{by} さん: この課題は見送られていません。',
    en: '{by}: this issue is not waived.',
  },
} as const satisfies Messages;

export type IncidentWord = keyof typeof incidentMessages;

export function say(id: IncidentWord, locale: Locale): string {
  return incidentMessages[id][locale];
}

/** A sentence with arguments; strings come out as code. */
export function sentence(
  id: IncidentWord,
  args: Readonly<Record<string, string | number>>,
  { locale, timeZone }: Pick<Words, 'locale' | 'timeZone'>,
): Inline[] {
  return phrasing(messageParts({ id, args }, locale, { timeZone, messages: incidentMessages }));
}

/** How incidents are put into words, and where their records and runs can be read. */
export interface IncidentWords extends RenderOptions {
  readonly timeZone: string;
  readonly links?: Links;
}

export interface Links {
  /** `https://github.com/owner/name` */
  readonly repository: string;
  /** The branch that holds the records. */
  /** Left out where the record could not be written: no link must lead to it. */
  readonly branch?: string;
  /** The instance within the repository: `maintenance`. */
  readonly directory: string;
}
