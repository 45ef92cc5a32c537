import type { Messages } from '../../core/message.ts';

export const servicesMessages = {
  restart: {
    ja: '{unit} を再起動 (いま {state}{members, select, none {} other {。一緒に再起動されるもの: {members}}})',
    en: 'Restart {unit} (now {state}{members, select, none {} other {; restarted with it: {members}}})',
  },
  reload: {
    ja: '{unit} を再読み込み (いま {state}。サービスは止まりません)',
    en: 'Reload {unit} (now {state}; the service goes on)',
  },
  restarted: {
    ja: '{unit} を再起動しました (応答が戻るまで {seconds} 秒)',
    en: 'Restarted {unit} ({seconds} s until it answered again)',
  },
  reloaded: { ja: '{unit} を再読み込みしました', en: 'Reloaded {unit}' },
  'nothing-needed': {
    ja: '更新前のファイルのまま動いているサービスはありません ({units})',
    en: 'None of the services runs files that an update has replaced ({units})',
  },
  'none-here': {
    ja: '対象のユニットはどれもこのホストにありません ({units})',
    en: 'This host has none of the units ({units})',
  },
  absent: {
    ja: 'ユニット {unit} はこのホストにないので、飛ばします',
    en: 'The unit {unit} is not on this host and is left out',
  },
  'not-needed': {
    ja: '再起動の必要がないので触りません: {units}',
    en: 'Left alone, as they need no restart: {units}',
  },
  missing: {
    ja: 'ユニット {unit} がありません ({state})',
    en: 'There is no unit {unit} ({state})',
  },
  'remedy-missing': {
    ja: 'systemctl list-units --type=service で名前を確かめて直すか、optional: true にしてください',
    en: 'See its name with systemctl list-units --type=service, or write optional: true',
  },
  'not-active': {
    ja: '{unit} は動いていません ({state})',
    en: '{unit} is not running ({state})',
  },
  'remedy-not-active': {
    ja: '止めてあるのか、失敗したのかを確かめてから、もう一度実行してください: systemctl status {unit}',
    en: 'Find out whether it was stopped or has failed, then run this again: systemctl status {unit}',
  },
  unhealthy: {
    ja: '{unit} の正常性を確認できません: {words}',
    en: '{unit} is not healthy: {words}',
  },
  'remedy-unhealthy': {
    ja: 'サービスを直すか、health / healthCommand を正してください: journalctl -u {unit} -n 50',
    en: 'Mend the service, or correct health / healthCommand: journalctl -u {unit} -n 50',
  },
  'cannot-reload': {
    ja: '{unit} は再読み込みに対応していません',
    en: '{unit} cannot be reloaded',
  },
  'remedy-cannot-reload': {
    ja: 'ランブックに action: restart と書いてください',
    en: 'Write action: restart in the runbook',
  },
  'nginx-broken': {
    ja: 'nginx の設定に誤りがあるので、どのサービスにも触りません',
    en: 'The configuration of nginx is broken, so no service is touched',
  },
  'remedy-nginx': {
    ja: '証跡の行を直してから確かめてください: nginx -t',
    en: 'Correct the line in the evidence, then: nginx -t',
  },
  'need-unknown': {
    ja: '再起動が必要なサービスを調べる手段がありません (ヘルパーも needrestart もない)',
    en: 'There is no way to see which services need a restart (neither the helper nor needrestart)',
  },
  'remedy-need-unknown': {
    ja: 'teiki sudoers --helpers の出力を root で実行するか、onlyIfNeeded: false と書いてください',
    en: 'Run the output of teiki sudoers --helpers as root, or write onlyIfNeeded: false',
  },
  stale: {
    ja: '{unit} のユニットファイルは変わっていますが、systemd はまだ読んでいません (古い定義で動きます)',
    en: 'The unit file of {unit} has changed, but systemd has not read it: the old one stays in force',
  },
  'remedy-stale': {
    ja: '変更を確かめてから: systemctl daemon-reload',
    en: 'Look at the change, then: systemctl daemon-reload',
  },
  'reload-keeps': {
    ja: '{unit} は更新前のファイルのまま動いており、再読み込みでは入れ替わりません',
    en: '{unit} runs files that an update has replaced, and a reload does not change that',
  },
  'remedy-reload-keeps': {
    ja: '入れ替えるには action: restart と書いてください',
    en: 'Write action: restart to replace them',
  },
  'did-not-come-up': {
    ja: '{unit} が戻りませんでした (一度やり直しました)。以降のサービスには触っていません',
    en: '{unit} did not come up, nor at a second try; the services after it were not touched',
  },
  'reload-failed': {
    ja: '{unit} の再読み込みに失敗しました。以降のサービスには触っていません',
    en: '{unit} could not be reloaded; the services after it were not touched',
  },
  'remedy-come-up': {
    ja: '原因を調べて起動してください: journalctl -u {unit} -n 50; systemctl restart {unit}',
    en: 'Find the cause and start it: journalctl -u {unit} -n 50; systemctl restart {unit}',
  },
  'second-try': {
    ja: '{unit} は一度目では戻らず、二度目の起動で戻りました',
    en: '{unit} came up only at the second try',
  },
  'not-restarted': {
    ja: '{unit} は再起動されていません (前と同じプロセスのまま)',
    en: '{unit} was not restarted: it is the same process as before',
  },
  'not-reached': {
    ja: '触っていないサービス: {units}',
    en: 'Services that were not reached: {units}',
  },
  'new-process': {
    ja: '{unit} は再読み込みのはずが、別のプロセスになっています ({before} → {after})',
    en: '{unit} was to be reloaded, but is another process now ({before} → {after})',
  },
} as const satisfies Messages;

export type ServicesMessage = keyof typeof servicesMessages;
