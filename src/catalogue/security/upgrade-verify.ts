import { finding } from '../../core/finding.ts';
import { beforeAndAfter, type Verification } from '../define-task.ts';
import { judgeAudit } from './judge-lists.ts';
import type { AptUpgradeFacts, UpgradeFacts } from './upgrade-facts.ts';
import type { UpgradeFinding } from './upgrade-guards.ts';
import type { UpgradeMessageId as Id } from './upgrade-messages.ts';
import { alreadyBad, isGood, leftOut, type UpgradeChange } from './upgrade-plan.ts';

interface Seen {
  readonly before: UpgradeFacts;
  readonly after: UpgradeFacts;
  readonly change: UpgradeChange;
}

export function verifyUpgrade({ before, after, change }: Seen): Verification<Id> {
  const [old, now] = [before.apt, after.apt];
  if (old === null || now === null)
    return { findings: [finding('manager', 'unknown', 'not-apt', { tool: '-' })] };
  const { packages } = change;
  const isThere = ({ name, to }: (typeof packages)[number]) => now.installed[name] === to;
  return {
    findings: [
      ...packages.flatMap((one) => (isThere(one) ? [] : [wrongVersion(one.name, one.to, now)])),
      ...judgeAudit(now),
      ...judgeUnits(old, now, change),
      ...judgeServices(old, now, change),
      ...judgeHealth(after, change),
      ...judgeConffiles(old, now),
      ...stillBad(after, change),
      ...leftOut(now),
    ],
    changes: packages
      .filter(isThere)
      .map(({ name, from, to }) =>
        from === ''
          ? { id: 'installed', args: { package: name, to } }
          : { id: 'upgraded', args: { package: name, from, to } },
      ),
    measurements: beforeAndAfter('pending', old.packages.length, now.packages.length, {
      unit: 'count',
    }),
  };
}

/** What was not well before either, so that it is nobody's fault here. */
function stillBad({ apt, health }: UpgradeFacts, change: UpgradeChange): UpgradeFinding[] {
  return alreadyBad({
    services: (apt?.services ?? []).filter(({ name }) => !change.services.includes(name)),
    health: health.filter(({ url }) => !change.health.includes(url)),
  });
}

function wrongVersion(name: string, to: string, { installed }: AptUpgradeFacts): UpgradeFinding {
  const args = { package: name, to, found: installed[name] ?? '-' };
  return finding(`package:${name}`, 'critical', 'wrong-version', args, 'remedy-version');
}

function judgeUnits(
  before: AptUpgradeFacts,
  after: AptUpgradeFacts,
  { services }: UpgradeChange,
): UpgradeFinding[] {
  return after.failedUnits
    .filter((unit) => !before.failedUnits.includes(unit) && !isOneOf(unit, services))
    .map((unit) => finding(`unit:${unit}`, 'critical', 'unit-failed', { unit }, 'remedy-service'));
}

/** systemctl takes `nginx` for `nginx.service`. */
function isOneOf(unit: string, services: readonly string[]): boolean {
  return services.includes(unit) || services.includes(unit.replace(/\.service$/, ''));
}

function judgeServices(
  before: AptUpgradeFacts,
  after: AptUpgradeFacts,
  { services }: UpgradeChange,
): UpgradeFinding[] {
  return services.flatMap((service): UpgradeFinding[] => {
    const now = after.services.find(({ name }) => name === service);
    const key = `service:${service}`;
    const args = { service, unit: service, state: now?.state ?? 'unknown' };
    if (now?.state !== 'active') {
      const down = finding(key, 'critical', 'service-down', args, 'remedy-service');
      return [{ ...down, ...(now?.words && { evidence: now.words.join('\n') }) }];
    }
    const old = before.services.find(({ name }) => name === service)?.restarts ?? 0;
    if (now.restarts <= old) return [];
    const times = { ...args, count: now.restarts - old };
    return [finding(key, 'critical', 'service-crashing', times, 'remedy-service')];
  });
}

function judgeHealth({ health }: UpgradeFacts, change: UpgradeChange): UpgradeFinding[] {
  return health
    .filter(({ url, answer }) => change.health.includes(url) && !isGood(answer))
    .map(({ url, answer }) =>
      finding(url, 'critical', 'unhealthy', { url, answer }, 'remedy-unhealthy'),
    );
}

function judgeConffiles(before: AptUpgradeFacts, after: AptUpgradeFacts): UpgradeFinding[] {
  const files = after.conffiles.filter((file) => !before.conffiles.includes(file));
  const [copy] = files;
  if (copy === undefined) return [];
  const file = copy.replace(/\.(dpkg|ucf)-(dist|new)$/, '');
  const args = { files: files.join(', '), file, copy };
  return [finding('conffiles', 'warning', 'conffiles', args, 'remedy-conffiles')];
}
