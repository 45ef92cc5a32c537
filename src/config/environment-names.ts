import type { Fleet, Host } from '../fleet/model.ts';
import type { Runbook } from '../runbook/model.ts';
import type { Config } from './schema.ts';

/**
 * The environment variables that an instance takes its secrets from, sorted: what a workflow must
 * pass on, and what `doctor` looks for.
 */
export function environmentNames(
  config: Config,
  fleet: Fleet,
  runbooks: readonly Pick<Runbook, 'secrets'>[],
): readonly string[] {
  const sources = [
    ...config.notify.map(({ webhook }) => webhook),
    config.heartbeat,
    config.services.postgres?.password,
    ...[...fleet.hosts.values()].flatMap(secretsOf),
  ];
  const names = sources.flatMap((source) => (source?.kind === 'env' ? [source.name] : []));
  const ofSteps = runbooks.flatMap(({ secrets = [] }) => secrets);
  return [...new Set([...names, ...ofSteps])].toSorted();
}

function secretsOf({
  identity,
  passphrase,
  password,
}: Host): readonly (Host['password'] | undefined)[] {
  return [identity, passphrase, password];
}
