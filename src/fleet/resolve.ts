import type { Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { cycles, sameAddress, unconfigured } from './check.ts';
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
    ...(entry.exclusions.length > 0 && { exclusions: entry.exclusions }),
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
