import type { Messages } from '../../core/message.ts';
import { latencyMessages } from './latency-judgement.ts';

export const dropOsMessages = {
  ...latencyMessages,
  drop: {
    ja: 'カーネルのキャッシュ {cacheBytes} を捨てる (sync; vm.drop_caches=3)。元には戻せません',
    en: 'Drop {cacheBytes} of kernel caches (sync; vm.drop_caches=3); there is no way back',
  },
  dropped: {
    ja: 'カーネルのキャッシュを捨てた: {cacheBeforeBytes} → {cacheBytes}、空きメモリ {freeBeforeBytes} → {freeBytes}',
    en: 'Kernel caches dropped: {cacheBeforeBytes} → {cacheBytes}, free memory {freeBeforeBytes} → {freeBytes}',
  },
  'not-allowed': {
    ja: '行いません: カーネルのキャッシュはメモリが要るときにひとりでに空きます。捨てるとディスクから読み直しになり、PostgreSQL も遅くなります',
    en: 'Not done: the kernel gives its caches up by itself when memory is needed; dropped, all is read from the disk again, and PostgreSQL slows down',
  },
  memory: {
    ja: '捨てなくても {availableBytes} が使えます (全体 {totalBytes}、空き {freeBytes}、キャッシュ {cacheBytes})',
    en: '{availableBytes} can be used without dropping anything (of {totalBytes}; free {freeBytes}, caches {cacheBytes})',
  },
  'remedy-memory': {
    ja: 'メモリが足りないときは何が使っているかを見てください: ps -eo pid,rss,comm --sort=-rss | head。試験のためにどうしても捨てるなら、手順に allowHarmful: true を書きます',
    en: 'When memory is short, see what uses it: ps -eo pid,rss,comm --sort=-rss | head. To drop caches all the same, for a test, write allowHarmful: true in the step',
  },
  'little-cached': {
    ja: '捨てるほどのキャッシュがありません ({cacheBytes})',
    en: 'There is hardly any cache to drop ({cacheBytes})',
  },
  postgres: {
    ja: 'PostgreSQL が動いています。データがメモリから消え、しばらく問い合わせが遅くなります',
    en: 'PostgreSQL is running: its data will be gone from memory, and queries slow for a while',
  },
  'remedy-postgres': {
    ja: '利用の少ない時間に行い、後で応答時間を見てください。pg_prewarm で主な表を読み直せます',
    en: 'Do it when few people work, and watch the response times; pg_prewarm reads the main tables again',
  },
  'no-switch': {
    ja: 'このホストには /proc/sys/vm/drop_caches がありません (コンテナなど)',
    en: 'This host has no /proc/sys/vm/drop_caches (a container, say)',
  },
  'remedy-no-switch': {
    ja: 'この項目を手順から外してください',
    en: 'Take the step out of the runbook',
  },
} as const satisfies Messages;
