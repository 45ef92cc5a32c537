import type { Locale, Messages } from '../../core/message.ts';

const words = {
  level: { ja: 'レベル', en: 'level' },
  parameters: { ja: 'パラメーター', en: 'Parameters' },
  required: { ja: '必須', en: 'required' },
  probes: { ja: '調べ方', en: 'Probes' },
  tools: { ja: '必要なツール', en: 'Tools required' },
  sudo: {
    ja: '必要な sudo の規則(既定のパラメーターで)',
    en: 'sudo rules (with default parameters)',
  },
  helper: {
    ja: 'root の補助スクリプト(teiki sudoers --helpers で入れる)',
    en: 'Root helper (installed by teiki sudoers --helpers)',
  },
  groups: { ja: '読み取りを許すグループ', en: 'Groups that give the right to read' },
  measurements: { ja: '測定値', en: 'Measurements' },
  messages: { ja: 'メッセージ', en: 'Messages' },
  sources: { ja: '出典', en: 'Sources' },
  none: { ja: 'なし', en: 'none' },
  depends: { ja: 'パラメーターによる', en: 'depends on the parameters' },
  transient: {
    ja: '検出したときは、確定する前にもう一度調べる',
    en: 'what it finds is probed again before it counts',
  },
  heavy: { ja: '最後に実行', en: 'runs last' },
  limit: { ja: '制限時間', en: 'time limit' },
  'from-runner': { ja: 'ランナーから', en: 'from the runner' },
  'from-host': { ja: 'ホストから(SSH 経由)', en: 'from the host, through SSH' },
  more: {
    ja: '詳しくは: teiki catalogue <id>',
    en: 'More about one: teiki catalogue <id>',
  },
} as const satisfies Messages;

export function catalogueWord(id: keyof typeof words, locale: Locale): string {
  return words[id][locale];
}
