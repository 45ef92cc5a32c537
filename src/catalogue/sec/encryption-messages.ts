export const encryptionMessages = {
  off: {
    ja: 'PostgreSQL は {addresses} で待ち受けていますが、TLS が無効です。パスワード以外のデータは平文で流れます',
    en: 'PostgreSQL listens on {addresses} without TLS: what is queried and answered goes in clear',
  },
  'off-local': {
    ja: 'TLS は無効ですが、待ち受けはこのホストの中({addresses})だけです',
    en: 'TLS is off, and only this host itself can connect ({addresses})',
  },
  'min-version': {
    ja: 'TLS の最低バージョンが {version} です(TLSv1.2 以上にすべきです)',
    en: 'The lowest version of TLS is {version}, where it should be TLSv1.2 at least',
  },
  'password-encryption': {
    ja: '新しいパスワードが {method} で保存されます(password_encryption)',
    en: 'New passwords are stored as {method} (password_encryption)',
  },
  clients: {
    ja: '暗号化していない接続が、ほかのホストから {count} 本あります: {clients}',
    en: '{count, plural, one {# connection} other {# connections}} from other hosts {count, plural, one {is} other {are}} not encrypted: {clients}',
  },
  'hba-error': {
    ja: 'pg_hba.conf に誤った行があり、次の読み込みは失敗します({count} 行)',
    en: 'pg_hba.conf has {count, plural, one {a wrong line} other {# wrong lines}}: the server will not load it',
  },
  'hba-trust': {
    ja: 'pg_hba.conf に、ほかのホストからパスワードなしで入れる行(trust)が {count} 行あります',
    en: '{count, plural, one {A line} other {# lines}} of pg_hba.conf let other hosts in without a password (trust)',
  },
  'hba-trust-local': {
    ja: 'pg_hba.conf に、このホストの誰もがどのロールにもなれる行(trust)が {count} 行あります',
    en: '{count, plural, one {A line} other {# lines}} of pg_hba.conf let everybody on this host be any of these roles (trust)',
  },
  'hba-password': {
    ja: 'pg_hba.conf に、パスワードを平文で送らせる行が {count} 行あります',
    en: '{count, plural, one {A line} other {# lines}} of pg_hba.conf ask for the password in clear',
  },
  'hba-md5': {
    ja: 'pg_hba.conf に md5 の行が {count} 行あります(MD5 で保存したパスワードを受け付けます)',
    en: '{count, plural, one {A line} other {# lines}} of pg_hba.conf say md5, which accepts passwords stored as MD5',
  },
  'hba-plain': {
    ja: 'pg_hba.conf に、ほかのホストからの暗号化しない接続を許す行が {count} 行あります',
    en: '{count, plural, one {A line} other {# lines}} of pg_hba.conf let other hosts connect without encryption',
  },
  'hba-unread': {
    ja: 'pg_hba.conf の行は、ロール {role} に pg_hba_file_rules を読む権限がないため、調べていません',
    en: 'Nobody has looked at pg_hba.conf, for the role {role} may not read pg_hba_file_rules',
  },
  'remedy-tls': {
    ja: '証明書を置いて ssl = on にする: ALTER SYSTEM SET ssl = on; SELECT pg_reload_conf();(証明書の場所は SHOW ssl_cert_file)。その期限は tls.file-expiry で見ます',
    en: 'Put a certificate in place (SHOW ssl_cert_file) and set: ALTER SYSTEM SET ssl = on; SELECT pg_reload_conf(); its expiry is seen by tls.file-expiry',
  },
  'remedy-version': {
    ja: "古いクライアントがないこと(SELECT DISTINCT version FROM pg_stat_ssl)を確かめてから: ALTER SYSTEM SET ssl_min_protocol_version = ''TLSv1.2''; SELECT pg_reload_conf();",
    en: "See that no client needs it (SELECT DISTINCT version FROM pg_stat_ssl), then: ALTER SYSTEM SET ssl_min_protocol_version = ''TLSv1.2''; SELECT pg_reload_conf();",
  },
  'remedy-scram': {
    ja: "設定し、パスワードを付け直す: ALTER SYSTEM SET password_encryption = ''scram-sha-256''; SELECT pg_reload_conf(); 次に各ロールで \\password",
    en: "Set it, then set the passwords again: ALTER SYSTEM SET password_encryption = ''scram-sha-256''; SELECT pg_reload_conf(); and \\password for each role",
  },
  'remedy-clients': {
    ja: 'クライアントの接続文字列に sslmode=verify-full(少なくとも require)を加え、済んだら pg_hba.conf の host を hostssl にしてください',
    en: 'Add sslmode=verify-full (require at least) to their connection strings, and then make host into hostssl in pg_hba.conf',
  },
  'remedy-hba': {
    ja: '証跡の行(先頭は行番号)を hostssl … scram-sha-256 に直し、エラーがないことを見てから再読み込みする: SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL; SELECT pg_reload_conf(); ファイルの場所は SHOW hba_file',
    en: 'Change the lines of the evidence (the number comes first) to hostssl … scram-sha-256, see that none is wrong, and reload: SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL; SELECT pg_reload_conf(); SHOW hba_file tells where it is',
  },
  'remedy-grant': {
    ja: '管理者として許可する(データベース {database} で): GRANT SELECT ON pg_hba_file_rules TO {role}; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO {role};',
    en: 'Allow it as an administrator, in the database {database}: GRANT SELECT ON pg_hba_file_rules TO {role}; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO {role};',
  },
} as const;
