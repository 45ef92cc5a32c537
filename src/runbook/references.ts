import type { Fleet } from '../fleet/model.ts';
import type { FleetNames } from '../fleet/written-names.ts';
import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import { suggest } from '../yaml/nearest.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { checkStep } from './check-step.ts';
import { checkNotice } from './notice.ts';
import { sketchSteps } from './read-steps.ts';
import { hostsNamed } from './select.ts';

export interface Surroundings {
  readonly fleet: Fleet;
  readonly fleetNames: FleetNames;
  readonly catalogue: CatalogueView;
}

/**
 * What a runbook refers to outside its file: hosts and groups of the fleet, entries of the
 * catalogue, variables of each host. Parts of the file that are broken are passed over, since
 * they are told elsewhere.
 */
export function checkReferences(
  source: YamlSource,
  { fleet, fleetNames, catalogue }: Surroundings,
): readonly Issue[] {
  const names = hostNames(source);
  const hosts = hostsNamed(names, fleet);
  const steps = sketchSteps(source);
  return [
    ...unknownNames(source, names, fleetNames),
    ...steps.flatMap((step) => checkStep(step, hosts, catalogue)),
    ...checkNotice(source, steps, catalogue),
  ];
}

/** Ids of the catalogue entries that a runbook uses, whatever else is wrong with it. */
export function entriesNamed(source: YamlSource): readonly string[] {
  return sketchSteps(source).flatMap(({ use, then }) => (then ? [use, then.task] : [use]));
}

function hostNames(source: YamlSource): readonly string[] {
  const hosts = isMapping(source.value) ? source.value['hosts'] : undefined;
  return Array.isArray(hosts)
    ? hosts.map((name: unknown) => (typeof name === 'string' ? name : ''))
    : [];
}

/** An empty fleet is told once, not in every runbook. */
function unknownNames(
  source: YamlSource,
  names: readonly string[],
  fleet: FleetNames,
): readonly Issue[] {
  if (fleet.hosts.length === 0) return [];
  const known = [...new Set([...fleet.groups, ...fleet.hosts])];
  return names.flatMap((name, index) => {
    if (name === '' || known.includes(name)) return [];
    const hint = suggest(name, known, 'the groups and hosts');
    const message = `there is no group or host \`${name}\` in the fleet`;
    return [
      issueAt(source, ['hosts', index], 'value', {
        code: 'unknown-host',
        message,
        found: name,
        ...(hint && { hint }),
      }),
    ];
  });
}
