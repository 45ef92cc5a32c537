import type { Locale, Messages } from '../../core/message.ts';

const words = {
  'window/failed': { ja: '失敗', en: 'failed' },
  'window/missed': { ja: '未実施', en: 'missed' },
  'window/due': { ja: '実施待ち', en: 'due' },
  'window/late': { ja: '遅れて実施', en: 'late' },
  'window/done': { ja: '実施済み', en: 'done' },
  'window/waived': { ja: '免除', en: 'waived' },
  'window/frozen': { ja: '凍結', en: 'frozen' },
  'window/upcoming': { ja: '予定', en: 'upcoming' },
  'window/none': { ja: '該当する作業枠はありません。', en: 'There is no such window.' },
  'window/start-by': { ja: '開始期限', en: 'start by' },
  'calendar/name': { ja: 'メンテナンス予定', en: 'maintenance' },
  'calendar/level': { ja: 'レベル', en: 'level' },
  'calendar/impact': { ja: '影響', en: 'Impact' },
} as const satisfies Messages;

export function word(id: keyof typeof words, locale: Locale): string {
  return words[id][locale];
}
