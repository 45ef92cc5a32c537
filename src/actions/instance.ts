import { join } from 'node:path';
import { catalogue } from '../catalogue/registry.ts';
import { environmentNames } from '../config/environment-names.ts';
import { type Instance, loadInstance } from '../config/instance.ts';
import type { Locale } from '../core/message.ts';
import { isUnconfigured } from '../fleet/examples.ts';
import type { Host } from '../fleet/model.ts';
import { recordedYears } from '../record/read.ts';
import type { Runbook } from '../runbook/model.ts';
import { formatIssue, hasErrors, type Issue } from '../yaml/issue.ts';
import { suggest } from '../yaml/nearest.ts';
import { ActionError } from './action-error.ts';
import type { Job } from './job.ts';
import { type ActionMessage, say } from './messages.ts';

/** Why there is nothing to do, which is no failure. */
export class NotConfigured extends Error {
  override readonly name = 'NotConfigured';
}

export const pseudonymKey = 'TEIKI_PSEUDONYM_KEY';

/**
 * The instance, free of errors; its secrets are registered for masking before anything is said.
 * @throws NotConfigured as long as nobody has put a host into it
 * @throws ActionError with every error of every file
 */
export async function readInstance(job: Job, directory: string): Promise<Instance> {
  const instance = await loadInstance(directory, { catalogue });
  const { config, fleet, runbooks, issues } = instance;
  const secrets = [...environmentNames(config, fleet, runbooks), pseudonymKey];
  for (const name of secrets) job.outputs.mask(job.environment[name] ?? '');
  // Where there are records there was a fleet, and its loss is a fault.
  if (lacksFleet(issues, directory) && (await recordedYears(directory)).length === 0) {
    throw notConfigured('action/no-instance', { directory }, config.locale);
  }
  if (hasErrors(issues)) {
    const errors = issues.filter(({ level }) => level === 'error');
    for (const { file, line, column, message } of errors) {
      job.outputs.annotate('error', message, { file, line, column });
    }
    const list = errors.map((issue) => formatIssue(issue)).join('\n');
    throw new ActionError(`The instance has ${errors.length} errors:\n${list}`);
  }
  if (isUnconfigured(fleet)) {
    throw notConfigured('action/no-hosts', { directory }, config.locale);
  }
  return instance;
}

/**
 * The secrets that connections to these hosts need. As long as nothing has been recorded, a
 * repository without any is one that is not set up yet; later on it is a fault.
 * @throws NotConfigured or ActionError
 */
export async function requireSecrets(
  hosts: readonly Host[],
  { fleet, config }: Instance,
  directory: string,
  isSet: IsSet,
): Promise<void> {
  const needed = new Set(withJumps(hosts, fleet.hosts).flatMap(namesOf));
  const missing = [...needed].filter((name) => !isSet(name)).sort();
  if (missing.length === 0) return;
  const fresh = missing.length === needed.size && (await recordedYears(directory)).length === 0;
  const args = { names: missing.join(', ') };
  if (fresh) throw notConfigured('action/no-secret', args, config.locale);
  const plural = missing.length === 1 ? ['Secret', 'is'] : ['Secrets', 'are'];
  throw new ActionError(
    `${plural[0]} ${args.names} ${plural[1]} not set, and fleet.yml needs it for SSH: add it at Settings → Secrets and variables → Actions, and \`${missing[0]}: \${{ secrets.${missing[0]} }}\` to the env: of the workflow`,
  );
}

export type IsSet = (name: string) => boolean;

/** Whether the job has a secret; one that is not set comes as an empty text. */
export function hasSecret({ environment }: Job): IsSet {
  return (name) => (environment[name] ?? '').trim() !== '';
}

/** As much as a job knows that need not have the secrets: one that it is not given may be set. */
export function mayHaveSecret(job: Job, named: readonly string[] | undefined): IsSet {
  if (named) return (name) => named.includes(name);
  return (name) => job.environment[name] === undefined || hasSecret(job)(name);
}

/** @throws ActionError naming the nearest runbook */
export function runbookOf({ runbooks }: Instance, id: string): Runbook {
  const found = runbooks.find((runbook) => runbook.id === id);
  if (found) return found;
  const known = runbooks.map((runbook) => runbook.id);
  throw new ActionError(
    `Input \`runbook\`: there is no runbook \`${id}\`: ${suggest(id, known, 'the runbooks') ?? 'runbooks/ is empty'}`,
  );
}

function lacksFleet(issues: readonly Issue[], directory: string): boolean {
  const places = [directory, join(directory, 'fleet.yml')];
  return issues.some(
    ({ code, file, path }) => code === 'missing-file' && path.length === 0 && places.includes(file),
  );
}

function withJumps(hosts: readonly Host[], all: ReadonlyMap<string, Host>): readonly Host[] {
  const found = new Set<Host>(hosts);
  for (const { jump } of found) {
    const host = jump === undefined ? undefined : all.get(jump);
    if (host) found.add(host);
  }
  return [...found];
}

function namesOf({ identity, passphrase, password }: Host): string[] {
  return [identity, passphrase, password].flatMap((source) =>
    source?.kind === 'env' ? [source.name] : [],
  );
}

function notConfigured(
  id: ActionMessage,
  args: Readonly<Record<string, string>>,
  locale: Locale,
): NotConfigured {
  return new NotConfigured(say(id, args, locale));
}
