import type { Messages } from '../../core/message.ts';

export const releaseMessages = {
  open: {
    ja: '{url} の制限 ({sinceAt} から) を解除する',
    en: 'Lift the restriction of {url}, in place since {sinceAt}',
  },
  forget: {
    ja: '{url} の制限 ({sinceAt} から) は自動で解除済み。その印を消す',
    en: 'Forget the restriction of {url} ({sinceAt}), which its timer has lifted',
  },
  opened: {
    ja: '{url} の制限を解除 (制限していた時間 {minutes} 分)',
    en: '{url} is open again (restricted for {minutes, plural, one {# minute} other {# minutes}})',
  },
  'open-already': {
    ja: '{url} は制限されていません',
    en: '{url} is not restricted',
  },
  'ended-early': {
    ja: '{url} の制限は、作業の終わりを待たずに {endedAt} に自動で解除されていました',
    en: 'The restriction of {url} was lifted by its timer at {endedAt}, and not by the run that had set it',
  },
  'ended-early-remedy': {
    ja: '実行が失われたのでなければ、maint.restrict の minutes を作業の時間より長くしてください',
    en: 'Unless that run was lost, make `minutes` of maint.restrict longer than the work takes',
  },
  'no-timer': {
    ja: '{url} の制限には自動解除のタイマーがありませんでした',
    en: 'The restriction of {url} had no timer to lift it',
  },
  'no-timer-remedy': {
    ja: 'タイマーを止めたものを探してください: journalctl -u "teiki-maintenance-end-*" -n 20',
    en: 'Find out what has stopped the timer: journalctl -u "teiki-maintenance-end-*" -n 20',
  },
  'still-closed': {
    ja: '解除したのに {url} がまだ {status} を返します',
    en: '{url} still answers with {status} after the restriction was lifted',
  },
  'closed-remedy': {
    ja: 'ホストで確かめてください: ls -l /run/teiki; curl -si {url} | head。アプリケーション自身の 503 なら systemctl --failed',
    en: 'On the host: ls -l /run/teiki; curl -si {url} | head. If it is the application’s own 503: systemctl --failed',
  },
  'not-answering': {
    ja: '制限は解除しましたが、{url} の応答が {expected} ではなく {status} です (0 は応答なし)',
    en: 'The restriction is lifted, but {url} answers with {status} (0: not at all) and not {expected}',
  },
  'not-answering-remedy': {
    ja: 'サービスの状態を見てください: systemctl --failed; journalctl -u nginx -n 50',
    en: 'Look at the services: systemctl --failed; journalctl -u nginx -n 50',
  },
  'too-long': {
    ja: '{url} を {minutes} 分間制限しました。約束は {promisedMinutes} 分です',
    en: '{url} was restricted for {minutes, plural, one {# minute} other {# minutes}}; {promisedMinutes, plural, one {# was} other {# were}} promised',
  },
  'too-long-remedy': {
    ja: '記録の所要時間から長かった手順を探し、作業を分けるか、次の通知の影響と promisedMinutes を見直してください',
    en: 'See in the record which step took long, and divide the work, or announce more time (`impact`, promisedMinutes)',
  },
} as const satisfies Messages;
