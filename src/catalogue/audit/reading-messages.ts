/** What both audits say about a log that was not, or not wholly, read. */
export const readingMessages = {
  missing: {
    ja: 'アクセスログ {log} がありません',
    en: 'There is no access log {log}',
  },
  denied: {
    ja: '{path} を読む権限がないため、{log} を監査できません',
    en: '{path} cannot be read, so {log} is not audited',
  },
  special: {
    ja: '{log} は通常のファイルではないため、監査できません',
    en: '{log} is not a regular file and cannot be audited',
  },
  'rotated-denied': {
    ja: 'ローテーション済みの {path} を読めないため、前回からの一部を監査できていません',
    en: 'The rotated log {path} cannot be read, so part of the time since the last run is not audited',
  },
  unparsable: {
    ja: '{log} の {percent}% の行が指定の形式({format})ではないため、判断できません',
    en: '{percent}% of the lines of {log} are not in the format {format}, so nothing can be said',
  },
  blind: {
    ja: '{log} では、信頼するプロキシ経由の {requests} 件に X-Forwarded-For の記録がなく、本当の接続元がわかりません',
    en: '{requests} requests came through a trusted proxy without X-Forwarded-For in {log}, so their real addresses are not known',
  },
  gap: {
    ja: '前回読み終えた位置が {log} とその過去分に見つからず、一部の行は消えている可能性があります(時刻で {fromAt} 以降を読みました)',
    en: 'The place where the last run ended is in no file of {log}: lines may be lost (all since {fromAt} was read by time)',
  },
  sampled: {
    ja: '{log} は {fromAt} 以降で {windowBytes} あるため、新しい方を中心に {readBytes} だけを調べました(件数は下限です)',
    en: '{log} has {windowBytes} since {fromAt}; {readBytes} of it were read, mostly the newest (counts are lower bounds)',
  },
  empty: {
    ja: '{log} には {fromAt} から {toAt} までの行が 0 行でした',
    en: '{log} has 0 lines from {fromAt} to {toAt}',
  },
  'remedy-missing': {
    ja: '場所を確かめる: ls -l /var/log/nginx。違う場所ならランブックの log を直してください',
    en: 'See where the log is: ls -l /var/log/nginx. If it is elsewhere, set `log` in the runbook',
  },
  'remedy-rotated-denied': {
    ja: 'logrotate の create または createmode の権限をグループ adm が読めるものにする: ls -l {path}',
    en: 'Let the group adm read what logrotate puts aside: ls -l {path}',
  },
  'remedy-denied': {
    ja: '接続ユーザーを adm グループに入れる: sudo usermod -aG adm "$USER"(次の接続から有効)。それでも読めなければ、logrotate の create の権限を 0640 root adm または www-data adm にしてください',
    en: 'Put the login user into the group adm: sudo usermod -aG adm "$USER" (from the next login on). If that is not enough, let logrotate create the log as 0640 with group adm',
  },
  'remedy-special': {
    ja: 'nginx の access_log が書き出すファイルを log に指定してください: grep -rn access_log /etc/nginx',
    en: 'Set `log` to a file that nginx writes: grep -rn access_log /etc/nginx',
  },
  'remedy-unparsable': {
    ja: 'ログの形式を確かめ、ランブックの format と keys を合わせる: grep -rn log_format /etc/nginx',
    en: 'See what the format is and set `format` and `keys` in the runbook: grep -rn log_format /etc/nginx',
  },
  'remedy-blind': {
    ja: 'log_format の末尾に "$http_x_forwarded_for" を加えるか、nginx の real_ip モジュールで接続元を直してください',
    en: 'Add "$http_x_forwarded_for" to log_format as the last field, or let the realip module of nginx set the address',
  },
  'remedy-gap': {
    ja: 'logrotate の rotate の数を、実行の間隔(最長 7 日)より長く残るようにしてください',
    en: 'Let logrotate keep rotated files for longer than the time between two runs (7 days at most)',
  },
  'remedy-sampled': {
    ja: 'すべてを読むなら maxMiB を上げてください(1 GiB でおよそ 1 秒かかります)',
    en: 'To read all of it raise `maxMiB` (about a second for 1 GiB)',
  },
} as const;
