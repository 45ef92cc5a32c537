import { isMapping } from '../yaml/mapping.ts';

/**
 * The names that a fleet file has, those of broken hosts as well: one mistake in a host must not
 * make every reference to it look wrong.
 */
export interface FleetNames {
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
}

/** @param file the value of fleet.yml, whatever it is */
export function writtenNames(file: unknown): FleetNames {
  const written = isMapping(file) ? file : {};
  const hosts = isMapping(written['hosts']) ? written['hosts'] : {};
  const groups = [written['defaults'], ...Object.values(hosts)].flatMap((entry) => {
    const list = isMapping(entry) ? entry['groups'] : undefined;
    return Array.isArray(list) ? list.filter((group: unknown) => typeof group === 'string') : [];
  });
  return { hosts: Object.keys(hosts), groups: [...new Set(groups)] };
}
