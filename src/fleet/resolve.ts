import type { Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { isDocumentationAddress } from './address.ts';
import type { Fleet, Host } from './model.ts';
import type { FleetFile, HostEntry } from './schema.ts';
import { writtenNames } from './written-names.ts';

/** A fleet as a connector needs it: defaults applied, jump chains known to end. */
export function resolveFleet(
  file: FleetFile,
  source: YamlSource,
  knownHosts: string,
): { readonly fleet: Fleet; readonly issues: readonly Issue[] } {
  const hosts = new Map<string, Host>();
  const names = new Set(writtenNames(source.value).hosts);
  const issues: Issue[] = [];
  for (const [name, entry] of Object.entries(file.hosts)) {
    const host = resolveHost(name, entry, file.defaults);
    hosts.set(name, host);
    issues.push(...hostIssues(host, entry, file, source, names));
  }
  const fleet = { hosts, knownHosts };
  issues.push(
    ...cycles(fleet, source),
    ...sameAddress(fleet, source),
    ...unconfigured(fleet, source),
  );
  return { fleet, issues };
}

function resolveHost(name: string, entry: HostEntry, defaults: FleetFile['defaults']): Host {
  // The bastion of the defaults cannot go through itself.
  const jump = entry.jump ?? (defaults.jump === name ? undefined : defaults.jump);
  const passphrase = entry.passphrase ?? defaults.passphrase;
  const password = entry.password ?? defaults.password;
  return {
    name,
    address: entry.address,
    port: entry.port ?? defaults.port ?? 22,
    user: entry.user ?? defaults.user ?? '',
    identity: entry.identity ?? defaults.identity ?? { kind: 'agent' },
    ...(passphrase && { passphrase }),
    ...(password && { password }),
    groups: [...new Set([...(defaults.groups ?? []), ...(entry.groups ?? [])])],
    hostKeys: entry.hostKeys ?? [],
    ...(jump !== undefined && { jump }),
    vars: { ...defaults.vars, ...entry.vars },
  };
}

function hostIssues(
  host: Host,
  entry: HostEntry,
  file: FleetFile,
  source: YamlSource,
  names: ReadonlySet<string>,
): readonly Issue[] {
  const issues: Issue[] = [];
  const path = ['hosts', host.name];

  if (host.user === '') {
    const hint = 'add `user: mks-maint` to it or to `defaults`';
    issues.push(
      issueAt(source, path, 'key', {
        code: 'missing-key',
        message: `host ${host.name} has no user`,
        hint,
      }),
    );
  }
  if (entry.hostKeys === undefined && file.knownHosts === undefined) {
    const hint = `run \`teiki hostkeys ${host.name}\`, compare the fingerprint, and add \`hostKeys\``;
    const message = `host ${host.name} has no pinned host key`;
    issues.push(issueAt(source, path, 'key', { code: 'host-key', message, hint }));
  }
  if (host.jump !== undefined && !names.has(host.jump)) {
    const where = entry.jump === undefined ? ['defaults', 'jump'] : [...path, 'jump'];
    issues.push(unknownHost(source, where, host.jump, [...names]));
  }
  return issues;
}

/** A reference to a host that the fleet does not have. */
export function unknownHost(
  source: YamlSource,
  path: readonly (string | number)[],
  name: string,
  known: readonly string[],
): Issue {
  const hint = suggest(name, known, 'the hosts');
  const message = `there is no host \`${name}\` in the fleet`;
  return issueAt(source, path, 'value', {
    code: 'unknown-host',
    message,
    found: name,
    ...(hint && { hint }),
  });
}

/** Each cycle once, at the `jump` of the host of it that the file names first. */
function cycles(fleet: Fleet, source: YamlSource): readonly Issue[] {
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
function sameAddress(fleet: Fleet, source: YamlSource): readonly Issue[] {
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

function unconfigured(fleet: Fleet, source: YamlSource): readonly Issue[] {
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

/** Hosts that nobody can reach, because their address is one from documentation. */
export function exampleHosts(fleet: Fleet): readonly Host[] {
  return [...fleet.hosts.values()].filter(({ address }) => isDocumentationAddress(address));
}

/** True as long as nobody has put a real host: there is nothing to run, and nothing is wrong. */
export function isUnconfigured(fleet: Fleet): boolean {
  return exampleHosts(fleet).length === fleet.hosts.size;
}
