import type { Messages } from '../../core/message.ts';

export const zombiesMessages = {
  zombies: {
    ja: '{parent} (pid {pid}) が引き取らないゾンビプロセスが {count} 個あります',
    en: '{count, plural, one {# zombie process is} other {# zombie processes are}} not collected by {parent} (pid {pid})',
  },
  'zombies-of-unit': {
    ja: '{place} の {parent} (pid {pid}) が引き取らないゾンビプロセスが {count} 個あります',
    en: '{count, plural, one {# zombie process is} other {# zombie processes are}} not collected by {parent} (pid {pid}) of {place}',
  },
  'remedy-restart': {
    ja: 'ゾンビは kill できません。親のサービスを、止めてよい時間に再起動してください: systemctl restart {place}',
    en: 'A zombie cannot be killed. Restart the service of its parent when it may be interrupted: systemctl restart {place}',
  },
  'remedy-parent': {
    ja: 'ゾンビは kill できません。親 {pid} が何かを確かめ、再起動してください: ps -fp {pid}',
    en: 'A zombie cannot be killed. See what its parent {pid} is, and restart that: ps -fp {pid}',
  },
  'remedy-init': {
    ja: 'pid 1 がゾンビを引き取っていません。コンテナなら init を入れて (docker run --init など) 作り直してください',
    en: 'Process 1 does not collect zombies: in a container, start it anew with an init (docker run --init, say)',
  },
  blocked: {
    ja: '{name} (pid {pid}) など {count} 個のプロセスが、割り込めない待ち (D) のまま動いていません',
    en: '{count, plural, one {# process} other {# processes}} of {name} (pid {pid}) in uninterruptible sleep (D), not moving',
  },
  'remedy-blocked': {
    ja: '何を待っているかを見てください: cat /proc/{pid}/wchan; findmnt -t nfs,nfs4,cifs; dmesg -T | grep -iE "blocked|I/O error" | tail',
    en: 'See what it waits for: cat /proc/{pid}/wchan; findmnt -t nfs,nfs4,cifs; dmesg -T | grep -iE "blocked|I/O error" | tail',
  },
} as const satisfies Messages;
