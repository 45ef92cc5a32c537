/** Why nothing, or not everything, can be told about a host's updates. */
export const sourceMessages = {
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
} as const;
