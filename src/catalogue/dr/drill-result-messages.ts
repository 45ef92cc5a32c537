import type { Messages } from '../../core/message.ts';

/** What a drill has shown. */
export const drillResultMessages = {
  declared: { ja: '{at} に訓練を開始', en: 'Declared at {at}' },
  'restored-drill': {
    ja: '{file} ({at} までのデータ)を復元: テーブル {tables} 個、{rows} 行、{seconds} 秒',
    en: '{file} with data up to {at} restored: {tables, plural, one {# table} other {# tables}}, {rows, plural, one {# row} other {# rows}}, {seconds} s',
  },
  roles: {
    ja: 'ロール {made} 個を作成({there} 個は作成済み)',
    en: '{made, plural, one {# role} other {# roles}} made, {there} there already',
  },
  recovered: {
    ja: '{unit} は {minutes} 分で復旧(RTO)、失われるデータは {lost} 分(RPO)',
    en: '{unit} recovered in {minutes} min (RTO); {lost} min of data would be lost (RPO)',
  },
  'torn-down': {
    ja: '{unit} を止め、{target} と展開したファイルを削除',
    en: '{unit} was stopped, {target} dropped and the files removed',
  },
  cleared: {
    ja: '途中で終わった訓練の残りを片付けました',
    en: 'What a drill that was cut short had left was cleared away',
  },
  'not-drilled': {
    ja: '訓練は最後まで行われていません',
    en: 'The drill did not get to its end',
  },
  'not-drilled-remedy': {
    ja: '証跡のエラーを除いてから、もう一度実行してください。残りは次の回が片付けます',
    en: 'Remove the error in the evidence and run it again; what is left is cleared away then',
  },
  passed: {
    ja: 'より新しいバックアップ {manifest} は照合に失敗し、{chosen} を使いました',
    en: 'The newer backup {manifest} did not verify; {chosen} was used',
  },
  'not-verified': {
    ja: 'バックアップ {manifest} は照合に失敗しました',
    en: 'The backup {manifest} did not verify',
  },
  'none-verified': {
    ja: '照合できたバックアップが 1 組もなく、復旧できません',
    en: 'Not one backup verified: nothing could be recovered',
  },
  'passed-remedy': {
    ja: '証跡のファイルを元の場所のものと比べ、コピーし直してください: cd {directory} && sha256sum …',
    en: 'Compare the files in the evidence with those they were copied from, and copy them again: cd {directory} && sha256sum …',
  },
  'not-started': {
    ja: 'サービス {unit} を起動できませんでした',
    en: 'The service {unit} could not be started',
  },
  unhealthy: {
    ja: 'サービス {unit} は起動しましたが、{health} が 2xx を返しません',
    en: 'The service {unit} was started, but {health} does not answer 2xx',
  },
  'service-remedy': {
    ja: 'ログを見て、ユニットや設定を直してください: journalctl -u {unit} -n 50',
    en: 'See its log and correct the unit or its configuration: journalctl -u {unit} -n 50',
  },
  'check-failed': {
    ja: '機能確認 {url} が期待どおりではありません(ステータス {status}、本文 {text})',
    en: 'The functional check {url} did not answer as expected (status {status}, text {text})',
  },
  'roles-failed': {
    ja: 'globals のロールのうち、作れないものがありました',
    en: 'Some roles of the globals could not be made',
  },
  'no-grants': {
    ja: 'サービスのロールに、復元したテーブルの権限を与えられませんでした',
    en: 'The role of the service could not be given its rights on the restored tables',
  },
  'not-recovered': {
    ja: 'サービスは復旧せず、RTO {rtoMinutes} 分の目標は達成できていません',
    en: 'The service did not recover, so the objective of {rtoMinutes} min (RTO) was not met',
  },
  rto: {
    ja: '復旧に {minutes} 分かかり、RTO の目標 {rtoMinutes} 分を超えました(最も長かったのは{slowest, select, choose {照合} database {データベースの復元} uploads {アップロードの復元} service {サービスの起動} other {機能確認}})',
    en: 'Recovery took {minutes} min, over the objective of {rtoMinutes} min (RTO); most of it was {slowest, select, choose {verifying the backup} database {restoring the database} uploads {restoring the uploads} service {starting the service} other {the functional checks}}',
  },
  'rto-remedy': {
    ja: '時間のかかった段階を記録の経過で見て、縮めるか目標を見直してください(手順書の rtoMinutes)',
    en: 'See in the timeline of the record what took so long; shorten it, or reconsider the objective (`rtoMinutes` in the runbook)',
  },
  rpo: {
    ja: '復元したデータは宣言の {minutes} 分前までで、RPO の目標 {rpoMinutes} 分を超えました',
    en: 'The recovered data ends {minutes} min before the declaration, over the objective of {rpoMinutes} min (RPO)',
  },
  'rpo-remedy': {
    ja: 'バックアップと別の場所へのコピーの間隔を短くするか、WAL の連続アーカイブを検討してください',
    en: 'Make backups and their off-host copies more often, or consider continuous archiving of WAL',
  },
  left: {
    ja: '撤収できなかったものがあります: {what}(本番のデータが残っています)',
    en: 'Not everything could be torn down: {what}; production data is left',
  },
  'left-remedy': {
    ja: '手で片付ける: sudo systemctl stop {unit}; dropdb --if-exists --force {target}; rm -rf {scratch}/drill',
    en: 'Clear it away by hand: sudo systemctl stop {unit}; dropdb --if-exists --force {target}; rm -rf {scratch}/drill',
  },
} as const satisfies Messages;
