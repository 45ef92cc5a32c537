import { z } from 'zod';
import { sh } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { planRelease, verifyRelease } from './release-judgement.ts';
import { releaseMessages } from './release-messages.ts';
import { doorProbe, parseDoor } from './restrict-facts.ts';
import { lookAtFlag, openAgain } from './restrict-helper.ts';
import { doorFields } from './restrict-params.ts';

const params = z.strictObject({
  ...doorFields,
  status: z.int().min(200).max(499).default(200).describe('What `url` answers when it is open'),
  promisedMinutes: z
    .number()
    .positive()
    .default(15)
    .describe('How long the interruption may be; level 2 promises 5 to 15 minutes'),
});

export const task = defineTask({
  id: 'maint.release',
  title: { ja: 'アクセス制限の解除', en: 'Lift the restriction of access' },
  description: {
    ja: 'maint.restrict が置いたフラグと自動解除のタイマーを除き、利用者に応答が戻ったことを確かめます。制限していた時間を測り、約束した時間 (promisedMinutes) を超えれば警告します。タイマーが先に解除していたら、それも伝えます。作業が失敗しても、取り消されても、実行されます。制限がなければ何もしません。サービスの再起動による中断は測りません。',
    en: 'Takes away the flag of maint.restrict and its timer, and verifies that users are answered again. The time of the restriction is measured, and longer than promised (promisedMinutes) is a warning; so is a restriction that its timer had to end. It gets its turn when the work has failed or is cancelled too. Without a restriction it does nothing. Interruptions by restarts of services are not measured.',
  },
  sources: ['RFC 9110 §15.6.4', 'systemd-run(1)'],
  level: 1,
  cleansUp: true,
  params,
  messages: releaseMessages,
  measures: { interruption: { ja: 'アクセスを制限していた時間', en: 'Time of restricted access' } },
  privileged: () => [lookAtFlag, openAgain],
  probes: (given) => ({ door: doorProbe(given) }),
  parse: ({ door }) => parseDoor(door),
  plan: planRelease,
  apply: () => ({ script: sh`${openAgain}`, timeoutSeconds: 60 }),
  verify: verifyRelease,
  rollback: () => 'irreversible',
});
