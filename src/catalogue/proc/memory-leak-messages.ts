import type { Messages } from '../../core/message.ts';

export const leakMessages = {
  'leak-process': {
    ja: '{unit} のプロセス {name} (pid {pid}) のメモリが 1 日 {percent}% ({perDayBytes}) ずつ増えています: {days} 日で {fromBytes} → {bytes} ({samples} 回の記録、少なくとも 1 日 {leastBytes})',
    en: 'Memory of {name} (pid {pid}, {unit}) grows by {percent} % ({perDayBytes}) a day: {fromBytes} → {bytes} in {days} days ({samples} samples; at least {leastBytes} a day)',
  },
  'leak-service': {
    ja: 'サービス {name} のメモリが 1 日 {percent}% ({perDayBytes}) ずつ増えています: {days} 日で {fromBytes} → {bytes} ({samples} 回の記録、少なくとも 1 日 {leastBytes})',
    en: 'Memory of the service {name} grows by {percent} % ({perDayBytes}) a day: {fromBytes} → {bytes} in {days} days ({samples} samples; at least {leastBytes} a day)',
  },
  'remedy-unit': {
    ja: '原因を直すまでは、止めてよい時間に再起動してください: systemctl restart {unit}。gunicorn なら max_requests と max_requests_jitter で定期的に入れ替え、上限は MemoryMax で決めます',
    en: 'Until the cause is mended, restart it when it may be interrupted: systemctl restart {unit}. With gunicorn, max_requests and max_requests_jitter replace workers; MemoryMax sets a limit',
  },
  'remedy-process': {
    ja: '何のプロセスかを確かめてください: ps -fp {pid}; cat /proc/{pid}/cgroup',
    en: 'See what it is: ps -fp {pid}; cat /proc/{pid}/cgroup',
  },
  'too-few': {
    ja: '判定できたのは {judged} 件です。残り {fresh} 件は、起動してからの記録が {samples} 回に足りません',
    en: '{judged} judged; of {fresh} others there are fewer than {samples} samples since their start',
  },
  rss: {
    ja: '共有メモリを按分した値 (PSS) を読む権限がないので、RSS で代えています',
    en: 'There is no right to read PSS, which divides shared memory, so RSS stands in for it',
  },
  'remedy-rss': {
    ja: 'teiki sudoers --helpers の出力を root で実行してください',
    en: 'Run the output of teiki sudoers --helpers as root',
  },
} as const satisfies Messages;
