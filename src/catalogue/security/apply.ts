import { z } from 'zod';
import { defaultDeferred, packagePattern } from './deferred.ts';
import { upgradeTask } from './upgrade.ts';
import { upgradeParams } from './upgrade-params.ts';

export const task = upgradeTask({
  id: 'security.apply',
  title: { ja: 'セキュリティ更新適用', en: 'Apply security updates' },
  description: {
    ja: 'セキュリティ更新の配布元にある版だけを、版を指定して適用します。サービスの停止を伴うもの (deferred) は月次の作業枠に残し、保留中のパッケージには触れません。削除を伴うとき、dpkg が途中で止まっているとき、一覧が古いか取得できないとき、空きが足りないとき、ほかのパッケージが付いてくるときは適用しません。更新の前のパッケージを先に保存し (なければ導入済みのファイルから作り直し)、版・失敗したユニット・services・health を確かめ、壊れていれば保存したパッケージに戻します。設定ファイルは今のままにし、新しい版が横に置かれたことを知らせます。ダウングレードは Debian の保証外なので、確実な戻し方は仮想マシンのスナップショットです。',
    en: 'Installs the versions that a security archive has, and exactly those. Packages whose upgrade interrupts the service (`deferred`) are left for the monthly window, packages on hold are not touched. It refuses removals, a half-done dpkg, lists that are old or cannot be fetched, too little space, and fixes that bring other packages along. The packages of before are kept first (rebuilt from what is installed where no archive has them any more); versions, failed units, `services` and `health` are verified, and what is broken goes back to the kept packages. Configuration files stay as they are, and new versions beside them are told. Debian does not promise that downgrades work: the sure way back is a snapshot of the virtual machine.',
  },
  params: upgradeParams.extend({
    deferred: z
      .array(packagePattern)
      .default([...defaultDeferred])
      .describe(
        'Packages that wait for the monthly window, for their upgrade interrupts the service',
      ),
  }),
  scopeOf: ({ deferred }) => ({ kind: 'security', deferred }),
});
