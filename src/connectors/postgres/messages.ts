import type { Message, MessageArgs, Messages } from '../../core/message.ts';

/** Why PostgreSQL gave no answer; `<id>-remedy` takes the same arguments. */
export const postgresMessages = {
  'postgres/not-configured': {
    ja: 'config.yml にこのホスト {host} の PostgreSQL がありません',
    en: 'config.yml has no PostgreSQL for the host {host}',
  },
  'postgres/not-configured-remedy': {
    ja: "config.yml に書いてください: services: '{' postgres: '{' database: mks_db, user: teiki, password: env:MKS_DB_PASSWORD, host: {host} '}' '}'(レプリカなら replicas: [{host}])",
    en: "Write in config.yml: services: '{' postgres: '{' database: mks_db, user: teiki, password: env:MKS_DB_PASSWORD, host: {host} '}' '}' (for a standby: replicas: [{host}])",
  },
  'postgres/other-database': {
    ja: 'データベース {database} は config.yml の services.postgres にないため、接続していません',
    en: 'The database {database} is not one of services.postgres in config.yml, so it was not opened',
  },
  'postgres/other-database-remedy': {
    ja: '正しい名前なら、config.yml の services.postgres.databases に {database} を加えてください',
    en: 'If the name is right, add {database} to services.postgres.databases in config.yml',
  },
  'postgres/no-password': {
    ja: 'PostgreSQL がロール {user} のパスワードを求めましたが、設定されていません',
    en: 'PostgreSQL asks for a password of the role {user}, and none is set',
  },
  'postgres/no-password-remedy': {
    ja: 'config.yml の services.postgres に password: env:名前 を書き、その値をリポジトリの Secrets に加えて teiki workflows を実行してください(手元では環境変数)',
    en: 'Write password: env:NAME under services.postgres in config.yml, add the value to the secrets of the repository and run teiki workflows (on your own machine: set the variable)',
  },
  'postgres/authentication': {
    ja: 'PostgreSQL がロール {user} の認証を拒否しました({target})',
    en: 'PostgreSQL rejects the authentication of the role {user} ({target})',
  },
  'postgres/authentication-remedy': {
    ja: 'パスワードの値、ロールがあること(\\du {user})、pg_hba.conf がこのロールに scram-sha-256 を許していることを確かめてください。作り方: teiki roles',
    en: 'Check the value of the password, that the role exists (\\du {user}), and that pg_hba.conf allows it scram-sha-256; teiki roles prints how to make it',
  },
  'postgres/weak-authentication': {
    ja: 'PostgreSQL がロール {user} に {method} 認証を求めたため、パスワードを送らずに切りました',
    en: 'PostgreSQL asks the role {user} for {method} authentication, so the connection was ended and no password sent',
  },
  'postgres/weak-authentication-remedy': {
    ja: 'pg_hba.conf の該当行を scram-sha-256 にし、password_encryption = scram-sha-256 でパスワードを設定し直してください: ALTER ROLE {user} PASSWORD …',
    en: 'Change the line of pg_hba.conf to scram-sha-256 and set the password again under password_encryption = scram-sha-256: ALTER ROLE {user} PASSWORD …',
  },
  'postgres/no-database': {
    ja: 'データベース {database} がありません({target})',
    en: 'There is no database {database} ({target})',
  },
  'postgres/no-database-remedy': {
    ja: 'config.yml の services.postgres.database を確かめてください。ホストで一覧: psql -l',
    en: 'Check services.postgres.database in config.yml; on the host, psql -l lists them',
  },
  'postgres/refused': {
    ja: 'PostgreSQL に接続できません: {host} から {target}({detail})',
    en: 'PostgreSQL cannot be reached: {target} from {host} ({detail})',
  },
  'postgres/refused-remedy': {
    ja: 'ホストで見る: systemctl status postgresql; pg_lsclusters; ss -ltn。config.yml の port と socket も確かめてください',
    en: 'Look on the host: systemctl status postgresql; pg_lsclusters; ss -ltn. Check port and socket in config.yml too',
  },
  'postgres/forbidden': {
    ja: '{host} の sshd が {target} への転送を許していません({detail})',
    en: 'sshd of {host} does not allow forwarding to {target} ({detail})',
  },
  'postgres/forbidden-remedy': {
    ja: 'sshd_config で、ログインユーザーに AllowTcpForwarding local と PermitOpen {target}(ソケットなら AllowStreamLocalForwarding local)を許してください',
    en: 'In sshd_config, allow the login user AllowTcpForwarding local and PermitOpen {target} (for a socket, AllowStreamLocalForwarding local)',
  },
  'postgres/permission': {
    ja: 'ロール {user} に権限がありません({database})',
    en: 'The role {user} has no right to ask this ({database})',
  },
  'postgres/permission-remedy': {
    ja: 'teiki roles の SQL を管理者として実行してください(GRANT pg_monitor TO {user} など)',
    en: 'Run the SQL of teiki roles as an administrator (GRANT pg_monitor TO {user} and so on)',
  },
  'postgres/no-monitor': {
    ja: 'ロール {user} は pg_monitor のメンバーでないため、ほかのセッションが見えません',
    en: 'The role {user} is not a member of pg_monitor and so cannot see the other sessions',
  },
  'postgres/no-monitor-remedy': {
    ja: '管理者として実行してください: GRANT pg_monitor TO {user};(teiki roles が全文を出します)',
    en: 'Run as an administrator: GRANT pg_monitor TO {user}; (teiki roles prints all of it)',
  },
  'postgres/timeout': {
    ja: 'SQL が {seconds} 秒以内に終わりませんでした({database})',
    en: 'The statement did not end within {seconds} s ({database})',
  },
  'postgres/timeout-remedy': {
    ja: "サーバーの負荷と、待っているロックを見てください: SELECT pid, state, wait_event_type, wait_event FROM pg_stat_activity WHERE state <> ''idle'';",
    en: "Look at the load of the server and for locks: SELECT pid, state, wait_event_type, wait_event FROM pg_stat_activity WHERE state <> ''idle'';",
  },
  'postgres/connect-timeout': {
    ja: 'PostgreSQL が {seconds} 秒以内に接続を受け付けません({target})',
    en: 'PostgreSQL does not accept the connection within {seconds} s ({target})',
  },
  'postgres/connect-timeout-remedy': {
    ja: 'ホストで見る: systemctl status postgresql; uptime',
    en: 'Look on the host: systemctl status postgresql; uptime',
  },
  'postgres/lock-timeout': {
    ja: 'ほかのセッションのロックを {seconds} 秒待っても取れませんでした({database})',
    en: 'Another session holds a lock for more than {seconds} s ({database})',
  },
  'postgres/lock-timeout-remedy': {
    ja: '誰が持っているかを見る: SELECT pid, pg_blocking_pids(pid), state, xact_start FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0;',
    en: 'See who holds it: SELECT pid, pg_blocking_pids(pid), state, xact_start FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0;',
  },
  'postgres/too-many': {
    ja: 'PostgreSQL の接続数が上限に達しています({target})',
    en: 'PostgreSQL has no connection left ({target})',
  },
  'postgres/too-many-remedy': {
    ja: '管理者として見る: SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC; アプリの接続プールか max_connections を見直してください',
    en: 'Look as an administrator: SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC; then see to the pools of the applications or to max_connections',
  },
  'postgres/restarting': {
    ja: 'PostgreSQL は起動中、停止中、または復旧中です({target})',
    en: 'PostgreSQL is starting, stopping or recovering ({target})',
  },
  'postgres/restarting-remedy': {
    ja: "数分後にもう一度実行し、続くならログを見てください: journalctl -u ''postgresql*''; tail /var/log/postgresql/*.log",
    en: "Run again in a few minutes; when it stays so, read the log: journalctl -u ''postgresql*''; tail /var/log/postgresql/*.log",
  },
  'postgres/lost': {
    ja: 'PostgreSQL との接続が途中で切れました({target}、{detail})',
    en: 'The connection to PostgreSQL broke ({target}, {detail})',
  },
  'postgres/lost-remedy': {
    ja: '誰かが pg_terminate_backend を使ったか、サーバーが再起動したかもしれません。PostgreSQL のログを見て、もう一度実行してください: tail /var/log/postgresql/*.log',
    en: 'Somebody may have used pg_terminate_backend, or the server was restarted: read its log and run again: tail /var/log/postgresql/*.log',
  },
  'postgres/too-many-rows': {
    ja: 'SQL の結果が上限の {rows} 行を超えたため、判定できません({database})',
    en: 'The statement gave more than {rows} rows and cannot be judged ({database})',
  },
  'postgres/too-many-rows-remedy': {
    ja: 'パラメーターで対象を絞ってください',
    en: 'Narrow down what the step looks at by its parameters',
  },
  'postgres/too-old': {
    ja: 'PostgreSQL {version} は古すぎて、この項目は確かめられません',
    en: 'PostgreSQL {version} is too old for this step',
  },
  'postgres/too-old-remedy': {
    ja: 'サポート中の版(13 以降)に上げるか、この項目を手順から外してください',
    en: 'Upgrade to a supported version (13 or newer), or take the step out of the runbook',
  },
  'postgres/failed': {
    ja: 'SQL が失敗しました(SQLSTATE {code}、{database})',
    en: 'The statement failed (SQLSTATE {code}, {database})',
  },
  'postgres/failed-remedy': {
    ja: '証跡のエラーと PostgreSQL の版を添えて報告してください',
    en: 'Report it with the error in the evidence and the version of PostgreSQL',
  },
  'postgres/interrupted': {
    ja: '実行が中断されたため、SQL を取り消しました({database})',
    en: 'The run was interrupted, so the statement was cancelled ({database})',
  },
  'postgres/interrupted-remedy': {
    ja: 'もう一度実行してください',
    en: 'Run it again',
  },
} as const satisfies Messages;

type Base<Id> = Id extends `postgres/${string}-remedy`
  ? never
  : Id extends `postgres/${infer Name}`
    ? Name
    : never;
export type PostgresFailure = Base<keyof typeof postgresMessages>;

export function failure(why: PostgresFailure, args: MessageArgs): Message {
  return { id: `postgres/${why}`, args };
}
