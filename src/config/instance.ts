import { join } from 'node:path';
import { checkKnownHosts } from '../fleet/known-hosts.ts';
import type { Fleet } from '../fleet/model.ts';
import { resolveFleet } from '../fleet/resolve.ts';
import { type FleetFile, fleetSchema } from '../fleet/schema.ts';
import { writtenNames } from '../fleet/written-names.ts';
import type { LoadableCatalogue } from '../runbook/catalogue-view.ts';
import type { Runbook } from '../runbook/model.ts';
import { readRunbook } from '../runbook/read.ts';
import { checkReferences, entriesNamed } from '../runbook/references.ts';
import { stepSecrets } from '../runbook/secrets.ts';
import { type Issue, sortIssues } from '../yaml/issue.ts';
import { isMapping } from '../yaml/mapping.ts';
import { issueAt, type YamlSource } from '../yaml/source.ts';
import { validate } from '../yaml/validate.ts';
import { missingDirectory, readText, readYamlFile, runbookFiles } from './files.ts';
import { checkServices } from './references.ts';
import { type Config, configSchema, fallbackConfig } from './schema.ts';
import { withConfiguration } from './step-parameters.ts';

/**
 * All of an instance. When `issues` has errors (`hasErrors`), the rest is what could be made of
 * it, good for messages but not for a run: a broken configuration is `fallbackConfig`, broken
 * hosts and runbooks are absent.
 */
export interface Instance {
  readonly config: Config;
  readonly fleet: Fleet;
  /** By file name. */
  readonly runbooks: readonly Runbook[];
  readonly issues: readonly Issue[];
}

const noFleet: Fleet = { hosts: new Map(), knownHosts: '' };

/**
 * Reads config.yml, fleet.yml and runbooks/*.yml of a directory and checks them together; the
 * catalogue has the entries that the runbooks use loaded then.
 * Never throws for what the files hold or for files that are missing.
 */
export async function loadInstance(
  directory: string,
  { catalogue }: { readonly catalogue: LoadableCatalogue },
): Promise<Instance> {
  const missing = await missingDirectory(directory);
  if (missing !== undefined) {
    return { config: fallbackConfig(), fleet: noFleet, runbooks: [], issues: [missing] };
  }
  const [configSource, fleetSource, files] = await Promise.all([
    readYamlFile(
      join(directory, 'config.yml'),
      'create it; the least is `timezone: Asia/Tokyo` and `team: SRE`',
    ),
    readYamlFile(
      join(directory, 'fleet.yml'),
      'create it; `hosts: {}` stands for a fleet without hosts',
    ),
    runbookFiles(directory),
  ]);
  const { fleet, issues: fleetIssues } = await loadFleet(directory, fleetSource);
  const fleetNames = writtenNames(fleetSource.value);
  const config = validate(configSchema, configSource, [], configSource.value ?? undefined);
  await catalogue.load(files.sources.flatMap(({ source }) => entriesNamed(source)));
  const known = config.value ?? fallbackConfig();
  const runbooks = files.sources.map(({ source, path }) => {
    const { runbook, issues } = readRunbook(source, path);
    const steps = runbook?.steps.map((step) => withConfiguration(step, known));
    return {
      runbook: runbook && steps && { ...runbook, steps },
      issues: [...issues, ...checkReferences(source, { fleet, fleetNames, catalogue })],
    };
  });
  const configIssues = configSource.issues.length > 0 ? configSource.issues : config.issues;
  return {
    config: known,
    fleet,
    runbooks: runbooks.flatMap(({ runbook }) =>
      runbook ? [{ ...runbook, ...secretsIn(runbook, fleet, catalogue) }] : [],
    ),
    issues: sortIssues([
      ...configIssues,
      ...checkServices(configSource, fleetNames),
      ...fleetIssues,
      ...files.issues,
      ...runbooks.flatMap(({ issues }) => issues),
    ]),
  };
}

function secretsIn(...given: Parameters<typeof stepSecrets>): Pick<Runbook, 'secrets'> {
  const secrets = stepSecrets(...given);
  return secrets.length === 0 ? {} : { secrets };
}

async function loadFleet(
  directory: string,
  source: YamlSource,
): Promise<{ readonly fleet: Fleet; readonly issues: readonly Issue[] }> {
  if (source.issues.length > 0) return { fleet: noFleet, issues: source.issues };
  const { value, issues } = validate(fleetSchema, source, [], source.value ?? {});
  const file = value ?? soundParts(source.value);
  const pins = await loadKnownHosts(directory, file, source);
  const resolved = resolveFleet(file, source, pins.text);
  // Hosts that are broken are not hosts that are missing.
  const about =
    issues.length > 0 ? resolved.issues.filter(({ code }) => code !== 'no-hosts') : resolved.issues;
  return { fleet: resolved.fleet, issues: [...issues, ...pins.issues, ...about] };
}

/** The hosts that are right in themselves, so that the rest can be checked against them. */
function soundParts(file: unknown): FleetFile {
  const written = isMapping(file) ? file : {};
  const defaults = fleetSchema.shape.defaults.safeParse(written['defaults']).data ?? {};
  const knownHosts = fleetSchema.shape.knownHosts.safeParse(written['knownHosts']).data;
  const hosts = isMapping(written['hosts']) ? Object.entries(written['hosts']) : [];
  const sound = hosts.flatMap(([name, host]) =>
    Object.entries(fleetSchema.shape.hosts.safeParse({ [name]: host }).data ?? {}),
  );
  return {
    defaults,
    hosts: Object.fromEntries(sound),
    ...(knownHosts !== undefined && { knownHosts }),
  };
}

async function loadKnownHosts(
  directory: string,
  file: FleetFile,
  source: YamlSource,
): Promise<{ readonly text: string; readonly issues: readonly Issue[] }> {
  if (file.knownHosts === undefined) return { text: '', issues: [] };
  const path = join(directory, file.knownHosts);
  const { text, failure } = await readText(path);
  if (text !== undefined) return { text, issues: checkKnownHosts(path, text) };
  const message = `cannot read ${path} (${failure})`;
  const hint = '`knownHosts` is a file in the directory of the instance';
  return {
    text: '',
    issues: [issueAt(source, ['knownHosts'], 'value', { code: 'missing-file', message, hint })],
  };
}
