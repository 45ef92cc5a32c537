import { catalogue } from '../../src/catalogue/registry.ts';
import type { Fleet, Host as FleetHost } from '../../src/fleet/model.ts';
import type { RunResult } from '../../src/record/run-result.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { realWorld } from '../../src/run/real-world.ts';
import { runRunbook } from '../../src/run/run-runbook.ts';
import type { Runbook } from '../../src/runbook/model.ts';
import type { Host } from '../lab/host.ts';
import type { Lab } from '../lab/lab.ts';

await catalogue.load(catalogue.ids);

/** A check with its parameters, as a step of a runbook has them. */
export type Use = readonly [id: string, params?: Readonly<Record<string, unknown>>];

export interface LabRunOptions {
  /** Changes to a host's entry in the fleet: a wrong key, another user. */
  readonly entry?: (host: Host) => Partial<FleetHost>;
}

/** Less patience than in production, so that the tests of it do not take as long. */
const limits = {
  connectTimeoutMs: 5000,
  handshakeTimeoutMs: 2000,
  keepaliveIntervalMs: 1000,
};

/** Runs checks on hosts of the lab through everything that `teiki run` goes through, SSH included. */
export async function runInLab(
  lab: Lab,
  hosts: readonly Host[],
  uses: readonly Use[],
  { entry }: LabRunOptions = {},
): Promise<RunResult> {
  const fleet: Fleet = {
    knownHosts: '',
    hosts: new Map(hosts.map((host) => [host.name, { ...fleetHost(host), ...entry?.(host) }])),
  };
  const text = { ja: '試験', en: 'Test' };
  const runbook: Runbook = {
    id: 'lab',
    title: text,
    purpose: text,
    level: 1,
    enabled: true,
    hosts: hosts.map(({ name }) => name),
    window: { every: 'week', on: 'monday', at: '02:00', minutes: 30 },
    steps: uses.map(([use, params], index) => ({
      id: uses.filter(([other]) => other === use).length > 1 ? `${use}-${index}` : use,
      kind: 'check',
      use,
      with: params ?? {},
      apply: false,
    })),
    path: 'runbooks/lab.yml',
  };
  const { plans, issues } = planRun(runbook, fleet, catalogue, {}, () => []);
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('; '));
  const world = realWorld({ fleet, environment: { LAB_KEY: lab.privateKey }, limits });
  const signal = AbortSignal.timeout(100_000);
  return await runRunbook(runbook, plans, world, {
    timeZone: 'Asia/Tokyo',
    concurrency: 16,
    signal,
  });
}

function fleetHost({ name, address, hostKey }: Host): FleetHost {
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

/** `backup.integrity critical db: damaged` … : one line a finding, or the verdict alone. */
export function summary(run: RunResult, host?: string): string[] {
  return run.steps
    .filter((step) => host === undefined || step.host === host)
    .flatMap(({ use, verdict, findings }) =>
      findings.length === 0
        ? [`${use} ${verdict}`]
        : findings.map(
            ({ key, severity, message }) =>
              `${use} ${severity} ${key} ${message.id.split('/').at(-1)}`,
          ),
    );
}
