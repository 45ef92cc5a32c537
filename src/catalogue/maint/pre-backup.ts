import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { listingScript } from '../backup/listing.ts';
import { parseRun } from '../backup/run-facts.ts';
import { runMessages } from '../backup/run-messages.ts';
import { kindsOf, runParams } from '../backup/run-params.ts';
import { checkedScript, lookScript, makeScript, privilegedOfRun } from '../backup/run-script.ts';
import { defineTask } from '../define-task.ts';
import { checkEtc, makeEtc } from './etc-helper.ts';
import { planPreBackup, verifyPreBackup } from './pre-backup-judgement.ts';
import { preBackupMessages } from './pre-backup-messages.ts';

const etcPath = z.string().regex(/^\/etc(\/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+$/, {
  error: 'Expected a path below /etc, without a slash at its end',
});

const params = z.strictObject({
  ...runParams.shape,
  etc: z
    .array(etcPath)
    .default(['/etc/mks', '/etc/nginx', '/etc/postgresql', '/etc/systemd'])
    .describe('Configuration that is archived too; what is not there is passed over'),
  notAgainWithinMinutes: z
    .number()
    .min(0)
    .max(120)
    .default(120)
    .describe('A backup that is younger than this, and was read to its end, will do'),
});

export const task = defineTask({
  id: 'maint.pre-backup',
  title: { ja: '作業前のフルバックアップ', en: 'Full backup before the work' },
  description: {
    ja: 'データベース、ロールなどの定義、アップロードに加えて /etc の設定 (etc) を取り、すべて最後まで読んで確かめます。2 時間以内に取り、確かめ終えたものがあれば、それを使います。できなかったとき、計画だけのときは、同じ実行の中でレベル 2 以上の作業に進みません。/etc には鍵やパスワードがあるため、その保存は root だけが読めます。元に戻すには: tar -xzpf etc_….tar.gz -C / (root で)。',
    en: 'Saves the database, the globals, the uploads and parts of /etc (`etc`), and reads all of it to its end. A backup of the last two hours that was read so will do. When it cannot be made, or is only planned, no later level 2 or 3 task of the run is applied. Only root may read the archive of /etc, for there are keys and passwords in it. The way back: tar -xzpf etc_….tar.gz -C / (as root).',
  },
  sources: [
    'pg_dump(1) --snapshot',
    'pg_dumpall(1) --globals-only --no-role-passwords',
    'tar(1): exit status',
  ],
  level: 1,
  precondition: true,
  params,
  messages: { ...runMessages, ...preBackupMessages },
  measures: {
    size: { ja: 'バックアップの大きさ', en: 'Size of the backup' },
    tables: { ja: 'データのあるテーブルの数', en: 'Tables with data' },
    entries: { ja: 'アーカイブの項目数', en: 'Entries in the archive' },
  },
  privileged: (given) => [...privilegedOfRun(given), makeEtc(given), checkEtc(given)],
  probes: (given) => ({
    look: shell(lookScript(given), { timeoutSeconds: 60 }),
    listing: shell(listingScript(given.directory, kindsOf(given)), {
      requires: ['find'],
      maxOutputBytes: 1024 * 1024,
    }),
    ...Object.fromEntries(
      kindsOf(given).map(({ name }) => [
        `checked-${name}`,
        shell(checkedScript(name), { maxOutputBytes: 4 * 1024 * 1024 }),
      ]),
    ),
  }),
  parse: (outputs, given) => parseRun(outputs, given),
  plan: planPreBackup,
  apply: (_, given) => {
    const etc = sh`${makeEtc(given)}`;
    const check = sh`${checkEtc(given)} >"$state/etc" 2>"$state/etc.err" </dev/null`;
    const none = given.etc.length === 0;
    return {
      script: makeScript(given, none ? sh`:` : sh`{ ${etc} && ${check}; }`),
      timeoutSeconds: 3 * given.timeoutSeconds + 120,
    };
  },
  verify: verifyPreBackup,
  rollback: () => 'irreversible',
});
