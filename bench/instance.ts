import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { catalogue } from '../src/catalogue/registry.ts';
import { loadInstance } from '../src/config/instance.ts';
import { type PlannedStep, planProbes, scriptProbes } from '../src/engine/plan.ts';
import type { ScriptProbe } from '../src/engine/script.ts';
import { planRun } from '../src/run/plan-run.ts';
import type { Runbook } from '../src/runbook/model.ts';
import { addresses, type Sandbox } from './sandbox.ts';

export const runbookId = 'weekly-health';

/** A step of weekly-health as it stands in the benchmark. */
export interface BenchStep {
  readonly id: string;
  /** Its probes alone, for the table of what costs what. */
  readonly probes: readonly ScriptProbe[];
}

/**
 * Writes an instance of `count` hosts, with what is left of the project's own weekly-health when
 * the steps that sample over time, read dumps or need a TLS server are taken out, and every path
 * moved below `root`.
 *
 * @returns the directory and the steps
 */
export async function writeInstance(
  directory: string,
  root: string,
  sandbox: Pick<Sandbox, 'user' | 'identity' | 'hostKey'>,
  count: number,
): Promise<readonly BenchStep[]> {
  const original = join(import.meta.dirname, '../maintenance');
  const { runbook, steps } = await plannedSteps(original);
  const kept = runbook.steps.filter(({ id }) =>
    steps.some((step) => step.id === id && isOrdinary(step)),
  );
  mkdirSync(join(directory, 'runbooks'), { recursive: true });
  const file = (name: string, value: unknown) =>
    writeFileSync(join(directory, name), stringify(value));
  file('config.yml', { timezone: 'Asia/Tokyo', locale: 'en', team: 'SRE' });
  file(`runbooks/${runbookId}.yml`, {
    ...{ id: runbookId, title: runbook.title, purpose: runbook.purpose, level: runbook.level },
    ...{ hosts: ['app'], window: runbook.window },
    steps: kept.map((step) => ({ check: step.use, with: below(root, step.with) })),
  });
  const host = (address: string) => ({
    address,
    groups: ['app'],
    hostKeys: [sandbox.hostKey],
  });
  file('fleet.yml', {
    defaults: { user: sandbox.user, identity: sandbox.identity },
    hosts: Object.fromEntries(
      addresses(count).map((address) => [`host-${address.replaceAll('.', '-')}`, host(address)]),
    ),
  });
  const written = await plannedSteps(directory);
  return written.steps.map((step) => ({
    id: step.id,
    probes: planProbes([step]).flatMap((one) => scriptProbes(one, '')),
  }));
}

/** All probes as one host's script has them. */
export async function probesOf(directory: string): Promise<readonly ScriptProbe[]> {
  const { steps } = await plannedSteps(directory);
  return planProbes(steps).flatMap((one) => scriptProbes(one, ''));
}

async function plannedSteps(
  directory: string,
): Promise<{ runbook: Runbook; steps: readonly PlannedStep[] }> {
  const { runbooks, fleet, issues } = await loadInstance(directory, { catalogue });
  const runbook = runbooks.find(({ id }) => id === runbookId);
  if (runbook === undefined) {
    throw new Error(`no sound ${runbookId} in ${directory}: ${JSON.stringify(issues)}`);
  }
  const { plans } = planRun(runbook, fleet, catalogue, {}, () => []);
  return { runbook, steps: plans[0]?.steps ?? [] };
}

function isOrdinary(step: PlannedStep): boolean {
  return planProbes([step]).every(({ probes }) =>
    probes.every(
      ({ probe }) => probe.kind === 'shell' && !probe.sampling && probe.weight === 'light',
    ),
  );
}

function below(root: string, parameters: Readonly<Record<string, unknown>>) {
  const moved = (value: unknown) =>
    typeof value === 'string' && /^\/./.test(value) ? root + value : value;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, moved(value)]),
  );
}
