import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh, sudo } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { parseDropOs, planDropOs, readMemory, verifyDropOs } from './drop-os-judgement.ts';
import { dropOsMessages } from './drop-os-messages.ts';
import { sampleLatency } from './latency.ts';
import { latencyMeasures } from './latency-judgement.ts';
import { localUrl, watchSeconds } from './watch-param.ts';

const params = z.strictObject({
  allowHarmful: z
    .boolean()
    .default(false)
    .describe('Do it in spite of what it costs; without it nothing is ever dropped'),
  health: localUrl
    .optional()
    .describe('URL whose response time is measured on the host before and after'),
  seconds: watchSeconds,
});

const dropCaches = sudo('/usr/sbin/sysctl', '-w', 'vm.drop_caches=3');

export const task = defineTask({
  id: 'cache.drop-os',
  title: { ja: 'システムキャッシュクリア', en: 'Drop the caches of the kernel' },
  description: {
    ja: 'カーネルのページキャッシュ・dentry・inode を捨てます。害が益に勝るため、allowHarmful: true を書かない限り行いません: カーネルの文書は、キャッシュの増えすぎを抑える手段ではなく、試験とデバッグ以外では勧めないとしています。空きメモリとキャッシュは要求があればすぐに使い回され、捨てると PostgreSQL のデータもディスクから読み直しになって応答が遅くなります。行わないときもメモリの内訳を報告します。元に戻す操作はありません。',
    en: 'Drops page cache, dentries and inodes of the kernel. It does more harm than good, so nothing is done without allowHarmful: true. The documentation of the kernel says that this is no means to control the growth of caches, and does not recommend it outside of testing and debugging. Cache is given up by itself when memory is asked for; dropped, the data of PostgreSQL has to be read from the disk again, and responses slow down. The memory is reported also when nothing is done. There is no way back.',
  },
  sources: [
    'Linux Documentation/admin-guide/sysctl/vm.rst drop_caches',
    'PostgreSQL documentation, effective_cache_size',
    'proc(5) /proc/meminfo',
  ],
  level: 2,
  params,
  messages: dropOsMessages,
  measures: {
    ...latencyMeasures,
    cacheBefore: { ja: 'キャッシュ (前)', en: 'Caches, before' },
    cache: { ja: 'キャッシュ', en: 'Caches' },
    freeBefore: { ja: '空きメモリ (前)', en: 'Free memory, before' },
    free: { ja: '空きメモリ', en: 'Free memory' },
  },
  privileged: () => [dropCaches],
  probes: ({ allowHarmful, health, seconds }) => {
    // Without a change to come there is nothing to compare with.
    const measured = allowHarmful && health !== undefined;
    return {
      memory: shell(readMemory, { requires: ['grep'] }),
      latency: shell(measured ? sampleLatency(health, seconds) : sh`:`, {
        requires: measured ? ['curl'] : [],
        weight: 'heavy',
        timeoutSeconds: seconds * 2 + 60,
      }),
    };
  },
  parse: parseDropOs,
  plan: planDropOs,
  apply: () => ({
    script: sh`
sync
${dropCaches}`,
    timeoutSeconds: 600,
  }),
  verify: verifyDropOs,
  rollback: () => 'irreversible',
});
