import { environmentNames } from '../config/environment-names.ts';
import type { Instance } from '../config/instance.ts';
import { redactor } from '../connectors/redact.ts';
import { type Pseudonymiser, pseudonymiser } from '../text/pseudonymise.ts';
import { pseudonymKey } from './instance.ts';
import type { Job } from './job.ts';
import { say } from './messages.ts';

/** Every string in a JSON value becomes another; the shape stays. */
export function mapStrings<Value>(value: Value, change: (text: string) => string): Value {
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return change(inner);
    if (Array.isArray(inner)) return inner.map(walk);
    if (inner === null || typeof inner !== 'object') return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, walk(one)]));
  };
  return walk(value) as Value;
}

/**
 * Takes out what may not be told: secrets, and in a public repository addresses and user names.
 * Log, result, record and issues all get what comes out of it.
 */
export function disclosure(job: Job, instance: Instance): <Value>(value: Value) => Value {
  const { config, fleet } = instance;
  const values = environmentNames(config, fleet).flatMap((name) => job.environment[name] ?? []);
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
