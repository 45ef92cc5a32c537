import { type Finding, finding } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import { isSecurityOrigin } from './apt-simulation.ts';
import { isDeferred } from './deferred.ts';
import { judgeAudit, judgeReliance, judgeSource } from './judge-lists.ts';
import type { AptUpgradeFacts, PlannedPackage, UpgradeFacts } from './upgrade-facts.ts';
import type { UpgradeMessageId as Id } from './upgrade-messages.ts';
import type { UpgradeParams } from './upgrade-params.ts';
import type { Scope } from './upgrade-script.ts';
import { shortagesOf } from './upgrade-space.ts';

export type UpgradeFinding = Finding<Id>;

/** Why nothing that apt says is to be acted upon; none when it can be. */
export function standInTheWay(
  { apt, other }: UpgradeFacts,
  scope: Scope,
  { maxListAgeHours }: UpgradeParams,
  context: Context,
): UpgradeFinding[] {
  if (apt === null) {
    const { osId, osVersion } = context.host;
    const system = `${osId} ${osVersion}`.trim() || '?';
    if (other === '')
      return [finding('manager', 'unknown', 'no-manager', { system }, 'remedy-no-manager')];
    const remedy = /^(dnf|yum)$/.test(other) ? 'remedy-dnf' : 'remedy-other-manager';
    return [finding('manager', 'unknown', 'other-manager', { system, tool: other }, remedy)];
  }
  const reliance = judgeReliance(apt, maxListAgeHours, context);
  if (apt.lock) return reliance;
  const all: UpgradeFinding[] = [
    ...judgeAudit(apt),
    ...reliance,
    ...(scope.kind === 'security' ? judgeSource(apt) : []),
  ];
  // What dpkg has left half done makes apt fail too.
  if (apt.failure && apt.audit === '') all.push(failed(apt.failure));
  return all;
}

function failed({ exitStatus, text }: NonNullable<AptUpgradeFacts['failure']>): UpgradeFinding {
  const args = { manager: 'apt-get', exitStatus };
  const failure = finding('manager', 'unknown', 'manager-failed', args);
  return { ...failure, remedy: { id: 'remedy-manager-failed', args: {} }, evidence: text };
}

/** Why these very packages are not to be upgraded by themselves. */
export function refuse(
  apt: AptUpgradeFacts,
  scope: Scope,
  params: UpgradeParams,
): UpgradeFinding[] {
  const { packages, removals, space } = apt;
  const hasKernel = packages.some(({ name }) => name.startsWith('linux-image-'));
  return [
    ...(removals.length === 0
      ? []
      : [
          finding(
            ...(['removals', 'critical', 'would-remove'] as const),
            { packages: removals.join(', ') },
            'remedy-would-remove',
          ),
        ]),
    ...strangers(apt, scope),
    ...packages
      .filter(changesMajor)
      .map(({ name, from, to }) =>
        finding(`major:${name}`, 'critical', 'major', { package: name, from, to }, 'remedy-major'),
      ),
    ...shortagesOf(space, params, hasKernel).map((shortage) =>
      finding(
        ...([`filesystem:${shortage.mount}`, 'critical', 'no-space'] as const),
        { ...shortage },
        'remedy-no-space',
      ),
    ),
  ];
}

/** A fix may need others: those of a security archive may come along, unless they are to wait. */
function strangers({ packages, chosen }: AptUpgradeFacts, scope: Scope): UpgradeFinding[] {
  if (scope.kind === 'all') return [];
  const others = packages.filter(
    ({ name, origin }) =>
      !chosen.includes(name) &&
      (!isSecurityOrigin(origin) || isDeferred(name.replace(/:.*/, ''), scope.deferred)),
  );
  if (others.length === 0) return [];
  const args = { packages: others.map(({ name, to }) => `${name} ${to}`).join(', ') };
  return [finding('comes-along', 'critical', 'comes-along', args, 'remedy-comes-along')];
}

/** Packages that stand for a whole generation of what the service runs on, and how its number begins. */
const generations: readonly (readonly [name: RegExp, major: RegExp])[] = [
  [/^postgresql(-client|-contrib|-server-dev-all|-doc)?$/, /^\d+/],
  [/^(lib)?python3(-minimal|-stdlib|-dev|-venv)?$/, /^\d+\.\d+/],
  [/^nginx(-(common|core|light|full|extras))?$/, /^\d+\.\d+/],
];

function changesMajor({ name, from, to }: PlannedPackage): boolean {
  const major = generations.find(([pattern]) => pattern.test(name.replace(/:.*/, '')))?.[1];
  if (major === undefined || from === '') return false;
  const of = (version: string) => major.exec(version.replace(/^\d+:/, ''))?.[0];
  return of(from) !== of(to);
}
