import { shell } from '../../core/probe.ts';
import { defineTask } from '../define-task.ts';
import { parseRestore } from './restore-facts.ts';
import { planRestore } from './restore-judgement.ts';
import { restoreLook } from './restore-look-script.ts';
import { restoreMessages } from './restore-messages.ts';
import { restoreParams } from './restore-params.ts';
import { restoreScript } from './restore-script.ts';
import { verifyRestore } from './restore-verdict.ts';

export const task = defineTask({
  id: 'backup.restore-test',
  title: { ja: 'リストアテスト', en: 'Restore test' },
  description: {
    ja: '最新のダンプを試験用のデータベースにリストアし、全テーブルの行数・シーケンス・制約・索引・拡張をマニフェストと比べ、アップロードを展開して抜き取りで照合し、リストアにかかった時間を測ります。試験用データベースは失敗しても必ず削除し、中断された試験の残りも次の回に削除します。本番には触れません: 名前は決まった形だけ、クラスターは識別子で許可したものだけ、接続するのはスーパーユーザーでも所有者でもない、保守ユーザー自身のロール(LOGIN CREATEDB、pg_monitor)です。ホストの root は使いません。',
    en: 'Restores the newest dump into a scratch database, compares the rows of every table, sequences, constraints, indexes and extensions with the manifest, unpacks the uploads and compares a sample, and measures how long a restore takes. The scratch database is dropped whatever happens, and what a test left that was cut short is dropped the next time. Production is out of reach: only names of one pattern, only clusters allowed by their identifier, and the role is the maintenance user’s own (LOGIN CREATEDB, pg_monitor), neither superuser nor owner. Nothing is run as root.',
  },
  sources: [
    'pg_restore(1)',
    'psql(1) -v ON_ERROR_STOP=1',
    'https://www.postgresql.org/docs/current/sql-dropdatabase.html',
    'https://www.postgresql.org/docs/current/auth-peer.html',
  ],
  // It reads the disk and the processor, and interrupts nobody.
  level: 1,
  params: restoreParams,
  messages: restoreMessages,
  measures: {
    restore: { ja: 'リストアにかかった時間', en: 'Time to restore' },
    total: { ja: '試験全体の時間', en: 'Time of the whole test' },
    tables: { ja: 'リストアしたテーブルの数', en: 'Tables restored' },
    rows: { ja: 'リストアした行数', en: 'Rows restored' },
    sampled: { ja: '照合したアップロードの数', en: 'Uploads compared' },
  },
  privileged: () => [],
  probes: (params) => ({
    look: shell(restoreLook(params), {
      requires: ['awk', 'df', 'du', 'grep', 'od', 'stat'],
      timeoutSeconds: 90,
      // The manifest and the counts of a database with thousands of tables.
      maxOutputBytes: 8 * 1024 * 1024,
    }),
  }),
  parse: parseRestore,
  plan: planRestore,
  apply: (change, params) => ({
    script: restoreScript(change, params),
    timeoutSeconds: params.timeoutSeconds + 120,
  }),
  verify: verifyRestore,
  // What it has made is gone already, and is dropped by the next run where it is not.
  rollback: () => 'irreversible',
});
