import type { Fleet, Host } from '../fleet/model.ts';
import { suggest } from '../yaml/nearest.ts';
import { UsageError } from './exit-status.ts';

/**
 * Those of a list that `--host` names; all when it names none.
 * @throws UsageError for a host that the fleet does not have, and for a fleet without hosts
 */
export function chooseHosts<T extends { readonly host: Pick<Host, 'name'> }>(
  list: readonly T[],
  { hosts }: Pick<Fleet, 'hosts'>,
  names: readonly string[] | undefined,
): readonly T[] {
  const known = [...hosts.keys()];
  if (known.length === 0)
    throw new UsageError('fleet.yml has no hosts yet: add them under `hosts`');
  for (const name of names ?? []) {
    if (hosts.has(name)) continue;
    const hint = suggest(name, known, 'the hosts');
    throw new UsageError(
      `there is no host \`${name}\` in the fleet${hint === undefined ? '' : `: ${hint}`}`,
    );
  }
  return names === undefined ? list : list.filter(({ host }) => names.includes(host.name));
}
