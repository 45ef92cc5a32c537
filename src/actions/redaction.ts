import { environmentNames } from '../config/environment-names.ts';
import type { Instance } from '../config/instance.ts';
import { mapStrings, redactor } from '../core/redact.ts';
import { type Pseudonymiser, pseudonymiser } from '../text/pseudonymise.ts';
import { pseudonymKey } from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';

/**
 * Takes out what may not be told: secrets, and in a public repository addresses and user names.
 * Log, result, record and issues all get what comes out of it.
 */
export function disclosure(job: Job, instance: Instance): <Value>(value: Value) => Value {
  const { config, fleet, runbooks } = instance;
  const values = environmentNames(config, fleet, runbooks).flatMap(
    (name) => job.environment[name] ?? [],
  );
  const redact = redactor(values);
  const pseudonyms = pseudonymsFor(job, instance);
  return (value) => {
    const told = mapStrings(value, redact);
    return pseudonyms ? pseudonyms.value(told) : told;
  };
}

export function pseudonymsFor(job: Job, { config, fleet }: Instance): Pseudonymiser | undefined {
  const { isPrivate } = job.context.repository;
  // What is not known to be private is treated as public.
  const isPublic =
    config.publicRepository === 'auto' ? isPrivate !== true : config.publicRepository === 'yes';
  if (!isPublic) return undefined;
  const key = job.environment[pseudonymKey] ?? '';
  if (key === '')
    job.outputs.annotate('warning', say('action/no-pseudonym-key', {}, config.locale));
  const users = [...fleet.hosts.values()].map(({ user }) => user);
  return pseudonymiser({ key: key === '' ? crypto.randomUUID() : key, users });
}
