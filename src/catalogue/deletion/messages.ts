import type { Messages } from '../../core/message.ts';

export const deletionMessages = {
  delete: {
    ja: '{directory} の {pattern} で {days} 日より古いファイル {files} 個 ({totalBytes}、最も古いもの {oldestAt}、所有者 {owners}) を削除',
    en: 'Delete {files, plural, one {# file} other {# files}} {pattern} older than {days, plural, one {# day} other {# days}} in {directory} ({totalBytes}, the oldest of {oldestAt}, owned by {owners})',
  },
  move: {
    ja: '{directory} の {pattern} で {days} 日より古いファイル {files} 個 ({totalBytes}、最も古いもの {oldestAt}、所有者 {owners}) を {folder} へ移し、{keptDays} 日後の実行で削除',
    en: 'Move {files, plural, one {# file} other {# files}} {pattern} older than {days, plural, one {# day} other {# days}} from {directory} ({totalBytes}, the oldest of {oldestAt}, owned by {owners}) to {folder}, to be deleted by a run in {keptDays} days',
  },
  folders: {
    ja: '{directory} の {pattern} で {days} 日変わっていない空のフォルダ {folders} 個を削除',
    en: 'Remove {folders, plural, one {# empty folder} other {# empty folders}} {pattern} in {directory}, unchanged for {days, plural, one {# day} other {# days}}',
  },
  purge: {
    ja: '{folder} に {keptDays} 日以上ある分 ({moves} 回分) を削除',
    en: 'Delete what has been in {folder} for {keptDays} days ({moves, plural, one {# move} other {# moves}})',
  },
  deleted: {
    ja: '{directory} の {pattern}: {files} 個 ({freedBytes}) を削除、残り {left} 個',
    en: '{directory}, {pattern}: {files, plural, one {# file} other {# files}} deleted ({freedBytes}), {left} left',
  },
  moved: {
    ja: '{directory} の {pattern}: {files} 個 ({freedBytes}) を {folder} へ移動、残り {left} 個。戻すには: {back}',
    en: '{directory}, {pattern}: {files, plural, one {# file} other {# files}} ({freedBytes}) moved to {folder}, {left} left. To have them back: {back}',
  },
  'folders-removed': {
    ja: '{directory} の {pattern}: 空のフォルダ {before} 個 → {after} 個',
    en: '{directory}, {pattern}: empty folders {before} → {after}',
  },
  purged: {
    ja: '{folder}: 期限の過ぎた分 {before} 回分 → {after} 回分',
    en: '{folder}: moves past their days {before} → {after}',
  },
  space: {
    ja: '{directory} のファイルシステムの空き: {beforeBytes} → {afterBytes}',
    en: 'Free on the file system of {directory}: {beforeBytes} → {afterBytes}',
  },
  nothing: {
    ja: '削除の対象になる古いファイルはありません ({directories})',
    en: 'No file is old enough to be deleted ({directories})',
  },
  nowhere: {
    ja: '何も整理していません (所見を見てください)',
    en: 'Nothing was cleaned up: see the findings',
  },
  samples: {
    ja: '{directory}: 対象の {files} 個のうち {shown} 個の名前 (証跡)',
    en: '{directory}: names of {shown} of the {files} files, in the evidence',
  },
  kept: {
    ja: '{directory}: 古くても残すもの: 開かれているファイル {open} 個、ハードリンクのあるファイル {links} 個',
    en: '{directory}: old files that stay: {open} open, {links} with another hard link',
  },
  missing: {
    ja: '{directory} がないので、この規則では何も整理していません',
    en: '{directory} is not there, so nothing was cleaned up by this rule',
  },
  'missing-remedy': {
    ja: '場所を確かめる: sudo ls -ld {directory}。別の場所にあるならランブックの directory を直し、使っていないなら規則を消してください',
    en: 'Look for it: sudo ls -ld {directory}. If it is elsewhere, correct `directory` in the runbook; if it is not in use, remove the rule',
  },
  link: {
    ja: '{directory} はシンボリックリンクなので、何も削除しません',
    en: '{directory} is a symbolic link: nothing is deleted',
  },
  'link-remedy': {
    ja: '誰が作ったかを確かめてください: ls -ld {directory}; readlink -f {directory}。正しいなら directory に実際のパスを書いてください',
    en: 'See who made it: ls -ld {directory}; readlink -f {directory}. If it is meant, write the real path as `directory`',
  },
  elsewhere: {
    ja: '{directory} の実際の場所は {realPath} なので、何も削除しません',
    en: '{directory} is in fact {realPath}: nothing is deleted',
  },
  'elsewhere-remedy': {
    ja: '正しい場所なら directory に {realPath} と書いてください',
    en: 'If that is the right place, write {realPath} as `directory`',
  },
  'too-many': {
    ja: '{directory} の {pattern} に当てはまる古いファイルが {files} 個あり、上限 {maxFiles} を超えるので、何も削除しません',
    en: '{files} old files in {directory} are {pattern}, more than {maxFiles}: nothing is deleted',
  },
  'too-many-remedy': {
    ja: '証跡の名前を見て、正しければランブックに maxFiles: {files} (以上) と書いてください',
    en: 'See the names in the evidence; if they are the right ones, write maxFiles: {files} (or more) in the runbook',
  },
  'too-large-share': {
    ja: '{directory} のファイル {allFiles} 個のうち {files} 個 ({percent} %) が対象になり、上限 {maxShare} % を超えるので、何も削除しません',
    en: '{files} of the {allFiles} files in {directory} ({percent} %) would go, more than {maxShare} %: nothing is deleted',
  },
  'too-large-share-remedy': {
    ja: '証跡の名前を見て、正しければランブックのこの規則に maxShare: 100 と書いてください',
    en: 'See the names in the evidence; if they are the right ones, write maxShare: 100 in the runbook, for this folder',
  },
  others: {
    ja: '{directory} の古いファイル {files} 個は、owners にないユーザー (uid {uids}) のものなので残しています',
    en: '{files, plural, one {# old file in {directory} stays, for its owner (uid {uids}) is} other {# old files in {directory} stay, for their owners (uid {uids}) are}} not among `owners`',
  },
  'others-remedy': {
    ja: '所有者を確かめる: getent passwd {uids}。消してよいならランブックの owners に名前を加え、teiki sudoers --helpers を入れ直してください',
    en: 'See who that is: getent passwd {uids}. If their files may go, add the names to `owners` in the runbook, and install what teiki sudoers --helpers prints',
  },
  'no-such-owner': {
    ja: 'owners のユーザー ({owners}) はどれもこのホストにいないので、何も整理していません',
    en: 'None of `owners` ({owners}) is a user of this host, so nothing was cleaned up',
  },
  'no-such-owner-remedy': {
    ja: 'アプリケーションのユーザー名をランブックの owners に書いてください (ファイルの所有者: ls -l {directory})',
    en: 'Write the name of the application’s user as `owners` in the runbook (who owns the files: ls -l {directory})',
  },
  'part-unseen': {
    ja: '{directory} の一部を読めないので、そこは整理していません',
    en: 'Part of {directory} cannot be read and was not cleaned up',
  },
  'part-unseen-remedy': {
    ja: 'root で読めない場所を探す: find {directory} -xdev >/dev/null',
    en: 'See what root itself cannot read: find {directory} -xdev >/dev/null',
  },
  live: {
    ja: '{pattern} は使用中のログ {path} にも当てはまるので、何も削除しません',
    en: '{pattern} fits {path} too, a log in use: nothing is deleted',
  },
  'live-remedy': {
    ja: 'ローテーション後の名前だけに当てはまる patterns にしてください (例: *.log.[0-9]* と *.log-[0-9]*)。書き込まれているなら: lsof {path}',
    en: 'Have `patterns` fit only what rotation has renamed (*.log.[0-9]* and *.log-[0-9]*). If something writes to it: lsof {path}',
  },
  'hold-unsafe': {
    ja: '{folder} は隔離に使えません (root だけが書ける実在のフォルダではない) ので、何も移しません',
    en: '{folder} cannot hold what is moved (not a real folder that root alone can write into): nothing is moved',
  },
  'hold-unsafe-remedy': {
    ja: '作り直す: sudo rmdir {folder}; sudo install -d -m 0711 {folder}',
    en: 'Make it anew: sudo rmdir {folder}; sudo install -d -m 0711 {folder}',
  },
  'hold-elsewhere': {
    ja: '{folder} は {directory} とは別のファイルシステムにあるので、何も移しません',
    en: '{folder} is on another file system than {directory}: nothing is moved',
  },
  'hold-elsewhere-remedy': {
    ja: '手順を分け、それぞれ同じファイルシステムのフォルダを quarantine.folder に書いてください (df {directory})',
    en: 'Split the step, each with a quarantine.folder on the file system of its folders (df {directory})',
  },
  left: {
    ja: '{directory} の {pattern}: 対象の {files} 個のうち {left} 個が残っています',
    en: '{directory}, {pattern}: {left} of {files} files are still there',
  },
  'left-remedy': {
    ja: '権限と、新しく置かれたかを確かめる: sudo find {directory} -xdev -type f -mtime +{days} -ls | head',
    en: 'See their rights, and whether they have come since: sudo find {directory} -xdev -type f -mtime +{days} -ls | head',
  },
  vanished: {
    ja: '{directory} が作業中になくなりました',
    en: '{directory} has vanished in the meantime',
  },
  tmpfiles: {
    ja: '{directory} は systemd-tmpfiles も整理しています (期間 {age})',
    en: 'systemd-tmpfiles cleans {directory} as well (age {age})',
  },
  maxage: {
    ja: 'logrotate 自身に任せるほうが簡単です: {config} の {directory} のブロックに maxage {days}',
    en: 'logrotate can do this by itself, which is simpler: maxage {days} in the block of {directory}, in {config}',
  },
  'has-maxage': {
    ja: '{config} に maxage があり、logrotate も古いログを消しています',
    en: '{config} has a maxage: logrotate deletes old logs as well',
  },
} as const satisfies Messages;

export type DeletionMessage = keyof typeof deletionMessages;
