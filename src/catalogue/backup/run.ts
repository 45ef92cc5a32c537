import { shell } from '../../core/probe.ts';
import { defineTask } from '../define-task.ts';
import { listingScript } from './listing.ts';
import { parseRun } from './run-facts.ts';
import { planBackup, verifyBackup } from './run-judgement.ts';
import { runMessages } from './run-messages.ts';
import { kindsOf, runParams } from './run-params.ts';
import { checkedScript, lookScript, makeScript, privilegedOfRun } from './run-script.ts';

export const task = defineTask({
  id: 'backup.run',
  title: { ja: 'バックアップ実行', en: 'Make a backup' },
  description: {
    ja: 'チームのスクリプトか、組み込みのバックアップを実行し、できたものを最後まで読んで確かめます。組み込みのバックアップは、1 つのスナップショットからダンプと全テーブルの行数を取り、ロールなどの定義(パスワードなし)、アップロードの tar.gz、sha256 などのマニフェストを書きます。全部がディスクに書かれてから最終の名前になり、マニフェストが最後です。ファイルはフォルダーのグループだけが読めます。古いバックアップは消しません。root 以外が変更できるスクリプトやフォルダーは使いません。',
    en: 'Runs the team’s script or the built-in backup, then reads what it has made to its end. The built-in one takes the dump and the row counts of all tables from one snapshot, and writes the globals (without passwords), a tar.gz of the uploads and a manifest with sha256 sums. Files get their final names when all are on disk, the manifest last; the group of the folder may read them. No old backup is removed. A script or folder that others than root can change is refused.',
  },
  sources: [
    'pg_dump(1) --snapshot',
    'pg_dumpall(1) --globals-only --no-role-passwords',
    'https://www.postgresql.org/docs/current/functions-admin.html (pg_export_snapshot)',
    'tar(1): exit status',
  ],
  level: 1,
  params: runParams,
  messages: runMessages,
  measures: {
    size: { ja: 'バックアップの大きさ', en: 'Size of the backup' },
    tables: { ja: 'データのあるテーブルの数', en: 'Tables with data' },
    entries: { ja: 'アーカイブの項目数', en: 'Entries in the archive' },
  },
  privileged: privilegedOfRun,
  probes: (params) => ({
    look: shell(lookScript(params), { timeoutSeconds: 60 }),
    listing: shell(listingScript(params.directory, kindsOf(params)), {
      requires: ['find'],
      maxOutputBytes: 1024 * 1024,
    }),
    ...Object.fromEntries(
      kindsOf(params).map(({ name }) => [
        `checked-${name}`,
        shell(checkedScript(name), { maxOutputBytes: 4 * 1024 * 1024 }),
      ]),
    ),
  }),
  parse: (outputs, params) => parseRun(outputs, params),
  plan: planBackup,
  apply: (_, params) => ({
    script: makeScript(params),
    timeoutSeconds: 2 * params.timeoutSeconds + 120,
  }),
  verify: verifyBackup,
  rollback: () => 'irreversible',
});
