export const passwordMessages = {
  empty: {
    ja: 'パスワードが空のアカウントがあります: {names}',
    en: 'Accounts have an empty password: {names}',
  },
  root: {
    ja: 'root 以外に uid 0 のアカウントがあります: {names}',
    en: 'Accounts other than root have the uid 0: {names}',
  },
  'service-password': {
    ja: 'サービスのアカウント {name} にパスワードが設定されています',
    en: 'The service account {name} has a password',
  },
  'service-shell': {
    ja: 'サービスのアカウント {name} はログインできるシェル({shell})を持っています',
    en: 'The service account {name} has a shell to log in with ({shell})',
  },
  'no-account': {
    ja: 'OS のアカウント {name} はこのホストにありません(PostgreSQL の同名のロールとは別のものです)',
    en: 'This host has no account {name} (a PostgreSQL role of that name is something else)',
  },
  'no-max': {
    ja: 'パスワードの期限がない人のアカウントがあります: {names}',
    en: 'The passwords of people never expire: {names}',
  },
  'long-max': {
    ja: 'パスワードの期限が {days} 日より長い人のアカウントがあります: {names}',
    en: 'The passwords of people last longer than {days} days: {names}',
  },
  'weak-hash': {
    ja: 'パスワードが弱い形式(DES・MD5)で保存されているアカウントがあります: {names}',
    en: 'Passwords are stored as weak hashes (DES, MD5): {names}',
  },
  'no-role': {
    ja: 'PostgreSQL にロール {name} がありません',
    en: 'PostgreSQL has no role {name}',
  },
  superuser: {
    ja: 'PostgreSQL のロール {name} はスーパーユーザーです',
    en: 'The PostgreSQL role {name} is a superuser',
  },
  powerful: {
    ja: 'PostgreSQL のロール {name} は CREATEROLE、REPLICATION、BYPASSRLS のいずれかを持っています',
    en: 'The PostgreSQL role {name} has CREATEROLE, REPLICATION or BYPASSRLS',
  },
  'role-expired': {
    ja: 'PostgreSQL のロール {name} のパスワードは期限(VALID UNTIL)が切れています',
    en: 'The password of the PostgreSQL role {name} has expired (VALID UNTIL)',
  },
  'role-expires': {
    ja: 'PostgreSQL のロール {name} のパスワードの期限まで {days} 日です',
    en: 'The password of the PostgreSQL role {name} expires in {days, plural, one {# day} other {# days}}',
  },
  'role-endless': {
    ja: 'PostgreSQL のロール {name} のパスワードには期限(VALID UNTIL)がありません',
    en: 'The password of the PostgreSQL role {name} has no end (VALID UNTIL)',
  },
  'role-md5': {
    ja: 'パスワードが MD5 で保存されている PostgreSQL のロールがあります: {names}',
    en: 'PostgreSQL roles have their password stored as MD5: {names}',
  },
  'hashes-unread': {
    ja: 'PostgreSQL のパスワードの保存形式は、スーパーユーザーにしか見えないため確かめていません',
    en: 'How PostgreSQL stores its passwords is shown to superusers alone, so nobody has looked',
  },
  'remedy-lock': {
    ja: 'ロックする: sudo usermod -L {name}(戻す: sudo usermod -U {name})',
    en: 'Lock it: sudo usermod -L {name} (to go back: sudo usermod -U {name})',
  },
  'remedy-shell': {
    ja: 'シェルを外す: sudo usermod -s /usr/sbin/nologin {name}(戻す: sudo usermod -s {shell} {name})。cron や sudo -iu で使っていないことを先に確かめてください',
    en: 'Take the shell away: sudo usermod -s /usr/sbin/nologin {name} (to go back: sudo usermod -s {shell} {name}). See first that no cron job and no sudo -iu needs it',
  },
  'remedy-root': {
    ja: '経緯を調べてください: getent passwd 0; sudo lastlog。要らなければ sudo userdel <名前>',
    en: 'Find out why: getent passwd 0; sudo lastlog. If it is not needed: sudo userdel <name>',
  },
  'remedy-max': {
    ja: '期限を決める: sudo chage -M {days} {name}(戻す: sudo chage -M 99999 {name})。すでに古いパスワードはすぐ切れるので、本人に先に知らせてください。鍵だけで入るなら sudo passwd -l {name}',
    en: 'Give it an end: sudo chage -M {days} {name} (to go back: sudo chage -M 99999 {name}). An old password expires at once, so tell them first. Who comes with a key alone needs none: sudo passwd -l {name}',
  },
  'remedy-hash': {
    ja: '次のログインで変えてもらう: sudo chage -d 0 {name}。形式は /etc/login.defs の ENCRYPT_METHOD と PAM の設定で決まります',
    en: 'Have it changed at the next login: sudo chage -d 0 {name}. ENCRYPT_METHOD in /etc/login.defs and PAM decide the kind of hash',
  },
  'remedy-no-account': {
    ja: '別の名前なら、手順の accounts に書いてください',
    en: 'If it has another name, write that into `accounts` of the step',
  },
  'remedy-no-role': {
    ja: '名前を確かめ(\\du)、違えば手順の roles に書いてください',
    en: 'Check the name (\\du) and write it into `roles` of the step',
  },
  'remedy-superuser': {
    ja: '必要な権限を先に与えてから: ALTER ROLE {name} NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;',
    en: 'Grant what it really needs, then: ALTER ROLE {name} NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;',
  },
  'remedy-role-password': {
    ja: 'パスワードを変え(\\password {name})、アプリケーションの設定を同時に差し替えてから期限を延ばす: ALTER ROLE {name} VALID UNTIL …;',
    en: 'Change the password (\\password {name}), the application with it, then move the end: ALTER ROLE {name} VALID UNTIL …;',
  },
  'remedy-role-md5': {
    ja: 'password_encryption = scram-sha-256 の下でパスワードを設定し直してください: \\password <ロール>',
    en: 'Under password_encryption = scram-sha-256 set the passwords again: \\password <role>',
  },
  'remedy-hashes': {
    ja: "管理者として見る: SELECT rolname FROM pg_authid WHERE rolpassword LIKE ''md5%'';",
    en: "As an administrator: SELECT rolname FROM pg_authid WHERE rolpassword LIKE ''md5%'';",
  },
} as const;
