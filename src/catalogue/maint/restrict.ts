import { z } from 'zod';
import { sh } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { doorProbe, parseDoor } from './restrict-facts.ts';
import {
  closeFor,
  maxSeconds,
  noDeadMan,
  openAgain,
  privilegedOfRestrict,
} from './restrict-helper.ts';
import { planRestriction, verifyRestriction } from './restrict-judgement.ts';
import { restrictMessages } from './restrict-messages.ts';
import { doorFields } from './restrict-params.ts';

const params = z.strictObject({
  ...doorFields,
  minutes: z
    .number()
    .min(0.1)
    .max(maxSeconds / 60)
    .default(30)
    .describe('After so long the host lifts the restriction by itself; longer than the work takes'),
});

export const task = defineTask({
  id: 'maint.restrict',
  title: { ja: 'アクセス制限 (メンテナンス画面)', en: 'Restrict access (maintenance page)' },
  description: {
    ja: 'フラグファイルを置き、nginx に利用者へ 503 と Retry-After を返させます。許可リストのアドレスとヘルスチェックのパスはそのまま通します。nginx の設定 (docs/maintenance-page.md) が先に要り、計画がそれを確かめます。設定は書き換えず、再読み込みもしません。フラグより先にタイマーを仕掛けるので、ランナーが失われても minutes 分でホストが自分で解除します。利用者・運用者・ヘルスチェックの見え方を確かめ、違えば解除します。再起動でも解除されます。',
    en: 'Puts a flag file in place, at which nginx answers users with 503 and Retry-After; addresses of the allow-list and the health path stay open. nginx needs the lines of docs/maintenance-page.md first, which the plan makes sure of: its configuration is neither changed nor reloaded. A timer is set before the flag, so that the host lifts the restriction by itself after `minutes`, whatever becomes of the runner; a boot lifts it too. What users, operators and health checks get is verified, and the restriction is lifted when it is not as it should be.',
  },
  sources: [
    'RFC 9110 §15.6.4 (503), §10.2.3 (Retry-After)',
    'systemd-run(1) --on-active',
    'https://nginx.org/en/docs/http/ngx_http_geo_module.html',
    'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html',
  ],
  level: 2,
  params,
  messages: restrictMessages,
  measures: {},
  privileged: () => privilegedOfRestrict,
  probes: (given) => ({ door: doorProbe(given) }),
  parse: ({ door }) => parseDoor(door),
  plan: planRestriction,
  apply: ({ seconds }, { url }) => ({
    script: closeFor(seconds),
    timeoutSeconds: 60,
    failures: {
      [noDeadMan]: {
        message: { id: 'no-dead-man', args: { url } },
        remedy: { id: 'no-dead-man-remedy', args: {} },
      },
    },
  }),
  verify: verifyRestriction,
  rollback: () => ({ script: sh`${openAgain}`, timeoutSeconds: 60 }),
});
