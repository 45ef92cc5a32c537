import type { Messages } from '../../core/message.ts';
import { redisTroubleMessages } from './redis-trouble-messages.ts';

export const redisMessages = {
  ...redisTroubleMessages,
  remove: {
    ja: 'データベース {database} の {prefix}* のキー {keys} 個 ({sizeBytes}) を消す (SCAN と UNLINK)。元には戻せません',
    en: 'Remove {keys, plural, one {# key} other {# keys}} {prefix}* ({sizeBytes}) of database {database}, by SCAN and UNLINK; there is no way back',
  },
  'remove-about': {
    ja: 'データベース {database} の {prefix}* のキー {keys} 個 (約 {sizeBytes}) を消す (SCAN と UNLINK)。元には戻せません',
    en: 'Remove {keys, plural, one {# key} other {# keys}} {prefix}* (about {sizeBytes}) of database {database}, by SCAN and UNLINK; there is no way back',
  },
  flush: {
    ja: 'キャッシュ専用のデータベース {database} を空にする (FLUSHDB ASYNC、キー {keys} 個)。元には戻せません',
    en: 'Empty database {database}, which holds nothing but cache (FLUSHDB ASYNC, {keys, plural, one {# key} other {# keys}}); there is no way back',
  },
  removed: {
    ja: 'データベース {database} の {prefix} のキー: {was} 個 → {left} 個',
    en: 'Keys {prefix} of database {database}: {was} → {left}',
  },
  keyspace: {
    ja: '{server} にあるキー: {databases}。ほかのデータベースと、ほかの名前のキーには触れません',
    en: 'Keys on {server}: {databases}. Other databases, and keys of other names, are not touched',
  },
  'not-installed': {
    ja: 'redis-cli がこのホストにありません (Redis は使われていません)',
    en: 'This host has no redis-cli: Redis is not used here',
  },
  'no-keys': {
    ja: 'データベース {database} に {prefix}* のキーはありません',
    en: 'Database {database} has no keys {prefix}*',
  },
  empty: { ja: 'データベース {database} は空です', en: 'Database {database} is empty' },
  'too-many': {
    ja: 'データベース {database} の {prefix}* のキーが {keys} 個あり、上限 {maxKeys} を超えています',
    en: 'Database {database} has {keys} keys {prefix}*, more than {maxKeys}',
  },
  'remedy-too-many': {
    ja: '接頭辞が正しいかを確かめ、正しければ maxKeys を上げてください',
    en: 'See that the prefix is right; if it is, raise maxKeys',
  },
  'not-cleared': {
    ja: 'データベース {database} の {prefix} のキーが {was} 個から {left} 個までしか減っていません',
    en: 'Of {was} keys {prefix} in database {database}, {left} are there',
  },
  'remedy-left': {
    ja: 'アプリケーションがすぐに書き戻しているかを見てください: redis-cli -n {database} MONITOR | head -50',
    en: 'See whether the application writes them at once: redis-cli -n {database} MONITOR | head -50',
  },
  'written-since': {
    ja: '消したあとに {left} 個のキーが書かれています (サービスが動いているため)',
    en: '{left, plural, one {# key has} other {# keys have}} been written since, for the service goes on',
  },
  'others-fewer': {
    ja: '{database} のほかのキーが {others} 個から {othersNow} 個に減りました。この手順は触れていません',
    en: 'Other keys of {database} went from {others} to {othersNow}; this step did not touch them',
  },
  'remedy-others-fewer': {
    ja: '期限切れか、ほかの作業によるものかを確かめてください: redis-cli INFO stats | grep -E "expired|evicted"',
    en: 'Find out whether they expired, or somebody else removed them: redis-cli INFO stats | grep -E "expired|evicted"',
  },
} as const satisfies Messages;
