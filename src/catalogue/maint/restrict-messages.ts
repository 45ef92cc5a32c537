import type { Messages } from '../../core/message.ts';

export const restrictMessages = {
  close: {
    ja: '{url} を許可リスト以外には 503 (メンテナンス中) にする。{minutes} 分後にホストが自分で解除する',
    en: 'Answer 503 (maintenance) at {url} to all but the allow-list; the host lifts it by itself after {minutes, plural, one {# minute} other {# minutes}}',
  },
  rearm: {
    ja: '{url} はすでに制限中。自動解除を今から {minutes} 分後に延ばす',
    en: '{url} is restricted already: put its end off to {minutes, plural, one {# minute} other {# minutes}} from now',
  },
  closed: {
    ja: '{url} を 503 (メンテナンス中) にした。遅くとも {minutes} 分後に自動で解除',
    en: '{url} answers 503 (maintenance), for {minutes, plural, one {# minute} other {# minutes}} at most',
  },
  'not-installed': {
    ja: 'このホストに nginx はなく、制限するものがありません',
    en: 'There is no nginx on this host, and nothing to restrict',
  },
  'nginx-broken': {
    ja: 'nginx の設定に誤りがあり、メンテナンス画面の設定を確かめられません',
    en: 'The configuration of nginx is broken, so its maintenance page cannot be relied on',
  },
  'nginx-broken-remedy': {
    ja: '証跡の行を直してから: nginx -t && systemctl reload nginx',
    en: 'Correct the line in the evidence, then: nginx -t && systemctl reload nginx',
  },
  'not-included': {
    ja: 'nginx の設定にメンテナンス画面がないので、制限できません',
    en: 'The configuration of nginx has no maintenance page, so access cannot be restricted',
  },
  'not-included-remedy': {
    ja: 'docs/maintenance-page.md の設定を nginx に加えてから: nginx -t && systemctl reload nginx',
    en: 'Add the lines of docs/maintenance-page.md to nginx, then: nginx -t && systemctl reload nginx',
  },
  'no-answer': {
    ja: '{url} にホストの nginx が応答しません。制限しても確かめられません',
    en: 'nginx of the host does not answer at {url}, so a restriction could not be verified',
  },
  'no-answer-remedy': {
    ja: 'systemctl status nginx で状態を、手順の url が正しいかを確かめてください',
    en: 'See that it is up (systemctl status nginx) and that `url` of the step is right',
  },
  'health-before': {
    ja: '作業の前から {health} が 200 を返していません ({status})',
    en: '{health} does not answer with 200 even before the work ({status})',
  },
  'health-remedy': {
    ja: 'サービスの状態を見てください。パスが違うなら手順の health を直します: curl -si {health} | head',
    en: 'Look at the service, or correct `health` of the step: curl -si {health} | head',
  },
  'not-closed': {
    ja: '制限したのに {url} が 503 ではなく {status} を返します (0 は応答なし)',
    en: '{url} answers with {status} (0: not at all) and not 503, though it is restricted',
  },
  'not-closed-remedy': {
    ja: 'この server にもメンテナンス画面の設定があり、読み込まれているかを確かめてください: nginx -T | grep -n teiki; systemctl reload nginx',
    en: 'See that this server has the lines of the maintenance page, and that they are loaded: nginx -T | grep -n teiki; systemctl reload nginx',
  },
  'no-retry-after': {
    ja: '{url} の 503 に Retry-After がありません',
    en: 'The 503 of {url} has no Retry-After',
  },
  'no-retry-after-remedy': {
    ja: '@teiki_maintenance に add_header Retry-After 600 always; を加えてください (docs/maintenance-page.md)',
    en: 'Add `add_header Retry-After 600 always;` to @teiki_maintenance (docs/maintenance-page.md)',
  },
  'no-dead-man': {
    ja: '自動解除のタイマーを仕掛けられないので、{url} を制限しません',
    en: 'There is no timer to lift it again, so {url} is not restricted',
  },
  'no-dead-man-remedy': {
    ja: 'systemd を確かめてください: systemctl is-system-running; systemctl list-timers --all',
    en: 'Look at systemd: systemctl is-system-running; systemctl list-timers --all',
  },
  'health-closed': {
    ja: '制限の間、{health} まで {status} になります。監視やロードバランサーがホストを切り離します',
    en: '{health} answers with {status} while it is restricted: monitoring and load balancers would drop the host',
  },
  'health-closed-remedy': {
    ja: 'nginx の設定で、ヘルスチェックのパスを制限から除いてください (docs/maintenance-page.md)',
    en: 'Leave the health path open in the configuration of nginx (docs/maintenance-page.md)',
  },
  'operators-out': {
    ja: '制限の間、許可リストのはずの {operator} からも {url} が 503 です。作業後の確認ができません',
    en: '{url} is 503 from {operator} too, which should be in the allow-list: operators cannot test their work',
  },
  'operators-out-remedy': {
    ja: 'geo $teiki_operator に {operator} を加えるか、手順の operator を直してください',
    en: 'Add {operator} to `geo $teiki_operator`, or correct `operator` of the step',
  },
} as const satisfies Messages;
