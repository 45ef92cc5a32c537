export const statusMessages = {
  inactive: {
    ja: 'ファイアウォールが無効です。どのポートにも外から接続できます',
    en: 'No firewall is active: every port can be reached from outside',
  },
  'remedy-inactive': {
    ja: '接続が切れないよう SSH の許可を先に確かめてから有効にする: sudo ufw allow <SSH のポート>/tcp && sudo ufw enable(コンソールで入れることも確かめてください)',
    en: 'Allow SSH first, lest you lock yourself out, then enable it: sudo ufw allow <port of SSH>/tcp && sudo ufw enable (and make sure that you have a console)',
  },
  unreadable: {
    ja: 'ファイアウォールの状態を読めません({tool}、終了コード {exitStatus})',
    en: 'The state of the firewall cannot be read ({tool}, exit status {exitStatus})',
  },
  'no-tool': {
    ja: 'ufw・firewalld・nft・iptables のどれも見つからず、ファイアウォールの有無が分かりません',
    en: 'There is neither ufw nor firewalld nor nft nor iptables, so whether there is a firewall is not known',
  },
  'remedy-unreadable': {
    ja: '必要な sudo の規則を出力して設置する: teiki sudoers。それでも読めなければ証跡のエラーを確かめてください',
    en: 'Print the sudo rules that are needed, and install them: teiki sudoers. If it still cannot be read, see the error in the evidence',
  },
  'remedy-rules': {
    ja: '{tool} の設定で直してください。今の規則を見る: {show}。SSH の許可を残すこと、再起動後も残る設定に書くことに注意します',
    en: 'Mend it in the configuration of {tool}. The rules as they are: {show}. Keep SSH allowed, and write it where it survives a restart',
  },
  'open-by-default': {
    ja: '受信の既定が「許可」です({families})。規則のないポートもすべて開いています',
    en: 'What no rule is about is let in ({families}): ports without a rule are open',
  },
  'remedy-open-by-default': {
    ja: '必要な許可が揃っていることを確かめてから: sudo ufw default deny incoming',
    en: 'Make sure that what is needed is allowed, then: sudo ufw default deny incoming',
  },
  'internal-open': {
    ja: '内部用のポート {port} をファイアウォールが全世界に開いています({families})',
    en: 'The firewall opens the internal port {port} to the world ({families})',
  },
  'internal-reached': {
    ja: '内部用のポート {port} に実行環境から接続できました({address})',
    en: 'The runner could connect to the internal port {port} at {address}',
  },
  'remedy-internal': {
    ja: '規則を番号で確かめて消す: sudo ufw status numbered、sudo ufw delete <番号>。アプリケーションは 127.0.0.1 で待ち受けさせてください',
    en: 'Find the rule and delete it: sudo ufw status numbered, sudo ufw delete <number>. Have the application listen on 127.0.0.1',
  },
  'remedy-internal-reached': {
    ja: '待ち受けを確かめ、127.0.0.1 に限る: sudo ss -tlnp "sport = :{port}"。手前の別の規則(Docker など)も疑ってください',
    en: 'See what listens, and bind it to 127.0.0.1: sudo ss -tlnp "sport = :{port}". Rules before the firewall (Docker) may be the cause',
  },
  unexpected: {
    ja: '想定していない許可の規則があります: {rule}({families})',
    en: 'There is a rule that nobody expects: {rule} ({families})',
  },
  'remedy-unexpected': {
    ja: '要らなければ消す: sudo ufw status numbered、sudo ufw delete <番号>。要るならランブックの expected に書いてください',
    en: 'If it is not needed, delete it: sudo ufw status numbered, sudo ufw delete <number>. If it is, add it to `expected` in the runbook',
  },
  'too-wide': {
    ja: 'ポート {port} は {from} に限るはずですが、全世界に開いています({families})',
    en: 'Port {port} should be open to {from} only, and is open to the world ({families})',
  },
  'remedy-too-wide': {
    ja: '限定した許可を先に加えてから広い許可を消す: sudo ufw allow from {first} to any port {number} proto {protocol}、sudo ufw delete allow {port}',
    en: 'Add the narrow rule first, then delete the wide one: sudo ufw allow from {first} to any port {number} proto {protocol}, sudo ufw delete allow {port}',
  },
  missing: {
    ja: 'ポート {port} が許可されていません({families})',
    en: 'Port {port} is not let in ({families})',
  },
  'remedy-missing': {
    ja: '要るなら許可する: sudo ufw allow {port}。要らないならランブックの expected から外してください',
    en: 'If it is needed: sudo ufw allow {port}. If not, take it out of `expected` in the runbook',
  },
  unreached: {
    ja: 'ポート {port} は許可されていますが、実行環境から接続できません({address}: {code})',
    en: 'Port {port} is let in, but the runner cannot connect to it ({address}: {code})',
  },
  'remedy-unreached': {
    ja: '手前の機器(クラウドのセキュリティグループなど)と経路を確かめてください。実行環境から届かないのが正しいなら connect: false にします',
    en: 'Look at what stands before the host (security groups of the cloud, routes). If the runner is not meant to reach it, set connect: false',
  },
  published: {
    ja: 'Docker が公開しているポートはファイアウォールの規則を素通りします: {ports}',
    en: 'Docker publishes ports past the firewall: {ports}',
  },
  'published-unexpected': {
    ja: 'Docker が想定外のポートを公開しています(ファイアウォールの規則は効きません): {ports}',
    en: 'Docker publishes ports that nobody expects, and the rules of the firewall do not apply to them: {ports}',
  },
  'remedy-published': {
    ja: '公開先を 127.0.0.1 に限る(ports: "127.0.0.1:8080:80")か、DOCKER-USER チェーンで絞る: sudo iptables -L DOCKER-USER -n',
    en: 'Publish on 127.0.0.1 only (ports: "127.0.0.1:8080:80"), or filter in the chain DOCKER-USER: sudo iptables -L DOCKER-USER -n',
  },
  'other-tool': {
    ja: 'ufw は無効ですが、{tool} が受信を制限しています',
    en: 'ufw is inactive; {tool} filters what comes in',
  },
  'not-proven': {
    ja: '踏み台 {behind} の奥にあるため、実行環境からの接続では確かめていません',
    en: 'The host is behind {behind}, so nothing was proven by connecting from the runner',
  },
} as const;
