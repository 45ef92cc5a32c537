import type { Messages } from '../../core/message.ts';
import { latencyMessages } from './latency-judgement.ts';

export const clearMessages = {
  ...latencyMessages,
  clear: {
    ja: 'アプリケーションのキャッシュを消す (POST {url})。元には戻せません',
    en: 'Clear the cache of the application (POST {url}); there is no way back',
  },
  cleared: {
    ja: 'アプリケーションのキャッシュを消しました (POST {url} に 2xx の応答)',
    en: 'Cleared the cache of the application (POST {url} was answered with 2xx)',
  },
  'not-installed': {
    ja: 'サービス {service} はこのホストになく、{url} で待ち受けるものもありません',
    en: 'There is no service {service} on this host, and nothing listens at {url}',
  },
  'not-listening': {
    ja: '{url} で待ち受けるものがありません ({service} の状態: {state})',
    en: 'Nothing listens at {url} ({service} is {state})',
  },
  'remedy-not-listening': {
    ja: 'サービスを見てください: systemctl status {service}。待ち受けるアドレスが違うなら url を直します: ss -ltn',
    en: 'Look at the service: systemctl status {service}. If it listens elsewhere, correct url: ss -ltn',
  },
  connection: {
    ja: '{url} への接続が、応答の前に絶たれました',
    en: 'The connection to {url} was lost before there was an answer',
  },
  'remedy-connection': {
    ja: 'サービスのログを見てください: journalctl -u {service} -n 50',
    en: 'Read the log of the service: journalctl -u {service} -n 50',
  },
  timeout: {
    ja: '{url} が {seconds} 秒以内に応答しません。キャッシュが消えたかどうかは分からず、再送はしていません',
    en: '{url} did not answer within {seconds} s. Nobody knows whether the cache is cleared; nothing was sent again',
  },
  'remedy-timeout': {
    ja: 'サービスが詰まっていないかを見てください: journalctl -u {service} -n 50。消去そのものに時間がかかるなら timeoutSeconds を延ばします',
    en: 'See whether the service is stuck: journalctl -u {service} -n 50. If clearing takes so long, raise timeoutSeconds',
  },
  denied: {
    ja: '{url} がトークンを受け付けません (401 または 403)。キャッシュはそのままです',
    en: '{url} does not accept the token (401 or 403): the cache is as it was',
  },
  'remedy-denied': {
    ja: '秘密の値 {name} の期限と権限を確かめ、新しいものに替えてください (Settings → Secrets and variables → Actions)',
    en: 'See that the secret {name} has not expired and may do this, and replace it (Settings → Secrets and variables → Actions)',
  },
  absent: {
    ja: '{url} にはこの操作がありません (404 または 405)',
    en: '{url} knows no such operation (404 or 405)',
  },
  'remedy-absent': {
    ja: 'アプリケーションの版に合わせて url を直してください',
    en: 'Correct url for this version of the application',
  },
  server: {
    ja: '{url} がエラー (5xx) を返しました。キャッシュが消えたかどうかは分かりません',
    en: '{url} answered with an error (5xx): nobody knows whether the cache is cleared',
  },
  'remedy-server': {
    ja: 'サービスのログを見てください: journalctl -u {service} -n 50',
    en: 'Read the log of the service: journalctl -u {service} -n 50',
  },
  other: {
    ja: '{url} の応答が 2xx ではありません (証跡を見てください)',
    en: 'The answer of {url} is not 2xx (see the evidence)',
  },
  'remedy-other': {
    ja: 'リダイレクトなら、行き先を url に書いてください。リダイレクトは追いません',
    en: 'If it redirects, write the place into url: redirects are not followed',
  },
} as const satisfies Messages;
