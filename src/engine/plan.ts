import type { Check, Context } from '../catalogue/define.ts';
import type { Probe } from '../core/probe.ts';
import type { Host } from '../fleet/model.ts';
import type { ScriptProbe } from './script.ts';

/** A step of the runbook with the parameters that it has on one host. */
export interface PlannedStep {
  /** Unique in the runbook. */
  readonly id: string;
  readonly check: Check;
  /** Output of the check's own `params` schema. */
  readonly params: unknown;
  /** Facts of this step on this host from earlier records, newest first. */
  readonly history: Context['history'];
}

export interface HostPlan {
  readonly host: Host;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedProbe {
  /** Name of the probe within its check. */
  readonly name: string;
  /** Name of its frame in the script: unique per host. */
  readonly frame: string;
  readonly probe: Probe;
}

export interface ProbedStep {
  readonly step: PlannedStep;
  readonly probes: readonly PlannedProbe[];
}

/** Asks every check what it needs to know, and numbers the answers. */
export function planProbes(steps: readonly PlannedStep[]): ProbedStep[] {
  let count = 0;
  return steps.map((step) => ({
    step,
    probes: Object.entries(step.check.probes(step.params, step)).map(([name, probe]) => {
      count += 1;
      return { name, probe, frame: `p${count}` };
    }),
  }));
}

export function scriptProbes(probed: readonly ProbedStep[]): ScriptProbe[] {
  return probed.flatMap(({ probes }) =>
    probes.flatMap(({ frame, probe }) => (probe.kind === 'shell' ? [{ frame, probe }] : [])),
  );
}
