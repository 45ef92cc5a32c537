import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { judgeMemory, type MemoryFacts, memoryMeasures, memoryMessages } from './judge-memory.ts';
import { memorySample, parseMemory } from './memory-use.ts';
import { every2Seconds, pressureAvg60, seconds } from './sampling.ts';
import { parseServiceMemory, serviceMemory, services } from './service-memory.ts';

const percent = z.number().min(0).max(100);
const params = z.strictObject({
  warning: percent.default(80).describe('Percent in use above which it is a warning'),
  critical: percent.default(92).describe('Percent in use above which it is critical'),
  seconds: seconds(10),
  services,
});

export const check = defineCheck({
  id: 'perf.memory',
  title: { ja: 'メモリ使用率確認', en: 'Memory usage' },
  description: {
    ja: 'MemAvailable から使用率を求めます(キャッシュは使用に数えません)。前回の実行からのスワップの出入りと OOM による強制終了、PSI、サービスごとの上限も調べます。',
    en: 'Computes usage from MemAvailable, so caches do not count as used; looks also at swapping and OOM kills since the last run, at pressure, and at the limits of services.',
  },
  sources: [
    'proc(5) /proc/meminfo, /proc/vmstat',
    'Linux Documentation/filesystems/proc.rst MemAvailable',
    'Linux Documentation/accounting/psi.rst',
    'Linux Documentation/admin-guide/cgroup-v2.rst memory.current, memory.max',
  ],
  level: 1,
  transient: true,
  params,
  messages: memoryMessages,
  measures: memoryMeasures,
  // grep and not a read loop: bash reads /proc/vmstat anew for every line.
  probes: ({ seconds: window, services: names }) => ({
    use: shell(memorySample, { sampling: every2Seconds(window), timeoutSeconds: window + 30 }),
    counters: shell(
      sh`
read -r line </proc/sys/kernel/random/boot_id && printf 'boot %s\n' "$line"
while read -r line; do
  printf 'pressure %s\n' "$line"
done 2>/dev/null </proc/pressure/memory
grep -hE '^(SwapTotal|SwapFree|HugePages_Total|Hugepagesize|pswpin|pswpout|oom_kill)[: ]' \
  /proc/meminfo /proc/vmstat
${serviceMemory(names)}
:`,
      { requires: ['grep'] },
    ),
  }),
  parse: ({ use, counters }): MemoryFacts => {
    const { stdout } = counters;
    const value = (key: string) => {
      const text = new RegExp(`^${key}:? +(\\d+)`, 'm').exec(stdout)?.[1];
      return text === undefined ? null : Number(text);
    };
    const bootId = /^boot (\S+)$/m.exec(stdout)?.[1];
    const swappedInPages = value('pswpin');
    const swappedOutPages = value('pswpout');
    const memory = parseMemory(use.stdout);
    return {
      ...memory,
      services: parseServiceMemory(stdout, memory.totalBytes),
      swapTotalBytes: (value('SwapTotal') ?? 0) * 1024,
      swapUsedBytes: ((value('SwapTotal') ?? 0) - (value('SwapFree') ?? 0)) * 1024,
      hugePagesBytes: (value('HugePages_Total') ?? 0) * (value('Hugepagesize') ?? 0) * 1024,
      pressureFullAvg60: pressureAvg60(stdout.split('\n'), 'pressure full '),
      counters:
        bootId === undefined || swappedInPages === null || swappedOutPages === null
          ? null
          : { bootId, swappedInPages, swappedOutPages, oomKills: value('oom_kill') },
    };
  },
  evaluate: judgeMemory,
});
