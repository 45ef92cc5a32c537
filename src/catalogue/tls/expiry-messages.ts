import { fileMessages } from './file-messages.ts';

export const expiryMessages = {
  ...fileMessages,
  expired: {
    ja: '証明書 {path}({subject})は {days} 日前に期限が切れました({notAfterAt})',
    en: 'The certificate {path} ({subject}) expired {days, plural, =0 {today} one {# day ago} other {# days ago}} ({notAfterAt})',
  },
  ending: {
    ja: '証明書 {path}({subject})の残りは {days} 日です(しきい値 {limitDays} 日、期限 {notAfterAt})',
    en: 'The certificate {path} ({subject}) has {days, plural, one {# day} other {# days}} left (limit {limitDays}, ends {notAfterAt})',
  },
  'not-yet': {
    ja: '証明書 {path}({subject})はまだ有効ではありません({notBeforeAt} から)',
    en: 'The certificate {path} ({subject}) is not valid yet (from {notBeforeAt})',
  },
  'leaf-not-first': {
    ja: '{path} の先頭が認証局の証明書({subject})です。サーバーの証明書を先頭にしてください',
    en: "{path} begins with the certificate of an authority ({subject}); the server's own must come first",
  },
  'remedy-certbot': {
    ja: 'まず試す: sudo certbot renew --cert-name {name} --dry-run。通ったら: sudo certbot renew --cert-name {name} && sudo nginx -t && sudo systemctl reload nginx',
    en: 'Try it first: sudo certbot renew --cert-name {name} --dry-run. If that works: sudo certbot renew --cert-name {name} && sudo nginx -t && sudo systemctl reload nginx',
  },
  'remedy-renew': {
    ja: '発行元で更新して {path} を置き換える。今の内容: sudo openssl x509 -in {path} -noout -issuer -dates。その後: sudo nginx -t && sudo systemctl reload nginx',
    en: 'Renew it with its issuer and replace {path}. What it is: sudo openssl x509 -in {path} -noout -issuer -dates. Then: sudo nginx -t && sudo systemctl reload nginx',
  },
  'remedy-chain': {
    ja: '中間証明書を発行元の新しいものに替える: sudo openssl crl2pkcs7 -nocrl -certfile {path} | openssl pkcs7 -print_certs -noout',
    en: "Replace the intermediate with the issuer's current one; what there is: sudo openssl crl2pkcs7 -nocrl -certfile {path} | openssl pkcs7 -print_certs -noout",
  },
  'remedy-order': {
    ja: '並びを確かめて入れ替える: sudo openssl crl2pkcs7 -nocrl -certfile {path} | openssl pkcs7 -print_certs -noout',
    en: 'See the order and change it: sudo openssl crl2pkcs7 -nocrl -certfile {path} | openssl pkcs7 -print_certs -noout',
  },
} as const;
