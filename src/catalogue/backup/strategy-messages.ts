import type { Messages } from '../../core/message.ts';
import { folderMessages } from './folder-messages.ts';

export const strategyMessages = {
  missing: folderMessages.missing,
  'not-a-folder': folderMessages['not-a-folder'],
  unreadable: folderMessages.unreadable,
  'remedy-missing': folderMessages['remedy-missing'],
  'remedy-unreadable': folderMessages['remedy-unreadable'],
  none: {
    ja: '{kind} の完成したバックアップが {directory} にありません',
    en: 'There is no finished backup of {kind} in {directory}',
  },
  look: {
    ja: '確かめる: ls -lt {directory} | head',
    en: 'Look: ls -lt {directory} | head',
  },
  'too-few': {
    ja: '{kind} のバックアップは {count} 個・{days} 日分で、間隔を判定するには足りません({leastBackups} 個・{leastDays} 日分から)',
    en: '{kind} has {count, plural, one {# backup} other {# backups}} over {days, plural, one {# day} other {# days}}: too little to judge how often they are made (from {leastBackups} over {leastDays} days on)',
  },
  'too-seldom': {
    ja: '{kind} のバックアップはおよそ {hours} 時間ごとで、RPO の目標 {rpoHours} 時間を満たせません',
    en: '{kind} is backed up about every {hours} h, which cannot meet the objective of {rpoHours} h (RPO)',
  },
  wal: {
    ja: '間隔を縮めるか、WAL の連続アーカイブ(pgBackRest や WAL-G)で失われる分を数分にしてください',
    en: 'Make them more often, or archive WAL continuously (pgBackRest, WAL-G), which loses minutes only',
  },
  gaps: {
    ja: '{kind} のバックアップの間隔 {of} 回のうち {gaps} 回が RPO の目標 {rpoHours} 時間を超え、最長は {from} からの {hours} 時間でした',
    en: '{gaps} of {of} intervals between backups of {kind} were over the objective of {rpoHours} h (RPO); the longest, of {hours} h, began at {from}',
  },
  'gaps-remedy': {
    ja: 'その日のバックアップが失敗したわけを、記録か cron のログで確かめてください',
    en: 'See in the records, or in the log of cron, why the backups of those days failed',
  },
  young: {
    ja: '{kind} の{span, select, days {日} weeks {週} other {月}}ごとの世代は {wanted} のうち {there} あります(最初のバックアップが {first} のため、残りはこれからです)',
    en: '{kind}: {there} of {wanted} {span} have a backup; the first one known is of {first}, so the others are still to come',
  },
  surplus: {
    ja: '{kind} のバックアップ {count} 個({bytes}、最も古いのは {oldest})は、保存の計画では要りません',
    en: '{count, plural, one {# backup} other {# backups}} of {kind} ({bytes}, the oldest being {oldest}) are more than the plan asks for',
  },
  'surplus-remedy': {
    ja: '新しいものが照合できてから、要らない世代を消すことを検討してください: ls -lt {directory}',
    en: 'When newer ones have been verified, consider removing them: ls -lt {directory}',
  },
  'missing-periods': {
    ja: '{kind} の{span, select, days {日} weeks {週} other {月}}ごとの世代は {wanted} のうち {there} しかありません({missing} が欠けています)',
    en: '{kind}: only {there} of {wanted} {span} have a backup; {missing, plural, one {# is missing} other {# are missing}}',
  },
  'keep-remedy': {
    ja: '古いものを消す設定(find -mtime など)を、日・週・月ごとに 1 つ残すように直すか、手順書の keep を実際の方針に合わせてください',
    en: 'Let what removes old ones (find -mtime or the like) keep one of each day, week and month, or correct `keep` in the runbook to what is meant',
  },
  space: {
    ja: '計画どおりに保存すると {needBytes} 要りますが、{directory} では今のものと空きを合わせて {haveBytes} です',
    en: 'All that the plan keeps takes {needBytes}; what is there and what is free in {directory} comes to {haveBytes}',
  },
  'space-remedy': {
    ja: 'ディスクを増やすか、古い世代を別の場所に移すか、増分バックアップを検討してください',
    en: 'Enlarge the disk, move older ones to another place, or consider incremental backups',
  },
  growth: {
    ja: '{kind} は 30 日あたり {perMonth} ずつ増えていて、1 年後には 1 個 {low} から {high} になる見込みです',
    en: '{kind} grows by {perMonth} in 30 days; in a year one backup is expected to have {low} to {high}',
  },
  'restore-unknown': {
    ja: 'リストアにかかる時間は測られていないため、RTO と比べられません',
    en: 'How long a restore takes has not been measured, so it cannot be compared with the RTO',
  },
  'restore-test': {
    ja: 'backup.restore-test を行うか、ほかのホストで測った値を手順書に書いてください: restoreMinutes: 30',
    en: 'Run backup.restore-test, or write what was measured on another host in the runbook: restoreMinutes: 30',
  },
  'restore-slow': {
    ja: 'リストアに {minutes} 分かかり({dumpBytes})、それだけで RTO の目標 {rtoMinutes} 分を超えます',
    en: 'A restore takes {minutes} min ({dumpBytes}), which alone is over the objective of {rtoMinutes} min (RTO)',
  },
  'restore-later': {
    ja: 'リストアは今は {minutes} 分ですが、このまま増えると 1 年後には {later} 分になり、RTO の目標 {rtoMinutes} 分を超えます',
    en: 'A restore takes {minutes} min now; at this growth it takes {later} min in a year, over the objective of {rtoMinutes} min (RTO)',
  },
  'restore-fits': {
    ja: 'リストアは {minutes} 分で、RTO の目標 {rtoMinutes} 分の {percent}% です(検知・判断・サービスの起動は含みません)',
    en: 'A restore takes {minutes} min, {percent}% of the objective of {rtoMinutes} min (RTO), without detection, decision and the start of services',
  },
  incremental: {
    ja: 'ダンプの代わりに物理バックアップ(pgBackRest の増分、PostgreSQL 17 以降なら pg_basebackup --incremental)とスタンバイを検討してください。並列に戻すなら -Fd と pg_restore -j です',
    en: 'Consider physical backups instead of dumps (incremental by pgBackRest, or pg_basebackup --incremental from PostgreSQL 17 on) and a standby; -Fd with pg_restore -j restores in parallel',
  },
  'long-dump': {
    ja: 'ダンプに {minutes} 分かかり({dumpBytes})、そのあいだ古い行を回収できません',
    en: 'A dump takes {minutes} min ({dumpBytes}), during which no old rows can be reclaimed',
  },
  zstd: {
    ja: 'ダンプは {dumpBytes}・{minutes} 分です。pg_dump 16 以降の zstd なら、gzip より短い時間で小さくなることが多くあります',
    en: 'The dump has {dumpBytes} and takes {minutes} min; zstd, which pg_dump has from 16 on, is mostly smaller and faster than gzip',
  },
  'zstd-remedy': {
    ja: '試す: time pg_dump -Fc -Z zstd:3 mks_db | wc -c(大きさと時間を今のものと比べる)',
    en: 'Try it: time pg_dump -Fc -Z zstd:3 mks_db | wc -c, and compare size and time',
  },
  'zstd-later': {
    ja: 'ダンプは {dumpBytes}・{minutes} 分です。PostgreSQL {serverMajor} のダンプでは zstd は使えません(16 以降)',
    en: 'The dump has {dumpBytes} and takes {minutes} min; PostgreSQL {serverMajor} has no zstd for dumps, 16 and later have',
  },
  'not-told': {
    ja: '{what, select, encryption {コピーが暗号化されているか} other {別の場所にコピーがあるか}}は、ここからは分かりません',
    en: 'Whether {what, select, encryption {copies are encrypted} other {there is a copy at another place}} cannot be seen from here',
  },
  tell: {
    ja: '手順書に書いてください: {what, select, encryption {encrypted} other {offSite}}: yes(または no)',
    en: 'Say so in the runbook: {what, select, encryption {encrypted} other {offSite}}: yes (or no)',
  },
  'no-off-site': {
    ja: '別の場所にコピーがないため、ホストや建物が失われるとバックアップも失われます',
    en: 'There is no copy at another place: what takes the host or the building takes the backups too',
  },
  'off-site': {
    ja: '3-2-1(3 つのコピー、2 種類の媒体、1 つは別の場所)になるよう、別の場所へのコピーを始めてください',
    en: 'Begin to copy them to another place: three copies, two kinds of media, one elsewhere',
  },
  'not-encrypted': {
    ja: '別の場所のコピーが暗号化されていません',
    en: 'The copies at another place are not encrypted',
  },
  encrypt: {
    ja: '送る前に暗号化し(age や gpg、restic)、鍵をバックアップとは別に保管してください',
    en: 'Encrypt them before they leave (age, gpg, restic), and keep the key apart from the backups',
  },
} as const satisfies Messages;

export type StrategyMessage = keyof typeof strategyMessages;
