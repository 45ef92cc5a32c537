import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { parseRestart } from './restart-facts.ts';
import { evaluateRestart } from './restart-judgement.ts';
import { restartMessages } from './restart-needed-messages.ts';
import { restartScript } from './restart-script.ts';

export const check = defineCheck({
  id: 'system.restart-needed',
  title: { ja: '再起動が必要なサービス確認', en: 'Services that need a restart' },
  description: {
    ja: '更新で置き換えられる前のライブラリやプログラムのまま動いているサービスとプロセスを、実行中のメモリの割り当て (/proc/*/maps) と、あれば needrestart、RHEL では needs-restarting で見つけます。カーネルは、動いているものと /boot の最新、needrestart の判定、Debian ではビルドの版で比べます。/run/reboot-required は参考にしますが、ないことを「不要」の証拠にはしません。needrestart がないと、Python や Perl のモジュールだけが置き換わったことは分かりません。接続ユーザーにはヘルパーか needrestart の sudo 権限が必要です。',
    en: 'Services and processes that still run libraries or programs which an update has replaced: found in the memory maps of all processes (/proc/*/maps), by needrestart where it is installed, and by needs-restarting on RHEL. The running kernel is compared with the newest in /boot, with what needrestart says and, on Debian, with the build of its package. /run/reboot-required counts when it is there; that it is not there proves nothing. Without needrestart it does not show that only modules of Python or Perl were replaced. The login user needs the helper, or the right to run needrestart.',
  },
  sources: [
    'proc(5) /proc/pid/maps, /proc/pid/cgroup',
    'needrestart(1), https://github.com/liske/needrestart/blob/master/README.batch.md',
    'needs-restarting(1)',
    'uname(1)',
  ],
  level: 1,
  params: z.strictObject({
    ignore: z
      .array(z.string().regex(/^[A-Za-z0-9:_.@*\\-]+$/, 'Expected the name of a unit'))
      .default([])
      .describe('Units that are not reported; `*` stands for any characters'),
  }),
  messages: restartMessages,
  measures: { services: { ja: '再起動が必要なサービス', en: 'Services that need a restart' } },
  probes: () => ({
    restart: shell(restartScript, { timeoutSeconds: 120, weight: 'heavy' }),
  }),
  parse: ({ restart }) => parseRestart(restart),
  evaluate: evaluateRestart,
});
