import type { Fleet } from '../fleet/model.ts';
import type { CatalogueView } from './catalogue-view.ts';
import type { Runbook } from './model.ts';
import { resolveStep } from './resolve.ts';
import { hostsNamed } from './select.ts';
import { hasReferences } from './variables.ts';

/** Names of the variables that the steps of a runbook take secrets from, on all of its hosts, sorted. */
export function stepSecrets(
  { steps, hosts }: Pick<Runbook, 'steps' | 'hosts'>,
  fleet: Fleet,
  catalogue: CatalogueView,
): readonly string[] {
  const names = steps.flatMap((step) => {
    const varies = hasReferences(step.with) || hasReferences(step.then?.with);
    const places = varies ? hostsNamed(hosts, fleet) : [{ name: '', vars: {} }];
    return places.flatMap((host) => {
      const resolved = resolveStep(step, host, catalogue);
      if (!resolved.ok) return [];
      return [resolved, ...(resolved.remedy ? [resolved.remedy] : [])].flatMap(
        ({ entry, params }) => Object.values(entry.secrets?.(params) ?? {}).map(({ name }) => name),
      );
    });
  });
  return [...new Set(names)].toSorted();
}
