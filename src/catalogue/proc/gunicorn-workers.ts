import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { parseWorkers } from './gunicorn-facts.ts';
import { adviseWorkers } from './gunicorn-judgement.ts';
import { gunicornMessages } from './gunicorn-messages.ts';
import { readPss } from './pss-helper.ts';

const params = z.strictObject({
  service: z
    .string()
    .regex(/^[A-Za-z0-9:_.@-]+$/, 'Expected a systemd service name')
    .default('mks-backend')
    .describe('systemd service that runs gunicorn'),
  memoryShare: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.7)
    .describe('Share of the available memory that workers may use together'),
  maxConnections: z
    .int()
    .min(1)
    .optional()
    .describe('max_connections of PostgreSQL; without it connections set no limit'),
  reservedConnections: z
    .int()
    .min(0)
    .default(10)
    .describe('Connections that are kept for others (superuser_reserved_connections, jobs)'),
  poolPerWorker: z
    .int()
    .min(1)
    .default(5)
    .describe('Connections that one worker may open (pool_size + max_overflow)'),
});

export const check = defineCheck({
  id: 'proc.gunicorn-workers',
  title: { ja: 'Gunicornワーカー数最適化', en: 'Number of gunicorn workers' },
  description: {
    ja: '実際に動いているワーカーの数を、三つの上限 (コア数 × 2 + 1、使えるメモリ、データベースの接続数) と比べて助言します。設定の書き方 (-w、WEB_CONCURRENCY、GUNICORN_CMD_ARGS、設定ファイル、drop-in) によらず、プロセスそのものを数えます。コア数は CPUQuota とコントロールグループの制限を考えます。メモリか接続の上限を超えるときだけ警告し、ほかは注記です。非同期ワーカーとスレッドには 2n+1 が当てはまらないので、そう書きます。変更は drop-in をプルリクエストで行ってください。',
    en: 'Compares the workers that are really running with three limits (2 × cores + 1, available memory, database connections) and advises. It counts the processes themselves, however the number was set (-w, WEB_CONCURRENCY, GUNICORN_CMD_ARGS, configuration file, drop-in). Cores take CPUQuota and the limits of control groups into account. More than memory or connections allow is a warning, all else is a note. For asynchronous workers and threads the formula 2n+1 does not hold, and it says so. Make changes as a drop-in, by pull request.',
  },
  sources: [
    'docs.gunicorn.org/en/stable/design.html How Many Workers?',
    'docs.gunicorn.org/en/stable/settings.html workers, WEB_CONCURRENCY',
    'systemd.resource-control(5) CPUQuota, MemoryMax',
    'PostgreSQL documentation, max_connections',
  ],
  level: 1,
  params,
  messages: gunicornMessages,
  measures: {
    workers: { ja: 'gunicorn のワーカー', en: 'gunicorn workers' },
    recommended: { ja: '勧めるワーカー数', en: 'Recommended workers' },
    perWorker: { ja: 'ワーカー 1 つのメモリ', en: 'Memory of one worker' },
  },
  probes: ({ service }) => ({
    workers: shell(
      sh`
unit=${service.replace(/\.service$/, '')}.service
echo '%% unit'
systemctl show -p LoadState -p ActiveState -p MainPID -p ExecStart -p Environment -p DropInPaths \
  -p CPUQuotaPerSecUSec -p MemoryMax -p ControlGroup -- "$unit" || exit
echo '%% memory'
grep -E '^(MemTotal|MemAvailable):' /proc/meminfo
group=$(systemctl show -p ControlGroup -- "$unit")
group=\${group#*=}
echo '%% quota'
while [ -n "$group" ]; do
  { read -r quota period <"/sys/fs/cgroup$group/cpu.max" && echo "cpu $quota $period"; } 2>/dev/null
  group=\${group%/*}
done
main=$(systemctl show -p MainPID -- "$unit")
main=\${main#*=}
echo '%% processes'
pids=
# The main process, and two generations: gunicorn may have been started by a shell.
parents=" $main "
if [ "$main" != 0 ]; then
  for round in 1 2; do
    for stat in /proc/[0-9]*/stat; do
      { IFS= read -r line; } 2>/dev/null <"$stat" || continue
      pid=\${stat#/proc/}
      pid=\${pid%/stat}
      case $parents in *" $pid "*) continue ;; esac
      set -f
      set -- \${line##*')'}
      set +f
      case $parents in *" $2 "*) found="$found $pid" pids="$pids $pid" ;; esac
    done
    parents="$parents\${found# } " found=
  done
  for pid in $main $pids; do
    rss= threads= ppid=
    while read -r key value rest; do
      case $key in
        PPid:) ppid=$value ;;
        VmRSS:) rss=$value ;;
        Threads:) threads=$value ;;
      esac
    done 2>/dev/null <"/proc/$pid/status"
    [ -n "$rss" ] || continue
    printf 'process %s %s %s %s ' "$pid" "$ppid" "$rss" "$threads"
    tr '\0\n' '  ' <"/proc/$pid/cmdline"
    echo
  done
fi
echo '%% pss'
${readPss}
echo '%% end'`,
      { requires: ['systemctl', 'tr', 'grep'], timeoutSeconds: 60 },
    ),
  }),
  parse: ({ workers }) => parseWorkers(workers.stdout),
  evaluate: adviseWorkers,
});
