import type { Fleet, Host } from '../fleet/model.ts';
import type { FleetNames } from '../fleet/written-names.ts';
import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import { suggest } from '../yaml/nearest.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import type { CatalogueView } from './catalogue-view.ts';
import type { Step } from './model.ts';
import { checkNotice } from './notice.ts';
import { sketchSteps } from './read-steps.ts';
import { resolveStep } from './resolve.ts';
import { hostsNamed } from './select.ts';
import { hasReferences } from './variables.ts';

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

function checkStep(step: Step, hosts: readonly Host[], catalogue: CatalogueView): readonly Issue[] {
  const varies = hasReferences(step.with) || hasReferences(step.then?.with);
  if (!varies) return issuesOn(step, { name: '', vars: {} }, catalogue);
  return merge(hosts.map((host) => ({ host: host.name, issues: issuesOn(step, host, catalogue) })));
}

function issuesOn(
  step: Step,
  host: Pick<Host, 'name' | 'vars'>,
  catalogue: CatalogueView,
): readonly Issue[] {
  const resolved = resolveStep(step, host, catalogue);
  return resolved.ok ? [] : resolved.issues;
}

/** One issue for all hosts that share it: what is wrong at a place, and for how many. */
function merge(
  found: readonly { readonly host: string; readonly issues: readonly Issue[] }[],
): readonly Issue[] {
  const shared = new Map<string, { readonly issue: Issue; readonly hosts: string[] }>();
  for (const { host, issues } of found) {
    for (const issue of issues) {
      const key = JSON.stringify([
        issue.line,
        issue.column,
        issue.code,
        issue.found ?? issue.message,
      ]);
      const other = shared.get(key);
      if (other === undefined) shared.set(key, { issue, hosts: [host] });
      else other.hosts.push(host);
    }
  }
  return [...shared.values()].map(({ issue, hosts }) => ({
    ...issue,
    message: `${issue.message}${onHosts(issue, hosts)}`,
  }));
}

function onHosts(issue: Issue, hosts: readonly string[]): string {
  if (issue.code === 'unknown-entry' || issue.code === 'wrong-kind') return '';
  const others = hosts.length - 1;
  const more = others === 0 ? '' : `${others} more ${others === 1 ? 'host' : 'hosts'}`;
  if (issue.code === 'unknown-variable') return more && ` (nor have ${more})`;
  return more === '' ? ` (on host ${hosts[0]})` : ` (on host ${hosts[0]} and ${more})`;
}
