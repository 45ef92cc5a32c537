import { catalogue } from '../../src/catalogue/registry.ts';
import { servicesSchema } from '../../src/config/services-schema.ts';
import type { Conduct } from '../../src/engine/tasks/conduct.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import { type RunResult, RunResult as RunResultSchema } from '../../src/record/run-result.ts';
import { type History, planRun } from '../../src/run/plan-run.ts';
import { realWorld } from '../../src/run/real-world.ts';
import { runRunbook } from '../../src/run/run-runbook.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';
import { fleetHost, type LabStep } from './lab-task.ts';

export const password = 'correct horse battery staple';

export interface Asking {
  /** Changes to `services.postgres`. */
  readonly service?: Readonly<Record<string, unknown>>;
  readonly password?: string;
  readonly conduct?: Omit<Conduct, 'runId'>;
  readonly history?: History;
  /** Further hosts of the fleet, on which nothing is run. */
  readonly others?: readonly Host[];
  readonly signal?: AbortSignal;
}

/** SQL steps on a host of the lab, through everything that `teiki run` goes through. */
export async function askInLab(
  lab: Lab,
  host: Host,
  steps: readonly (string | LabStep)[],
  { service, conduct = { changes: 'none' }, history = () => [], others = [], ...rest }: Asking = {},
): Promise<RunResult> {
  const hosts = [host, ...others].map((one) => [one.name, fleetHost(one)] as const);
  const fleet: Fleet = { knownHosts: '', hosts: new Map(hosts) };
  const { postgres } = servicesSchema.parse({
    postgres: {
      database: 'mks_db',
      user: 'teiki',
      password: 'env:DB_PASSWORD',
      host: host.name,
      ...service,
    },
  });
  const text = { ja: '試験', en: 'Test' };
  const runbook = {
    id: 'lab',
    title: text,
    purpose: text,
    level: 1 as const,
    enabled: true,
    hosts: [host.name],
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 } as const,
    steps: steps
      .map((step) => (typeof step === 'string' ? { use: step } : step))
      .map((step) => ({
        id: step.use,
        kind: catalogue.kindOf(step.use) ?? 'check',
        with: {},
        apply: false,
        ...step,
      })),
    path: 'runbooks/lab.yml',
  };
  const { plans, issues } = planRun(runbook, fleet, catalogue, {}, history);
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('; '));
  const environment = { LAB_KEY: lab.privateKey, DB_PASSWORD: rest.password ?? password };
  const world = realWorld({ fleet, environment, postgres });
  const signal = rest.signal ?? AbortSignal.timeout(100_000);
  const options = { timeZone: 'Asia/Tokyo', concurrency: 1, signal, conduct };
  return RunResultSchema.parse(await runRunbook(runbook, plans, world, options));
}
