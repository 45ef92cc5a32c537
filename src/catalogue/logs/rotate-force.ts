import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { parseRotate, type RotateParams, rotateReads, rotateScript } from './rotate-facts.ts';
import { planRotation, verifyRotation } from './rotate-judgement.ts';
import { rotateMessages } from './rotate-messages.ts';

/** It goes into a sudo rule and onto the command line of logrotate as it is. */
const path = z.string().regex(/^\/[A-Za-z0-9._/@+-]+$/, {
  error: 'Expected an absolute path of letters, digits and . _ / @ + -',
});

const params = z.strictObject({
  config: path
    .default('/etc/logrotate.d/mks-backend')
    .describe('The configuration of the logs to rotate: all of them, and no others'),
  state: path
    .default('/var/lib/logrotate/status')
    .describe('State file of logrotate (on RHEL /var/lib/logrotate/logrotate.status)'),
  hours: z
    .number()
    .int()
    .min(1)
    .default(24)
    .describe('Not again within so many hours after the last rotation, whoever did it'),
});

/** Of root alone, on a file system that is empty after a boot. */
const globalsFile = '/run/teiki-logrotate.conf';
const limitSeconds = 900;

/**
 * The global settings of logrotate.conf without its blocks and `include`. sed itself writes the file,
 * so that the login user has no say in what is in it.
 */
const writeGlobals = sudo(
  '/usr/bin/sed',
  ...['-n', '-e', '/{/,/}/d', '-e', '/^[[:space:]]*include[[:space:]]/d'],
  ...['-e', `w ${globalsFile}`, '/etc/logrotate.conf'],
);
const removeGlobals = sudo('/usr/bin/rm', '-f', globalsFile);

/** The standard state file, so that the timer does not rotate the same logs again. */
function rotate({ config, state }: RotateParams): ShellText {
  return sudo(
    ...(['/usr/bin/timeout', `${limitSeconds}`] as const),
    ...['/usr/sbin/logrotate', '-f', '-s', state, globalsFile, config],
  );
}

export const task = defineTask({
  id: 'logs.rotate-force',
  title: { ja: 'ログローテーション実行', en: 'Force log rotation' },
  description: {
    ja: '一つの logrotate 設定のログを、/etc/logrotate.conf の全体設定と合わせて強制的にローテーションします。設定に rotate がない場合 (強制するといまのログが消えます)、設定を root 以外が書き換えられる場合、圧縮の空きがない場合は行いません。24 時間に一度までです。ログを置くディレクトリを接続ユーザーが読めること (adm グループなど) が必要です。元に戻す操作はありません (何も消さないため)。',
    en: 'Rotates the logs of one logrotate configuration by force, together with the global settings of /etc/logrotate.conf. It refuses when the configuration states no `rotate` (forced, the current log would be deleted), when others than root can write it, and when there is no room to compress; it does so at most once in 24 hours. The login user must be able to read the folders of the logs (group adm, say). There is no way back, for nothing is removed.',
  },
  sources: ['logrotate(8)', 'logrotate.conf(5)', 'proc(5) /proc/pid/fd'],
  level: 1,
  params,
  messages: rotateMessages,
  measures: {
    logsBefore: { ja: 'ログの大きさ (前)', en: 'Size of the logs, before' },
    logs: { ja: 'ログの大きさ', en: 'Size of the logs' },
    freeBefore: { ja: '空き容量 (前)', en: 'Free space, before' },
    free: { ja: '空き容量', en: 'Free space' },
  },
  privileged: (given) => [...rotateReads(given), writeGlobals, rotate(given), removeGlobals],
  probes: (given) => ({
    rotation: shell(rotateScript(given), { requires: ['stat', 'df'], timeoutSeconds: 60 }),
  }),
  parse: ({ rotation }) => parseRotate(rotation),
  plan: planRotation,
  apply: (_, given) => ({
    script: sh`
${writeGlobals} || exit
${rotate(given)}
status=$?
${removeGlobals}
exit "$status"`,
    timeoutSeconds: limitSeconds + 30,
  }),
  verify: verifyRotation,
  rollback: () => 'irreversible',
});
