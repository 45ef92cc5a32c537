import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { parseIntegrity } from './integrity-facts.ts';
import { evaluateIntegrity } from './integrity-judgement.ts';
import { integrityMessages } from './integrity-messages.ts';
import { integrityScript } from './integrity-script.ts';
import { backupFields } from './kinds.ts';

const params = z.strictObject({
  ...backupFields,
  timeoutSeconds: z
    .int()
    .min(10)
    .max(6 * 3600)
    .default(1800)
    .describe('Time for reading the newest backup of one kind from beginning to end'),
});

export const check = defineCheck({
  id: 'backup.integrity',
  title: { ja: 'バックアップ整合性確認', en: 'Backup integrity' },
  description: {
    ja: '種類ごとに最新の完成したバックアップを最後まで読みます。形式は名前でなく中身から判別します: pg_dump の -Fc・-Fd・-Ft・平文と .sql.gz、tar、tar.gz。マニフェスト(backup.run の manifest_*.json、<ファイル>.sha256 か SHA256SUMS)があれば sha256 も照合し、manifest_*.json ならテーブルごとにデータがあるかも見ます。展開できることの証明はリストアだけです。圧縮していないバックアップの化けたバイトは、マニフェストがなければ見つけられません。',
    en: 'Reads the newest finished backup of each kind to its end. The format is told from the content, not the name: pg_dump -Fc, -Fd, -Ft, plain and .sql.gz, tar, tar.gz. With a manifest (manifest_*.json of backup.run, <file>.sha256 or SHA256SUMS) the sha256 is compared too, and with manifest_*.json the data of each table must be there. Only a restore proves a backup, and a flipped byte in an uncompressed one cannot be found without a manifest.',
  },
  sources: ['pg_restore(1)', 'pg_dump(1)', 'gzip(1) --test', 'tar(1) --list', 'sha256sum(1)'],
  level: 1,
  params,
  messages: integrityMessages,
  measures: {
    size: { ja: 'バックアップの大きさ', en: 'Size of the backup' },
    tables: { ja: 'データのあるテーブルの数', en: 'Tables with data' },
    entries: { ja: 'アーカイブの項目数', en: 'Entries in the archive' },
  },
  probes: ({ directory, kinds, timeoutSeconds }) =>
    Object.fromEntries(
      kinds.map((kind) => [
        kind.name,
        shell(integrityScript(directory, kind, timeoutSeconds), {
          requires: ['awk', 'date', 'grep', 'od', 'stat', 'tail'],
          weight: 'heavy',
          // The script ends its tools by itself, so that it can still say which one took too long.
          timeoutSeconds: timeoutSeconds + 60,
          // The manifest of a database with thousands of tables.
          maxOutputBytes: 4 * 1024 * 1024,
        }),
      ]),
    ),
  parse: (outputs, { kinds }) => ({
    kinds: kinds.map(({ name }) => parseIntegrity(name, outputs[name])),
  }),
  evaluate: evaluateIntegrity,
});
