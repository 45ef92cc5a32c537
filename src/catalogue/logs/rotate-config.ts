import { z } from 'zod';
import { shell } from '../../core/probe.ts';
import { defineCheck } from '../define.ts';
import { parseRotateConfig } from './rotate-config-facts.ts';
import { judgeRotateConfig } from './rotate-config-judgement.ts';
import { rotateConfigMessages } from './rotate-config-messages.ts';
import { rotateConfigScript } from './rotate-config-script.ts';

/** `state` goes into a sudo rule as it is. */
const path = z.string().regex(/^\/[A-Za-z0-9._/@+-]*[A-Za-z0-9._@+-]$/, {
  error: 'Expected an absolute path of letters, digits and . _ / @ + -, without "/" at its end',
});

const params = z.strictObject({
  config: path
    .default('/etc/logrotate.d/mks-backend')
    .describe("The configuration of the team's logs"),
  state: path
    .default('/var/lib/logrotate/status')
    .describe('State file of logrotate (on RHEL /var/lib/logrotate/logrotate.status)'),
  directory: path
    .default('/var/log/mks-backend')
    .describe('Folder whose *.log files must all be rotated by some configuration'),
  maxAgeDays: z
    .int()
    .min(1)
    .default(8)
    .describe('Within so many days each log of the folder, and logrotate itself, had its turn'),
  postrotate: z
    .boolean()
    .default(true)
    .describe('Whether the program must be told to open its log again'),
});

export const check = defineCheck({
  id: 'logs.rotate-config',
  title: { ja: 'logrotate設定確認', en: 'Configuration of logrotate' },
  description: {
    ja: 'logrotate に全体の設定を試させ (logrotate -d、何も変えません)、エラーと、権限のために飛ばされるログを見つけます。毎日動かすもの (logrotate.timer か cron) があるか、最後に動いた日、ディレクトリのログがすべていずれかの設定に含まれて期限内にローテーションされているか、設定に rotate と postrotate (または copytruncate) が書かれているかを確かめ、設定の中身を前回の記録と比べます。空のログと size に届かないログの日付は問いません。postrotate の中身が正しいかは見ません。',
    en: 'Has logrotate try its whole configuration (logrotate -d, which changes nothing) and finds errors and logs that it skips for their permissions; whether something runs it daily (logrotate.timer or cron) and when it last ran; whether each log of the folder belongs to some configuration and was rotated in time; whether the configuration states `rotate` and has `postrotate` (or `copytruncate`); and whether it has changed since the last record. Logs that are empty or smaller than their `size` may be of any date. What postrotate does is not judged.',
  },
  sources: ['logrotate(8)', 'logrotate.conf(5)', 'systemctl(1) is-active'],
  level: 1,
  params,
  messages: rotateConfigMessages,
  measures: {
    files: { ja: 'logrotate が見るログの数', en: 'Logs that logrotate looks at' },
    errors: { ja: '設定のエラーの数', en: 'Errors in the configuration' },
  },
  probes: (given) => ({
    rotation: shell(rotateConfigScript(given), {
      requires: ['logrotate', 'sha256sum', 'stat', 'find'],
      timeoutSeconds: 60,
    }),
  }),
  parse: ({ rotation }) => parseRotateConfig(rotation),
  evaluate: judgeRotateConfig,
});
