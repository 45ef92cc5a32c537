import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { listingScript } from './listing.ts';
import { parseStrategy, strategyLook } from './strategy-facts.ts';
import { evaluateStrategy } from './strategy-judgement.ts';
import { strategyMessages } from './strategy-messages.ts';
import { strategyParams } from './strategy-params.ts';

export const check = defineCheck({
  id: 'backup.strategy',
  title: { ja: 'バックアップ戦略見直し', en: 'Backup strategy' },
  description: {
    ja: '実際の取得間隔と RPO、世代(日・週・月ごとに 1 つ)の過不足、大きさとその増え方、リストアにかかる時間と RTO を、フォルダーのファイル・最新のマニフェスト・リストアテストの結果・これまでの記録から数字で示し、増分や WAL、zstd を助言します。間隔は、すべてを残すことになっている日数(7 日以上)について、8 個・7 日分のデータがそろってから判定します。増え方は 8 点・28 日分からです。日・週・月の区切りは UTC です。何も削除しません。別の場所のコピーと暗号化はここからは見えないので、手順書で答えてください。',
    en: 'Shows in numbers, from the files in the folder, the newest manifest, the result of the restore test and earlier records: how often backups are really made against the RPO, which days, weeks and months have one, how large they are and how they grow, how long a restore takes against the RTO; and advises on WAL, incremental backups and zstd. How often is judged over the days of which all are to be kept (7 at least), from 8 backups over 7 days on; growth from 8 points over 28 days on. Days, weeks and months are those of UTC. Nothing is removed. Copies at another place and encryption cannot be seen from here: answer for them in the runbook.',
  },
  sources: [
    'https://www.postgresql.org/docs/current/continuous-archiving.html',
    'https://www.postgresql.org/docs/current/app-pgdump.html (--compress)',
    'https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final (backup methods and frequency)',
  ],
  level: 1,
  params: strategyParams,
  messages: strategyMessages,
  measures: {
    interval: { ja: 'バックアップの間隔(中央値)', en: 'Time between backups (median)' },
    longest: { ja: 'バックアップの間隔(最長)', en: 'Time between backups (longest)' },
    count: { ja: 'バックアップの数', en: 'Backups kept' },
    kept: { ja: 'バックアップの合計', en: 'Size of all backups' },
    newest: { ja: '最新バックアップの大きさ', en: 'Size of the newest backup' },
    growth: { ja: '30 日あたりの増加', en: 'Growth in 30 days' },
    restore: { ja: 'リストアにかかる時間', en: 'Time to restore' },
  },
  probes: ({ directory, kinds }) => ({
    listing: shell(listingScript(directory, kinds), {
      requires: ['find'],
      maxOutputBytes: 2 * 1024 * 1024,
    }),
    look: shell(strategyLook(directory), {
      requires: ['awk', 'df', 'grep', 'tr'],
      maxOutputBytes: 4 * 1024 * 1024,
    }),
  }),
  parse: (outputs, given) => parseStrategy(outputs, given),
  evaluate: evaluateStrategy,
});
