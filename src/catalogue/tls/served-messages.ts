import { fileMessages } from './file-messages.ts';

const ja = '{from, select, host {ホスト自身} other {実行環境}}から見た {address} ポート {port}';
const en =
  '{address} port {port}, seen from the {from, select, host {host itself} other {runner}},';
const s_client = 'echo | openssl s_client -connect {target} -servername {serverName}';

export const servedMessages = {
  ...fileMessages,
  expired: {
    ja: `${ja} は期限の切れた証明書を配っています(期限 {notAfterAt})`,
    en: `${en} serves a certificate that expired ({notAfterAt})`,
  },
  'not-yet': {
    ja: `${ja} はまだ有効でない証明書を配っています({notBeforeAt} から)`,
    en: `${en} serves a certificate that is not valid yet (from {notBeforeAt})`,
  },
  'wrong-name': {
    ja: `${ja} の証明書は {serverName} のものではありません(証明書の名前: {names})`,
    en: `${en} serves a certificate that is not for {serverName} but for {names}`,
  },
  'missing-intermediate': {
    ja: `${ja} は中間証明書を送っていません({code}、発行者 {issuer})`,
    en: `${en} does not send the intermediate certificate ({code}, issuer {issuer})`,
  },
  untrusted: {
    ja: `${ja} の証明書を検証できません({code}、発行者 {issuer})`,
    en: `${en} serves a certificate that cannot be verified ({code}, issuer {issuer})`,
  },
  'not-reloaded': {
    ja: `証明書 {path} は更新済み(期限 {fileAt})ですが nginx が再読み込みされておらず、${ja} は古いもの(期限 {servedAt})を配っています`,
    en: `The certificate {path} was renewed (ends {fileAt}) but nginx was not reloaded: ${en} still serves the old one (ends {servedAt})`,
  },
  'other-certificate': {
    ja: `${ja} は {path}(期限 {fileAt})とは別の証明書(期限 {servedAt})を配っています`,
    en: `${en} serves another certificate (ends {servedAt}) than {path} (ends {fileAt})`,
  },
  'old-protocol': {
    ja: `${ja} は {protocol} までしか話せません(TLS 1.2 以上が必要です)`,
    en: `${en} speaks no newer protocol than {protocol}; TLS 1.2 is the least`,
  },
  'only-old-protocol': {
    ja: `${ja} は TLS 1.2 以上を話せず、証明書も確認できませんでした({code})`,
    en: `${en} does not speak TLS 1.2 or newer, so its certificate was not seen ({code})`,
  },
  refused: {
    ja: `${ja} は接続を拒否しました`,
    en: `${en} refuses connections`,
  },
  silent: {
    ja: `${ja} は時間内に応答しませんでした`,
    en: `${en} did not answer in time`,
  },
  unresolved: {
    ja: '{from, select, host {ホスト自身} other {実行環境}}からは {host} のアドレスが 1 つも得られませんでした',
    en: 'No address of {host} was found from the {from, select, host {host itself} other {runner}}',
  },
  unresolvable: {
    ja: '{from, select, host {ホスト自身} other {実行環境}}からは {address} の名前を解決できません({code})',
    en: 'The name {address} does not resolve from the {from, select, host {host itself} other {runner}} ({code})',
  },
  unreachable: {
    ja: `${ja} への経路がありません({code})`,
    en: `${en} cannot be reached: there is no route ({code})`,
  },
  'no-handshake': {
    ja: `${ja} との TLS ハンドシェイクに失敗しました({code})`,
    en: `${en} does not complete a TLS handshake ({code})`,
  },
  'no-connection': {
    ja: `${ja} に接続できず、判定できません({code})`,
    en: `${en} could not be connected to, so nothing is known ({code})`,
  },
  forbidden: {
    ja: 'ホストの sshd が転送を許していないため、ホストから見た証明書を確認できません',
    en: 'The sshd of the host forbids forwarding, so what it sees of the certificate is not known',
  },
  'remedy-forwarding': {
    ja: 'sshd_config に AllowTcpForwarding local と PermitOpen を加えるか、手順に from: [runner] と書いてください',
    en: 'Allow it in sshd_config (AllowTcpForwarding local, PermitOpen), or write from: [runner] in the step',
  },
  'nothing-served': {
    ja: `${ja} は証明書を示しませんでした`,
    en: `${en} showed no certificate`,
  },
  'remedy-renew': {
    ja: '更新して読み込ませる: sudo certbot renew && sudo nginx -t && sudo systemctl reload nginx',
    en: 'Renew and load it: sudo certbot renew && sudo nginx -t && sudo systemctl reload nginx',
  },
  'remedy-reload': {
    ja: '読み込ませる: sudo nginx -t && sudo systemctl reload nginx。次からは certbot の --deploy-hook で自動化できます',
    en: "Load it: sudo nginx -t && sudo systemctl reload nginx. certbot's --deploy-hook does it the next time",
  },
  'remedy-other': {
    ja: 'nginx が使う証明書を確かめる: sudo nginx -T | grep -n ssl_certificate。CDN の後ろなら手順書で from: [host] にしてください',
    en: 'See which file nginx uses: sudo nginx -T | grep -n ssl_certificate. Behind a CDN, put from: [host] into the runbook',
  },
  'remedy-fullchain': {
    ja: 'nginx の ssl_certificate を cert.pem から fullchain.pem に変える: sudo nginx -T | grep -n ssl_certificate; sudo nginx -t && sudo systemctl reload nginx',
    en: 'Point ssl_certificate of nginx to fullchain.pem instead of cert.pem: sudo nginx -T | grep -n ssl_certificate; sudo nginx -t && sudo systemctl reload nginx',
  },
  'remedy-untrusted': {
    ja: `鎖を確かめる: ${s_client} -showcerts。プライベート認証局なら実行環境で NODE_EXTRA_CA_CERTS に指定してください`,
    en: `See the chain: ${s_client} -showcerts. If the authority is your own, name its file in NODE_EXTRA_CA_CERTS on the runner`,
  },
  'remedy-name': {
    ja: '証明書に名前を加えるか、server_name を直す: sudo certbot certificates; sudo nginx -T | grep -n server_name',
    en: 'Add the name to the certificate or correct server_name: sudo certbot certificates; sudo nginx -T | grep -n server_name',
  },
  'remedy-protocol': {
    ja: 'nginx に ssl_protocols TLSv1.2 TLSv1.3; を設定する: sudo nginx -T | grep -n ssl_protocols',
    en: 'Set ssl_protocols TLSv1.2 TLSv1.3; in nginx: sudo nginx -T | grep -n ssl_protocols',
  },
  'remedy-listen': {
    ja: 'ホストで待ち受けを確かめる: sudo ss -ltnp "sport = :{port}"; sudo systemctl status nginx。別のアドレスで待つなら手順書の addressOnHost を直してください',
    en: 'See what listens on the host: sudo ss -ltnp "sport = :{port}"; sudo systemctl status nginx. If it listens elsewhere, correct `addressOnHost` in the runbook',
  },
  'remedy-route': {
    ja: `同じ場所から試す: ${s_client}。実行環境から届かない構成なら手順書で from: [host] にしてください`,
    en: `Try it from the same place: ${s_client}. If the runner is not meant to reach it, put from: [host] into the runbook`,
  },
  'remedy-resolve': {
    ja: '名前を確かめる: dig +short {host}。実行環境から引けない名前なら手順書で from: [host] にしてください',
    en: 'Look the name up: dig +short {host}. If the runner is not meant to know it, put from: [host] into the runbook',
  },
  'remedy-resolve-address': {
    ja: '名前を確かめる: dig +short {address}。実行環境から引けない名前なら手順書で from: [host] にしてください',
    en: 'Look the name up: dig +short {address}. If the runner is not meant to know it, put from: [host] into the runbook',
  },
  'remedy-look': {
    ja: `詳しく見る: ${s_client}`,
    en: `Look closer: ${s_client}`,
  },
} as const;
