import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { secretSchema } from '../../core/secret.ts';
import { defineTask } from '../define-task.ts';
import { parseRedis } from './redis-facts.ts';
import { failures, planRedis, verifyRedis } from './redis-judgement.ts';
import { redisMessages } from './redis-messages.ts';
import { flushDatabase, redisReads, removeKeys } from './redis-script.ts';

const database = z.int().min(0).max(15_999);

/** It stands in a SCAN pattern as it is, so it has none of the characters that mean others there. */
const prefix = z.string().regex(/^[A-Za-z0-9_.@{}/-]+[A-Za-z0-9_.@{}/:-]*$/, {
  error: 'Expected the beginning of key names, such as `cache:`, without `*` or other wildcards',
});

const params = z
  .strictObject({
    host: z
      .string()
      .regex(/^[A-Za-z0-9._:-]+$/)
      .default('127.0.0.1')
      .describe('Address of Redis, as seen from the host'),
    port: z.int().min(1).max(65_535).default(6379).describe('Port of Redis'),
    user: z
      .string()
      .regex(/^[A-Za-z0-9._@-]+$/)
      .optional()
      .describe('User of the ACL; the default user when absent'),
    password: secretSchema
      .optional()
      .describe('Secret; in the environment of redis-cli alone, never in an argument'),
    database: database.default(0).describe('Number of the database'),
    allowedDatabases: z
      .array(database)
      .min(1)
      .default([0])
      .describe('Databases in which keys may be removed at all'),
    prefix: prefix.optional().describe('Only keys whose names begin so are removed'),
    cacheOnly: z
      .boolean()
      .default(false)
      .describe('The database holds nothing but cache: it is emptied as a whole, without `prefix`'),
    maxKeys: z
      .int()
      .min(1)
      .default(1_000_000)
      .describe('Nothing is removed when more keys than this begin with the prefix'),
    timeoutSeconds: z.int().min(10).max(3600).default(300).describe('Time limit of each scan'),
  })
  .refine(({ prefix, cacheOnly }) => (prefix === undefined) === cacheOnly, {
    error: 'either `prefix`, or `cacheOnly: true`: keys are never removed without saying which',
    path: ['prefix'],
  })
  .refine(({ database, allowedDatabases }) => allowedDatabases.includes(database), {
    error: 'this database is not among `allowedDatabases`',
    path: ['database'],
  });

export const task = defineTask({
  id: 'cache.redis-clear',
  title: { ja: 'Redisキャッシュクリア', en: 'Clear the cache in Redis' },
  description: {
    ja: '一つのデータベースで、名前が prefix で始まるキーだけを SCAN と UNLINK で少しずつ消します。FLUSHALL は行いません: セッション・キュー・レート制限もろとも消え、複製にも及び、戻せないためです。FLUSHDB ASYNC は cacheOnly: true のデータベースだけです。マスターでない、パスワードがない・違う、データベースを選べない、キーが多すぎる、のいずれかなら何もしません (redis-cli は失敗しても終了コード 0 なので、言葉を読みます)。名前に改行やバイナリがあっても正しく扱います。Redis がなければ skipped です。元に戻す操作はありません。',
    en: 'Removes the keys of one database whose names begin with `prefix`, in small steps by SCAN and UNLINK. It never uses FLUSHALL, which takes sessions, queues and rate limits along, on replicas too, and for good. FLUSHDB ASYNC is for a database with cacheOnly: true alone. Nothing is done when the server is no master, when the password is missing or wrong, when the database cannot be chosen, or when there are too many keys (redis-cli ends with 0 on errors, so its words are read). Names with line breaks and binary names are handled rightly. Without Redis the step is skipped. There is no way back.',
  },
  sources: [
    'redis-cli --help; redis.io/docs/latest/develop/tools/cli',
    'redis.io/docs/latest/commands/scan, unlink, flushdb, role',
    'redis.io/docs/latest/operate/oss_and_stack/management/security/acl',
  ],
  level: 2,
  params,
  messages: redisMessages,
  measures: {
    keysBefore: { ja: '対象のキー (前)', en: 'Keys that are meant, before' },
    keys: { ja: '対象のキー', en: 'Keys that are meant' },
    othersBefore: { ja: 'ほかのキー (前)', en: 'Other keys, before' },
    others: { ja: 'ほかのキー', en: 'Other keys' },
  },
  privileged: () => [],
  secrets: ({ password }) => (password ? { password } : {}),
  probes: (given) => ({
    redis: shell(redisReads(given), {
      requires: ['awk'],
      weight: 'heavy',
      timeoutSeconds: given.timeoutSeconds,
    }),
  }),
  parse: ({ redis }) => parseRedis(redis),
  plan: planRedis,
  apply: (change, given) => ({
    script: change.prefix === null ? flushDatabase(given) : removeKeys(given, change.prefix),
    timeoutSeconds: given.timeoutSeconds,
    failures: failures(given),
  }),
  verify: verifyRedis,
  rollback: () => 'irreversible',
});
