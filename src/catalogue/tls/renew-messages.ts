import type { Messages } from '../../core/message.ts';

export const renewMessages = {
  renew: {
    ja: '証明書 {name} (残り {days} 日、シリアル {serial}) を certbot で更新',
    en: 'Renew the certificate {name} ({days} days left, serial {serial}) with certbot',
  },
  reload: {
    ja: 'nginx の設定を試してから再読み込み (サービスは止まりません)',
    en: 'Test the configuration of nginx and reload it (the service goes on)',
  },
  renewed: {
    ja: '証明書 {name}: シリアル {before} → {after}、期限 {notAfterAt}',
    en: 'Certificate {name}: serial {before} → {after}, valid until {notAfterAt}',
  },
  'not-due': {
    ja: '証明書 {name} は残り {days} 日あり、更新の時期 ({limitDays} 日前) ではありません',
    en: 'The certificate {name} has {days} days left and is not due (from {limitDays} days)',
  },
  missing: {
    ja: '証明書ファイル {path} がありません',
    en: 'There is no certificate file {path}',
  },
  unreadable: {
    ja: '証明書ファイル {path} を読めないか、証明書として読み取れません',
    en: 'The certificate file {path} cannot be read, or holds no certificate',
  },
  'remedy-path': {
    ja: 'certbot certificates で名前を確かめ、name を直してください',
    en: 'See its name with certbot certificates, and correct name',
  },
  'nginx-broken': {
    ja: 'nginx の設定に誤りがあるので、再読み込みしません (古い証明書を配り続けます)',
    en: 'The configuration of nginx is broken, so it is not reloaded and goes on with the old certificate',
  },
  'nginx-broken-remedy': {
    ja: '証跡の行を直してから: nginx -t && systemctl reload nginx',
    en: 'Correct the line in the evidence, then: nginx -t && systemctl reload nginx',
  },
  'two-renewers': {
    ja: '更新するものが二つ動いています ({timers})。互いに妨げます',
    en: 'Two renewers are active ({timers}) and get in the way of each other',
  },
  'two-renewers-remedy': {
    ja: '使わないほうを止めてください: systemctl disable --now 名前',
    en: 'Stop the one that is not meant: systemctl disable --now NAME',
  },
  'not-renewed': {
    ja: 'certbot は終わりましたが、証明書 {name} は変わっていません (シリアル {serial})',
    en: 'certbot has ended, but the certificate {name} is the same as before (serial {serial})',
  },
  'not-renewed-remedy': {
    ja: '記録を見てください: tail -50 /var/log/letsencrypt/letsencrypt.log',
    en: 'Read its log: tail -50 /var/log/letsencrypt/letsencrypt.log',
  },
  'not-reloaded': {
    ja: 'ポート {port} では、まだ古い証明書が配られています (配信中 {served}、ファイル {file})',
    en: 'Port {port} still hands out the old certificate (served {served}, file {file})',
  },
  'not-reloaded-remedy': {
    ja: 'nginx -t && systemctl reload nginx。nginx が読むファイルも確かめてください: nginx -T | grep ssl_certificate',
    en: 'nginx -t && systemctl reload nginx. See also which file nginx reads: nginx -T | grep ssl_certificate',
  },
  'not-served': {
    ja: 'ホストのポート {port} で TLS 接続ができないので、配信中の証明書を確かめられません ({code})',
    en: 'No TLS connection to port {port} on the host, so what is served could not be verified ({code})',
  },
  'not-served-remedy': {
    ja: 'nginx が動いているか、port と serverName が正しいかを確かめてください: systemctl status nginx',
    en: 'See that nginx is up, and that port and serverName are right: systemctl status nginx',
  },
} as const satisfies Messages;

export type RenewMessage = keyof typeof renewMessages;
