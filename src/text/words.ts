import type { Locale, Messages } from '../core/message.ts';

/** Words of records and of the command line. The Japanese ones of a record are the team's own form. */
const words = {
  'verdict/critical': { ja: '重大', en: 'critical' },
  'verdict/unknown': { ja: '判定不能', en: 'unknown' },
  'verdict/warning': { ja: '警告', en: 'warning' },
  'verdict/note': { ja: '参考', en: 'note' },
  'verdict/ok': { ja: '正常', en: 'ok' },
  'verdict/skipped': { ja: '対象外', en: 'skipped' },

  'outcome/succeeded': { ja: '成功', en: 'Succeeded' },
  'outcome/partial': { ja: '一部失敗', en: 'Partly failed' },
  'outcome/failed': { ja: '失敗', en: 'Failed' },
  'outcome/not-run': { ja: '未実施', en: 'Not carried out' },

  'task/planned': { ja: '計画のみ', en: 'planned only' },
  'task/done': { ja: '実施', en: 'done' },
  'task/no-op': { ja: '変更なし', en: 'nothing to change' },
  'task/failed': { ja: '失敗', en: 'failed' },
  'task/rolled-back': { ja: '切り戻し', en: 'rolled back' },

  'cadence/day': { ja: '日次', en: 'Daily' },
  'cadence/week': { ja: '週次', en: 'Weekly' },
  'cadence/month': { ja: '月次', en: 'Monthly' },
  'cadence/quarter': { ja: '四半期', en: 'Quarterly' },
  'cadence/year': { ja: '年次', en: 'Yearly' },
  'record/maintenance': { ja: 'メンテナンス', en: ' maintenance' },

  'record/person': { ja: '担当者', en: 'Person in charge' },
  'record/work': { ja: '内容', en: 'Work' },
  'record/outcome': { ja: '結果', en: 'Result' },
  'record/duration': { ja: '所要時間', en: 'Duration' },
  'record/remarks': { ja: '特記事項', en: 'Remarks' },
  'record/none': { ja: 'なし', en: 'None' },
  'record/approved-by': { ja: '承認', en: 'approved by' },

  'section/changes': { ja: '前回からの変化', en: 'Since the last record' },
  'section/findings': { ja: '検出事項', en: 'Findings' },
  'section/not-carried-out': { ja: '実施できなかった項目', en: 'Not carried out' },
  'section/tasks': { ja: '変更', en: 'Changes made' },
  'section/phases': { ja: '経過', en: 'Timeline' },
  'section/measurements': { ja: '測定値', en: 'Measurements' },
  'section/about': { ja: '実施情報', en: 'About this run' },
  'section/journal': { ja: 'メンテナンス記録', en: 'Maintenance journal' },
  'section/damaged': { ja: '読み取れない記録', en: 'Records that cannot be read' },

  'change/new': { ja: '新規', en: 'New' },
  'change/worse': { ja: '悪化', en: 'Worse' },
  'change/better': { ja: '改善', en: 'Better' },
  'change/gone': { ja: '解消', en: 'Gone' },
  'change/still': { ja: '継続', en: 'Still there' },
  'change/unjudged': { ja: '今回は判定できず', en: 'Could not be judged this time' },
  'change/none': { ja: '変化はありません。', en: 'Nothing has changed.' },
  'change/first': {
    ja: 'この手順の最初の記録です。',
    en: 'This is the first record of this runbook.',
  },
  'change/since': { ja: '比較対象', en: 'Compared with' },

  'column/verdict': { ja: '判定', en: 'Verdict' },
  'column/host': { ja: 'ホスト', en: 'Host' },
  'column/check': { ja: '項目', en: 'Check' },
  'column/message': { ja: '内容', en: 'What' },
  'column/remedy': { ja: '対処', en: 'Remedy' },
  'column/evidence': { ja: '証跡', en: 'Evidence' },
  'column/reason': { ja: '理由', en: 'Why' },
  'column/outcome': { ja: '結果', en: 'Outcome' },
  'column/changes': { ja: '変更内容', en: 'What was changed' },
  'column/measure': { ja: '測定', en: 'Measure' },
  'column/object': { ja: '対象', en: 'Of' },
  'column/value': { ja: '値', en: 'Value' },
  'column/difference': { ja: '前回との差', en: 'Since last' },
  'column/hosts': { ja: '台数', en: 'Hosts' },
  'column/least': { ja: '最小', en: 'Least' },
  'column/median': { ja: '中央値', en: 'Median' },
  'column/most': { ja: '最大', en: 'Most' },

  'about/when': { ja: '実施日時', en: 'When' },
  'about/window': { ja: '対象期間', en: 'Window' },
  'about/purpose': { ja: '目的', en: 'Purpose' },
  'about/trigger': { ja: '起動', en: 'Started by' },
  'about/mode': { ja: 'モード', en: 'Mode' },
  'about/hosts': { ja: 'ホスト', en: 'Hosts' },
  'about/run': { ja: '実行 ID', en: 'Run' },

  'trigger/schedule': { ja: '定期実行', en: 'the schedule' },
  'trigger/manual': { ja: '手動実行', en: 'a person' },
  'trigger/local': { ja: '手元での実行', en: 'a local run' },
  'mode/plan': { ja: '計画', en: 'plan' },
  'mode/apply': { ja: '適用', en: 'apply' },
  'mode/check': { ja: '確認', en: 'check' },
} as const satisfies Messages;

export type Word = keyof typeof words;

export function word(id: Word, locale: Locale): string {
  return words[id][locale];
}

/** `11 項目を実施できず:` / `11 checks not carried out:`. */
export function notCarriedOut(count: number, locale: Locale): string {
  if (locale === 'ja') return `${count} 項目を実施できず:`;
  return `${count} check${count === 1 ? '' : 's'} not carried out:`;
}

/** `ほか 3 件` / `and 3 more`. */
export function moreRows(count: number, locale: Locale): string {
  return locale === 'ja' ? `ほか ${count} 件` : `and ${count} more`;
}

export function moreHosts(count: number, locale: Locale): string {
  return locale === 'ja' ? `ほか ${count} 台` : `and ${count} more`;
}

export function joinWords(list: readonly string[], locale: Locale): string {
  return list.join(locale === 'ja' ? '、' : ', ');
}
