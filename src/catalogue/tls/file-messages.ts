/** What is said about a certificate file, by both checks that read one. */
export const fileMessages = {
  missing: {
    ja: '証明書ファイル {path} がありません',
    en: 'There is no certificate file {path}',
  },
  unreadable: {
    ja: '証明書ファイル {path} を読む権限がありません',
    en: 'The certificate file {path} may not be read by the maintenance user',
  },
  'no-certificate': {
    ja: '{path} に PEM 形式の証明書がありません',
    en: 'There is no certificate in PEM form in {path}',
  },
  damaged: {
    ja: '{path} の証明書が壊れています(読めないブロック: {blocks} 個)',
    en: '{path} has {blocks, plural, one {a block that is} other {# blocks that are}} no certificate: it is damaged',
  },
  'remedy-missing': {
    ja: '証明書の場所を確かめる: sudo certbot certificates; sudo ls -l {path}。手順書のパスを直してください',
    en: 'See where the certificates are: sudo certbot certificates; sudo ls -l {path}. Then correct the path in the runbook',
  },
  'remedy-unreadable': {
    ja: 'sudo の規則を入れる: teiki sudoers が出力する /usr/bin/cat {path} の行を /etc/sudoers.d/ に追加してください',
    en: 'Install the sudo rule: add the line for /usr/bin/cat {path} that `teiki sudoers` prints to /etc/sudoers.d/',
  },
  'remedy-damaged': {
    ja: '中身を確かめる: sudo openssl x509 -in {path} -noout -subject -dates。DER 形式なら -inform der を付けて PEM に変換してください',
    en: 'See what it is: sudo openssl x509 -in {path} -noout -subject -dates. If it is DER, convert it to PEM with -inform der',
  },
} as const;
