import type { Messages } from '../../core/message.ts';

export const redisTroubleMessages = {
  'no-auth': {
    ja: '{server} はパスワードを求めています (NOAUTH)。何もしていません',
    en: '{server} asks for a password (NOAUTH): nothing was done',
  },
  'remedy-no-auth': {
    ja: '手順に password: env:{name} を書き、その秘密の値を設定してください',
    en: 'Write password: env:{name} into the step, and set that secret',
  },
  'wrong-password': {
    ja: '{server} がパスワードを受け付けません (WRONGPASS)。何もしていません',
    en: '{server} does not accept the password (WRONGPASS): nothing was done',
  },
  'remedy-wrong-password': {
    ja: '秘密の値 {name} を、Redis の requirepass (または ACL の利用者) に合わせてください',
    en: 'Set the secret {name} to what Redis has as requirepass, or for the user of its ACL',
  },
  'no-permission': {
    ja: '{server} の利用者に要る権限がありません (NOPERM)',
    en: 'The user has no permission on {server} (NOPERM)',
  },
  'remedy-no-permission': {
    ja: 'ACL に加えてください: +role +select +info +scan +memory|usage +unlink',
    en: 'Add to its ACL: +role +select +info +scan +memory|usage +unlink',
  },
  unreachable: {
    ja: '{server} の Redis に接続できません',
    en: 'No connection to Redis at {server}',
  },
  'remedy-unreachable': {
    ja: '動いているか、どこで待ち受けているかを見てください: systemctl status redis-server; ss -ltn。使っていないなら、この項目を手順から外します',
    en: 'See whether it runs, and where it listens: systemctl status redis-server; ss -ltn. If it is not used, take the step out of the runbook',
  },
  loading: {
    ja: '{server} はデータを読み込んでいる最中です (LOADING)',
    en: '{server} is still loading its data (LOADING)',
  },
  'remedy-loading': {
    ja: '読み込みが終わってから、もう一度実行してください: redis-cli INFO persistence | grep loading',
    en: 'Run it again when it has finished: redis-cli INFO persistence | grep loading',
  },
  'odd-answer': {
    ja: '{server} の ROLE への応答が読み取れません',
    en: 'The answer of {server} to ROLE makes no sense',
  },
  'remedy-odd-answer': {
    ja: '証跡を読み、ホストで試してください: redis-cli ROLE',
    en: 'Read the evidence, and try it on the host: redis-cli ROLE',
  },
  'not-master': {
    ja: '{server} はマスターではありません ({role}、マスター: {master})。ここで消してはいけません',
    en: '{server} is no master ({role} of {master}): nothing may be removed here',
  },
  'remedy-not-master': {
    ja: 'マスターのホストで行うように、runbook の hosts を直してください: {master}',
    en: 'Correct hosts of the runbook, so that it is done on the master: {master}',
  },
  'no-database': {
    ja: 'データベース {database} を選べません',
    en: 'Database {database} cannot be chosen',
  },
  'remedy-no-database': {
    ja: 'database を直してください。ある数は: redis-cli CONFIG GET databases',
    en: 'Correct database; how many there are: redis-cli CONFIG GET databases',
  },
  'odd-names': {
    ja: '{server} のキーの名前を確実に読み取れないので、消しません (古い redis-cli など)',
    en: 'The names of keys on {server} cannot be read for certain (an old redis-cli, say), so none is removed',
  },
  'remedy-odd-names': {
    ja: 'redis-cli 6.2 以降を入れ、引用符の付いた名前が出るかを見てください: redis-cli --no-raw --scan | head -3',
    en: 'Install redis-cli 6.2 or later, and see that it prints names in quotes: redis-cli --no-raw --scan | head -3',
  },
  'refused-command': {
    ja: '{server} が削除の命令を受け付けませんでした (証跡を見てください)',
    en: '{server} refused to remove keys (see the evidence)',
  },
  'remedy-refused-command': {
    ja: '証跡の語で判断してください: READONLY は複製、NOPERM は権限、MISCONF は保存の失敗です。redis-cli INFO replication persistence で状態を見られます',
    en: 'Its words tell: READONLY is a replica, NOPERM a missing right, MISCONF a failing save. redis-cli INFO replication persistence shows the state',
  },
} as const satisfies Messages;
