import { releaseMessages } from './release-messages.ts';

export const updatesMessages = {
  ...releaseMessages,
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
  held: { ja: '保留中のパッケージ: {packages}', en: 'Packages on hold: {packages}' },
  'kept-back': {
    ja: '依存関係のため見送られたパッケージ: {packages}',
    en: 'Packages that are kept back: {packages}',
  },
  phased: {
    ja: '段階的な配布がまだこのホストに来ていないパッケージ: {packages}',
    en: 'Packages whose phased roll-out has not reached this host: {packages}',
  },
  removals: {
    ja: '全体の更新では次のパッケージが削除されます: {packages}',
    en: 'A full upgrade would remove: {packages}',
  },
  locked: {
    ja: '別のパッケージ操作が終わらないため判定できません({command}、PID {pid} がロック中)',
    en: 'Another package operation has not ended, so nothing can be told ({command}, process {pid}, holds the lock)',
  },
  'remedy-locked': {
    ja: '何が動いているかを確かめる: ps -o pid,etime,args -p {pid}。終わらない場合も、強制終了の前に dpkg の状態を確かめてください',
    en: 'See what is running: ps -o pid,etime,args -p {pid}. Look at the state of dpkg before you end it by force',
  },
  'refresh-failed': {
    ja: 'パッケージ一覧を更新できません: {reason}',
    en: 'The package lists cannot be refreshed: {reason}',
  },
  'remedy-refresh-failed': {
    ja: 'ホストで試す: sudo apt-get update。使わないリポジトリなら /etc/apt/sources.list.d から外してください',
    en: 'Try it on the host: sudo apt-get update. A repository that is no longer used belongs out of /etc/apt/sources.list.d',
  },
  'refresh-denied': {
    ja: 'パッケージ一覧を更新する権限がありません(sudo {command})',
    en: 'The login user may not refresh the package lists (sudo {command})',
  },
  'remedy-refresh-denied': {
    ja: '必要な sudo の規則を出力して設置する: teiki sudoers',
    en: 'Print the sudo rules that are needed, and install them: teiki sudoers',
  },
  'lists-old': {
    ja: 'パッケージ一覧が古く({hours} 時間前、上限 {limitHours} 時間)、その後の更新は分かりません',
    en: 'The package lists are {hours} hours old (limit: {limitHours}): what came since is not known',
  },
  'lists-missing': {
    ja: 'パッケージ一覧がありません。このホストでは apt-get update が実行されていません',
    en: 'There are no package lists: apt-get update has not been run on this host',
  },
  'lists-expired': {
    ja: 'リポジトリの一覧 {list} は有効期限({expiredAt})を過ぎています。取得に失敗し続けている可能性があります',
    en: 'The list {list} is past its own expiry ({expiredAt}): fetching it has probably kept failing',
  },
  'remedy-lists': {
    ja: '一覧を更新する: sudo apt-get update。確認のたびに更新させるなら、手順の with に refresh: true を書いてください',
    en: 'Refresh them: sudo apt-get update. To have each check do so, write refresh: true in the step',
  },
  'no-security-source': {
    ja: 'セキュリティ更新の配布元が設定されていません。更新が 0 件でも安全とは言えません',
    en: 'No security archive is configured, so that no pending update means nothing',
  },
  'remedy-no-security-source': {
    ja: '配布元を確かめる: apt-cache policy。Debian なら <リリース名>-security、Ubuntu なら <リリース名>-security を加えます',
    en: 'See the sources: apt-cache policy. Debian and Ubuntu both have a suite <codename>-security to add',
  },
  'security-outranked': {
    ja: 'セキュリティ更新の配布元の優先度が低く、更新の候補になりません。更新が 0 件でも安全とは言えません',
    en: 'The security archive has too low a priority to be chosen, so that no pending update means nothing',
  },
  'remedy-security-outranked': {
    ja: '優先度を確かめる: apt-cache policy。/etc/apt/preferences.d の Pin か APT::Default-Release を直してください',
    en: 'See the priorities: apt-cache policy. Mend the pin in /etc/apt/preferences.d, or APT::Default-Release',
  },
  'manager-failed': {
    ja: '{manager} が更新の一覧を出せません(終了コード {exitStatus})',
    en: '{manager} cannot list the updates (exit status {exitStatus})',
  },
  'remedy-manager-failed': {
    ja: '証跡のエラーを確かめる。依存関係の破損なら: sudo apt-get -s -f install',
    en: 'The error is in the evidence. For broken dependencies: sudo apt-get -s -f install',
  },
  'no-manager': {
    ja: 'apt も dnf も yum もないため、更新の有無を調べられません',
    en: 'There is neither apt nor dnf nor yum, so updates cannot be looked for',
  },
  'no-advisories': {
    ja: 'このディストリビューション({os})はセキュリティ情報を配布していないため、dnf では判定できません',
    en: 'This distribution ({os}) publishes no security advisories, so dnf cannot tell',
  },
  'remedy-unsupported': {
    ja: 'command チェックで、このホストに合う確認方法を書いてください',
    en: 'Use the `command` check for a way that fits this host',
  },
  interrupted: {
    ja: 'パッケージの導入が途中で止まったままです',
    en: 'The installation of packages was interrupted and is half done',
  },
  'remedy-interrupted': {
    ja: '状態を確かめて続きを行う: dpkg --audit、sudo dpkg --configure -a',
    en: 'Look at the state, then finish it: dpkg --audit, sudo dpkg --configure -a',
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
