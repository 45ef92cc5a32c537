import type { Check, Context } from '../catalogue/define.ts';
import type { Task } from '../catalogue/define-task.ts';
import type { Probe } from '../core/probe.ts';
import type { Host } from '../fleet/model.ts';
import type { ScriptProbe } from './script.ts';

interface Planned {
  /** Unique in the runbook. */
  readonly id: string;
  /** Output of the entry's own `params` schema. */
  readonly params: unknown;
  /** Facts of this step on this host from earlier records, newest first. */
  readonly history: Context['history'];
}

/** A check with the parameters that it has on one host. */
export interface PlannedCheck extends Planned {
  readonly check: Check;
  /** The task to carry out when the check finds something (`then`). */
  readonly remedy?: PlannedTask;
}

/** A task with the parameters that it has on one host. */
export interface PlannedTask extends Planned {
  readonly task: Task;
  /** Whether the runbook lets scheduled runs apply it. */
  readonly marked: boolean;
  /** Id of the step whose finding calls for it. */
  readonly after?: string;
}

export type PlannedStep = PlannedCheck | PlannedTask;

export interface HostPlan {
  readonly host: Host;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedProbe {
  /** Name of the probe within its check or task. */
  readonly name: string;
  /** Name of its frame in the script: unique per host. */
  readonly frame: string;
  readonly probe: Probe;
}

export interface ProbedStep {
  readonly step: PlannedStep;
  readonly probes: readonly PlannedProbe[];
}

export function isTask(step: PlannedStep): step is PlannedTask {
  return 'task' in step;
}

export function entryOf(step: PlannedStep): Check | Task {
  return isTask(step) ? step.task : step.check;
}

/** The tasks of a host, those that a finding may call for included. */
export function tasksOf(steps: readonly PlannedStep[]): readonly PlannedTask[] {
  return steps.flatMap((step) => (isTask(step) ? [step] : step.remedy ? [step.remedy] : []));
}

/** Asks every step what it needs to know, and numbers the answers. */
export function planProbes(steps: readonly PlannedStep[]): ProbedStep[] {
  let count = 0;
  return steps.map((step) => ({
    step,
    probes: Object.entries(entryOf(step).probes(step.params, step)).map(([name, probe]) => {
      count += 1;
      return { name, probe, frame: `p${count}` };
    }),
  }));
}

export function scriptProbes({ probes }: ProbedStep, before: string): ScriptProbe[] {
  return probes.flatMap(({ frame, probe }) =>
    probe.kind === 'shell' ? [{ frame, probe, before }] : [],
  );
}
