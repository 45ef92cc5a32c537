import type { Config } from '../config/schema.ts';
import { byTime } from '../record/compare.ts';
import { compareText } from '../record/json.ts';
import type { MaintenanceRecord } from '../record/record.ts';
import type { Runbook } from '../runbook/model.ts';
import { History } from './history.ts';
import { incidentKey } from './identity.ts';
import { type Desired, type Incident, type IncidentRow, type Standing, worstOf } from './model.ts';
import { rank } from './observation.ts';
import { type FleetView, Places } from './places.ts';

export interface DesiredInput {
  /** In any order; what they do not reach back to is left as it is. */
  readonly records: Iterable<MaintenanceRecord>;
  /** All of a sound instance: what a broken file does not tell would look like removed. */
  readonly runbooks: readonly Runbook[];
  readonly fleet: FleetView;
  readonly scope: Config['incidentScope'];
  /** Logins and teams by group of hosts. */
  readonly owners?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The incidents that should be open. Records are append-only and the rest are files, so this is a
 * function: whatever was lost on the way to GitHub is found again by the next tick.
 */
export function desiredIncidents(input: DesiredInput): Desired {
  const { records, runbooks, fleet, scope, owners = {} } = input;
  const places = new Places(runbooks, fleet);
  const scopeOf = (host: string) => scopeName(scope, host, fleet);
  const keyOf = ({ use, finding, host }: Pick<Standing, 'host' | 'use' | 'finding'>) =>
    incidentKey(use, finding.key, scopeOf(host));
  const history = new History(places, keyOf);
  for (const record of [...records].sort(byTime)) history.add(record);
  const order = new Map([...fleet.hosts.keys()].map((host, index) => [host, index]));
  const groups = Map.groupBy(history.standing(), keyOf);
  const incidents = [...groups].flatMap(([key, standing]): [string, Incident][] => {
    const incident = assemble(key, standing, history.since(key), order);
    if (!incident) return [];
    const limit = scopeOf(incident.rows[0]?.host ?? '');
    const named = ownersOf(incident.rows, fleet, owners);
    return [[key, { ...incident, ...(limit !== undefined && { scope: limit }), owners: named }]];
  });
  return {
    incidents: new Map(incidents.sort(([a], [b]) => compareText(a, b))),
    ended: history.ended,
    fateOf: (steps, host) => history.fateOf(places.named(steps, host)),
    isChecked: (steps) => places.hasStep(steps),
  };
}

/** A host in several groups belongs to its first one, so that no row is in two issues. */
function scopeName(
  scope: Config['incidentScope'],
  host: string,
  { hosts }: FleetView,
): string | undefined {
  if (scope === 'fleet') return undefined;
  const group = scope === 'group' ? hosts.get(host)?.groups[0] : undefined;
  return group === undefined ? host : `group=${group}`;
}

function assemble(
  key: string,
  all: readonly Standing[],
  since: string | undefined,
  order: ReadonlyMap<string, number>,
): Omit<Incident, 'owners'> | undefined {
  const rows = [...Map.groupBy(all, ({ host }) => host)].flatMap(([host, list]): IncidentRow[] => {
    const [first, ...others] = list.sort(byWeight);
    return first ? [{ host, severity: first.severity, standing: [first, ...others] }] : [];
  });
  const place = (host: string) => order.get(host) ?? order.size;
  rows.sort((a, b) => rank(a.severity) - rank(b.severity) || place(a.host) - place(b.host));
  const [worst] = rows;
  if (!worst) return undefined;
  return {
    key,
    object: worst.standing[0].finding.key,
    uses: [...new Set(all.map(({ use }) => use))].sort(compareText),
    steps: [...new Set(all.map(stepName))].sort(compareText),
    severity: worstOf(rows.map(({ severity }) => severity)),
    since: since ?? worst.standing[0].firstSeen,
    lastSeen: all.reduce((last, one) => later(last, one.lastSeen), worst.standing[0].lastSeen),
    rows,
  };
}

function stepName({ runbook, step, use }: Standing): string {
  return `${runbook.id}/${step}:${use}`;
}

function byWeight(a: Standing, b: Standing): number {
  return (
    rank(a.severity) - rank(b.severity) ||
    compareText(a.use, b.use) ||
    compareText(a.runbook.id, b.runbook.id) ||
    compareText(a.step, b.step)
  );
}

function later(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a;
}

function ownersOf(
  rows: readonly IncidentRow[],
  { hosts }: FleetView,
  owners: Readonly<Record<string, readonly string[]>>,
): string[] {
  const groups = new Set(rows.flatMap(({ host }) => hosts.get(host)?.groups ?? []));
  const names = [...groups].flatMap((group) =>
    Object.hasOwn(owners, group) ? (owners[group] ?? []) : [],
  );
  return [...new Set(names.map((name) => name.replace(/^@/, '')))].sort(compareText);
}
