import type { z } from 'zod';
import { type HttpProbe, type ShellProbe, shell } from '../../core/probe.ts';
import { defineTask, type Task } from '../define-task.ts';
import { applyUpgrade, undoUpgrade, upgradePrivileges } from './upgrade-commands.ts';
import { parseUpgrade, type UpgradeFacts } from './upgrade-facts.ts';
import { upgradeMessages } from './upgrade-messages.ts';
import type { UpgradeParams } from './upgrade-params.ts';
import { planUpgrade, type UpgradeChange } from './upgrade-plan.ts';
import { type Scope, upgradeScript } from './upgrade-script.ts';
import { verifyUpgrade } from './upgrade-verify.ts';

type Probes = Readonly<Record<string, ShellProbe | HttpProbe>>;

/** What the upgrades of packages have in common, which is all but what they take. */
export function upgradeTask<Params extends z.ZodType<UpgradeParams>>({
  scopeOf,
  ...rest
}: Pick<
  Task<Params, Probes, UpgradeFacts, UpgradeChange, typeof upgradeMessages>,
  'id' | 'title' | 'description' | 'params'
> & {
  readonly scopeOf: (params: z.output<Params>) => Scope;
}) {
  return defineTask<Params, Probes, UpgradeFacts, UpgradeChange, typeof upgradeMessages>({
    ...rest,
    sources: [
      'apt-get(8), apt-mark(8), apt-cache(8)',
      'dpkg(1), dpkg-deb(1), dpkg-repack(1)',
      'deb-version(7)',
    ],
    level: 2,
    messages: upgradeMessages,
    measures: {
      pendingBefore: { ja: '適用できる更新 (前)', en: 'Packages to upgrade, before' },
      pending: { ja: '適用できる更新', en: 'Packages to upgrade' },
    },
    privileged: (params) => upgradePrivileges(params),
    probes: (params) => ({
      packages: shell(upgradeScript(params, scopeOf(params)), {
        requires: ['awk', 'stat', 'df', 'find'],
        timeoutSeconds: 150 + params.lockWaitSeconds + (params.refresh ? 240 : 0),
        weight: 'heavy',
        maxOutputBytes: 2 * 1024 * 1024,
      }),
      ...Object.fromEntries(
        params.health.map((url, index) => [`health${index}`, healthProbe(url)]),
      ),
    }),
    parse: (outputs, params) => parseUpgrade(outputs, params.health),
    plan: (facts, params, context) => planUpgrade(facts, scopeOf(params), params, context),
    apply: (change, params) => applyUpgrade(change, params),
    verify: (seen) => verifyUpgrade(seen),
    rollback: (change, params) => undoUpgrade(change, params),
  });
}

function healthProbe(url: string): HttpProbe {
  const limits = { timeoutSeconds: 10, maxBodyBytes: 1024 };
  return { kind: 'http', from: 'host', method: 'GET', url, ...limits };
}
