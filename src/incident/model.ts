import type { Text } from '../core/message.ts';
import type { RunFinding } from '../record/run-result.ts';

/** What asks for somebody; notes open no incident. Worst first. */
export const incidentSeverities = ['critical', 'unknown', 'warning'] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];

/** The run that something is known from. */
export interface Source {
  /** The record's page, relative to the instance. */
  readonly record: string;
  readonly runId: string;
  /** When the run began: ISO 8601, UTC. */
  readonly at: string;
}

/** A finding that stands on a host: the latest run that judged its step has found it. */
export interface Standing {
  readonly host: string;
  readonly use: string;
  readonly step: string;
  readonly runbook: { readonly id: string; readonly title: Text };
  readonly finding: RunFinding;
  readonly severity: IncidentSeverity;
  /** Since when it has stood without a break. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Absent for what no run has found: a window that was missed. */
  readonly source?: Source;
  /** False when later runs could not judge the step: the host unreachable, the verdict unknown. */
  readonly confirmed: boolean;
}

/** A host of an incident. Several checks may have found the same object in trouble there. */
export interface IncidentRow {
  readonly host: string;
  readonly severity: IncidentSeverity;
  /** Worst first, never empty. */
  readonly standing: readonly [Standing, ...Standing[]];
}

/** One check and finding key that stands somewhere: what one issue is kept open for. */
export interface Incident {
  readonly key: string;
  /** Key of the finding: names what is in trouble. From a host, so untrusted. */
  readonly object: string;
  /** The group or host that it is limited to (`incidentScope`). */
  readonly scope?: string;
  /** Ids of the checks that have found it, in order. */
  readonly uses: readonly string[];
  /** The steps that have found it, as `<runbook>/<step>:<check>`, in order. */
  readonly steps: readonly string[];
  readonly severity: IncidentSeverity;
  /** Since when at least one host has had it without a break. */
  readonly since: string;
  readonly lastSeen: string;
  /** Worst first, then in the order of the fleet. */
  readonly rows: readonly IncidentRow[];
  /** Logins and teams (`org/team`) that look after the groups of its hosts. */
  readonly owners: readonly string[];
}

/** How a finding came to stand no more: judged and not found, or its check does not apply now. */
export interface Ended {
  readonly why: 'mended' | 'not-applicable' | 'not-checked';
  readonly source?: Source;
  /** When that was known, if not by a run. */
  readonly at?: string;
}

/** What the records, the runbooks and the fleet ask for. */
export interface Desired {
  readonly incidents: ReadonlyMap<string, Incident>;
  /** By incident and host: what stood once and does not now, as far as the records go back. */
  readonly ended: ReadonlyMap<string, ReadonlyMap<string, Ended>>;
  /**
   * What became of a host of which `ended` knows nothing: its steps have been judged since, are
   * carried out no more, or have not been heard of.
   */
  readonly fateOf: (steps: readonly string[], host: string) => Ended | 'unheard';
  /** Whether one of the `steps` is still carried out on any host. */
  readonly isChecked: (steps: readonly string[]) => boolean;
}

export const unreachable = { use: 'host.unreachable', key: 'host' } as const;

export function worstOf(list: readonly IncidentSeverity[]): IncidentSeverity {
  return incidentSeverities.find((severity) => list.includes(severity)) ?? 'warning';
}
