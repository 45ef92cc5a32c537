import type { Messages } from '../../core/message.ts';
import { integrityMessages } from './integrity-messages.ts';

export const runMessages = {
  ...integrityMessages,
  dump: {
    ja: 'データベース {database} ({databaseBytes}) を {format} 形式で {directory} にダンプし、同じ時点の全テーブルの行数も記録',
    en: 'Dump the database {database} ({databaseBytes}) to {directory} in {format} format, with the row counts of all tables at the same moment',
  },
  archive: {
    ja: 'アップロード {path} を tar.gz に保存',
    en: 'Archive the uploads {path} as a tar.gz',
  },
  'archive-sized': {
    ja: 'アップロード {path} ({uploadsBytes}) を tar.gz に保存',
    en: 'Archive the uploads {path} ({uploadsBytes}) as a tar.gz',
  },
  manifest: {
    ja: 'ロールなどの定義とマニフェスト(sha256・行数)を書き、全体を読み直して確認(合計 約 {sizeBytes}、{directory})',
    en: 'Write roles and other globals and a manifest (sha256, row counts), then read it all to its end (about {sizeBytes} in {directory})',
  },
  'remove-leftover': {
    ja: '途中で終わったバックアップの残り {path} ({modifiedAt}) を削除',
    en: 'Remove {path}, left half-written at {modifiedAt}',
  },
  'run-script': {
    ja: '{script} を root で実行し、{directory} にできたものを最後まで読んで確認',
    en: 'Run {script} as root, then read what it has made in {directory} to its end',
  },
  written: {
    ja: '{kind}: {file} ({sizeBytes}) を作成',
    en: '{kind}: {file} ({sizeBytes}) was made',
  },
  recent: {
    ja: '{directory} に {minutes} 分前のバックアップがあるので、取り直しません',
    en: 'There is a backup of {minutes, plural, one {# minute} other {# minutes}} ago in {directory}, so none is made',
  },
  replica: {
    ja: 'レプリカから取ります。{database} の内容はプライマリーより遅れていることがあります(時点はマニフェストに記録)',
    en: 'It is made from a replica, where {database} may lag behind; the manifest says of when it is',
  },
  leftover: {
    ja: '前回のバックアップは途中で終わっています: {path} ({modifiedAt})',
    en: 'An earlier backup was cut short: {path} ({modifiedAt})',
  },
  'no-folder': {
    ja: 'バックアップのフォルダー {directory} がありません(シンボリックリンクも使えません)',
    en: 'There is no folder {directory} for the backups (a symbolic link does not count)',
  },
  'no-folder-remedy': {
    ja: '作る: sudo install -d -o root -g mks-maint -m 750 {directory}(mks-maint は保守ユーザーのグループ)。マウント先なら findmnt で確認してください',
    en: 'Make it: sudo install -d -o root -g mks-maint -m 750 {directory} (mks-maint being the group of the maintenance user). If it is to be mounted, look at findmnt',
  },
  unsafe: {
    ja: '{path} は root 以外も変更できるため、root で {directory} に書くのは危険です',
    en: '{path} can be changed by others than root, so root does not write to {directory}',
  },
  'unsafe-remedy': {
    ja: 'root だけが変更できるようにする: sudo chown root {path} && sudo chmod go-w {path}',
    en: 'Let only root change it: sudo chown root {path} && sudo chmod go-w {path}',
  },
  held: {
    ja: '{directory} へのバックアップがほかで実行中です',
    en: 'Another backup to {directory} is going on',
  },
  'held-remedy': {
    ja: '終わるのを待つか、実行中のものを見てください: sudo fuser -v {directory}',
    en: 'Wait for its end, or see what it is: sudo fuser -v {directory}',
  },
  'no-uploads': {
    ja: 'アップロードのフォルダー {uploads} がありません(マウントされていない可能性)',
    en: 'There is no folder {uploads} with the uploads (is it mounted?)',
  },
  'no-uploads-remedy': {
    ja: 'findmnt -T {uploads} で確かめるか、手順書の uploads を直してください(なければ uploads: none)',
    en: 'Look at findmnt -T {uploads}, or correct `uploads` in the runbook (none: without uploads)',
  },
  'no-tools': {
    ja: 'ホストに pg_dump と psql がありません',
    en: 'The host has no pg_dump and psql',
  },
  'no-tools-remedy': {
    ja: 'ホストに入れる: sudo apt-get install postgresql-client',
    en: 'Install them on the host: sudo apt-get install postgresql-client',
  },
  down: {
    ja: 'データベース {database} (ポート {port}) に接続できません',
    en: 'No connection to the database {database} (port {port})',
  },
  'down-remedy': {
    ja: '状態を確かめる: systemctl status postgresql; sudo -u postgres psql -p {port} -l',
    en: 'See whether it runs: systemctl status postgresql; sudo -u postgres psql -p {port} -l',
  },
  'old-pg-dump': {
    ja: 'pg_dump {tool} はサーバー {major} より古く、ダンプできません',
    en: 'pg_dump {tool} is older than the server ({major}) and cannot dump it',
  },
  'old-pg-dump-remedy': {
    ja: '同じバージョンを入れる: sudo apt-get install postgresql-client-{major}',
    en: 'Install the same version: sudo apt-get install postgresql-client-{major}',
  },
  'space-unknown': {
    ja: '{directory} の空き容量が分かりません',
    en: 'How much space is left in {directory} is not known',
  },
  space: {
    ja: '{directory} の空きは {freeBytes} で、{needBytes} (前回の 1.5 倍) に足りません',
    en: '{directory} has {freeBytes} left, less than {needBytes} (1.5 times the last backup)',
  },
  'space-remedy': {
    ja: '古いバックアップを別の場所に移すか、ディスクを増やしてください: sudo du -xh --max-depth=1 {directory} | sort -h',
    en: 'Move old backups elsewhere or enlarge the disk: sudo du -xh --max-depth=1 {directory} | sort -h',
  },
  'no-script': {
    ja: 'バックアップのスクリプト {path} がありません',
    en: 'There is no backup script {path}',
  },
  'no-script-remedy': {
    ja: '手順書の script を直すか、消して組み込みのバックアップを使ってください',
    en: 'Correct `script` in the runbook, or leave it out for the built-in backup',
  },
  'unsafe-script': {
    ja: '{path} は root 以外も変更できるため、{script} を root では実行しません',
    en: '{path} can be changed by others than root, so {script} is not run as root',
  },
  'not-written': {
    ja: '{kind} の新しいバックアップが {directory} にできていません(最新は {newest})',
    en: 'No new {kind} backup has appeared in {directory}; the newest is {newest}',
  },
  'not-written-remedy': {
    ja: 'バックアップの出力を確かめてください: ls -lt {directory} | head',
    en: 'See what is there and what the backup has said: ls -lt {directory} | head',
  },
  shrunken: {
    ja: '{kind} のバックアップ {file} は {sizeBytes} で、ふだん({usualBytes})よりかなり小さくなっています',
    en: 'The {kind} backup {file} has {sizeBytes}, far less than usual ({usualBytes})',
  },
  'shrunken-remedy': {
    ja: '元のデータが減っていないか、対象が外れていないか確かめてください',
    en: 'See whether data has gone, or is no longer included',
  },
  'not-read': {
    ja: '{kind} のバックアップ {file} を最後まで読む確認ができていません',
    en: 'The {kind} backup {file} has not been read to its end',
  },
  'not-read-remedy': {
    ja: 'backup.integrity を実行してください',
    en: 'Run backup.integrity',
  },
} as const satisfies Messages;

export type RunMessage = keyof typeof runMessages;
