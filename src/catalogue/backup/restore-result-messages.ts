import type { Messages } from '../../core/message.ts';

/** What a restore has shown. */
export const restoreResultMessages = {
  restored: {
    ja: '{file} を {scratch} にリストア: テーブル {tables} 個、{rows} 行、{seconds} 秒',
    en: '{file} restored into {scratch}: {tables, plural, one {# table} other {# tables}}, {rows, plural, one {# row} other {# rows}}, {seconds} s',
  },
  dropped: {
    ja: '試験用データベース {scratch} を削除',
    en: 'The scratch database {scratch} was dropped',
  },
  cleared: {
    ja: '残っていたデータベース {name} を削除',
    en: 'The database {name} that was left over was dropped',
  },
  'not-tested': {
    ja: '{file} のリストアの試験は最後まで行われていません',
    en: 'The restore of {file} was not tested to its end',
  },
  'not-tested-remedy': {
    ja: '証跡のエラーを除いてから、もう一度実行してください',
    en: 'Remove the error in the evidence and run it again',
  },
  'not-created': {
    ja: '試験用データベース {scratch} を作れませんでした',
    en: 'The scratch database {scratch} could not be made',
  },
  'not-created-remedy': {
    ja: '証跡のエラーを見てください。権限は ALTER ROLE … CREATEDB、拡張のひな形は template で指定します',
    en: 'See the error in the evidence; the right is ALTER ROLE … CREATEDB, a template for extensions is `template`',
  },
  'not-restored': {
    ja: 'ダンプ {file} はリストアできませんでした',
    en: 'The dump {file} could not be restored',
  },
  'not-counted': {
    ja: '{file} はリストアできましたが、行数を数えられませんでした',
    en: '{file} was restored, but its rows could not be counted',
  },
  live: {
    ja: '{file} にマニフェストがないため、稼働中のデータベースの統計と比べました(誤差 2 %)',
    en: '{file} has no manifest: it was compared with the statistics of the live database, within 2 %',
  },
  'no-comparison': {
    ja: '{file} にマニフェストがなく、稼働中のデータベースも見えないため、行数が正しいかは分かりません',
    en: '{file} has no manifest and the live database cannot be seen, so whether all rows are there is not known',
  },
  'no-comparison-remedy': {
    ja: 'backup.run でバックアップを取ると、行数のマニフェストも書かれます',
    en: 'Make the backups with backup.run, which writes a manifest with row counts',
  },
  'no-tables': {
    ja: '{file} からは 1 つのテーブルもリストアされませんでした',
    en: 'Not one table was restored from {file}',
  },
  'other-locale': {
    ja: '{file} のロケールがこのホストにないため、C ロケールでリストアしました(並び順だけが異なります)',
    en: 'This host has not the locale of {file}; it was restored with locale C, which only sorts differently',
  },
  smoke: {
    ja: '{file} をリストアしたデータベースで、確認の問い合わせ(smoke)が期待どおりの値を返しません',
    en: 'In the database restored from {file} the smoke query does not return what it should',
  },
  'smoke-remedy': {
    ja: '証跡の値を見て、データか手順書の smoke を直してください',
    en: 'See its answer in the evidence; correct the data, or `smoke` in the runbook',
  },
  more: {
    ja: '違いはほかに {more} 件あります',
    en: 'There are {more, plural, one {# more difference} other {# more differences}}',
  },
  'not-dropped': {
    ja: '試験用データベース {scratch} を削除できませんでした(本番のデータが残っています)',
    en: 'The scratch database {scratch} could not be dropped, and holds production data',
  },
  'drop-remedy': {
    ja: '手で削除: dropdb --force {scratch}',
    en: 'Drop it by hand: dropdb --force {scratch}',
  },
  'table-missing': {
    ja: 'テーブル {name} ({rows} 行)が {file} からリストアされていません',
    en: 'The table {name} ({rows, plural, one {# row} other {# rows}}) was not restored from {file}',
  },
  rows: {
    ja: 'テーブル {name} は {file} から {rows} 行リストアされましたが、バックアップの時点では {wanted} 行でした',
    en: 'The table {name} has {rows, plural, one {# row} other {# rows}} when restored from {file}, of {wanted} when the backup was made',
  },
  'rows-live': {
    ja: 'テーブル {name} は {file} から {rows} 行リストアされましたが、稼働中のデータベースの統計では約 {wanted} 行です',
    en: 'The table {name} has {rows, plural, one {# row} other {# rows}} when restored from {file}; the live database has about {wanted}',
  },
  'content-remedy': {
    ja: 'このバックアップを当てにせず、取り直してもう一度試験してください。その前のバックアップも確かめてください',
    en: 'Do not rely on this backup: make a new one and test it, and look at the one before it too',
  },
  sequence: {
    ja: 'シーケンス {name} は {value} で、{most} に達していません(次の番号が既存の行と衝突します)',
    en: 'The sequence {name} is at {value}, short of {most}: its next numbers are taken already',
  },
  'sequence-before': {
    ja: 'シーケンス {name} は {value} で、列の最大値 {most} より小さくなっています(バックアップの時点から同じ)',
    en: 'The sequence {name} is at {value}, short of {most} in its column; it was so when the backup was made',
  },
  'sequence-remedy': {
    ja: "本番で直すなら: SELECT setval(''{name}'', {most})",
    en: "To correct it in production: SELECT setval(''{name}'', {most})",
  },
  'sequence-missing': {
    ja: 'シーケンス {name} が {file} からリストアされていません',
    en: 'The sequence {name} was not restored from {file}',
  },
  extension: {
    ja: '拡張 {name} がリストアされていません',
    en: 'The extension {name} was not restored',
  },
  'extension-remedy': {
    ja: 'スーパーユーザーしか作れない拡張なら、入れたひな形を用意して手順書の template に書いてください',
    en: 'If only a superuser may create it, prepare a template with it and name that in `template` of the runbook',
  },
  invalid: {
    ja: '制約または索引 {name} が有効になっていません',
    en: 'The constraint or index {name} is not valid',
  },
  objects: {
    ja: '{kind, select, constraints {制約} indexes {索引} views {ビュー} triggers {トリガー} other {{kind}}}が {found} 個で、バックアップの時点の {wanted} 個より減っています',
    en: 'There are {found} {kind}, of {wanted} when the backup was made',
  },
  sum: {
    ja: '{name} の sha256 がマニフェストと一致しません',
    en: 'The sha256 of {name} differs from the manifest',
  },
  'not-unpacked': {
    ja: 'アップロード {archive} を最後まで展開できません',
    en: 'The uploads {archive} cannot be unpacked to the end',
  },
  'no-files': {
    ja: 'アップロード {archive} に 1 つもファイルが入っていません',
    en: 'The uploads {archive} hold not one file',
  },
  entries: {
    ja: 'アップロード {archive} の項目は {entries} 個で、バックアップの時点の {wantedEntries} 個と異なります',
    en: 'The uploads {archive} have {entries, plural, one {# entry} other {# entries}}, of {wantedEntries} when the backup was made',
  },
  upload: {
    ja: 'アップロード {archive} の中の {name} の sha256 が、バックアップの時点と異なります',
    en: 'In the uploads {archive} the sha256 of {name} is not what it was when the backup was made',
  },
  'upload-missing': {
    ja: 'アップロード {archive} の中に {name} がありません',
    en: 'In the uploads {archive} there is no {name}',
  },
} as const satisfies Messages;
