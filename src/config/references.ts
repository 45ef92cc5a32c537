import { unknownHost } from '../fleet/resolve.ts';
import type { FleetNames } from '../fleet/written-names.ts';
import type { Issue } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import type { YamlSource } from '../yaml/source.ts';

/** Services name hosts of the fleet. */
export function checkServices(source: YamlSource, names: FleetNames): readonly Issue[] {
  if (names.hosts.length === 0) return [];
  return hostReferences(source.value).flatMap(({ path, name }) =>
    names.hosts.includes(name) ? [] : [unknownHost(source, path, name, names.hosts)],
  );
}

interface HostReference {
  readonly path: readonly (string | number)[];
  readonly name: string;
}

function hostReferences(config: unknown): readonly HostReference[] {
  const services = isMapping(config) ? config['services'] : undefined;
  if (!isMapping(services)) return [];
  const found: HostReference[] = [];
  const note = (value: unknown, key: string, path: readonly (string | number)[]): void => {
    const name = isMapping(value) ? value[key] : undefined;
    if (typeof name === 'string') found.push({ path: ['services', ...path, key], name });
  };
  for (const service of ['alertmanager', 'prometheus']) note(services[service], 'via', [service]);
  note(services['postgres'], 'host', ['postgres']);
  const tests = services['functional'];
  if (Array.isArray(tests))
    tests.forEach((test: unknown, index) => note(test, 'via', ['functional', index]));
  return found;
}
