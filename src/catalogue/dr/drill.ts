import { shell } from '../../core/probe.ts';
import { restoreLook } from '../backup/restore-look-script.ts';
import { defineTask } from '../define-task.ts';
import { parseDrillFacts } from './drill-facts.ts';
import { drillLook } from './drill-look-script.ts';
import { drillMessages } from './drill-messages.ts';
import { asRestore, drillParams } from './drill-params.ts';
import { planDrill } from './drill-plan.ts';
import { drillScript } from './drill-script.ts';
import { startService, stopService } from './drill-service-script.ts';
import { verifyDrill } from './drill-verdict.ts';

export const task = defineTask({
  id: 'dr.drill',
  title: { ja: 'DR訓練', en: 'Disaster recovery drill' },
  description: {
    ja: '本番から切り離したホストで復旧を最初から最後まで行い、時間を測ります: 宣言 → マニフェストの sha256 がすべて合う最新のバックアップを選ぶ → データベース・ロール・アップロードを復元 → サービスを起動 → 機能確認 → 全テーブルの行数・シーケンス・アップロードの照合 → 撤収(失敗しても必ず行い、中断された訓練の残りは次の回が片付けます)。RTO は宣言から機能確認が済むまで(検知と判断の時間は含みません)、RPO はスナップショットの時刻から宣言までです。目標に届かなければ重大とします。行うのは、root が /etc/teiki/drill-target に machine-id を書いたホストだけです。バックアップ元のホスト、本番と同じ識別子のクラスター、本番の名前のデータベースがあるクラスター、名前が -dr か -drill で終わらないサービスは使いません。root で行うのは、そのサービスの起動と停止だけです。',
    en: 'Carries out a recovery from beginning to end on a host apart from production, and takes the time: declare, choose the newest backup of which all sums of the manifest hold, restore database, roles and uploads, start the service, functional checks, compare rows of all tables, sequences and uploads, tear down (also after a failure; what a drill that was cut short has left is removed by the next). The recovery time (RTO) is that from the declaration until the functional checks have passed, without detection and decision; the data loss (RPO) is that from the snapshot to the declaration. A missed objective is critical. Only a host where root has written the machine-id to /etc/teiki/drill-target is used; never one that backups are from, a cluster with the identifier of production or a database of its name, or a service whose name does not end in -dr or -drill. All that root does is to start and stop that service.',
  },
  sources: [
    'pg_restore(1)',
    'sha256sum(1) --check',
    'machine-id(5)',
    'https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final (contingency planning: RTO, RPO, exercises)',
  ],
  level: 3,
  params: drillParams,
  messages: drillMessages,
  measures: {
    rto: { ja: '復旧までの時間(RTO)', en: 'Recovery time (RTO)' },
    rpo: { ja: '失われたデータの時間(RPO)', en: 'Data loss (RPO)' },
    choose: { ja: 'バックアップの選択と照合', en: 'Choosing and verifying a backup' },
    database: { ja: 'データベースの復元', en: 'Restoring the database' },
    uploads: { ja: 'アップロードの復元', en: 'Restoring the uploads' },
    service: { ja: 'サービスの起動', en: 'Starting the service' },
    functional: { ja: '機能確認', en: 'Functional checks' },
    integrity: { ja: 'データの照合', en: 'Comparing the data' },
    teardown: { ja: '撤収', en: 'Tearing down' },
    tables: { ja: '照合したテーブルの数', en: 'Tables compared' },
    rows: { ja: '照合した行数', en: 'Rows compared' },
  },
  privileged: (params) => [startService(params), stopService(params)],
  probes: (params) => ({
    look: shell(restoreLook(asRestore(params)), {
      requires: ['awk', 'df', 'du', 'grep', 'od', 'stat'],
      timeoutSeconds: 90,
      maxOutputBytes: 8 * 1024 * 1024,
    }),
    drill: shell(drillLook(params), {
      requires: ['grep', 'sha256sum', 'sort', 'stat', 'systemctl', 'tar'],
      timeoutSeconds: 60,
      // Manifests of a database with thousands of tables, and that of the last drill.
      maxOutputBytes: 16 * 1024 * 1024,
    }),
  }),
  parse: (outputs, params) => parseDrillFacts(outputs, params),
  plan: planDrill,
  apply: (change, params) => ({
    script: drillScript(change, params),
    timeoutSeconds: params.timeoutSeconds + params.waitSeconds + 600,
  }),
  verify: verifyDrill,
  // It has been torn down already.
  rollback: () => 'irreversible',
});
