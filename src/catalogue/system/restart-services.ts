import { shell } from '../../core/probe.ts';
import { defineTask } from '../define-task.ts';
import { parseServices } from './services-facts.ts';
import { servicesMessages } from './services-messages.ts';
import { type ServicesParams, servicesParams } from './services-params.ts';
import { planServices, type ServicesChange } from './services-plan.ts';
import {
  act,
  actionSeconds,
  restartServices,
  servicesScript,
  testNginx,
} from './services-script.ts';
import { verifyServices } from './services-verify.ts';

/** Those of the parameters that the plan names, in their order. */
function chosen({ services }: ServicesChange, params: ServicesParams) {
  return params.services.filter(({ unit }) => services.some((one) => one.unit === unit));
}

export const task = defineTask({
  id: 'system.restart-services',
  title: { ja: 'サービスの再起動', en: 'Restart services in order' },
  description: {
    ja: 'サービスを決めた順に一つずつ再起動 (または再読み込み) し、次に進む前に正常性の応答を待ちます。戻らないときは一度だけやり直し、それでも戻らなければそこで止め、以降には触りません。ユニットがない、動いていない、正常性が初めから確認できない、nginx -t が通らないときは、何もせずに断ります。既定では system.restart-needed が挙げるものだけを対象にします。中断時間は、命令から最初の正常な応答までを測ります (正常性の確認がないものは active になって 2 秒後まで)。再起動は元に戻せません。URL での確認にはホストの curl か wget を使います。',
    en: 'Restarts (or reloads) services one by one, in the given order, and waits for the health of each before the next. One that does not come up is tried once more; if it still does not, the work stops there. It refuses, and touches nothing, when a unit does not exist, is not running or is not healthy to begin with, or when nginx -t fails. By default only those are restarted that system.restart-needed would name. The interruption is measured from the command to the first healthy answer (without a health check: until it has been active for two seconds). A restart cannot be undone. A URL is asked by curl or wget of the host.',
  },
  sources: [
    'systemctl(1)',
    'systemd.unit(5) PartOf=',
    'systemd.exec(5) $INVOCATION_ID',
    'nginx(8)',
  ],
  level: 2,
  params: servicesParams,
  messages: servicesMessages,
  measures: { interruption: { ja: '中断時間', en: 'Interruption' } },
  privileged: ({ services }) => [
    ...services.map(act),
    ...(services.some(({ test }) => test === 'nginx') ? [testNginx] : []),
  ],
  probes: (given) => ({
    services: shell(servicesScript(given), {
      requires: ['systemctl', 'timeout', 'tr', 'cut', 'tail'],
      timeoutSeconds: 120 + given.services.length * 15,
      weight: 'heavy',
    }),
  }),
  parse: ({ services }, given) => parseServices(services, given),
  plan: planServices,
  apply: (change, given) => {
    const services = chosen(change, given);
    return {
      script: restartServices(services),
      timeoutSeconds: services.reduce(
        (sum, { waitSeconds }) => sum + 2 * (actionSeconds + waitSeconds + 20),
        30,
      ),
    };
  },
  verify: verifyServices,
  rollback: () => 'irreversible',
});
