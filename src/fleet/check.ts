import type { Issue } from '../yaml/issue.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { exampleHosts } from './examples.ts';
import type { Fleet } from './model.ts';

/** Each cycle once, at the `jump` of the host of it that the file names first. */
export function cycles(fleet: Fleet, source: YamlSource): readonly Issue[] {
  const issues: Issue[] = [];
  const settled = new Set<string>();
  for (const start of fleet.hosts.keys()) {
    const chain: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !settled.has(name) && !chain.includes(name)) {
      chain.push(name);
      name = fleet.hosts.get(name)?.jump;
    }
    if (name !== undefined && chain.includes(name)) {
      const cycle = [...chain.slice(chain.indexOf(name)), name].join(' → ');
      const message = `jump hosts go round in a circle: ${cycle}`;
      const hint = 'remove `jump` from the host that the runner reaches directly';
      issues.push(
        issueAt(source, ['hosts', name, 'jump'], 'value', { code: 'jump-cycle', message, hint }),
      );
    }
    for (const seen of chain) settled.add(seen);
  }
  return issues;
}

/** Behind different jump hosts the same private address may well be two machines. */
export function sameAddress(fleet: Fleet, source: YamlSource): readonly Issue[] {
  const first = new Map<string, string>();
  return [...fleet.hosts.values()].flatMap((host) => {
    const key = JSON.stringify([host.address.toLowerCase(), host.port, host.jump]);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, host.name);
      return [];
    }
    const message = `hosts ${other} and ${host.name} have the same address and port`;
    const hint = 'every check would run there twice';
    return [
      issueAt(source, ['hosts', host.name, 'address'], 'value', {
        level: 'warning',
        code: 'duplicate-address',
        message,
        hint,
      }),
    ];
  });
}

export function unconfigured(fleet: Fleet, source: YamlSource): readonly Issue[] {
  if (fleet.hosts.size === 0) {
    const message = 'the fleet has no hosts yet';
    const hint = 'add them under `hosts`';
    return [
      issueAt(source, ['hosts'], 'key', { level: 'warning', code: 'no-hosts', message, hint }),
    ];
  }
  const [example] = exampleHosts(fleet);
  if (example === undefined) return [];
  const message = `the fleet still holds example addresses (${example.name}: ${example.address})`;
  const hint = 'put those of your hosts, and their `hostKeys`';
  return [
    issueAt(source, ['hosts', example.name, 'address'], 'value', {
      level: 'warning',
      code: 'example-address',
      message,
      hint,
    }),
  ];
}
