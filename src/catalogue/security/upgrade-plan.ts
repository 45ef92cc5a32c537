import { finding } from '../../core/finding.ts';
import type { Context } from '../define.ts';
import type { Plan } from '../define-task.ts';
import type { AptUpgradeFacts, UpgradeFacts } from './upgrade-facts.ts';
import { refuse, standInTheWay, type UpgradeFinding } from './upgrade-guards.ts';
import type { UpgradeMessageId as Id } from './upgrade-messages.ts';
import type { UpgradeParams } from './upgrade-params.ts';
import type { Scope } from './upgrade-script.ts';

export interface PackageChange {
  readonly name: string;
  /** Empty for a package that is new. */
  readonly from: string;
  readonly to: string;
  readonly automatic: boolean;
}

export interface UpgradeChange {
  readonly packages: readonly PackageChange[];
  /** Units that are active now, and URLs that answer well: they have to be so afterwards. */
  readonly services: readonly string[];
  readonly health: readonly string[];
}

export function planUpgrade(
  facts: UpgradeFacts,
  scope: Scope,
  params: UpgradeParams,
  context: Context,
): Plan<UpgradeChange, Id> {
  const { apt } = facts;
  const obstacles = standInTheWay(facts, scope, params, context);
  if (apt === null || obstacles.length > 0) return { kind: 'refused', findings: obstacles };
  const waiting = leftOut(apt);
  const { packages } = apt;
  if (packages.length === 0 && apt.removals.length === 0) {
    const names = [...apt.deferred, ...apt.held, ...apt.keptBack].join(', ');
    const reason =
      names === ''
        ? ({ id: 'up-to-date', args: {} } as const)
        : ({ id: 'nothing-now', args: { packages: names } } as const);
    return { kind: 'no-op', reason, findings: waiting };
  }
  const refusals = refuse(apt, scope, params);
  if (refusals.length > 0) return { kind: 'refused', findings: [...refusals, ...waiting] };
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: 'change',
    change: {
      packages: sorted.map(({ name, from, to, automatic }) => ({ name, from, to, automatic })),
      services: apt.services.filter(({ state }) => state === 'active').map(({ name }) => name),
      health: facts.health.filter(({ answer }) => isGood(answer)).map(({ url }) => url),
    },
    changes: sorted.map(({ name, from, to, origin }) =>
      from === ''
        ? { id: 'install', args: { package: name, to, origin } }
        : { id: 'upgrade', args: { package: name, from, to, origin } },
    ),
    findings: [...waiting, ...alreadyBad({ health: facts.health, services: apt.services })],
  };
}

export function isGood(answer: number | string): boolean {
  return typeof answer === 'number' && answer >= 200 && answer < 400;
}

/** What a person should know that this upgrade does not do. */
export function leftOut({ deferred, held, keptBack, phased }: AptUpgradeFacts): UpgradeFinding[] {
  const note = (id: 'held' | 'kept-back' | 'phased', names: readonly string[]) =>
    names.length === 0 ? [] : [finding(id, 'note', id, { packages: names.join(', ') })];
  const count = deferred.length;
  return [
    ...(count === 0
      ? []
      : [finding('deferred', 'note', 'deferred', { count, packages: deferred.join(', ') })]),
    ...note('held', held),
    ...note(
      'kept-back',
      keptBack.filter((name) => !held.includes(name)),
    ),
    ...note('phased', phased),
  ];
}

export function alreadyBad({
  health,
  services,
}: Pick<UpgradeFacts, 'health'> & Pick<AptUpgradeFacts, 'services'>): UpgradeFinding[] {
  return [
    ...services
      .filter(({ state }) => state !== 'active')
      .map(({ name, state }) =>
        finding(
          ...([`service:${name}`, 'warning', 'service-not-active'] as const),
          { service: name, state },
          'remedy-service-not-active',
        ),
      ),
    ...health
      .filter(({ answer }) => !isGood(answer))
      .map(({ url, answer }) =>
        finding(url, 'warning', 'unhealthy-before', { url, answer }, 'remedy-unhealthy-before'),
      ),
  ];
}
