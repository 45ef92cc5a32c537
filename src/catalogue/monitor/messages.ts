import type { Messages } from '../../core/message.ts';

export const monitorMessages = {
  silence: {
    ja: 'アラート {alerts} を {minutes} 分間抑止する (それを過ぎれば自動で戻る)',
    en: 'Silence the alerts {alerts} for {minutes, plural, one {# minute} other {# minutes}}, after which they come back by themselves',
  },
  expire: {
    ja: '抑止「{comment}」({endsAt} まで) を終わらせる',
    en: 'End the silence “{comment}” (until {endsAt})',
  },
  made: {
    ja: 'アラート {alerts} を {endsAt} まで抑止',
    en: 'The alerts {alerts} are silenced until {endsAt}',
  },
  expired: {
    ja: '抑止「{comment}」({endsAt} まで) を終わらせた',
    en: 'The silence “{comment}” (until {endsAt}) was ended',
  },
  silenced: {
    ja: 'アラートはすでに {endsAt} まで抑止されています',
    en: 'The alerts are silenced until {endsAt} already',
  },
  'not-silent': {
    ja: 'このホストの作業による抑止は残っていません',
    en: 'No silence of work on this host is left',
  },
  elsewhere: {
    ja: 'Alertmanager とのやりとりは {via} が受け持ちます',
    en: '{via} is the host that talks to Alertmanager',
  },
  down: {
    ja: 'Alertmanager ({url}) から抑止の一覧を読めません (HTTP {status}、0 は応答なし)',
    en: 'Alertmanager ({url}) does not say which silences there are (HTTP {status}; 0: no answer)',
  },
  'down-remedy': {
    ja: 'ホストで確かめてください: systemctl status prometheus-alertmanager; curl -si {url}/-/ready。場所が違えば config.yml の services.alertmanager を直します',
    en: 'On the host: systemctl status prometheus-alertmanager; curl -si {url}/-/ready. If it is elsewhere, correct services.alertmanager in config.yml',
  },
  rejected: {
    ja: 'Alertmanager ({url}) が受け付けませんでした (証跡を見てください)',
    en: 'Alertmanager ({url}) did not accept it (see the evidence)',
  },
  'rejected-remedy': {
    ja: '手順の matchers を確かめてください: amtool --alertmanager.url={url} silence query',
    en: 'Look at `matchers` of the step: amtool --alertmanager.url={url} silence query',
  },
  'not-silenced': {
    ja: '抑止を作ったはずですが、Alertmanager ({url}) にありません',
    en: 'The silence was made, but Alertmanager ({url}) does not have it',
  },
  'still-silent': {
    ja: '終わらせたはずの抑止「{comment}」が {endsAt} まで残っています',
    en: 'The silence “{comment}” was ended, but still holds until {endsAt}',
  },
  'look-remedy': {
    ja: 'ホストで確かめてください: amtool --alertmanager.url={url} silence query; amtool --alertmanager.url={url} alert query',
    en: 'On the host: amtool --alertmanager.url={url} silence query; amtool --alertmanager.url={url} alert query',
  },
  'firing-before': {
    ja: '作業の前からアラートが {count} 件出ています。抑止すると見えなくなります: {alerts}',
    en: '{count, plural, one {# alert is} other {# alerts are}} firing before the work, and would go silent: {alerts}',
  },
  firing: {
    ja: 'アラートが {count} 件出ています: {alerts}',
    en: '{count, plural, one {# alert is} other {# alerts are}} firing: {alerts}',
  },
  'firing-remedy': {
    ja: 'アラートの原因を調べてください: amtool --alertmanager.url={url} alert query。作業によるものなら、切り戻しを考えます',
    en: 'Find out why: amtool --alertmanager.url={url} alert query. If the work has caused it, think of rolling back',
  },
  unread: {
    ja: 'Alertmanager ({url}) からアラートの一覧を読めません',
    en: 'Alertmanager ({url}) does not say which alerts are firing',
  },
} as const satisfies Messages;
