import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { parseUpdates } from './updates-facts.ts';
import { evaluateUpdates } from './updates-judgement.ts';
import { updatesMessages } from './updates-messages.ts';
import { updatesParams } from './updates-params.ts';
import { updatesScript } from './updates-script.ts';

export const check = defineCheck({
  id: 'security.updates',
  title: { ja: '更新可能なパッケージ確認', en: 'Pending security updates' },
  description: {
    ja: '未適用のセキュリティ更新を、パッケージ名ではなく配布元で見分け、版とともに挙げます。サービスの停止を伴うものは月次の作業枠を待つものとして別に示します。保留・見送りに隠れたもの、古い一覧、配布元の欠落、途中で止まった dpkg、リリースのサポート終了、自動更新の停止、再起動待ちも見つけます。refresh: true でないとき、一部のリポジトリだけが取得に失敗していることは、その一覧の有効期限が切れるまで分かりません。Debian と Ubuntu の一覧は緊急度を伝えないため、重大になるのは criticalDays を超えて残ったときです。',
    en: 'Security updates that are pending, told by the archive they come from and never by a name, with versions. Those that interrupt the service are named apart, as waiting for the monthly window. Also found: fixes hidden by a hold or a pin, old lists, a missing security archive, a half-done dpkg, the end of life of the release, automatic updates that never run, a pending reboot. Without refresh: true a single repository that keeps failing shows only when its list expires. The lists of Debian and Ubuntu tell no urgency: there an update becomes critical by its age.',
  },
  sources: [
    'apt-get(8), apt-cache(8), apt-mark(8), apt.conf(5)',
    'dpkg(1) --audit',
    'fcntl(2), proc_locks(5)',
    'dnf(8) updateinfo',
    'distro-info-data 0.58+deb12u6',
  ],
  level: 1,
  params: updatesParams,
  messages: updatesMessages,
  measures: {
    pending: { ja: '未適用のセキュリティ更新', en: 'Pending security updates' },
    other: { ja: 'その他の更新', en: 'Other updates' },
  },
  probes: (params) => ({
    updates: shell(updatesScript(params), {
      requires: ['awk', 'stat'],
      timeoutSeconds: 120 + params.lockWaitSeconds + (params.refresh ? 240 : 0),
      // The solver takes a second of CPU: not while others measure.
      weight: 'heavy',
      maxOutputBytes: 2 * 1024 * 1024,
    }),
  }),
  parse: ({ updates }) => parseUpdates(updates),
  evaluate: evaluateUpdates,
});
