import type { Messages } from '../../core/message.ts';
import { restoreMessages } from '../backup/restore-messages.ts';
import { drillResultMessages } from './drill-result-messages.ts';

export const drillMessages = {
  ...restoreMessages,
  ...drillResultMessages,
  clear: {
    ja: '途中で終わった訓練の残り {what} を片付ける',
    en: 'Clear away {what}, left by a drill that was cut short',
  },
  choose: {
    ja: '{at} までのデータがある {file} を照合し、合わなければその前のもの(ほか {older} 組)を選ぶ',
    en: 'Verify {file} with data up to {at}; if it does not hold, choose the newest of {older, plural, one {# other} other {# others}} that does',
  },
  restore: {
    ja: '{file} ({sizeBytes}、復元すると {databaseBytes})を {place} の {target} に復元(空き {known, select, yes {{freeBytes}} other {不明}})',
    en: 'Restore {file} ({sizeBytes}, {databaseBytes} when restored) into {target} at {place} ({known, select, yes {{freeBytes} free} other {free space unknown}})',
  },
  unpack: {
    ja: '{file} ({sizeBytes})を {scratch}/drill に展開(空き {freeBytes})',
    en: 'Unpack {file} ({sizeBytes}) below {scratch}/drill ({freeBytes} free)',
  },
  start: {
    ja: 'サービス {unit} を起動し、機能確認 {checks} 件を行う',
    en: 'Start {unit} and make {checks, plural, one {# functional check} other {# functional checks}}',
  },
  compare: {
    ja: 'データをマニフェストと照合し、RTO {rtoMinutes} 分・RPO {rpoMinutes} 分の目標と比べる',
    en: 'Compare the data with the manifest, and the times with the objectives: RTO {rtoMinutes} min, RPO {rpoMinutes} min',
  },
  'tear-down': {
    ja: '撤収: {unit} を止め、{target} と展開したファイルを削除(失敗したときも)',
    en: 'Tear down: stop {unit}, drop {target} and remove the files, also after a failure',
  },
  leftover: {
    ja: '前の訓練は途中で終わり、{what} が残っていました',
    en: 'An earlier drill was cut short and has left {what}',
  },
  drilled: {
    ja: '{manifest} のバックアップの訓練は、さきほど問題なく終わっています',
    en: 'A drill of the backup {manifest} has just gone well',
  },
  unusable: {
    ja: 'マニフェスト {manifest} を使えないため、そのバックアップは候補にしません',
    en: 'The manifest {manifest} cannot be used, so its backup is no candidate',
  },
  'unusable-remedy': {
    ja: '証跡のわけを見て、コピーし直すかバックアップのスクリプトを直してください: ls -l {directory}',
    en: 'See the evidence; copy it again, or correct the backup script: ls -l {directory}',
  },
  unlisted: {
    ja: '最新のダンプ {file} はどのマニフェストにもなく、照合できないため候補にしません',
    en: 'The newest dump {file} is in no manifest and cannot be verified, so it is no candidate',
  },
  'unlisted-remedy': {
    ja: 'マニフェストも一緒にコピーしてください(backup.run が manifest_*.json を書きます)',
    en: 'Copy the manifests too; backup.run writes manifest_*.json',
  },
  'no-createrole': {
    ja: 'ロールを作る権限がないため、globals のうち足りないロールは復元できません',
    en: 'Without CREATEROLE the roles of the globals that are missing cannot be restored',
  },
  'createrole-remedy': {
    ja: '訓練用のクラスターで: sudo -u postgres psql -c \'ALTER ROLE "mks-maint" CREATEROLE\'',
    en: 'On the cluster for drills: sudo -u postgres psql -c \'ALTER ROLE "mks-maint" CREATEROLE\'',
  },
  'no-checks': {
    ja: '機能確認(checks)がないので、復旧は health の応答だけで判断します',
    en: 'There are no functional checks (`checks`): recovery is judged by `health` alone',
  },
  'no-target': {
    ja: '{name} は訓練用のホストだと確かめられません({marker, select, missing {/etc/teiki/drill-target がない} foreign {/etc/teiki/drill-target の machine-id が別のホストのもの} other {/etc/teiki/drill-target を root 以外が変更できる}})',
    en: 'Nothing shows that {name} is for drills: /etc/teiki/drill-target {marker, select, missing {does not exist} foreign {has the machine-id of another host} other {can be changed by others than root}}',
  },
  'no-target-remedy': {
    ja: '本番に使わないホストでだけ: sudo install -d /etc/teiki && sudo install -m 644 /etc/machine-id /etc/teiki/drill-target',
    en: 'Only on a host that is never production: sudo install -d /etc/teiki && sudo install -m 644 /etc/machine-id /etc/teiki/drill-target',
  },
  'source-host': {
    ja: '{name} はこのバックアップを取ったホスト(本番)なので、訓練には使いません',
    en: '{name} is the host that the backups are from; it is production and not used',
  },
  'source-host-remedy': {
    ja: '手順書の hosts に、本番から切り離したホストのグループを書いてください: hosts: [dr]',
    en: 'Write the group of a host apart from production in the runbook: hosts: [dr]',
  },
  busy: {
    ja: '別の訓練が進行中です',
    en: 'Another drill is going on',
  },
  'no-candidates': {
    ja: '{directory} に、マニフェストのあるバックアップ({pattern})がありません',
    en: 'There is no backup ({pattern}) with a manifest in {directory}',
  },
  'no-candidates-remedy': {
    ja: '別の場所へのコピーが届いているか確かめてください: ls -lt {directory} | head',
    en: 'See whether the off-host copies arrive: ls -lt {directory} | head',
  },
  'source-cluster': {
    ja: 'クラスター {place} の識別子 {systemIdentifier} はバックアップ元と同じです。本番かその複製なので、使いません',
    en: 'The cluster at {place} has the system identifier {systemIdentifier} of the one that was backed up: it is production or a copy of it, and is not used',
  },
  'has-production': {
    ja: 'クラスター {place} には本番の名前のデータベース {name} があるため、使いません',
    en: 'The cluster at {place} has a database with the production name {name}, and is not used',
  },
  'own-cluster-remedy': {
    ja: '訓練だけに使うクラスターを作り、手順書の clusters に書いてください: sudo pg_createcluster 15 drill --start',
    en: 'Make a cluster for drills alone and name it in `clusters` of the runbook: sudo pg_createcluster 15 drill --start',
  },
  'not-seen': {
    ja: 'クラスター {place} のデータベースの一覧を読めません',
    en: 'The databases of the cluster at {place} could not be listed',
  },
  taken: {
    ja: '{place} の {target} は保守ユーザーのものではないため、触りません',
    en: '{target} at {place} is not the maintenance user’s own, and is left alone',
  },
  'taken-remedy': {
    ja: '手順書の target に別の名前を書いてください(例: mks_restore_test_dr)',
    en: 'Write another name as `target` in the runbook, such as mks_restore_test_dr',
  },
  'no-role': {
    ja: '訓練用のクラスターに、サービスのロール {role} がありません',
    en: 'The cluster for drills has no role {role} for the service',
  },
  'no-role-remedy': {
    ja: 'ロールを作る: sudo -u postgres createuser {role}。使わないなら手順書に role: none',
    en: 'Make it: sudo -u postgres createuser {role}. If it is not needed: `role: none` in the runbook',
  },
  'no-service': {
    ja: 'ホストに訓練用のサービス {unit} がありません',
    en: 'The host has no service {unit}',
  },
  'no-service-remedy': {
    ja: '復元したデータだけにつながるユニットを用意してください: sudo systemctl edit --force --full {unit}.service',
    en: 'Prepare a unit that connects to the restored data alone: sudo systemctl edit --force --full {unit}.service',
  },
  'bad-service': {
    ja: 'サービス {unit} の状態は {state} で、起動できるか分かりません',
    en: 'The service {unit} is {state}; whether it can be started is not known',
  },
  alias: {
    ja: '{unit} は {id} の別名です。訓練用のユニットではないため、使いません',
    en: '{unit} is another name of {id}, not a unit for drills; it is not used',
  },
  active: {
    ja: 'サービス {unit} は訓練の前から動いています({state})',
    en: 'The service {unit} is up before the drill ({state})',
  },
  'active-remedy': {
    ja: '使っている人がいないか確かめてから止める: sudo systemctl stop {unit}',
    en: 'See that nobody needs it, then stop it: sudo systemctl stop {unit}',
  },
  'no-http': {
    ja: 'ホストに curl も wget もないため、サービスを確認できません',
    en: 'The host has neither curl nor wget, so the service cannot be asked',
  },
  'no-http-remedy': {
    ja: 'ホストに入れる: sudo apt-get install curl',
    en: 'Install it on the host: sudo apt-get install curl',
  },
  'no-scratch': {
    ja: '保守ユーザー自身のフォルダー {scratch} がありません',
    en: 'There is no folder {scratch} of the maintenance user’s own',
  },
  'no-scratch-remedy': {
    ja: 'サービスのグループ(例では mks)で作る: sudo install -d -o mks-maint -g mks -m 2750 {scratch}',
    en: 'Make it with the group of the service (here mks): sudo install -d -o mks-maint -g mks -m 2750 {scratch}',
  },
} as const satisfies Messages;

export type DrillMessage = keyof typeof drillMessages;
