import type { Locale, Messages } from '../../core/message.ts';

const words = {
  host: { ja: 'ホスト', en: 'Host' },
  login: { ja: 'ログイン', en: 'Login' },
  system: { ja: 'システム', en: 'System' },
  tools: { ja: 'ツール', en: 'Tools' },
  sudo: { ja: 'sudo', en: 'sudo' },
  tunnels: { ja: '転送', en: 'Tunnels' },
  clock: { ja: '時計', en: 'Clock' },
  unreachable: { ja: '接続できません', en: 'unreachable' },
  'no-answer': { ja: '応答がありません', en: 'no answer' },
  fine: { ja: 'すべてのホストの準備ができています。', en: 'Every host is ready.' },
} as const satisfies Messages;

export function doctorWord(id: keyof typeof words, locale: Locale): string {
  return words[id][locale];
}
