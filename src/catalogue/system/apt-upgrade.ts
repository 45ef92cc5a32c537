import { upgradeTask } from '../security/upgrade.ts';
import { upgradeParams } from '../security/upgrade-params.ts';

export const task = upgradeTask({
  id: 'system.apt-upgrade',
  title: { ja: '全パッケージ更新', en: 'Upgrade all packages' },
  description: {
    ja: '適用できる更新をすべて、版を指定して適用します。カーネルのように新しいパッケージが要るものも含み、削除は決して行いません (要るものは見送ります)。サービスを止める更新も含むので、レベル 2 の作業枠で行います。PostgreSQL・Python・nginx のメジャーバージョンが変わるとき、dpkg が途中で止まっているとき、一覧が古いか取得できないとき、空きが足りないときは適用しません。更新の前のパッケージを先に保存し、版・失敗したユニット・services・health を確かめ、壊れていれば戻します。適用するものがなければ何もしません。カーネルの再起動は行いません。',
    en: 'Installs every upgrade that there is, at exactly the planned versions: with new packages where one is needed (kernels), and never with a removal (what would need one is kept back). Some interrupt the service, so it belongs into a level 2 window. It refuses a new major version of PostgreSQL, Python or nginx, a half-done dpkg, lists that are old or cannot be fetched, and too little space. The packages of before are kept first; versions, failed units, `services` and `health` are verified, and what is broken goes back. Where nothing is pending it does nothing. It does not reboot into a new kernel.',
  },
  params: upgradeParams,
  scopeOf: () => ({ kind: 'all' }),
});
