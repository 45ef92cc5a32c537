import type { MessageArgs } from '../core/message.ts';
import { without } from './difference.ts';
import type { Compared, Risk } from './unsafe.ts';
import { isCovered } from './unsafe-config.ts';

/** Whom we take for a host, as whom we log in, and when it is left alone. */
export function fleetRisks({ before, after, today }: Compared): readonly Risk[] {
  const [old, fresh] = [before.fleet, after.fleet];
  const pinsChanged = old.knownHosts !== fresh.knownHosts && old.knownHosts !== '';
  const known = pinsChanged ? [risk('review/risk-known-hosts', {})] : [];
  const hosts = [...fresh.hosts.values()].flatMap((host): readonly Risk[] => {
    const was = old.hosts.get(host.name);
    const { name } = host;
    const isRoot = host.user === 'root' && was?.user !== 'root';
    const root = isRoot ? [risk('review/risk-root', { host: name })] : [];
    if (!was) return root;
    const keys = [...without(host.hostKeys, was.hostKeys), ...without(was.hostKeys, host.hostKeys)];
    const thawed = (was.exclusions ?? []).filter(({ from, to }) => {
      const begin = from > today ? from : today;
      return begin <= to && !isCovered(begin, to, host.exclusions ?? []);
    });
    return [
      ...root,
      ...(keys.length > 0 ? [risk('review/risk-host-key', { host: name })] : []),
      ...thawed.map(({ from, to, reason }) =>
        risk('review/risk-exclusion', { host: name, from, to, reason }),
      ),
    ];
  });
  return [...known, ...hosts];
}

function risk(id: string, args: MessageArgs): Risk {
  return { message: { id, args }, file: 'fleet.yml' };
}
