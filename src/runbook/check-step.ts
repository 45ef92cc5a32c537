import type { Host } from '../fleet/model.ts';
import type { Issue } from '../yaml/issue.ts';
import { valueAt } from '../yaml/mapping.ts';
import type { CatalogueView } from './catalogue-view.ts';
import type { Step } from './model.ts';
import { resolveStep } from './resolve.ts';
import { hasReferences } from './variables.ts';

/** What is wrong with a step on any of its hosts, each mistake once. */
export function checkStep(
  step: Step,
  hosts: readonly Host[],
  catalogue: CatalogueView,
): readonly Issue[] {
  const varies = hasReferences(step.with) || hasReferences(step.then?.with);
  if (!varies) return issuesOn(step, { name: '', vars: {} }, catalogue);
  const found = hosts.flatMap((host) =>
    issuesOn(step, host, catalogue).map((issue) => ({ host: host.name, issue })),
  );
  return merge(step, found);
}

function issuesOn(
  step: Step,
  host: Pick<Host, 'name' | 'vars'>,
  catalogue: CatalogueView,
): readonly Issue[] {
  const resolved = resolveStep(step, host, catalogue);
  return resolved.ok ? [] : resolved.issues;
}

function merge(
  step: Step,
  found: readonly { readonly host: string; readonly issue: Issue }[],
): readonly Issue[] {
  const shared = new Map<string, { readonly issue: Issue; readonly hosts: string[] }>();
  for (const { host, issue } of found) {
    const { line, column, code, message } = issue;
    const key = JSON.stringify([line, column, code, issue.found ?? message]);
    const other = shared.get(key);
    if (other === undefined) shared.set(key, { issue, hosts: [host] });
    else other.hosts.push(host);
  }
  return [...shared.values()].map(({ issue, hosts }) => ({
    ...issue,
    message: `${issue.message}${onHosts(step, issue, hosts)}`,
  }));
}

/** Names the hosts where the mistake comes from a variable, and not from the runbook alone. */
function onHosts(step: Step, issue: Issue, hosts: readonly string[]): string {
  if (!hasReferences(valueAt(step.written?.source.value, issue.path))) return '';
  const others = hosts.length - 1;
  const more = others === 0 ? '' : `${others} more ${others === 1 ? 'host' : 'hosts'}`;
  if (issue.code === 'unknown-variable')
    return more && ` (nor ${others === 1 ? 'has' : 'have'} ${more})`;
  return more === '' ? ` (on host ${hosts[0]})` : ` (on host ${hosts[0]} and ${more})`;
}
