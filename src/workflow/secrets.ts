import { environmentNames } from '../config/environment-names.ts';
import type { Config } from '../config/schema.ts';
import type { Fleet } from '../fleet/model.ts';
import type { Runbook } from '../runbook/model.ts';
import { networkSecrets } from './network.ts';

/** Names of secrets, sorted, by the jobs that need them: no job gets those of another. */
export interface Secrets {
  /** Of the step that reaches the private network. */
  readonly network: readonly string[];
  /** Keys, passphrases and passwords that reach hosts. */
  readonly hosts: readonly string[];
  /** Tokens and passwords that steps of the runbooks use on hosts. */
  readonly steps: readonly string[];
  /** Webhooks and the heartbeat. */
  readonly notify: readonly string[];
  /** The key of the pseudonyms of a public repository. */
  readonly pseudonyms: readonly string[];
  readonly all: readonly string[];
}

export function secretsOf(
  config: Config,
  fleet: Fleet,
  runbooks: readonly Pick<Runbook, 'secrets'>[],
): Secrets {
  const { notify: _, heartbeat: __, ...reaching } = config;
  const { postgres: ___, ...services } = config.services;
  const nobody: Fleet = { hosts: new Map(), knownHosts: '' };
  const hosts = environmentNames({ ...reaching, notify: [] }, fleet, []);
  const notify = environmentNames({ ...config, services }, nobody, []);
  const steps = [...new Set(runbooks.flatMap(({ secrets = [] }) => secrets))].toSorted();
  const network = networkSecrets(config.network);
  const pseudonyms = config.publicRepository === 'no' ? [] : ['TEIKI_PSEUDONYM_KEY'];
  const all = [...new Set([...network, ...hosts, ...steps, ...notify, ...pseudonyms])].toSorted();
  return { network, hosts, steps, notify, pseudonyms, all };
}

/** GitHub keeps these names for itself: nobody could create such a secret. */
export function impossibleSecrets({ all }: Secrets): readonly string[] {
  return all.filter((name) => /^GITHUB_/i.test(name));
}
