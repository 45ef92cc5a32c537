import type { Instance } from '../config/instance.ts';
import type { Probe } from '../core/probe.ts';
import type { SudoCommand } from '../core/shell.ts';
import type { SqlProbe, SqlRight } from '../core/sql.ts';
import { entryOf, isTask, type PlannedStep } from '../engine/plan.ts';
import type { Host } from '../fleet/model.ts';
import { planRun } from '../run/plan-run.ts';
import type { Runbook } from '../runbook/model.ts';
import type { Issue } from '../yaml/issue.ts';
import { type ReadingGroup, readingGroups } from './groups.ts';

/** The step of a runbook that needs something. */
export interface NeededBy {
  readonly runbook: string;
  readonly step: string;
}

interface Needed {
  readonly by: NeededBy[];
}

interface NeededTool extends Needed {
  readonly tool: string;
}

export interface NeededCommand extends Needed, SudoCommand {}

export interface NeededTunnel extends Needed {
  readonly host: string;
  readonly port: number;
}

/** What a role needs in a database of the host; the configuration's own has no name here. */
export interface NeededSql extends Needed {
  readonly database?: string;
  readonly right: SqlRight;
}

export interface NeededGroup extends Needed, ReadingGroup {}

/** What a step does on the host, for whoever does the same there by other means. */
export interface NeededWork extends NeededBy {
  /** Id of the catalogue entry. */
  readonly use: string;
  readonly every: Runbook['window']['every'];
  /** `planned`: a task that scheduled runs do not carry out. */
  readonly changes: 'none' | 'planned' | 'applied';
  readonly isEnabled: boolean;
}

/** All that the runbooks ask of a host besides a login. */
export interface HostNeeds {
  readonly host: Host;
  readonly runbooks: readonly string[];
  readonly tools: readonly NeededTool[];
  readonly sudo: readonly NeededCommand[];
  readonly tunnels: readonly NeededTunnel[];
  readonly groups: readonly NeededGroup[];
  readonly sql: readonly NeededSql[];
  /** Also of runbooks that are not enabled. */
  readonly work: readonly NeededWork[];
}

/**
 * What the scheduled runbooks need on each host of the fleet, hosts without a runbook (bastions)
 * included. A runbook that is not enabled gets no rights in advance.
 */
export function needsOf(
  { fleet, runbooks }: Pick<Instance, 'fleet' | 'runbooks'>,
  catalogue: Parameters<typeof planRun>[2],
): { readonly needs: readonly HostNeeds[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const byHost = new Map([...fleet.hosts.values()].map((host) => [host.name, collect(host)]));
  for (const runbook of runbooks) {
    const planned = planRun(runbook, fleet, catalogue, {}, () => []);
    for (const { host, steps } of planned.plans) byHost.get(host.name)?.addWork(runbook, steps);
    if (!runbook.enabled) continue;
    issues.push(...planned.issues);
    for (const { host, steps } of planned.plans) byHost.get(host.name)?.add(runbook.id, steps);
  }
  return { needs: [...byHost.values()].map(({ needs }) => needs()), issues };
}

function collect(host: Host) {
  const { address } = host;
  const runbooks = new Set<string>();
  const tools = new Map<string, NeededTool>();
  const sudo = new Map<string, NeededCommand>();
  const tunnels = new Map<string, NeededTunnel>();
  const groups = new Map<string, NeededGroup>();
  const sql = new Map<string, NeededSql>();
  const noteSql = ({ database }: SqlProbe, right: SqlRight, by: NeededBy) => {
    const first = { right, by: [], ...(database !== undefined && { database }) };
    note(sql, `${right} ${database ?? ''}`, first, by);
  };
  const noteSudo = ({ argv, ifPresent, helper }: SudoCommand, by: NeededBy) => {
    const key = JSON.stringify(argv);
    const known = sudo.get(key);
    // Where one step can do without the program and another cannot, it has to be there.
    const spares = ifPresent && (known === undefined || known.ifPresent);
    const rest = { ...(spares && { ifPresent }), ...(helper && { helper }) };
    sudo.set(key, { argv, ...rest, by: known?.by ?? [] });
    note(sudo, key, { argv, by: [] }, by);
  };
  const addProbe = (probe: Probe, by: NeededBy) => {
    if (probe.kind === 'shell') {
      for (const tool of probe.requires) note(tools, tool, { tool, by: [] }, by);
      for (const command of probe.script.sudo) noteSudo(command, by);
    } else if (probe.kind === 'sql') {
      for (const right of probe.needs) noteSql(probe, right, by);
    } else if (probe.from === 'host') {
      for (const target of targetsOf(probe, address))
        note(tunnels, `${target.host} ${target.port}`, { ...target, by: [] }, by);
    }
  };
  const add = (runbook: string, steps: readonly PlannedStep[]) => {
    runbooks.add(runbook);
    const remedies = steps.flatMap((step) => (isTask(step) ? [] : (step.remedy ?? [])));
    for (const planned of [...steps, ...remedies]) {
      const { id: step, params } = planned;
      const by = { runbook, step };
      if (isTask(planned)) {
        for (const command of planned.task.privileged(params).flatMap((text) => text.sudo))
          noteSudo(command, by);
      }
      const probes = entryOf(planned).probes(params);
      for (const probe of Object.values(probes)) addProbe(probe, by);
      for (const group of readingGroups(params, probes))
        note(groups, `${group.group} ${group.reads}`, { ...group, by: [] }, by);
    }
  };
  const work: NeededWork[] = [];
  const addWork = ({ id, enabled, window }: Runbook, steps: readonly PlannedStep[]) => {
    const remedies = steps.flatMap((step) => (isTask(step) ? [] : (step.remedy ?? [])));
    for (const planned of [...steps, ...remedies]) {
      work.push({
        runbook: id,
        step: planned.id,
        use: entryOf(planned).id,
        every: window.every,
        changes: !isTask(planned) ? 'none' : planned.marked ? 'applied' : 'planned',
        isEnabled: enabled,
      });
    }
  };
  const needs = (): HostNeeds => ({
    host,
    runbooks: [...runbooks],
    tools: [...tools.values()],
    sudo: [...sudo.values()],
    tunnels: [...tunnels.values()],
    groups: [...groups.values()],
    sql: [...sql.values()],
    work,
  });
  return { add, addWork, needs };
}

function note<T extends Needed>(map: Map<string, T>, key: string, first: T, by: NeededBy): void {
  const entry = map.get(key) ?? first;
  map.set(key, entry);
  const isThere = entry.by.some(({ runbook, step }) => runbook === by.runbook && step === by.step);
  if (!isThere) entry.by.push(by);
}

function targetsOf(probe: Exclude<Probe, { kind: 'shell' | 'sql' }>, address: string) {
  if (probe.kind === 'tls') return [{ host: probe.host, port: probe.port }];
  if (probe.kind === 'tcp')
    return probe.ports.map((port) => ({
      host: probe.host === 'self' ? address : probe.host,
      port,
    }));
  const { hostname, port, protocol } = new URL(probe.url);
  const usual = protocol === 'https:' ? 443 : 80;
  return [{ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : Number(port) }];
}

/** `weekly-health: logs.disk-usage, perf.cpu; daily-backup-check: backup.freshness` */
export function namesOfSteps(list: readonly NeededBy[]): string {
  return [...Map.groupBy(list, ({ runbook }) => runbook)]
    .map(([runbook, steps]) => `${runbook}: ${steps.map(({ step }) => step).join(', ')}`)
    .join('; ');
}
