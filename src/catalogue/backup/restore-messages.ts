import type { Messages } from '../../core/message.ts';
import { folderMessages } from './folder-messages.ts';
import { restoreResultMessages } from './restore-result-messages.ts';

export const restoreMessages = {
  ...folderMessages,
  ...restoreResultMessages,
  restore: {
    ja: '{file} ({sizeBytes}) を {place} の試験用データベース {target}_… にリストア',
    en: 'Restore {file} ({sizeBytes}) into a scratch database {target}_… at {place}',
  },
  unpack: {
    ja: '{file} ({sizeBytes}) を {scratch} の下に展開して確認',
    en: 'Unpack {file} ({sizeBytes}) below {scratch} and look at it',
  },
  compare: {
    ja: '全テーブルの行数・シーケンス・制約・拡張を{manifest, select, read {マニフェスト} other {稼働中のデータベースの統計}}と比較',
    en: 'Compare the rows of all tables, sequences, constraints and extensions with {manifest, select, read {the manifest} other {the statistics of the live database}}',
  },
  drop: {
    ja: '試験用データベースと展開したファイルを削除(失敗したときも)',
    en: 'Drop the scratch database and remove the files, also after a failure',
  },
  'drop-leftover': {
    ja: '途中で終わった試験の残り {name} を削除',
    en: 'Drop {name}, left by a test that was cut short',
  },
  leftover: {
    ja: '前の試験は途中で終わり、データベース {name} が残っていました',
    en: 'An earlier test was cut short and had left the database {name}',
  },
  other: {
    ja: '試験用データベース {name} があります。ほかの試験が使用中かもしれないので、触りません',
    en: 'There is a scratch database {name}; another test may be using it, so it is left alone',
  },
  tested: {
    ja: '{file} は前回の試験でリストアできています',
    en: '{file} has been restored without a fault before',
  },
  none: {
    ja: '完成したダンプ({pattern})が {directory} にありません',
    en: 'There is no finished dump ({pattern}) in {directory}',
  },
  'none-remedy': {
    ja: 'バックアップの有無を確かめる: ls -lt {directory} | head。名前が違うなら手順書の pattern を直してください',
    en: 'See what is there: ls -lt {directory} | head. If it has another name, correct `pattern` in the runbook',
  },
  denied: {
    ja: 'ダンプ {file} を読む権限がありません',
    en: 'The maintenance user may not read the dump {file}',
  },
  'no-dump': {
    ja: '{file} は pg_dump のダンプではありません({format})',
    en: '{file} is not a dump of pg_dump ({format})',
  },
  elsewhere: {
    ja: '平文のダンプ {file} は --create で作られており、流し込むと元のデータベースに書き込むため、リストアしません',
    en: 'The plain dump {file} was made with --create and would be written to the database it came from, so it is not restored',
  },
  'elsewhere-remedy': {
    ja: 'pg_dump から -C / --create を外してください',
    en: 'Take -C / --create away from pg_dump',
  },
  'no-tool': {
    ja: 'ホストに pg_restore がありません',
    en: 'The host has no pg_restore',
  },
  'no-tool-remedy': {
    ja: 'ホストに入れる: sudo apt-get install postgresql-client',
    en: 'Install it on the host: sudo apt-get install postgresql-client',
  },
  'old-tool': {
    ja: '{file} は pg_restore {tool} より新しい pg_dump{dumpedBy, select, unknown {} other { {dumpedBy}}}のもので、リストアできません',
    en: '{file} was made by a pg_dump {dumpedBy, select, unknown {} other {{dumpedBy} }}that is newer than pg_restore {tool}, and cannot be restored',
  },
  'old-tool-remedy': {
    ja: '同じか新しいバージョンを入れる: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}',
    en: 'Install the same version or a newer one: sudo apt-get install postgresql-client{dumpedBy, select, unknown {} other {-{dumpedBy}}}',
  },
  'newer-server': {
    ja: '{file} は PostgreSQL {server} のもので、試験先の {major} にはリストアできません',
    en: '{file} is of PostgreSQL {server}; the cluster for tests has {major} and cannot take it',
  },
  'newer-server-remedy': {
    ja: 'PostgreSQL {server} 以上のクラスターを手順書の clusters に書いてください',
    en: 'Name a cluster of PostgreSQL {server} or newer in `clusters` of the runbook',
  },
  damaged: {
    ja: 'ダンプ {file} は壊れています(pg_restore が目次を読めません)',
    en: 'The dump {file} is damaged: pg_restore cannot read its table of contents',
  },
  'damaged-remedy': {
    ja: 'バックアップを取り直し、その前のもので復元できるか確かめてください: ls -lt {directory} | head',
    en: 'Make a new one, and see that the one before it can be restored: ls -lt {directory} | head',
  },
  'scratch-space': {
    ja: '展開先 {scratch} の空きは {freeBytes} で、{needBytes} に足りません',
    en: '{scratch} has {freeBytes} left, less than the {needBytes} that unpacking takes',
  },
  'scratch-space-remedy': {
    ja: '手順書の scratch に、空きのあるフォルダーを書いてください',
    en: 'Name a folder with more room in `scratch` of the runbook',
  },
  down: {
    ja: '試験用のクラスター {place} に接続できません',
    en: 'No connection to the cluster for tests at {place}',
  },
  'down-remedy': {
    ja: '動いていれば、保守ユーザーのロールを作る: sudo -u postgres psql -c \'CREATE ROLE "mks-maint" LOGIN CREATEDB\' -c \'GRANT pg_monitor TO "mks-maint"\'(名前はログインユーザーと同じ)',
    en: 'If it is running, make the role of the maintenance user: sudo -u postgres psql -c \'CREATE ROLE "mks-maint" LOGIN CREATEDB\' -c \'GRANT pg_monitor TO "mks-maint"\' (its name is that of the login user)',
  },
  'not-allowed': {
    ja: 'クラスター {place} (識別子 {systemIdentifier})は試験先として許可されていません',
    en: 'The cluster at {place} (system identifier {systemIdentifier}) is not among those that may be used for tests',
  },
  'not-allowed-remedy': {
    ja: "試験に使ってよいクラスターなら、手順書に書く: clusters: ['{' systemIdentifier: \"{systemIdentifier}\", host: {host}, port: {port} '}']",
    en: "If tests may use it, say so in the runbook: clusters: ['{' systemIdentifier: \"{systemIdentifier}\", host: {host}, port: {port} '}']",
  },
  name: {
    ja: '試験用の名前 {target} は本番のデータベース {database} と紛らわしいか、決まりに合いません',
    en: 'The name {target} may be taken for the production database {database}, or is none of a scratch database',
  },
  'name-remedy': {
    ja: '手順書に target: mks_restore_test と書いてください',
    en: 'Write target: mks_restore_test in the runbook',
  },
  superuser: {
    ja: '試験に使うロールがスーパーユーザーです。{database} も消せてしまうため、使いません',
    en: 'The role for the test is a superuser, who could drop {database} too; it is not used',
  },
  owner: {
    ja: '試験に使うロールは {database} の所有者(またはその一員)です。消せてしまうため、使いません',
    en: 'The role for the test owns {database}, or is a member of who does, and could drop it; it is not used',
  },
  'no-createdb': {
    ja: '試験に使うロールにはデータベースを作る権限がありません',
    en: 'The role for the test may not create databases',
  },
  'role-remedy': {
    ja: '権限を直す(スーパーユーザーや所有者にはしない): sudo -u postgres psql -c \'ALTER ROLE "mks-maint" NOSUPERUSER CREATEDB\'',
    en: 'Correct its rights, never superuser nor owner: sudo -u postgres psql -c \'ALTER ROLE "mks-maint" NOSUPERUSER CREATEDB\'',
  },
  recovery: {
    ja: '試験用のクラスター(PostgreSQL {major})はレプリカなので、書き込めません',
    en: 'The cluster for tests (PostgreSQL {major}) is a replica and cannot be written to',
  },
  'recovery-remedy': {
    ja: 'レプリカでないクラスターを手順書の clusters に書いてください',
    en: 'Name a cluster that is no replica in `clusters` of the runbook',
  },
  space: {
    ja: 'クラスター {place} のディスクの空きは {freeBytes} で、リストアに要る {needBytes} に足りません',
    en: 'The disk of the cluster at {place} has {freeBytes} left, less than the {needBytes} that a restore takes',
  },
  'space-remedy': {
    ja: 'ディスクを増やすか、別のクラスターを手順書の clusters に書いてください',
    en: 'Enlarge the disk, or name another cluster in `clusters` of the runbook',
  },
  'space-unknown': {
    ja: 'クラスター {place} のディスクの空きが分からないまま、リストアします',
    en: 'How much room the disk of the cluster at {place} has is not known',
  },
  'space-unknown-remedy': {
    ja: 'データの場所を読む権限を与える: sudo -u postgres psql -c \'GRANT pg_monitor TO "mks-maint"\'',
    en: 'Let the role see where the data is: sudo -u postgres psql -c \'GRANT pg_monitor TO "mks-maint"\'',
  },
} as const satisfies Messages;

export type RestoreMessage = keyof typeof restoreMessages;
