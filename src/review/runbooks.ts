import { type ValueChange, valueChanges, without } from './difference.ts';
import type { HostSteps, PlannedRunbook, StepFacts } from './side.ts';
import { type Threshold, thresholdOf } from './threshold.ts';

export interface StepChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly step: string;
  readonly use: string;
  readonly hosts: readonly string[];
  readonly values: readonly StepValueChange[];
}

export interface StepValueChange extends ValueChange {
  /** Of a threshold: whether the check will find less than before, or more. */
  readonly threshold?: Threshold;
}

export interface RunbookChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly id: string;
  readonly title: PlannedRunbook['runbook']['title'];
  /** Of the runbook itself: its window, its level. */
  readonly values: readonly ValueChange[];
  readonly steps: readonly StepChange[];
  readonly hostsAdded: readonly string[];
  readonly hostsRemoved: readonly string[];
  /** Hosts on which something else happens than before. */
  readonly hosts: readonly string[];
}

type Planned = ReadonlyMap<string, PlannedRunbook>;

export function runbookChanges(before: Planned, after: Planned): readonly RunbookChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return ids.flatMap((id) => {
    const [old, fresh] = [before.get(id), after.get(id)];
    const one = fresh ?? old;
    if (!one) return [];
    const oldHosts = (old?.hosts ?? []).map(({ host }) => host);
    const freshHosts = (fresh?.hosts ?? []).map(({ host }) => host);
    const steps = stepChanges(old?.hosts ?? [], fresh?.hosts ?? []);
    const values =
      old && fresh
        ? valueChanges(fieldsOf(old, stepIds(fresh)), fieldsOf(fresh, stepIds(old)))
        : [];
    const hostsAdded = without(freshHosts, oldHosts);
    const hostsRemoved = without(oldHosts, freshHosts);
    const same = [values, steps, hostsAdded, hostsRemoved].every((list) => list.length === 0);
    if (old && fresh && same) return [];
    const touched = [...steps.flatMap(({ hosts }) => hosts), ...hostsAdded, ...hostsRemoved];
    // Another window or level is another thing on each of its hosts.
    const hosts = [...new Set(values.length > 0 ? [...touched, ...freshHosts] : touched)];
    const kind = old ? (fresh ? 'changed' : 'removed') : 'added';
    const { title } = one.runbook;
    return [{ kind, id, title, values, steps, hostsAdded, hostsRemoved, hosts }];
  });
}

function fieldsOf({ runbook }: PlannedRunbook, others: readonly string[]): unknown {
  const { title, purpose, level, enabled, since, hosts, window } = runbook;
  const { impact, alternative, rollback, steps } = runbook;
  const texts = { title, purpose, impact, alternative, rollback };
  // Of the steps that stay; one that comes or goes is told as such.
  const order = steps.flatMap(({ id }) => (others.includes(id) ? [id] : [])).join(', ');
  return { level, enabled, since, hosts, window, ...texts, order };
}

function stepIds({ runbook }: PlannedRunbook): readonly string[] {
  return runbook.steps.map(({ id }) => id);
}

/** On a host that is new or gone, the runbook itself is, and not each of its steps. */
function stepChanges(before: readonly HostSteps[], after: readonly HostSteps[]): StepChange[] {
  const names = [...new Set([...before, ...after].map(({ host }) => host))];
  const isWhole = before.length === 0 || after.length === 0;
  const found = names.flatMap((host) => {
    const old = before.find((one) => one.host === host);
    const fresh = after.find((one) => one.host === host);
    if ((!old || !fresh) && !isWhole) return [];
    return onHost(old?.steps ?? [], fresh?.steps ?? []).map((change) => ({ ...change, host }));
  });
  const groups = Map.groupBy(found, ({ host: _host, ...change }) => JSON.stringify(change));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { host: _host, ...change } = first;
    return [{ ...change, hosts: group.map(({ host }) => host) }];
  });
}

function onHost(
  before: readonly StepFacts[],
  after: readonly StepFacts[],
): Omit<StepChange, 'hosts'>[] {
  const ids = [...new Set([...after, ...before].map(({ id }) => id))];
  return ids.flatMap((step): Omit<StepChange, 'hosts'>[] => {
    const old = before.find(({ id }) => id === step);
    const fresh = after.find(({ id }) => id === step);
    const use = fresh?.use ?? old?.use ?? '';
    if (!fresh) return [{ kind: 'removed', step, use, values: [] }];
    const values = valueChanges(partsOf(old), partsOf(fresh));
    if (!old) return [{ kind: 'added', step, use, values }];
    if (values.length === 0) return [];
    const told = values.map((value): StepValueChange => {
      const threshold = thresholdOf(value, fresh.params);
      return { ...value, ...(threshold && { threshold }) };
    });
    return [{ kind: 'changed', step, use, values: told }];
  });
}

/** Parameters stand under their own names, as in `with`. */
function partsOf(facts: StepFacts | undefined): unknown {
  if (!facts) return undefined;
  const { kind, use, params, apply, then } = facts;
  return {
    [kind]: use,
    ...(typeof params === 'object' && params !== null ? params : {}),
    ...(kind === 'task' && { apply }),
    ...(then && { then }),
  };
}
