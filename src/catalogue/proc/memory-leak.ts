import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { serviceMemory, services } from '../perf/service-memory.ts';
import { parseUse } from './memory-leak-facts.ts';
import { judgeGrowth } from './memory-leak-judgement.ts';
import { leakMessages } from './memory-leak-messages.ts';
import { readPss } from './pss-helper.ts';
import { unitOf } from './unit-of.ts';

const params = z.strictObject({
  services: services.describe('systemd services whose memory is followed as a whole'),
  percentPerDay: z
    .number()
    .positive()
    .default(5)
    .describe('Growth above this, in percent of its size a day, is a warning'),
  minimumMiB: z
    .number()
    .min(0)
    .default(50)
    .describe('What is smaller than this is not judged: its growth hurts nobody'),
  samples: z.int().min(4).max(30).default(4).describe('Fewest samples for a judgement'),
  top: z.int().min(1).max(50).default(10).describe('How many processes are followed, the largest'),
});

export const check = defineCheck({
  id: 'proc.memory-leak',
  title: { ja: 'メモリリーク確認', en: 'Memory leaks' },
  description: {
    ja: 'サービス全体と、大きい順の 10 プロセスのメモリを実行ごとに記録し、同じプロセス (pid と起動時刻) の 4 回以上の記録から増え方 (Theil–Sen の傾き) を求めます。1 日 5% を超え、片側 95% の下限も 0 を超えるときに警告します。一度の測定ではリークは分からないので、記録が足りない間は注記だけです。共有分を按分した PSS を使い、読む権限がなければ RSS で代えて、そう書きます。max_requests でワーカーが入れ替わるとプロセスの増加は隠れるので、サービス全体も見ます (Prometheus があればその長い履歴も見てください)。',
    en: 'Records the memory of services as a whole and of the ten largest processes with each run, and from four or more samples of one process (id and start) computes how it grows (slope by Theil and Sen). It warns above 5 % a day when the lower bound at 95 % (one side) is above zero too. A single look cannot show a leak: as long as there are too few samples there are only notes. It uses PSS, which divides what is shared, and without the right to read it RSS, and says so. Workers that are replaced (max_requests) hide their growth, so services are followed as a whole as well (with Prometheus, look at its longer history too).',
  },
  sources: [
    'proc(5) /proc/pid/smaps_rollup, /proc/pid/status',
    'Sen (1968), JASA 63, 1379–1389',
    'systemd.exec(5) INVOCATION_ID',
    'Linux Documentation/admin-guide/cgroup-v2.rst memory.current',
  ],
  level: 1,
  params,
  messages: leakMessages,
  measures: {
    memory: { ja: 'メモリ', en: 'Memory' },
    growth: { ja: 'メモリの増加 (1 日あたり)', en: 'Growth of memory a day' },
  },
  probes: ({ services: names, top }) => ({
    use: shell(
      sh`
[ -r /proc/1/stat ] || { echo 'processes of others are hidden (hidepid)' >&2; exit 3; }
${unitOf}
read -r boot </proc/sys/kernel/random/boot_id && echo "boot $boot"
page=$(getconf PAGESIZE 2>/dev/null || echo 4096)
list=$(
  for statm in /proc/[0-9]*/statm; do
    read -r size resident rest <"$statm" || continue
    pid=\${statm#/proc/}
    [ "$resident" = 0 ] || printf '%s %s\n' "$resident" "\${pid%/statm}"
  done 2>/dev/null | sort -rn | head -n ${top}
)
pids=
set -f
while read -r resident pid; do
  { IFS= read -r line && IFS= read -r comm <"/proc/$pid/comm"; } 2>/dev/null <"/proc/$pid/stat" || continue
  set -- \${line##*')'}
  unit_of "$pid"
  printf 'process %s %s %s %s\t%s\n' "$pid" "\${20}" "$((resident * page))" "\${unit:--}" "$comm"
  pids="$pids $pid"
done <<LIST
$list
LIST
set +f
${readPss}
echo end`,
      { requires: ['sort', 'head'], timeoutSeconds: 60 },
    ),
    services: shell(sh`
${serviceMemory(names)}
for service in ${names.map((name) => name.replace(/\.service$/, ''))}; do
  id=$(systemctl show -p InvocationID -- "$service.service" 2>/dev/null) || continue
  [ "\${id#*=}" = "" ] || printf 'invocation %s %s\n' "$service" "\${id#*=}"
done
echo end`),
  }),
  parse: ({ use, services: units }) => parseUse(use.stdout, units.stdout),
  evaluate: judgeGrowth,
});
