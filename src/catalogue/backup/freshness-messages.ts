import { folderMessages } from './folder-messages.ts';

export const freshnessMessages = {
  ...folderMessages,
  none: {
    ja: '{kind} の完成したバックアップ({pattern})が {directory} に 1 つもありません',
    en: 'There is no finished {kind} backup ({pattern}) in {directory}',
  },
  old: {
    ja: '{kind} の最新バックアップ {file} は {ageHours} 時間前のものです(上限 {maxAgeHours} 時間)',
    en: 'The newest {kind} backup {file} is {ageHours} h old (limit {maxAgeHours} h)',
  },
  empty: {
    ja: '{kind} の最新バックアップ {file} は空です',
    en: 'The newest {kind} backup {file} is empty',
  },
  small: {
    ja: '{kind} の最新バックアップ {file} は {sizeBytes} で、普段({usualBytes})の {percent}% しかありません',
    en: 'The newest {kind} backup {file} has {sizeBytes}, only {percent}% of the usual {usualBytes}',
  },
  future: {
    ja: '{kind} の {file} の更新時刻が未来です({modifiedAt})。古さを判定できないため最新とは見なしません',
    en: 'The {kind} backup {file} is dated in the future ({modifiedAt}); its age cannot be judged, so it does not count as the newest',
  },
  closed: {
    ja: '{kind} の最新バックアップ {file} はフォルダーで、中を読む権限がありません',
    en: 'The newest {kind} backup {file} is a folder that the maintenance user may not look into',
  },
  'being-written': {
    ja: '{kind} の {file} は作成中です。その前のもの({judged})を判定しました',
    en: 'The {kind} backup {file} is still being written; the one before it ({judged}) was judged',
  },
  unfinished: {
    ja: '{kind} の {file} は未完成のまま {idleHours} 時間更新されていません。その前のもの({judged})を判定しました',
    en: 'The {kind} backup {file} is unfinished and has not grown for {idleHours} h; the one before it ({judged}) was judged',
  },
  space: {
    ja: '{directory} の空きは {availableBytes} で、次のバックアップに必要な {needBytes}(前回の 1.5 倍)に足りません',
    en: '{directory} has {availableBytes} left, less than the {needBytes} (1.5 times the last) that the next backup needs',
  },
  'space-unknown': {
    ja: '{directory} の空き容量が分かりません',
    en: 'The space left in {directory} could not be read',
  },
  'off-host-missing': {
    ja: '{kind} の {file} もその前のものも {away} にありません(そこで最新: {newest})',
    en: 'Neither the {kind} backup {file} nor the one before it is in {away} (the newest there: {newest})',
  },
  'off-host-same': {
    ja: '{away} は {directory} と同じディスク({device})にあり、ホスト外の控えになりません',
    en: '{away} is on the same disk as {directory} ({device}), so it is no copy outside this host',
  },
  'remedy-look': {
    ja: 'バックアップの実行記録を確かめてから実行し直してください: ls -lt {directory} | head; sudo journalctl -u cron -u crond --since "2 days ago"',
    en: 'Look at what the backup job said, then run it again: ls -lt {directory} | head; sudo journalctl -u cron -u crond --since "2 days ago"',
  },
  'remedy-small': {
    ja: 'これまでの大きさと比べる: ls -lt {directory} | head。データを消した覚えがなければ backup.integrity を実行してください',
    en: 'Compare with the earlier ones: ls -lt {directory} | head. Unless data was deleted on purpose, run backup.integrity',
  },
  'remedy-future': {
    ja: '時計を確かめる: timedatectl。正しければファイルの時刻を直す: sudo touch {path}',
    en: 'Look at the clock: timedatectl. If it is right, correct the file: sudo touch {path}',
  },
  'remedy-unfinished': {
    ja: 'まだ書かれているか確かめる: sudo fuser -v {path}。誰も開いていなければ残骸なので消し、バックアップを実行し直してください',
    en: 'See whether anything still writes it: sudo fuser -v {path}. If nothing does it is a leftover: remove it and run the backup again',
  },
  'remedy-space': {
    ja: '空きを確かめ、保存期間を過ぎたものを消してください: df -h {directory}; ls -lt {directory}',
    en: 'See what is left and remove backups past their retention: df -h {directory}; ls -lt {directory}',
  },
  'remedy-off-host': {
    ja: '控えの場所と複製の仕組みを確かめる: findmnt -T {directory}; ls -lt {directory} | head',
    en: 'Look at the store and at what copies to it: findmnt -T {directory}; ls -lt {directory} | head',
  },
} as const;
