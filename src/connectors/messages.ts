import type { Message, MessageArgs, Messages } from '../core/message.ts';
import type { ConnectionError } from './session.ts';

/**
 * Why a connector could not do its work, and what to do about it: `<id>-remedy` takes the same
 * arguments as `<id>`. `detail` may come from a peer: it is untrusted text, to be shown escaped like
 * any other argument.
 */
export const connectionMessages = {
  'connection.refused': {
    ja: '{hop} ({address} ポート {port}) が接続を拒否しました',
    en: '{hop} ({address} port {port}) refuses the connection',
  },
  'connection.refused-remedy': {
    ja: 'sshd が動いているか、ポート番号とファイアウォールが正しいかを確かめてください',
    en: 'See that sshd is running and that the port and the firewall are right',
  },
  'connection.refused.forwarding': {
    ja: '{hop} は {target} への転送を許可していません ({detail})',
    en: '{hop} does not allow forwarding to {target} ({detail})',
  },
  'connection.refused.forwarding-remedy': {
    ja: '{hop} の sshd_config で AllowTcpForwarding (または PermitOpen) を許可してください',
    en: 'Allow it in the sshd_config of {hop}: AllowTcpForwarding, PermitOpen',
  },
  'connection.refused.tunnel': {
    ja: '{hop} から {target} に接続できません ({detail})',
    en: '{hop} cannot connect to {target} ({detail})',
  },
  'connection.refused.tunnel-remedy': {
    ja: '{hop} で {target} が動いているか、名前と経路が正しいかを確かめてください',
    en: 'See from {hop} that {target} is up, and that its name and the route are right',
  },
  'connection.timeout': {
    ja: '{hop} ({address} ポート {port}) が {seconds} 秒以内に応答しません',
    en: '{hop} ({address} port {port}) does not answer within {seconds} s',
  },
  'connection.timeout-remedy': {
    ja: 'ホストが動いているか、経路とファイアウォールが正しいかを確かめてください',
    en: 'See that the host is up and that the route and the firewall are right',
  },
  'connection.timeout.handshake': {
    ja: '{hop} ({address} ポート {port}) は接続を受け付けましたが、{seconds} 秒以内に SSH の接続手順が終わりません',
    en: '{hop} ({address} port {port}) accepts the connection but does not finish the SSH handshake within {seconds} s',
  },
  'connection.timeout.handshake-remedy': {
    ja: 'ホストが固まっているか、過負荷の可能性があります。コンソールから確かめてください',
    en: 'The host may be frozen or overloaded: look at it from its console',
  },
  'connection.unresolvable': {
    ja: '{hop} のアドレス {address} の名前解決ができません ({detail})',
    en: 'The address {address} of {hop} cannot be resolved ({detail})',
  },
  'connection.unresolvable-remedy': {
    ja: 'fleet.yml の {hop} の address と DNS を確かめてください',
    en: 'Check the address of {hop} in fleet.yml, and DNS',
  },
  'connection.unroutable': {
    ja: '{hop} ({address}) への経路がありません ({detail})',
    en: 'There is no route to {hop} ({address}) ({detail})',
  },
  'connection.unroutable-remedy': {
    ja: 'fleet.yml の {hop} の address と、実行環境からの経路を確かめてください。踏み台が要る場合は jump を書いてください',
    en: 'Check the address of {hop} in fleet.yml and the route from the runner; if it takes a jump host, write jump',
  },
  'connection.unroutable.jump-unknown': {
    ja: '{hop} の jump が指す {jump} は fleet.yml にありません',
    en: '{jump}, the jump host of {hop}, is not in fleet.yml',
  },
  'connection.unroutable.jump-unknown-remedy': {
    ja: '{jump} を fleet.yml の hosts に加えるか、{hop} の jump を直してください',
    en: 'Add {jump} to the hosts of fleet.yml, or correct jump of {hop}',
  },
  'connection.unroutable.jump-loop': {
    ja: '{hop} の jump をたどると {jump} に戻ります',
    en: 'The jump hosts of {hop} lead back to {jump}',
  },
  'connection.unroutable.jump-loop-remedy': {
    ja: 'fleet.yml の {hop} の jump を直してください',
    en: 'Correct jump of {hop} in fleet.yml',
  },
  'connection.lost': {
    ja: '{hop} との接続が切れました ({detail})',
    en: 'The connection to {hop} broke ({detail})',
  },
  'connection.lost-remedy': {
    ja: '{hop} の sshd のログと経路を確かめ、もう一度実行してください',
    en: 'Look at the log of sshd on {hop} and at the route, and run again',
  },
  'connection.lost.handshake': {
    ja: '{hop} との接続が SSH の接続手順の途中で切れました ({detail})',
    en: 'The connection to {hop} broke during the SSH handshake ({detail})',
  },
  'connection.lost.handshake-remedy': {
    ja: '{hop} の sshd のログと経路を確かめ、もう一度実行してください',
    en: 'Look at the log of sshd on {hop} and at the route, and run again',
  },
  'connection.lost.dropped': {
    ja: '{hop} は接続を受け付けてすぐに切りました',
    en: '{hop} accepts the connection and drops it at once',
  },
  'connection.lost.dropped-remedy': {
    ja: 'sshd の MaxStartups、PerSourceMaxStartups、fail2ban などの制限を確かめてください',
    en: 'Look at the limits of sshd (MaxStartups, PerSourceMaxStartups) and at fail2ban',
  },
  'connection.protocol': {
    ja: '{hop} ({address} ポート {port}) は SSH として応答していません ({detail})',
    en: '{hop} ({address} port {port}) does not speak SSH ({detail})',
  },
  'connection.protocol-remedy': {
    ja: 'fleet.yml の {hop} の port が SSH のものかを確かめてください',
    en: 'See that the port of {hop} in fleet.yml is that of SSH',
  },
  'connection.protocol.algorithms': {
    ja: '{hop} と共通の暗号方式がありません ({detail})',
    en: '{hop} has no algorithm in common with teiki ({detail})',
  },
  'connection.protocol.algorithms-remedy': {
    ja: '{hop} の sshd_config の KexAlgorithms、Ciphers、MACs、HostKeyAlgorithms を確かめてください (例: curve25519-sha256、aes128-gcm@openssh.com)',
    en: 'Look at KexAlgorithms, Ciphers, MACs and HostKeyAlgorithms in the sshd_config of {hop} (curve25519-sha256 and aes128-gcm@openssh.com would do)',
  },
  'connection.host-key-unknown': {
    ja: '{hop} ({address} ポート {port}) のホスト鍵が登録されていません。提示された鍵: {type} {offered}、登録済みの鍵: {pinned}',
    en: 'The host key of {hop} ({address} port {port}) is not pinned. Offered: {type} {offered}; pinned: {pinned}',
  },
  'connection.host-key-unknown-remedy': {
    ja: '「teiki hostkeys --host {hop}」で鍵を取得し、指紋をホストのコンソールで確かめてから fleet.yml に登録してください',
    en: 'Run "teiki hostkeys --host {hop}", compare the fingerprint on the console of the host, and pin the key in fleet.yml',
  },
  'connection.host-key-unknown.certificate': {
    ja: '{hop} は @cert-authority の行だけで登録されていますが、teiki はホスト証明書を検証できません',
    en: '{hop} is pinned by @cert-authority lines only, and teiki cannot verify host certificates',
  },
  'connection.host-key-unknown.certificate-remedy': {
    ja: '「teiki hostkeys --host {hop}」でホスト鍵そのものを登録してください',
    en: 'Pin the plain host key as well: "teiki hostkeys --host {hop}"',
  },
  'connection.host-key-changed': {
    ja: '{hop} ({address} ポート {port}) のホスト鍵が登録と違います。提示された鍵: {type} {offered}、登録済みの鍵: {pinned}',
    en: 'The host key of {hop} ({address} port {port}) is not the pinned one. Offered: {type} {offered}; pinned: {pinned}',
  },
  'connection.host-key-changed-remedy': {
    ja: 'なりすましの可能性があります。鍵を替えた覚えがある場合に限り、指紋をホストのコンソールで確かめ、「teiki hostkeys --host {hop}」で登録し直してください',
    en: 'Somebody may be in the way. Only if the key was replaced on purpose: compare the fingerprint on the console of the host, then run "teiki hostkeys --host {hop}" and pin it anew',
  },
  'connection.host-key-changed.revoked': {
    ja: '{hop} ({address} ポート {port}) が提示したホスト鍵 {type} {offered} は失効 (@revoked) しています',
    en: 'The host key that {hop} ({address} port {port}) offers, {type} {offered}, is marked @revoked',
  },
  'connection.host-key-changed.revoked-remedy': {
    ja: '侵害された鍵かもしれません。{hop} のホスト鍵を作り直し、「teiki hostkeys --host {hop}」で登録し直してください',
    en: 'The key may be compromised: make a new host key on {hop}, then run "teiki hostkeys --host {hop}" and pin it',
  },
  'connection.host-key-changed.type': {
    ja: '{hop} ({address} ポート {port}) は登録済みの種類のホスト鍵を提示しません。登録済みの鍵: {pinned}',
    en: '{hop} ({address} port {port}) offers no host key of a pinned type. Pinned: {pinned}',
  },
  'connection.host-key-changed.type-remedy': {
    ja: '「teiki hostkeys --host {hop}」で今の鍵を確かめ、登録し直してください',
    en: 'Look at its keys with "teiki hostkeys --host {hop}" and pin them anew',
  },
  'connection.authentication': {
    ja: '{hop} がユーザー {user} の認証を拒否しました (サーバーが受け付ける方式: {methods})',
    en: '{hop} rejects the authentication of {user} (the server accepts: {methods})',
  },
  'connection.authentication-remedy': {
    ja: '{hop} の {user} の authorized_keys に公開鍵があるか、鍵とユーザー名が正しいかを確かめてください',
    en: 'See that the public key is in the authorized_keys of {user} on {hop}, and that key and user name are right',
  },
  'connection.no-identity.missing': {
    ja: '{hop} の秘密情報 {source} が設定されていません',
    en: '{source}, a secret for {hop}, is not set',
  },
  'connection.no-identity.missing-remedy': {
    ja: '{source} を環境変数に設定してください (GitHub Actions では secrets から渡します)',
    en: 'Set {source} in the environment (in GitHub Actions, pass it from the secrets)',
  },
  'connection.no-identity.unreadable': {
    ja: '{hop} の秘密情報 {source} を読めません ({detail})',
    en: '{source}, a secret for {hop}, cannot be read ({detail})',
  },
  'connection.no-identity.unreadable-remedy': {
    ja: '{source} があり、実行するユーザーが読めることを確かめてください',
    en: 'See that {source} is there and that the user who runs teiki can read it',
  },
  'connection.no-identity.encrypted': {
    ja: '{hop} の秘密鍵 {source} は暗号化されていますが、パスフレーズがありません',
    en: 'The private key {source} for {hop} is encrypted, and there is no passphrase',
  },
  'connection.no-identity.encrypted-remedy': {
    ja: 'fleet.yml に passphrase: env:名前 を書き、その環境変数を設定してください',
    en: 'Write passphrase: env:NAME in fleet.yml and set that variable',
  },
  'connection.no-identity.passphrase': {
    ja: '{hop} の秘密鍵 {source} のパスフレーズが違います',
    en: 'The passphrase of the private key {source} for {hop} is wrong',
  },
  'connection.no-identity.passphrase-remedy': {
    ja: 'fleet.yml の passphrase が指す環境変数の値を確かめてください',
    en: 'Check the value of the variable that passphrase names in fleet.yml',
  },
  'connection.no-identity.invalid': {
    ja: '{hop} の {source} は秘密鍵として読めません',
    en: '{source} for {hop} is not a private key that teiki can read',
  },
  'connection.no-identity.invalid-remedy': {
    ja: '{source} には「-----BEGIN」の行から「-----END」の行まで、秘密鍵の全文を入れてください (公開鍵ではありません)',
    en: 'Put the whole text of the private key into {source}, from the BEGIN line to the END line (not the public key)',
  },
  'connection.no-identity.agent': {
    ja: '{hop} に使う ssh-agent に接続できません ({detail})',
    en: 'The ssh-agent for {hop} cannot be reached ({detail})',
  },
  'connection.no-identity.agent-remedy': {
    ja: 'SSH_AUTH_SOCK を確かめ、「ssh-add -l」に鍵があるかを見てください',
    en: 'Check SSH_AUTH_SOCK, and that "ssh-add -l" lists the key',
  },
  'connection.aborted': {
    ja: '{hop} への接続を中断しました',
    en: 'The connection to {hop} was broken off',
  },
  'connection.aborted-remedy': {
    ja: '時間切れか取り消しです。もう一度実行してください',
    en: 'The run was cancelled or out of time: run again',
  },
} as const satisfies Messages;

export type ConnectionMessageId = keyof typeof connectionMessages;

export function message(id: ConnectionMessageId, args: MessageArgs): Message<ConnectionMessageId> {
  return { id, args };
}

/** What to do about a failed connection. */
export function remedyOf({ explanation }: ConnectionError): Message {
  return { id: `${explanation.id}-remedy`, args: explanation.args };
}
