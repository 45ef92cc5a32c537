import type { Messages } from '../core/message.ts';
import type { GateId } from './gates.ts';

type WithRemedies<Id extends string> = Record<Id | `${Id}-remedy`, { ja: string; en: string }>;

/** Why a change of level 2 or 3 was not made, and what opens the gate. */
export const gateMessages = {
  'gate/no-contacts': {
    ja: '緊急連絡先がありません',
    en: 'There is no emergency contact',
  },
  'gate/no-contacts-remedy': {
    ja: 'config.yml に contacts: { emergency: "電話番号 (当番)" } を書いてください',
    en: 'Add contacts: { emergency: "phone (on call)" } to config.yml',
  },
  'gate/frozen': {
    ja: '{window} は凍結期間です: {reason}',
    en: 'Changes are frozen on {window}: {reason}',
  },
  'gate/frozen-remedy': {
    ja: '凍結期間が終わるのを待つか、config.yml の freezes を見直してください',
    en: 'Wait until the freeze has ended, or change the freezes of config.yml',
  },
  'gate/cancelled': {
    ja: '{by} さんが中止しました: {reason}',
    en: '{by} has cancelled it: {reason}',
  },
  'gate/cancelled-remedy': {
    ja: '次の作業枠を待つか、緊急時は理由を添えて手動で実行してください (override)',
    en: 'Wait for the next window, or in an emergency run it by hand with a reason (override)',
  },
  'gate/no-notice': {
    ja: '{runbook} の {window} の分の予告がありません',
    en: 'There is no notice of {runbook} for {window}',
  },
  'gate/no-notice-remedy': {
    ja: '予告は作業枠の 8 日前に自動で作られます。reconcile のワークフローが動いているかを確かめてください。緊急時は理由を添えて手動で実行できます (override)',
    en: 'Notices are opened eight days ahead: see that the reconcile workflow runs. In an emergency run it by hand with a reason (override)',
  },
  'gate/notice-closed': {
    ja: '予告 #{number} は手で閉じられています',
    en: 'Notice #{number} was closed by hand',
  },
  'gate/notice-closed-remedy': {
    ja: '実施するなら {url} を再オープンしてください。中止なら /cancel 理由 と書くと記録に残ります',
    en: 'Reopen {url} to carry it out; "/cancel reason" on it leaves a record of why not',
  },
  'gate/notice-too-young': {
    ja: '予告 #{number} は {announcedAt} に出たばかりで、{days} 日前に足りません',
    en: 'Notice #{number} was opened at {announcedAt}, less than {days} days ahead',
  },
  'gate/notice-too-young-remedy': {
    ja: '/postpone 日付 時刻 理由 で後ろへ動かすか、緊急時は理由を添えて手動で実行してください (override)',
    en: 'Move it with "/postpone date time reason", or in an emergency run it by hand with a reason (override)',
  },
  'gate/changed': {
    ja: '予告 #{number} の後で手順かホストが変わりました',
    en: 'The runbook or its hosts have changed since notice #{number}',
  },
  'gate/changed-remedy': {
    ja: '{url} の新しい内容を確かめて、もう一度承認してください',
    en: 'Read what has changed at {url} and approve it again',
  },
  'gate/no-approval': {
    ja: '予告 #{number} が承認されていません',
    en: 'Notice #{number} is not approved',
  },
  'gate/no-approval-remedy': {
    ja: '{url} に /approve と書くか、ラベル approved を付けてください (書き込み権限のある人)',
    en: 'Write /approve on {url} or add the label approved (by someone with write permission)',
  },
  'gate/too-early': {
    ja: '作業枠は {startsAt} からです',
    en: 'The window opens at {startsAt}',
  },
  'gate/too-early-remedy': {
    ja: '作業枠が開くまで待ってください',
    en: 'Wait until the window opens',
  },
  'gate/too-late': {
    ja: '開始期限 {startByAt} を過ぎています',
    en: 'It had to begin by {startByAt}',
  },
  'gate/too-late-remedy': {
    ja: '変更は時間外に行いません。次の作業枠を待つか、予告で /postpone してください',
    en: 'Changes keep to their window: wait for the next one, or /postpone it on the notice',
  },
  'gate/rollout-stopped': {
    ja: '{host} で失敗したため、残りのホストは変更していません',
    en: 'It failed on {host}, so the hosts that were left are not changed',
  },
  'gate/rollout-stopped-remedy': {
    ja: '{host} の原因を直してから、残りのホストを次の作業枠で実施してください',
    en: 'Mend what is wrong on {host}, and carry out the others in the next window',
  },
  'gate/rollout-worse': {
    ja: '変更の後で {host} の状態が悪くなったため、残りのホストは変更していません',
    en: '{host} was worse after the change, so the hosts that were left are not changed',
  },
  'gate/rollout-worse-remedy': {
    ja: '{host} の検出事項を確かめ、必要なら元に戻してください',
    en: 'Look at what was found on {host}, and take the change back if need be',
  },
  'gate/rollout-cancelled': {
    ja: '中止されたため、残りのホストは変更していません',
    en: 'The run was cancelled, so the hosts that were left are not changed',
  },
  'gate/rollout-cancelled-remedy': {
    ja: '次の作業枠で実施してください',
    en: 'Carry them out in the next window',
  },
  'decision/cancelled': {
    ja: '{by} さんが中止しました: {reason}',
    en: 'Cancelled by {by}: {reason}',
  },
  'decision/postponed': {
    ja: '{by} さんが {startsAt} に延期しました: {reason}',
    en: 'Postponed by {by} to {startsAt}: {reason}',
  },
  'maintenance.notice': { ja: 'メンテナンスの予告', en: 'Notice of maintenance' },
} as const satisfies Messages & WithRemedies<GateId>;
