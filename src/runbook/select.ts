import type { Fleet, Host } from '../fleet/model.ts';
import { suggest } from '../yaml/nearest.ts';
import type { Runbook } from './model.ts';

/** A filter names what is not there; the message says what is. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';
}

export interface HostFilter {
  readonly hosts?: readonly string[];
  readonly groups?: readonly string[];
}

/**
 * The hosts of a runbook in the fleet's order; with a filter, those of them that it names (by host
 * or by group).
 * @throws SelectionError when a filter names an unknown host or group, or a host that the runbook
 * does not have.
 */
export function selectHosts(
  runbook: Pick<Runbook, 'id' | 'hosts'>,
  fleet: Fleet,
  filter: HostFilter = {},
): readonly Host[] {
  const all = hostsNamed(runbook.hosts, fleet);
  if (filter.hosts === undefined && filter.groups === undefined) return all;
  for (const name of filter.hosts ?? []) {
    if (!fleet.hosts.has(name)) throw unknownName('host', name, [...fleet.hosts.keys()]);
    if (!all.some((host) => host.name === name)) {
      throw new SelectionError(
        `host \`${name}\` is not among the hosts of ${runbook.id}: ${namesOf(all)}`,
      );
    }
  }
  for (const name of filter.groups ?? []) {
    if (!groupsOf(fleet).includes(name)) throw unknownName('group', name, groupsOf(fleet));
  }
  return all.filter(
    (host) =>
      filter.hosts?.includes(host.name) ||
      host.groups.some((group) => filter.groups?.includes(group)),
  );
}

/** Hosts that are named, or are in a group that is, in the fleet's order and once each. */
export function hostsNamed(names: readonly string[], fleet: Fleet): readonly Host[] {
  const wanted = new Set(names);
  return [...fleet.hosts.values()].filter(
    ({ name, groups }) => wanted.has(name) || groups.some((group) => wanted.has(group)),
  );
}

function groupsOf(fleet: Fleet): readonly string[] {
  return [...new Set([...fleet.hosts.values()].flatMap(({ groups }) => groups))];
}

function unknownName(kind: string, name: string, known: readonly string[]): SelectionError {
  const hint = suggest(name, known, `the ${kind}s`);
  return new SelectionError(
    `there is no ${kind} \`${name}\` in the fleet${hint === undefined ? '' : `: ${hint}`}`,
  );
}

function namesOf(hosts: readonly Host[]): string {
  return hosts.length === 0 ? 'it has none' : hosts.map(({ name }) => name).join(', ');
}
