import type { Locale, MessageArgs, Messages } from '../core/message.ts';
import { renderMessage } from '../text/render.ts';
import { incidentWords } from './words-of-incidents.ts';
import { columnWords, sectionWords } from './words-of-sections.ts';

const general = {
  'head/quarter': { ja: '{year}年 第{quarter}四半期 報告書', en: 'Report of {year} Q{quarter}' },
  'head/year': { ja: '{year}年 年次報告書', en: 'Report of the year {year}' },
  'head/about': {
    ja: '{team}、{from} から {to} まで ({zone})。記録 n = {n} から計算しました。数値のリンク (n など) から元の記録へたどれます。',
    en: '{team}, {from} to {to} ({zone}). Computed from n = {n} records; the links at the numbers (n and others) lead to them.',
  },
  'head/glossary': { ja: '用語と計算方法', en: 'Terms and how they are computed' },
  'head/sources': { ja: '元の記録', en: 'Sources' },
  'head/provisional': {
    ja: '途中の値です。期間はまだ終わっていません。{date} の始まりまでを集計しました。',
    en: 'Provisional: the period is not over. It was computed up to the beginning of {date}.',
  },
  'head/damaged': {
    ja: '読み取れない記録が {n} 件あり、集計に入っていません:',
    en: '{n, plural, one {# record} other {# records}} cannot be read and {n, plural, one {is} other {are}} not counted:',
  },
  'sources/title': { ja: '{period} の元の記録', en: 'Sources of {period}' },
  'sources/how': {
    ja: '報告書の数値はここに挙げた記録から計算したものです。同じ記録からは同じ報告書ができます。',
    en: 'The numbers of the report are computed from the records listed here; the same records give the same report.',
  },
  more: { ja: 'ほか {n} 件', en: 'and {n} more' },
  whole: { ja: '合計', en: 'All' },
  median: { ja: '中央値', en: 'median' },
  minutes: { ja: '分', en: 'min' },
  met: { ja: '達成', en: 'met' },
  'not-met': { ja: '未達', en: 'missed' },
  'time-days': { ja: '{days} 日 {hours} 時間', en: '{days} d {hours} h' },
  'time-hours': { ja: '{hours} 時間 {minutes} 分', en: '{hours} h {minutes} min' },
  'time-minutes': { ja: '{minutes} 分', en: '{minutes} min' },
  'too-few': { ja: '件数不足', en: 'too few' },
  'too-little': {
    ja: 'データ不足 (n = {n}、{days} 日分)',
    en: 'too little data (n = {n} over {days} d)',
  },
  'no-growth': { ja: '増加は認められない', en: 'no growth shown' },
  'no-change': { ja: '変化は認められない', en: 'no change shown' },
  reached: { ja: '到達済み', en: 'reached' },
  beyond: { ja: '5 年より先', en: 'beyond 5 years' },
  days: { ja: '{earliest} 日', en: '{earliest} d' },
  'days-range': { ja: '{earliest}–{latest} 日', en: '{earliest}–{latest} d' },
  'from-days': { ja: '{earliest} 日以降', en: '{earliest} d or more' },
  'verdict/critical': { ja: '重大', en: 'critical' },
  'verdict/warning': { ja: '警告', en: 'warning' },
  'verdict/unknown': { ja: '判定不能', en: 'unknown' },
  'verdict/ok': { ja: '正常', en: 'ok' },
  'window/done': { ja: '実施', en: 'Done' },
  'window/late': { ja: '遅れて実施', en: 'Late' },
  'window/failed': { ja: '失敗', en: 'Failed' },
  'window/missed': { ja: '未実施', en: 'Missed' },
  'window/excused': { ja: '免除・凍結', en: 'Waived or frozen' },
  'task/done': { ja: '変更', en: 'Changed' },
  'task/no-op': { ja: '変更不要', en: 'Nothing to change' },
  'task/failed': { ja: '失敗', en: 'Failed' },
  'task/rolled-back': { ja: '切り戻し', en: 'Rolled back' },
  'load/cpu-p95': { ja: 'CPU 使用率 (p95)', en: 'CPU busy (p95)' },
  'load/memory-p95': { ja: 'メモリ使用率 (p95)', en: 'Memory in use (p95)' },
} as const satisfies Messages;

const words = { ...general, ...sectionWords, ...columnWords, ...incidentWords };
export type WordId = keyof typeof words;

/** The report's own words, with what is to be put into them. */
export type Say = (id: WordId, args?: MessageArgs) => string;

export function sayIn(locale: Locale): Say {
  return (id, args = {}) =>
    // No word shows a time: those are local ones before they come here.
    renderMessage({ id, args }, locale, { timeZone: 'UTC', messages: words });
}
