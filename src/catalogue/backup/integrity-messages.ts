import { folderMessages } from './folder-messages.ts';

export const integrityMessages = {
  ...folderMessages,
  none: {
    ja: '{kind} の完成したバックアップ({pattern})が {directory} になく、確認できません',
    en: 'There is no finished {kind} backup ({pattern}) in {directory} to look at',
  },
  unparsable: {
    ja: '{kind} の確認の出力を読み取れません(期待したもの: {expected})',
    en: 'What looking at the {kind} backup printed makes no sense; expected {expected}',
  },
  checksum: {
    ja: '{kind} のバックアップ {file} の sha256 がマニフェストと一致しません',
    en: 'The sha256 of the {kind} backup {file} differs from its manifest',
  },
  members: {
    ja: '{kind} のバックアップ {file} の中の {members} の sha256 がマニフェストと一致しません',
    en: 'In the {kind} backup {file} the sha256 of {members} differs from the manifest',
  },
  'lost-tables': {
    ja: '{kind} のバックアップ {file} に、マニフェストにあるテーブル {count} 個のデータがありません: {tables}',
    en: 'The {kind} backup {file} lacks the data of {count, plural, one {# table} other {# tables}} of its manifest: {tables}',
  },
  damaged: {
    ja: '{kind} のバックアップ {file} は壊れています({tool} が最後まで読めません)',
    en: 'The {kind} backup {file} is damaged: {tool} cannot read it to its end',
  },
  trailer: {
    ja: '{kind} のバックアップ {file} は途中で切れています(ダンプ完了の行がありません)',
    en: 'The {kind} backup {file} is cut off: the line that completes a dump is missing',
  },
  end: {
    ja: '{kind} のバックアップ {file} は途中で切れています(tar の終わりの印がありません)',
    en: 'The {kind} backup {file} is cut off: the mark at the end of a tar is missing',
  },
  appended: {
    ja: '{kind} のバックアップ {file} は読めますが、gzip の終わりの後に余分なデータがあります',
    en: 'The {kind} backup {file} can be read, but something follows the end of its gzip data',
  },
  hollow: {
    ja: '{kind} のバックアップ {file} は壊れています(中の {member} が空です。pg_restore は気付きません)',
    en: 'The {kind} backup {file} is damaged: {member} in it is empty, which pg_restore does not notice',
  },
  empty: {
    ja: '{kind} のバックアップ {file} は空です',
    en: 'The {kind} backup {file} is empty',
  },
  zeros: {
    ja: '{kind} のバックアップ {file} の先頭はゼロで埋まっています',
    en: 'The {kind} backup {file} begins with nothing but zero bytes',
  },
  'format-lost': {
    ja: '{kind} のバックアップ {file} は前回までの形式({format})ではなくなりました(先頭 {begins})',
    en: 'The {kind} backup {file} no longer has the format of the earlier ones ({format}); it begins with {begins}',
  },
  'format-unknown': {
    ja: '{kind} のバックアップ {file} の形式が分からず、確認できません({begins})',
    en: 'The format of the {kind} backup {file} is not known ({begins}), so it cannot be judged',
  },
  'no-entries': {
    ja: '{kind} のバックアップ {file} には 1 つもファイルが入っていません',
    en: 'The {kind} backup {file} is an archive with nothing in it',
  },
  'only-folders': {
    ja: '{kind} のバックアップ {file} にはフォルダーしか入っていません',
    en: 'The {kind} backup {file} holds folders but no file',
  },
  'no-tables': {
    ja: '{kind} のバックアップ {file} にはテーブルのデータがありません',
    en: 'The {kind} backup {file} holds the data of no table',
  },
  'fewer-tables': {
    ja: '{kind} のバックアップ {file} のテーブルは {tables} 個で、前回の {last} 個より減っています',
    en: 'The {kind} backup {file} holds the data of {tables, plural, one {# table} other {# tables}}, of {last} the last time',
  },
  'fewer-entries': {
    ja: '{kind} のバックアップ {file} の項目は {entries} 個で、前回の {last} 個の半分もありません',
    en: 'The {kind} backup {file} has {entries, plural, one {# entry} other {# entries}}, less than half of the last {last}',
  },
  denied: {
    ja: '{kind} のバックアップ {file} を読む権限がありません',
    en: 'The maintenance user may not read the {kind} backup {file}',
  },
  changed: {
    ja: '{kind} のバックアップ {file} は確認している間に書き換えられたか消されました',
    en: 'The {kind} backup {file} changed or went away while it was being read',
  },
  'no-tool': {
    ja: '{kind} のバックアップ {file} の確認に必要な {tool} がホストにありません',
    en: 'The host has no {tool}, which it takes to look at the {kind} backup {file}',
  },
  time: {
    ja: '{kind} のバックアップ {file} を {timeoutSeconds} 秒で読み終わりませんでした({tool})',
    en: 'The {kind} backup {file} was not read to its end in {timeoutSeconds} s ({tool})',
  },
  'old-tool': {
    ja: '{kind} のバックアップ {file} は {tool} より新しい pg_dump{dumpedBy, select, unknown {} other {(バージョン {dumpedBy})}}のもので、確認できません',
    en: 'The {kind} backup {file} was made by a pg_dump {dumpedBy, select, unknown {} other {(version {dumpedBy}) }}that is too new for {tool}',
  },
  'manifest-unusable': {
    ja: '{kind} のバックアップ {file} のマニフェストはありますが、照合できません(読めないか、形式が違うか、sha256sum がありません)',
    en: 'There is a manifest of the {kind} backup {file} that cannot be used: it is not readable, not of sha256, or there is no sha256sum',
  },
  'no-manifest': {
    ja: '{kind} のバックアップ {file} にはマニフェスト(sha256)がありません',
    en: 'The {kind} backup {file} has no manifest (sha256)',
  },
  'no-manifest-uncompressed': {
    ja: '{kind} のバックアップ {file} は圧縮されておらずマニフェスト(sha256)もないため、化けたバイトは見つけられません',
    en: 'The {kind} backup {file} is not compressed and has no manifest (sha256): a flipped byte in it cannot be found',
  },
  'remedy-none': {
    ja: 'バックアップの有無を確かめる: ls -lt {directory} | head',
    en: 'See what is there: ls -lt {directory} | head',
  },
  'remedy-damaged': {
    ja: 'バックアップを取り直し、その前のもので復元できるか確かめてください: ls -lt {directory} | head。ディスクの誤りも確認: sudo dmesg -T | grep -i error',
    en: 'Make a new one, and see that the one before it can be restored: ls -lt {directory} | head. Look for disk errors too: sudo dmesg -T | grep -i error',
  },
  'remedy-contents': {
    ja: '中身を確かめる: tar -tf {path} | head。元のフォルダーがマウントされていたか確認してください',
    en: 'See what is in it: tar -tf {path} | head. Was the folder that it is made from mounted?',
  },
  'remedy-tables': {
    ja: '入っているテーブルを確かめる: pg_restore -l {path} | grep "TABLE DATA"。削除したテーブルがなければダンプの対象と権限を確認してください',
    en: 'See which tables are in it: pg_restore -l {path} | grep "TABLE DATA". If none was dropped, look at what the dump includes and may read',
  },
  'remedy-again': {
    ja: 'バックアップが終わってからもう一度実行してください: ls -l {path}',
    en: 'Run this again when the backup is done: ls -l {path}',
  },
  'remedy-tool': {
    ja: 'ホストに入れる: sudo apt-get install {tool, select, pg_restore {postgresql-client} other {{tool}}}',
    en: 'Install it on the host: sudo apt-get install {tool, select, pg_restore {postgresql-client} other {{tool}}}',
  },
  'remedy-time': {
    ja: '手で確かめて時間を測る: time {tool, select, pg_restore {pg_restore -f /dev/null} tar {tar -tf} other {gzip -t}} {path}。終わるなら手順書の timeoutSeconds を増やしてください',
    en: 'Time it by hand: time {tool, select, pg_restore {pg_restore -f /dev/null} tar {tar -tf} other {gzip -t}} {path}. If it does end, raise `timeoutSeconds` in the runbook',
  },
  'remedy-old-tool': {
    ja: '同じか新しいバージョンを入れる: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}',
    en: 'Install the same version or a newer one: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}',
  },
  'remedy-format': {
    ja: '形式を確かめる: file {path}。暗号化や別の圧縮を使うなら command チェックで確認してください',
    en: 'See what it is: file {path}. If it is encrypted or compressed in another way, use the `command` check',
  },
  'remedy-manifest': {
    ja: 'バックアップのスクリプトの最後で作る: cd {directory} && sha256sum {name} | tee {name}.sha256',
    en: 'Write it at the end of the backup script: cd {directory} && sha256sum {name} | tee {name}.sha256',
  },
} as const;
