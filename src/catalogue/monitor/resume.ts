import { z } from 'zod';
import { sh } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import {
  alertmanagerFields,
  alertmanagerProbe,
  expire,
  parseAlertmanager,
  send,
} from './alertmanager.ts';
import { failuresOf, planResume, verifyResume } from './judgement.ts';
import { monitorMessages } from './messages.ts';

export const task = defineTask({
  id: 'monitor.resume',
  title: { ja: '監視再開', en: 'Resume monitoring' },
  description: {
    ja: 'monitor.silence がこのホストで作った抑止を、失われた実行のものも含めてすべて終わらせ、残っていないことを確かめます。そのあと出ているアラート (matchers に当てはまるもの) を伝えます。作業が失敗しても、取り消されても、実行されます。ほかの人が作った抑止には触れません。',
    en: 'Ends all silences that monitor.silence has made on this host, those of lost runs included, and verifies that none is left. Then it tells which alerts (of `matchers`) are firing. It gets its turn when the work has failed or is cancelled too. Silences of other people are left alone.',
  },
  sources: ['https://prometheus.io/docs/alerting/latest/alertmanager/ (API v2, silences)'],
  level: 1,
  cleansUp: true,
  params: z.strictObject(alertmanagerFields),
  messages: monitorMessages,
  measures: {},
  privileged: () => [],
  probes: ({ url, matchers }) => ({ alertmanager: alertmanagerProbe(url, matchers) }),
  parse: ({ alertmanager }) => parseAlertmanager(alertmanager),
  plan: planResume,
  apply: ({ ids }, given) => ({
    script: sh`${send}
${expire(given.url, ids)}`,
    timeoutSeconds: 90,
    failures: failuresOf(given),
  }),
  verify: verifyResume,
  rollback: () => 'irreversible',
});
