export const vacuumMessages = {
  vacuum: {
    ja: '{name} を VACUUM (ANALYZE) します',
    en: 'VACUUM (ANALYZE) {name}',
  },
  analyze: { ja: '{name} を ANALYZE します', en: 'ANALYZE {name}' },
  vacuumed: {
    ja: '{name} を VACUUM しました(不要行 {before} → {after})',
    en: 'Vacuumed {name} (dead rows {before} → {after})',
  },
  analyzed: { ja: '{name} を ANALYZE しました', en: 'Analyzed {name}' },
  nothing: {
    ja: '必要な表がありません({tables} 表を確認)',
    en: 'No table needs it ({tables} looked at)',
  },
  standby: {
    ja: 'このサーバーはスタンバイです。VACUUM はプライマリで行います',
    en: 'This server is a standby: VACUUM is for the primary',
  },
  'old-transaction': {
    ja: '{minutes} 分前からのトランザクションがあるので実行しません({name})。不要行を消せません',
    en: 'Not beside a transaction of {minutes} minutes ({name}): dead rows could not be removed',
  },
  held: {
    ja: '{kind, select, slot {レプリケーションスロット} prepared {プリペアドトランザクション} feedback {スタンバイ} other {セッション}} {name} が {xids} 個前のトランザクションから行を留めているので実行しません',
    en: 'Not while {kind, select, slot {the replication slot} prepared {the prepared transaction} feedback {the standby} other {the session}} {name} holds rows of {xids} transactions back',
  },
  dump: {
    ja: 'pg_dump が動いているので実行しません({count} 接続)',
    en: 'Not while pg_dump is running ({count} connections)',
  },
  lag: {
    ja: 'スタンバイが {seconds} 秒遅れているので実行しません(上限 {limit} 秒)',
    en: 'Not while a standby is {seconds} s behind (limit {limit})',
  },
  disk: {
    ja: '{path} のディスクが {percent}% 使われているので実行しません(上限 {limit}%)',
    en: 'Not while the disk of {path} is {percent}% full (limit {limit}%)',
  },
  rights: {
    ja: 'ロール {role} に権限がないため VACUUM できない表が {count} 個あります: {names}',
    en: 'The role {role} may not vacuum {count} tables: {names}',
  },
  busy: {
    ja: '自動 VACUUM などが作業中の表を飛ばします: {names}',
    en: 'Left out, for a VACUUM is at work there already: {names}',
  },
  more: {
    ja: '一度に {limit} 表までなので、残り {count} 表は次回です',
    en: 'At most {limit} tables in one run: {count} are left for the next',
  },
  locked: {
    ja: '{name} はロックされていたので飛ばしました',
    en: '{name} was locked and left out',
  },
  skipped: {
    ja: '{name} は権限がないため飛ばされました(VACUUM はエラーにしません)',
    en: '{name} was skipped for want of rights (VACUUM calls it no error)',
  },
  failed: {
    ja: '{name} の VACUUM が失敗しました(SQLSTATE {code})',
    en: 'VACUUM of {name} failed (SQLSTATE {code})',
  },
  unmoved: {
    ja: '{name} に VACUUM の跡がありません',
    en: '{name} shows no trace of the VACUUM',
  },
  'not-run': {
    ja: '{count} 表は手つかずです: {names}',
    en: '{count} tables were not reached: {names}',
  },
  remains: {
    ja: '{name} の不要行が減っていません({before} → {after}): 何かが古い行を留めています',
    en: 'The dead rows of {name} are still there ({before} → {after}): something holds them',
  },
  gone: { ja: '{name} はもうありません', en: '{name} is gone' },
  'remedy-holder': {
    ja: '終わるのを待つか、管理者として片付けてから、もう一度実行してください。見る: teiki catalogue db.long-tx の手順、または SELECT pid, state, xact_start FROM pg_stat_activity ORDER BY xact_start;',
    en: 'Wait for its end or end it as an administrator, then run again. To look: a step with db.long-tx, or SELECT pid, state, xact_start FROM pg_stat_activity ORDER BY xact_start;',
  },
  'remedy-wait': {
    ja: '落ち着いてから、もう一度実行してください',
    en: 'Run it again when that is over',
  },
  'remedy-disk': {
    ja: '空きを作ってから実行してください: du -xsh {path}/*/*/pg_wal',
    en: 'Make room first: du -xsh {path}/*/*/pg_wal',
  },
  'remedy-rights': {
    ja: 'teiki roles の SQL を管理者として実行してください(PostgreSQL 17 以降は MAINTAIN、それより前は所有者ロールのメンバー)',
    en: 'Run the SQL of teiki roles as an administrator (MAINTAIN from PostgreSQL 17 on, before that membership of the owner)',
  },
  'remedy-failed': {
    ja: '証跡のエラーを読み、もう一度実行してください。終わっていない表だけが対象になります',
    en: 'Read the error in the evidence and run it again: only the tables that are left are done',
  },
  'remedy-locked': {
    ja: "誰が持っているかを見る: SELECT pid, mode FROM pg_locks WHERE relation = ''{name}''::regclass; 次の回にもう一度試します",
    en: "See who has it: SELECT pid, mode FROM pg_locks WHERE relation = ''{name}''::regclass; the next run tries again",
  },
} as const;

export type VacuumMessageId = keyof typeof vacuumMessages;
