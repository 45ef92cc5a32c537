import type { Messages } from '../../core/message.ts';
import { sourceMessages } from './source-messages.ts';

export const upgradeMessages = {
  ...sourceMessages,
  upgrade: {
    ja: '{package} {from} → {to} (配布元 {origin})',
    en: '{package} {from} → {to} (from {origin})',
  },
  install: {
    ja: '{package} {to} を新しく導入 (更新に必要なもの。配布元 {origin})',
    en: 'Install {package} {to}, which the upgrade needs (from {origin})',
  },
  'up-to-date': {
    ja: '適用する更新はありません',
    en: 'There is nothing to upgrade',
  },
  'nothing-now': {
    ja: 'いま適用する更新はありません (待っているもの: {packages})',
    en: 'There is nothing to upgrade now (what waits: {packages})',
  },
  deferred: {
    ja: '月次の作業枠を待つセキュリティ更新 {count} 件は適用しません (サービスの停止を伴うため): {packages}',
    en: '{count, plural, one {# security update is} other {# security updates are}} left for the monthly window, as the upgrade interrupts the service: {packages}',
  },
  'not-apt': {
    ja: 'このホストには apt がないので、更新を適用できません ({tool})',
    en: 'This host has no apt, so the upgrade cannot be done here ({tool})',
  },
  'other-manager': {
    ja: 'このホスト ({system}) は apt ではなく {tool} を使うので、この作業では更新を適用できません',
    en: 'This host ({system}) has {tool} and no apt: this task cannot upgrade it',
  },
  'remedy-other-manager': {
    ja: 'この手順の hosts から外し、そのホストは {tool} で更新してください',
    en: 'Take the host out of the hosts of this runbook, and upgrade it with {tool}',
  },
  'remedy-dnf': {
    ja: 'この手順の hosts から外し、そのホストは自動更新か手で更新してください: systemctl enable --now dnf-automatic-install.timer、または sudo {tool} upgrade --security。更新の有無の確認 (security.updates) は {tool} でもできます',
    en: 'Take the host out of the hosts of this runbook, and upgrade it by itself or by hand: systemctl enable --now dnf-automatic-install.timer, or sudo {tool} upgrade --security. Whether there are updates (security.updates) can be checked with {tool} too',
  },
  'no-manager': {
    ja: 'このホスト ({system}) には apt も dnf もないので、更新を適用できません',
    en: 'This host ({system}) has neither apt nor dnf, so it cannot be upgraded',
  },
  'remedy-no-manager': {
    ja: 'この手順の hosts から外してください',
    en: 'Take the host out of the hosts of this runbook',
  },
  'would-remove': {
    ja: '更新するとパッケージが削除されるので、適用しません: {packages}',
    en: 'The upgrade would remove packages, and is refused: {packages}',
  },
  'remedy-would-remove': {
    ja: '理由を確かめる: apt-get -s dist-upgrade。そのパッケージだけ外すなら: sudo apt-mark hold <パッケージ>、または手順の with の deferred に加えます',
    en: 'See why: apt-get -s dist-upgrade. To leave that package out: sudo apt-mark hold <package>, or add it to deferred in the step',
  },
  'comes-along': {
    ja: 'セキュリティ更新に、適用しないはずのパッケージが付いてきます: {packages}',
    en: 'The security updates need packages that are not to be upgraded now: {packages}',
  },
  'remedy-comes-along': {
    ja: 'これを必要とするパッケージを deferred に加えて月次の更新に回すか、承認を得てください。関係を見る: apt-get -s --only-upgrade install <パッケージ>=<版>',
    en: 'Add what needs them to deferred, so that the monthly update takes both. To see what does: apt-get -s --only-upgrade install <package>=<version>',
  },
  major: {
    ja: '{package} のメジャーバージョンが変わるので、適用しません ({from} → {to})',
    en: 'The upgrade would change the major version of {package}, and is refused ({from} → {to})',
  },
  'remedy-major': {
    ja: '移行の手順を別に用意してください。それまで止めておくには: sudo apt-mark hold {package}',
    en: 'This needs a migration of its own. To leave it out until then: sudo apt-mark hold {package}',
  },
  'no-space': {
    ja: '{mount} の空きが足りません (空き {freeBytes}、必要 {neededBytes}。更新の前のパッケージの保存と余裕を含む)',
    en: 'There is too little space on {mount} ({freeBytes} free, {neededBytes} needed, with the packages of before and the reserve)',
  },
  'remedy-no-space': {
    ja: '空ける: sudo apt-get clean、sudo apt-get autoremove --purge (古いカーネル)、journalctl --vacuum-size=500M',
    en: 'Make room: sudo apt-get clean, sudo apt-get autoremove --purge (old kernels), journalctl --vacuum-size=500M',
  },
  'service-not-active': {
    ja: '{service} は更新の前から動いていないため、更新の影響を確かめられません ({state})',
    en: '{service} was not active even before the upgrade ({state}), so that its effect on it cannot be verified',
  },
  'remedy-service-not-active': {
    ja: '先に確かめる: systemctl status {service}。動かさないものなら services から外してください',
    en: 'Look at it first: systemctl status {service}. If it is not meant to run, take it out of services',
  },
  'unhealthy-before': {
    ja: '{url} は更新の前から正常に応答していないため、更新の影響を確かめられません ({answer})',
    en: '{url} did not answer well even before the upgrade ({answer}), so that its effect on it cannot be verified',
  },
  'remedy-unhealthy-before': {
    ja: '先に確かめる: curl -i {url}',
    en: 'Look at it first: curl -i {url}',
  },
  upgraded: { ja: '{package} {from} → {to}', en: '{package} {from} → {to}' },
  installed: { ja: '{package} {to} を導入', en: 'Installed {package} {to}' },
  'wrong-version': {
    ja: '{package} が計画した版になっていません (いま {found}、計画 {to})',
    en: '{package} is not at the version of the plan ({found} now, {to} planned)',
  },
  'unit-failed': {
    ja: '更新のあと、ユニット {unit} が失敗しています',
    en: 'The unit {unit} has failed since the upgrade',
  },
  'service-down': {
    ja: '更新のあと、{service} が動いていません ({state})',
    en: '{service} is not active after the upgrade ({state})',
  },
  'service-crashing': {
    ja: '更新のあと、{service} が再起動を繰り返しています ({count} 回)',
    en: '{service} keeps restarting since the upgrade ({count, plural, one {# time} other {# times}})',
  },
  'remedy-service': {
    ja: '原因を見る: systemctl status {unit}、journalctl -u {unit} -n 50',
    en: 'See why: systemctl status {unit}, journalctl -u {unit} -n 50',
  },
  unhealthy: {
    ja: '更新のあと、{url} が正常に応答しません ({answer})',
    en: '{url} does not answer well after the upgrade ({answer})',
  },
  'remedy-unhealthy': {
    ja: 'ホストで確かめる: curl -i {url}',
    en: 'Try it on the host: curl -i {url}',
  },
  'remedy-version': {
    ja: '証跡の apt-get の出力を確かめる。いまの状態: apt-cache policy {package}、dpkg --audit',
    en: 'Read what apt-get said, in the evidence. The state now: apt-cache policy {package}, dpkg --audit',
  },
  conffiles: {
    ja: '設定ファイルは今のままにしました。新しい版が横に置かれています: {files}',
    en: 'The configuration files are as they were; new versions lie beside them: {files}',
  },
  'remedy-conffiles': {
    ja: '差を見て取り込み、新しい版のファイルを消してください: diff {file} {copy}',
    en: 'Compare, take over what is needed, and remove the copy: diff {file} {copy}',
  },
} as const satisfies Messages;

export type UpgradeMessageId = keyof typeof upgradeMessages;
