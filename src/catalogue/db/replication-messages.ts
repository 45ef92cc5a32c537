export const replicationMessages = {
  standbys: {
    ja: '接続しているスタンバイは {count} 台です({expected} 台のはず)',
    en: '{count} standbys are connected ({expected} expected)',
  },
  lag: {
    ja: 'スタンバイ {name} が {lagBytes}、{seconds} 秒遅れています(状態 {state})',
    en: 'The standby {name} is behind by {lagBytes} and {seconds} s ({state})',
  },
  'slot-idle': {
    ja: '使われていないレプリケーションスロット {name} が WAL を {retainedBytes} 溜めています(しきい値 {limitBytes})',
    en: 'The replication slot {name} is not in use and keeps {retainedBytes} of WAL (limit {limitBytes})',
  },
  'slot-behind': {
    ja: 'レプリケーションスロット {name} が WAL を {retainedBytes} 溜めています(しきい値 {limitBytes})',
    en: 'The replication slot {name} keeps {retainedBytes} of WAL (limit {limitBytes})',
  },
  'slot-lost': {
    ja: 'レプリケーションスロット {name} は無効です({state}): 必要な WAL がもうありません',
    en: 'The replication slot {name} is lost ({state}): the WAL that it needs is gone',
  },
  archiver: {
    ja: 'WAL のアーカイブが失敗しています: 失敗 {failed} 回、最後の失敗 {failedAt}({wal})、最後の成功 {archivedAt}',
    en: 'Archiving of WAL fails: {failed} failures, the last at {failedAt} ({wal}), the last success at {archivedAt}',
  },
  receiver: {
    ja: 'このスタンバイはプライマリから WAL を受け取っていません(状態 {state})',
    en: 'This standby does not receive WAL from its primary ({state})',
  },
  replay: {
    ja: 'このスタンバイの再生が {seconds} 秒遅れています(しきい値 {limit} 秒)',
    en: 'This standby replays {seconds} s behind (limit {limit} s)',
  },
  paused: {
    ja: 'このスタンバイの再生は一時停止しています',
    en: 'Replay on this standby is paused',
  },
  none: {
    ja: 'レプリケーションもアーカイブも使われていません',
    en: 'Neither replication nor archiving is in use',
  },
  'remedy-standby': {
    ja: 'プライマリで見る: SELECT * FROM pg_stat_replication; スタンバイのログとネットワークも: tail /var/log/postgresql/*.log',
    en: 'Look on the primary: SELECT * FROM pg_stat_replication; and at the log and the network of the standby: tail /var/log/postgresql/*.log',
  },
  'remedy-slot': {
    ja: "持ち主がもうなければ管理者として: SELECT pg_drop_replication_slot(''{name}''); あれば動かしてください。ディスクが溢れる前に max_slot_wal_keep_size の設定も",
    en: "If its owner is gone, as an administrator: SELECT pg_drop_replication_slot(''{name}''); else get it going. Set max_slot_wal_keep_size before the disk is full",
  },
  'remedy-archiver': {
    ja: 'archive_command の失敗をログで見て直してください。溜まった WAL: du -sh $PGDATA/pg_wal',
    en: 'Read why archive_command fails in the log; what has piled up: du -sh $PGDATA/pg_wal',
  },
  'remedy-receiver': {
    ja: 'ログで理由を見てください(primary_conninfo、プライマリの pg_hba.conf、失われた WAL): tail /var/log/postgresql/*.log',
    en: 'Read the reason in the log (primary_conninfo, pg_hba.conf of the primary, WAL that is gone): tail /var/log/postgresql/*.log',
  },
  'remedy-replay': {
    ja: '長い問い合わせが再生を妨げていないか見る: SELECT pid, state, xact_start FROM pg_stat_activity ORDER BY xact_start; 一時停止なら管理者として: SELECT pg_wal_replay_resume();',
    en: 'See whether a long query holds it up: SELECT pid, state, xact_start FROM pg_stat_activity ORDER BY xact_start; when it is paused, as an administrator: SELECT pg_wal_replay_resume();',
  },
} as const;
