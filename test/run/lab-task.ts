import { catalogue } from '../../src/catalogue/registry.ts';
import type { Conduct } from '../../src/engine/tasks/conduct.ts';
import type { Fleet, Host as FleetHost } from '../../src/fleet/model.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { RunResult as RunResultSchema } from '../../src/record/run-result.ts';
import { type History, planRun } from '../../src/run/plan-run.ts';
import { realWorld } from '../../src/run/real-world.ts';
import { runRunbook } from '../../src/run/run-runbook.ts';
import type { Runbook, Step } from '../../src/runbook/model.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';

await catalogue.load(catalogue.ids);

export interface LabStep extends Partial<Omit<Step, 'use'>> {
  readonly use: string;
}

export interface ConductOptions {
  /** Variables that steps take their secrets from. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What earlier runs have read. */
  readonly history?: History;
  readonly signal?: AbortSignal;
}

const text = { ja: '試験', en: 'Test' };

/** Steps with tasks on a host of the lab, through everything that `teiki run` goes through. */
export async function conductInLab(
  lab: Lab,
  host: Host,
  steps: readonly LabStep[],
  conduct: Omit<Conduct, 'runId'>,
  {
    environment = {},
    history = () => [],
    signal = AbortSignal.timeout(100_000),
  }: ConductOptions = {},
): Promise<RunResult> {
  const fleet: Fleet = { knownHosts: '', hosts: new Map([[host.name, fleetHost(host)]]) };
  const runbook: Runbook = {
    id: 'lab',
    title: text,
    purpose: text,
    level: 1,
    enabled: true,
    hosts: [host.name],
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
    steps: steps.map((step) => ({
      id: step.use,
      kind: catalogue.get(step.use)?.kind ?? 'task',
      with: {},
      apply: false,
      ...step,
    })),
    path: 'runbooks/lab.yml',
  };
  const { plans, issues } = planRun(runbook, fleet, catalogue, {}, history);
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('; '));
  const world = realWorld({ fleet, environment: { ...environment, LAB_KEY: lab.privateKey } });
  const options = { timeZone: 'Asia/Tokyo', concurrency: 1, signal, conduct };
  return RunResultSchema.parse(await runRunbook(runbook, plans, world, options));
}

/** The rules that the tasks and checks of some steps need, for `host.sudoers`. */
export function fleetHost({ name, address, hostKey }: Host): FleetHost {
  return {
    name,
    address,
    port: 22,
    user: 'mks-maint',
    identity: { kind: 'env', name: 'LAB_KEY' },
    groups: ['app'],
    hostKeys: [hostKey],
    vars: {},
  };
}

/** `logs.rotate-force done ok: applied` : one line a step. */
export function tasksIn(run: RunResult): string[] {
  return run.steps.map(({ use, task, verdict, findings, reason }) => {
    const ids = [...findings.map(({ message }) => message), ...(reason ? [reason] : [])];
    const told = ids.map(({ id }) => id.split('/').at(-1)).join(', ');
    return [use, task?.outcome ?? '-', `${verdict}:`, told].join(' ').trim();
  });
}
