import { releaseMessages } from './release-messages.ts';
import { sourceMessages } from './source-messages.ts';

export const updatesMessages = {
  ...releaseMessages,
  ...sourceMessages,
  pending: {
    ja: 'セキュリティ更新が {count} 件適用されていません: {packages}',
    en: '{count, plural, one {# security update is} other {# security updates are}} pending: {packages}',
  },
  'pending-long': {
    ja: 'セキュリティ更新が {count} 件適用されていません。{days} 日を超えたもの: {packages}',
    en: '{count, plural, one {# security update is} other {# security updates are}} pending, for more than {days} days: {packages}',
  },
  'pending-urgent': {
    ja: '緊急度の高いセキュリティ更新があります: {packages}(未適用は全部で {count} 件)',
    en: 'Security updates of high urgency are pending: {packages} ({count} pending in all)',
  },
  'remedy-pending': {
    ja: '適用される内容を確かめる: apt-get -s install --only-upgrade <パッケージ>。適用は security.apply の手順か、手で: sudo apt-get install --only-upgrade <パッケージ>',
    en: 'See what would be done: apt-get -s install --only-upgrade <package>. Apply it with a step of security.apply, or by hand: sudo apt-get install --only-upgrade <package>',
  },
  'remedy-pending-dnf': {
    ja: '適用内容を確かめる: sudo dnf upgrade --security --assumeno',
    en: 'See what would be applied: sudo dnf upgrade --security --assumeno',
  },
  deferred: {
    ja: '月次の作業枠を待つセキュリティ更新が {count} 件あります(サービスの停止を伴うため): {packages}',
    en: '{count, plural, one {# security update waits} other {# security updates wait}} for the monthly window, as {count, plural, one {it interrupts} other {they interrupt}} the service: {packages}',
  },
  'deferred-long': {
    ja: '月次の作業枠を待つセキュリティ更新が {days} 日を超えて残っています: {packages}(全部で {count} 件)',
    en: 'Security updates have waited for the monthly window for more than {days} days: {packages} ({count} in all)',
  },
  'deferred-urgent': {
    ja: '月次の作業枠を待つものの中に、緊急度の高いセキュリティ更新があります: {packages}(待っているのは全部で {count} 件)',
    en: 'Among what waits for the monthly window are security updates of high urgency: {packages} ({count} wait in all)',
  },
  'remedy-deferred': {
    ja: '次の月次更新(monthly-update)で適用します。待てない脆弱性なら、承認を得て臨時の作業枠を設けてください',
    en: 'The next monthly update applies them. If a vulnerability cannot wait, have an extra window approved',
  },
  stuck: {
    ja: '保留や固定のために適用されないセキュリティ更新があります: {packages}',
    en: 'Security updates that no upgrade will install, for the packages are held, kept back or pinned: {packages}',
  },
  'remedy-stuck': {
    ja: '保留の理由を確かめ、要らなければ外す: apt-mark showhold、apt-cache policy {package}、sudo apt-mark unhold {package}',
    en: 'Find out why, and lift it if it is no longer needed: apt-mark showhold, apt-cache policy {package}, sudo apt-mark unhold {package}',
  },
  'unattended-idle': {
    ja: '自動更新(unattended-upgrades)は有効ですが、タイマー apt-daily-upgrade.timer が {state} のため実行されません',
    en: 'unattended-upgrades is switched on, but its timer apt-daily-upgrade.timer is {state}: it never runs',
  },
  'remedy-unattended-idle': {
    ja: '使うなら: sudo systemctl enable --now apt-daily.timer apt-daily-upgrade.timer。使わないなら APT::Periodic::Unattended-Upgrade を 0 にします',
    en: 'To use it: sudo systemctl enable --now apt-daily.timer apt-daily-upgrade.timer. Otherwise set APT::Periodic::Unattended-Upgrade to 0',
  },
  'unattended-on': {
    ja: '自動更新(unattended-upgrades)が有効です。更新はこのツールの外でも適用されます',
    en: 'unattended-upgrades is on: updates are also applied outside the maintenance windows',
  },
  'reboot-kernel': {
    ja: '新しいカーネル {installed} のための再起動が済んでいません(稼働中: {running})',
    en: 'The newer kernel {installed} waits for a reboot (running: {running})',
  },
  'reboot-required': {
    ja: '再起動が必要です({packages})',
    en: 'A reboot is required ({packages})',
  },
  'remedy-reboot': {
    ja: '作業枠で再起動してください。すぐに再起動しないこと: 起動順とフェイルオーバーを先に確かめます',
    en: 'Reboot in a window, not right away: check the order of start and the failover first',
  },
} as const;
