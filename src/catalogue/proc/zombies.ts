import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { sh } from '../../core/shell.ts';
import { defineCheck } from '../define.ts';
import { unitOf } from './unit-of.ts';
import { parseStates } from './zombies-facts.ts';
import { judgeStates } from './zombies-judgement.ts';
import { zombiesMessages } from './zombies-messages.ts';

const count = z.int().min(0);
const params = z.strictObject({
  warning: count.default(0).describe('More zombies of one parent than this are a warning'),
  critical: count.default(50).describe('More zombies than this, of all parents, are critical'),
  olderThanSeconds: count.default(60).describe('Age of a process from which it counts'),
  seconds: z
    .int()
    .min(2)
    .max(120)
    .default(10)
    .describe('A process counts when it is in the same state so many seconds later'),
});

export const check = defineCheck({
  id: 'proc.zombies',
  title: { ja: 'ゾンビプロセス確認', en: 'Zombie processes' },
  description: {
    ja: '終わったのに親が引き取らないプロセス (ゾンビ) を親ごとに数えます。ゾンビそのものは kill できないので、親のサービスの再起動を勧めます。割り込めない待ち (D) のまま一度も動かなかったプロセスも挙げます (応答しないディスクや NFS)。二度見て、どちらにもあるものだけを数えます。カーネルスレッドは数えません。hidepid でプロセスが隠されていれば unknown です。',
    en: 'Counts processes that have ended and that their parent does not collect (zombies), by parent. A zombie cannot be killed, so what is proposed is a restart of the service of its parent. Processes in uninterruptible sleep (D) that did not run at all in the meantime are listed too (a disk or NFS that hangs). What counts is there on both of two looks. Kernel threads do not count. Where hidepid hides processes, the verdict is unknown.',
  },
  sources: [
    'proc(5) /proc/pid/stat, /proc/pid/status',
    'wait(2) NOTES',
    'ps(1) PROCESS STATE CODES',
  ],
  level: 1,
  transient: true,
  params,
  messages: zombiesMessages,
  measures: {
    zombies: { ja: 'ゾンビプロセス', en: 'Zombies' },
    blocked: { ja: '割り込めない待ちのプロセス', en: 'Processes in uninterruptible sleep' },
  },
  // The shell reads /proc itself: no ps, whose columns differ, and no process of our own in the list.
  probes: ({ seconds }) => ({
    states: shell(
      sh`
[ -r /proc/1/stat ] || { echo 'processes of others are hidden (hidepid)'; exit 3; }
${unitOf}
read -r up rest </proc/uptime
echo "sample $up $(getconf CLK_TCK 2>/dev/null || echo 100)"
for stat in /proc/[0-9]*/stat; do
  # A name may have a line break in it.
  { line=; while IFS= read -r part; do line="$line $part"; done; } 2>/dev/null <"$stat"
  case $line in *') Z '* | *') D '*) ;; *) continue ;; esac
  name=\${line#*'('}
  name=\${name%')'*}
  pid=\${stat#/proc/}
  pid=\${pid%/stat}
  set -f
  set -- \${line##*')'}
  set +f
  case $1 in Z | D) ;; *) continue ;; esac
  switches=
  while read -r key value; do
    case $key in *voluntary_ctxt_switches:) switches="$switches,$value" ;; esac
  done 2>/dev/null <"/proc/$pid/status"
  parent=
  read -r parent 2>/dev/null <"/proc/$2/comm"
  unit_of "$2"
  printf 'process %s %s %s %s %s %s\t%s\t%s\n' "$pid" "$1" "$2" "\${20}" "\${switches:--}" "\${unit:--}" "$parent" "$name"
done
echo end`,
      { sampling: { everySeconds: seconds, count: 2 }, timeoutSeconds: seconds + 30 },
    ),
  }),
  parse: ({ states }) => parseStates(states.stdout),
  evaluate: judgeStates,
});
