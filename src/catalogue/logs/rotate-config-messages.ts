import type { Messages } from '../../core/message.ts';

export const rotateConfigMessages = {
  missing: {
    ja: '{config} がないので、アプリケーションのログはローテーションされません',
    en: '{config} does not exist: the logs of the application are not rotated',
  },
  'missing-remedy': {
    ja: '設定を作る: sudoedit {config}。名前が違うならランブックの config を直してください',
    en: 'Write it: sudoedit {config}. If it has another name, set `config` in the runbook',
  },
  unreadable: {
    ja: '接続ユーザーには {config} を読めません',
    en: 'The login user cannot read {config}',
  },
  'unreadable-remedy': {
    ja: '中身に秘密がないことを確かめてから: sudo chmod 0644 {config}',
    en: 'If there is no secret in it: sudo chmod 0644 {config}',
  },
  ignored: {
    ja: 'logrotate は {config} を読み飛ばしています',
    en: 'logrotate passes over {config}',
  },
  errors: {
    ja: 'logrotate の設定にエラーがあります (終了コード {exitStatus})',
    en: 'There are errors in the configuration of logrotate (exit status {exitStatus})',
  },
  'errors-remedy': {
    ja: '証跡の行を直してから確かめる: sudo logrotate -d /etc/logrotate.conf',
    en: 'Correct what the evidence says, then look again: sudo logrotate -d /etc/logrotate.conf',
  },
  insecure: {
    ja: '{path} は、権限が安全でないためローテーションされません',
    en: '{path} is not rotated, because its permissions are not safe',
  },
  'insecure-remedy': {
    ja: 'ディレクトリを root 以外のグループや他人が書けないようにする (sudo chmod go-w ディレクトリ名) か、設定に su ユーザー グループ を書いてください',
    en: 'Let nobody but the owner write to its folder (sudo chmod go-w FOLDER), or write `su USER GROUP` into the configuration',
  },
  'no-timer': {
    ja: 'logrotate を毎日動かすものがありません (logrotate.timer: {timer})',
    en: 'Nothing runs logrotate daily (logrotate.timer: {timer})',
  },
  'no-timer-remedy': {
    ja: 'sudo systemctl enable --now logrotate.timer (systemd のタイマーがなければ /etc/cron.daily/logrotate)',
    en: 'sudo systemctl enable --now logrotate.timer (or /etc/cron.daily/logrotate where there is no such timer)',
  },
  'never-ran': {
    ja: 'logrotate が動いた記録 ({state}) がありません',
    en: 'There is no trace of logrotate having run ({state})',
  },
  'state-unseen': {
    ja: '接続ユーザーには {state} が見えないため、logrotate が最後に動いた日時がわかりません',
    en: 'The login user cannot see {state}, so that it is not known when logrotate last ran',
  },
  'state-unseen-remedy': {
    ja: '場所と権限を確かめる: sudo ls -l {state}。違う場所ならランブックの state を直してください',
    en: 'Check the place and its rights: sudo ls -l {state}. If it is elsewhere, set `state` in the runbook',
  },
  'long-ago': {
    ja: 'logrotate は {ranAt} を最後に動いていません (上限 {maxAgeDays} 日)',
    en: 'logrotate has not run since {ranAt} (limit: {maxAgeDays} days)',
  },
  'ran-remedy': {
    ja: '動かない理由を見る: systemctl status logrotate.timer logrotate.service。状態ファイルが違う場所ならランブックの state を直してください',
    en: 'See why: systemctl status logrotate.timer logrotate.service. If its state file is elsewhere, set `state` in the runbook',
  },
  'not-rotated': {
    ja: '{path} は {days} 日間ローテーションされていません (上限 {maxAgeDays} 日)',
    en: '{path} has not been rotated for {days} days (limit: {maxAgeDays})',
  },
  'not-rotated-remedy': {
    ja: '理由を見る: sudo logrotate -d {config}。monthly などで間隔が長い設定なら、短くするかランブックの maxAgeDays を延ばしてください',
    en: 'See why: sudo logrotate -d {config}. If it rotates at longer intervals (`monthly`), shorten them or raise `maxAgeDays` in the runbook',
  },
  unmatched: {
    ja: '{directory} のログ {files} 個は、どの設定でもローテーションされません (例: {path})',
    en: 'No configuration rotates {files, plural, one {# log} other {# logs}} of {directory} ({path}, for one)',
  },
  'unmatched-remedy': {
    ja: '{config} のパターンに加える: sudoedit {config}',
    en: 'Add them to the patterns: sudoedit {config}',
  },
  'no-directory': {
    ja: '{directory} がないか、接続ユーザーには見えません',
    en: '{directory} does not exist, or the login user cannot see it',
  },
  'part-unseen': {
    ja: '{directory} の一部を読めないため、ローテーションされないログを見落としているかもしれません',
    en: 'Part of {directory} cannot be read, so logs that nothing rotates may have been missed',
  },
  'directory-remedy': {
    ja: '場所と権限を確かめる: sudo ls -ld {directory}。接続ユーザーを adm グループに入れるか、ランブックの directory を直してください',
    en: 'Check the place and its rights: sudo ls -ld {directory}. Put the login user into the group adm, or set `directory` in the runbook',
  },
  'keeps-nothing': {
    ja: '{pattern} は世代を残しません (rotate 0)。ローテーションのたびにログが消えます',
    en: '{pattern} keeps no old log (rotate 0): each rotation deletes what was logged',
  },
  'rotate-unstated': {
    ja: '{config} の {pattern} に rotate がありません。この設定だけで強制すると、いまのログが消えます',
    en: '{config} states no rotate for {pattern}: forced alone, the current log would be deleted',
  },
  'rotate-remedy': {
    ja: '残す世代数を書く (例: rotate 14): sudoedit {config}',
    en: 'State how many to keep, such as rotate 14: sudoedit {config}',
  },
  'no-postrotate': {
    ja: '{config} の {pattern} に postrotate も copytruncate もないので、プログラムは古いログに書き続けるかもしれません',
    en: '{config} has neither postrotate nor copytruncate for {pattern}: the program may go on writing to the old log',
  },
  'no-postrotate-remedy': {
    ja: 'postrotate でログを開き直させてください (例: systemctl kill -s HUP サービス名)。自分で開き直すプログラムなら、ランブックに postrotate: false',
    en: 'Have the program open its log again in postrotate (systemctl kill -s HUP SERVICE). If it does so by itself, write `postrotate: false` in the runbook',
  },
  changed: {
    ja: '{config} は前回の記録 ({recordedAt}) から変わっています',
    en: '{config} has changed since the last record ({recordedAt})',
  },
  'changed-remedy': {
    ja: '覚えのない変更なら、証跡の行を確かめてください: ls -l {config}',
    en: 'If nobody knows of it, look at the lines in the evidence: ls -l {config}',
  },
} as const satisfies Messages;

export type RotateConfigMessage = keyof typeof rotateConfigMessages;
